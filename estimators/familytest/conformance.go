package familytest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"itermle/estimators"
	"itermle/internal/suiteseed"
)

// conformance is one case under test.
type conformance struct {
	Case
	precision struct{ score, hessian, third, information float64 }
	random    *rand.Rand
	stream    *estimators.Stream
	counts    map[string]int // comparisons made by each check: one that made none is a failure
	seen      map[string]bool
	failures  []error
	known     []information
}

// information is I(θ), kept: of a described family it is an average over thousands of scores.
type information struct{ theta, matrix []float64 }

func newConformance(of Case) *conformance {
	c := &conformance{Case: of, counts: map[string]int{}, seen: map[string]bool{},
		stream: estimators.NewStream(suiteseed.Seed(), "familytest", of.Family.Name())}
	if family, ok := of.Family.(Approximate); ok {
		c.precision.score, c.precision.hessian, c.precision.third, c.precision.information = family.Precision()
	}
	c.at(0)
	return c
}

// at moves to the randomness of a point.
func (c *conformance) at(point int) { c.random = c.stream.At(uint64(point), 0) }

// fail reports a violation, once for each check: the first is the simplest.
func (c *conformance) fail(check, format string, arguments ...any) {
	if !c.seen[check] {
		c.seen[check] = true
		failure := &Failure{Family: c.Family.Name(), Check: check, Detail: fmt.Sprintf(format, arguments...)}
		c.failures = append(c.failures, failure)
	}
}

// require counts a comparison of the check and reports it where it fails.
func (c *conformance) require(holds bool, check, format string, arguments ...any) bool {
	c.counts[check]++
	if !holds {
		c.fail(check, format, arguments...)
	}
	return holds
}

// all runs every check at every point and near it.
func (c *conformance) all() []error {
	if !c.arguments() {
		return c.failures
	}
	for i, point := range c.Points {
		c.at(i)
		c.point(point)
		if near, ok := c.near(point, 0.3); ok {
			c.point(near)
		}
		for j, other := range c.Points {
			if i != j {
				c.divergences(point, other)
			}
		}
		for _, distance := range []float64{1, 1e-2, 1e-4} {
			if near, ok := c.near(point, distance); ok {
				c.divergences(point, near)
				c.divergences(near, point)
			}
		}
		c.divergences(point, point)
	}
	c.estimatorLaw(c.Points[0])
	c.vacuous()
	return c.failures
}

func (c *conformance) point(theta []float64) {
	c.derivatives(theta)
	q := c.measureAt(theta)
	c.expectations(q, theta)
	c.law(q, theta)
	c.tails(theta)
	c.storage(theta)
	c.runaways(theta)
	for _, n := range []int{1, 2, 3, 10, 50} {
		c.fits(theta, n)
	}
	c.statisticLaw(theta)
}

// vacuous reports the checks that compared nothing.
func (c *conformance) vacuous() {
	checks := []string{"score", "hessian", "third derivative", "normalised", "score mean", "fisher", "fit", "sampler"}
	if c.Smooth == nil {
		checks = append(checks, "stationary", "numerical maximum")
	}
	if c.counts["no divergence"] == 0 {
		checks = append(checks, "KL", "TV")
	}
	for _, check := range checks {
		if c.counts[check] == 0 {
			c.fail("vacuous", "no comparison was made for %q", check)
		}
	}
}

// informationAt is I(θ), d×d.
func (c *conformance) informationAt(theta []float64) []float64 {
	for _, known := range c.known {
		if slices.Equal(known.theta, theta) {
			return known.matrix
		}
	}
	if len(c.known) == 64 {
		c.known = c.known[:0]
	}
	d := c.Family.Dim()
	known := information{theta: slices.Clone(theta), matrix: make([]float64, d*d)}
	c.Family.FisherInformation(known.matrix, theta)
	c.known = append(c.known, known)
	return known.matrix
}

// unit is 1/√I_jj(θ), one sample's standard deviation of coordinate j: the scale on which θ is varied and errors are
// measured. Where the information is not positive and finite (a boundary) it is 1.
func (c *conformance) unit(theta []float64) []float64 {
	d := c.Family.Dim()
	matrix, unit := c.informationAt(theta), make([]float64, d)
	for j := range unit {
		unit[j] = 1 / math.Sqrt(matrix[j*d+j])
		if !(unit[j] > 0) || math.IsInf(unit[j], 1) {
			unit[j] = 1
		}
	}
	return unit
}

// near is a parameter about the given number of units from θ, false if twenty tries leave Θ. A unit there must be
// between a third and three times the unit here: next to a boundary the quadrature would face tails of another kind.
func (c *conformance) near(theta []float64, distance float64) ([]float64, bool) {
	unit, near := c.unit(theta), make([]float64, len(theta))
	for range 20 {
		for j := range near {
			near[j] = theta[j] + distance*unit[j]*c.random.NormFloat64()
		}
		if c.Family.Check(near) != nil {
			continue
		}
		similar := true
		for j, u := range c.unit(near) {
			similar = similar && u < 3*unit[j] && u > unit[j]/3
		}
		if similar {
			return near, true
		}
	}
	return nil, false
}

// interior says whether θ ± 1e-3 units stays in Θ in every coordinate.
func (c *conformance) interior(theta []float64) bool {
	unit, moved := c.unit(theta), slices.Clone(theta)
	for j := range theta {
		for _, step := range []float64{-1e-3, 1e-3} {
			moved[j] = theta[j] + step*unit[j]
			if c.Family.Check(moved) != nil {
				return false
			}
			moved[j] = theta[j]
		}
	}
	return true
}

// samples are n samples of p_θ.
func (c *conformance) samples(theta []float64, n int) []float64 {
	x := make([]float64, n*c.Family.SampleDim())
	c.Family.Sample(x, theta, c.random)
	return x
}
