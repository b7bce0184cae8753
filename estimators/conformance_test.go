package estimators

import (
	"fmt"
	"itermle/internal/suiteseed"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The conformance harness: what every family of the zoo must satisfy, decided by second, dumber implementations. A new
// family needs no test of its own beyond what is special to it: its Entry is enough.
//
// False alarms: comparisons are exact up to derived rounding, except those with samples, whose level is
// conformanceLevel each. With 50 families and constants, 8 parameters and 20 such checks the whole harness is at 8e-10.
const conformanceLevel = 1e-13

// reporter is *testing.T, *rapid.T, or the recorder that the mutants run against.
type reporter interface {
	Helper()
	Errorf(format string, arguments ...any)
}

// irregularity is what the harness must know of a family that its methods do not say.
type irregularity struct {
	// smooth says where log p_θ(x) has its derivatives in a neighbourhood of radius r of θ; nil: everywhere.
	smooth func(theta, x []float64, r float64) bool
	// noSecondBartlett: I(θ) ≠ −E ∇² log p_θ, so Lemma A.2 fails; the harness asserts that it does.
	noSecondBartlett bool
	// support is the sample space where LogDensity does not reveal it by −Inf: one period.
	support []float64
	// kinks are the x at which log p_θ or its derivatives jump in x: panels of quadrature end there.
	kinks func(theta []float64) []float64
	// outside are parameters that Check must refuse beside those that are not finite.
	outside [][]float64
}

// irregularities are looked up by Entry.Name.
var irregularities = map[string]irregularity{
	"bernoulli":          {outside: [][]float64{{-1e-9}, {1 + 1e-9}}},
	"binomial":           {outside: [][]float64{{-1e-9}, {1e9}}},
	"poisson":            {outside: [][]float64{{-1e-9}}},
	"geometric":          {outside: [][]float64{{-1e-9}}},
	"negative-binomial":  {outside: [][]float64{{-1e-9}}},
	"exponential":        {outside: [][]float64{{0}, {-1}}},
	"exponential-rate":   {outside: [][]float64{{0}, {-1}}},
	"gamma":              {outside: [][]float64{{0}, {-1}}},
	"power":              {outside: [][]float64{{0}, {-1}}},
	"gaussian":           {outside: [][]float64{{0, 0}, {0, -1}}},
	"gaussian-variance":  {outside: [][]float64{{0}, {-1}}},
	"weibull-shape":      {outside: [][]float64{{0}, {-1}}},
	"gaussian-mixture":   {outside: [][]float64{{-1e-9}, {1 + 1e-9}}},
	"von-mises":          {support: []float64{-math.Pi, math.Pi}, outside: [][]float64{{0, 0}, {0, -1}}},
	"von-mises-location": {support: []float64{-math.Pi, math.Pi}},
	"laplace-location": {
		smooth:           func(theta, x []float64, r float64) bool { return math.Abs(x[0]-theta[0]) > 1.01*r },
		noSecondBartlett: true,
		kinks:            func(theta []float64) []float64 { return theta },
	},
}

// conformance is one family under test.
type conformance struct {
	irregularity
	report reporter
	family Family
	stream *Stream
	draws  uint64
	counts map[string]int // comparisons made by each check: one that made none is a failure
	seen   map[string]bool
}

func newConformance(report reporter, family Family, special irregularity) *conformance {
	return &conformance{irregularity: special, report: report, family: family, counts: map[string]int{}, seen: map[string]bool{},
		stream: NewStream(suiteseed.Seed(), "conformance", family.Name())}
}

// fail reports a violation, once for each check and family: the first is the simplest.
func (c *conformance) fail(check, format string, arguments ...any) {
	c.report.Helper()
	if !c.seen[check] {
		c.seen[check] = true
		c.report.Errorf("%s: %s: %s", c.family.Name(), check, fmt.Sprintf(format, arguments...))
	}
}

// require counts a comparison of the check and reports it where it fails.
func (c *conformance) require(holds bool, check, format string, arguments ...any) bool {
	c.report.Helper()
	c.counts[check]++
	if !holds {
		c.fail(check, format, arguments...)
	}
	return holds
}

// all runs every check at every point and near it.
func (c *conformance) all(points [][]float64) {
	c.identity(points)
	c.errors(points)
	for i, point := range points {
		c.stream.At(uint64(i), 0)
		c.draws = 0
		thetas := [][]float64{point}
		if near, ok := c.near(point, 0.3); ok {
			thetas = append(thetas, near)
		}
		for _, theta := range thetas {
			c.derivatives(theta)
			c.expectations(theta)
			for _, n := range []int{1, 2, 3, 10, 50} {
				c.fits(theta, n)
			}
			c.statistic(theta)
		}
		for j, other := range points {
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
	for _, check := range []string{"score", "hessian", "third derivative", "normalised", "score mean", "fisher", "fit", "stationary", "numerical maximum",
		"KL", "TV"} {
		if c.counts[check] == 0 && !(c.smooth != nil && (check == "stationary" || check == "numerical maximum")) {
			c.fail("vacuous", "no comparison was made for %q", check)
		}
	}
}

// unit is 1/√I_jj(θ), one sample's standard deviation of coordinate j: the scale on which θ is varied and errors are
// measured. Where the information is not positive and finite (a boundary) it is 1.
func (c *conformance) unit(theta []float64) []float64 {
	d := c.family.Dim()
	information, unit := make([]float64, d*d), make([]float64, d)
	c.family.FisherInformation(information, theta)
	for j := range unit {
		unit[j] = 1 / math.Sqrt(information[j*d+j])
		if !(unit[j] > 0) || math.IsInf(unit[j], 1) {
			unit[j] = 1
		}
	}
	return unit
}

// near is a parameter about the given number of units from θ, false if twenty tries leave Θ. A unit there must be between
// a third and three times the unit here: next to a boundary the quadrature would face tails of another kind.
func (c *conformance) near(theta []float64, distance float64) ([]float64, bool) {
	unit, near := c.unit(theta), make([]float64, len(theta))
	for range 20 {
		for j := range near {
			near[j] = theta[j] + distance*unit[j]*c.stream.random.NormFloat64()
		}
		if c.family.Check(near) != nil {
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
			if c.family.Check(moved) != nil {
				return false
			}
			moved[j] = theta[j]
		}
	}
	return true
}

// samples are n samples of p_θ.
func (c *conformance) samples(theta []float64, n int) []float64 {
	x := make([]float64, n*c.family.SampleDim())
	c.family.Sample(x, theta, c.stream.random)
	return x
}

func TestConformance(t *testing.T) {
	for _, entry := range Families() {
		t.Run(entry.Name, func(t *testing.T) {
			t.Parallel()
			family, err := entry.New(nil)
			if err != nil {
				t.Fatal(err)
			}
			newConformance(t, family, irregularities[entry.Name]).all(entry.Points)
		})
	}
}

// Data, parameters and start drawn by rapid, so that a failure shrinks to few samples and a readable θ.
func TestConformanceOfFit(t *testing.T) {
	entries := Families()
	rapid.Check(t, func(t *rapid.T) {
		entry := entries[rapid.IntRange(0, len(entries)-1).Draw(t, "family")]
		family, err := entry.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		c := newConformance(t, family, irregularities[entry.Name])
		theta := entry.Points[rapid.IntRange(0, len(entry.Points)-1).Draw(t, "point")]
		c.stream.At(rapid.Uint64Range(0, 1<<20).Draw(t, "replicate"), 0)
		if distance := float64(rapid.IntRange(0, 8).Draw(t, "eighths")) / 8; distance > 0 {
			if near, ok := c.near(theta, distance); ok {
				theta = near
			}
		}
		c.fits(theta, rapid.IntRange(1, 40).Draw(t, "n"))
	})
}
