package estimators

import (
	"math"
	"slices"
)

// derivatives compares Score with differences of LogDensity, Hessian with those of Score, ThirdDerivative with those of
// Hessian, at samples of p_θ.
//
// Tolerance: 1e-7 of the natural size Π 1/unit_j, plus 1e-7 of the value, plus twenty times Ridders' own error estimate
// and the noise of the differenced function over the smallest step. A formula wrong by one part in 10^6 fails;
// where the differences are too noisy to show that, the point does not count.
func (c *conformance) derivatives(theta []float64) {
	if !c.interior(theta) {
		return
	}
	d, m := c.family.Dim(), c.family.SampleDim()
	unit := c.unit(theta)
	x := c.samples(theta, 6)
	for i := range 6 {
		at := x[i*m : (i+1)*m]
		value := func(dst, theta []float64) { dst[0] = c.family.LogDensity(theta, at) }
		score := func(dst, theta []float64) { c.family.Score(dst, theta, at) }
		hessian := func(dst, theta []float64) { c.family.Hessian(dst, theta, at) }
		third := func(dst, theta []float64) { c.family.ThirdDerivative(dst, theta, at) }
		c.differences("score", value, score, 1, theta, unit, at)
		c.differences("hessian", score, hessian, d, theta, unit, at)
		c.differences("third derivative", hessian, third, d*d, theta, unit, at)
		c.symmetric("hessian", hessian, theta)
		c.symmetric("third derivative", third, theta)
	}
}

// symmetric requires equal mixed derivatives: entry (…j, k) against (…k, j).
func (c *conformance) symmetric(check string, f func(dst, theta []float64), theta []float64) {
	d := len(theta)
	size := d * d
	if check == "third derivative" {
		size *= d
	}
	values := make([]float64, size)
	f(values, theta)
	for base := 0; base < size; base += d * d {
		for j := range d {
			for k := range j {
				a, b := values[base+j*d+k], values[base+k*d+j]
				c.require(math.Abs(a-b) <= 1e-12*(math.Abs(a)+math.Abs(b)), check+" symmetric",
					"θ=%v: entries (%d,%d) and (%d,%d) of block %d are %v and %v", theta, j, k, k, j, base/(d*d), a, b)
			}
		}
	}
}

// differences checks derivative (size×d) against differences of f (size values).
func (c *conformance) differences(check string, f, derivative func(dst, theta []float64), size int, theta, unit, x []float64) {
	d := len(theta)
	claimed := make([]float64, size*d)
	derivative(claimed, theta)
	values, moved := make([]float64, size), slices.Clone(theta)
	for j := range d {
		reach := c.reach(theta, unit, j)
		if c.smooth != nil && !c.smooth(theta, x, reach) {
			continue
		}
		for i := range size {
			along := func(h float64) float64 {
				moved[j] = theta[j] + h
				// The step really taken: θ + h rounds.
				f(values, moved)
				moved[j] = theta[j]
				return values[i]
			}
			estimate, uncertainty := ridders(along, theta[j], reach)
			natural := 1 / unit[j]
			if size > 1 {
				natural /= unit[i%d]
			}
			if size > d {
				natural /= unit[i/d]
			}
			uncertainty = 20*uncertainty + 20*noise(along, reach)/reach
			if !(uncertainty <= 1e-4*(natural+math.Abs(claimed[i*d+j]))) {
				continue // too noisy to tell: not counted
			}
			tolerance := 1e-7*(natural+math.Abs(claimed[i*d+j])) + uncertainty
			c.require(math.Abs(estimate-claimed[i*d+j]) <= tolerance, check,
				"θ=%v x=%v: entry (%d,%d) is %v, differences give %v ± %.1g", theta, x, i, j, claimed[i*d+j], estimate, tolerance)
		}
	}
}

// reach is how far θ_j may move both ways inside Θ, at most a fifth of a unit, and not so far that the information changes by
// a factor of 2: where it falls off within less than a unit, as in the tails of a logit, larger steps see a constant.
func (c *conformance) reach(theta, unit []float64, j int) float64 {
	moved, d := slices.Clone(theta), len(theta)
	information := make([]float64, d*d)
	at := func(theta []float64) float64 {
		c.family.FisherInformation(information, theta)
		return information[j*d+j]
	}
	here := at(theta)
	like := func() bool {
		if c.family.Check(moved) != nil {
			return false
		}
		there := at(moved)
		return !(there > 2*here || there < here/2)
	}
	for h := unit[j] / 5; ; h /= 2 {
		moved[j] = theta[j] + h
		up := like()
		moved[j] = theta[j] - h
		if up && like() {
			return h
		}
		if h < 1e-6*unit[j] {
			return h
		}
	}
}

// ridders is the derivative at 0 of f by central differences at steps h, h/1.4, … extrapolated to step 0 (Ridders 1982),
// with the tableau's own error estimate. at is the argument's offset, whose rounding changes the steps.
func ridders(f func(float64) float64, at, h float64) (estimate, uncertainty float64) {
	const rows, factor = 10, 1.4
	var table [rows][rows]float64
	uncertainty = math.Inf(1)
	for i := range rows {
		up, down := at+h, at-h
		table[0][i] = (f(h) - f(-h)) / (up - down)
		power := factor * factor
		for j := 1; j <= i; j++ {
			table[j][i] = (table[j-1][i]*power - table[j-1][i-1]) / (power - 1)
			power *= factor * factor
			if e := math.Max(math.Abs(table[j][i]-table[j-1][i]), math.Abs(table[j][i]-table[j-1][i-1])); e < uncertainty {
				estimate, uncertainty = table[j][i], e
			}
		}
		h /= factor
	}
	return estimate, uncertainty
}

// noise is the rounding noise of f near 0 by the difference table of Hamming and of Moré and Wild (ECNoise, 2011):
// σ_k² = (k!)²/(2k)! · mean of the squared k-th differences, whose smooth part at step 1e-4·reach is below 1e-16.
func noise(f func(float64) float64, reach float64) float64 {
	var table [9]float64
	for i := range table {
		table[i] = f(1e-4 * reach * float64(i-4))
	}
	floor := 0x1p-53 * math.Abs(table[4])
	factorial, sigma := 1.0, 0.0
	for k := 1; k <= 6; k++ {
		for i := 0; i < len(table)-k; i++ {
			table[i] = table[i+1] - table[i]
		}
		factorial *= float64(k) / float64(2*(2*k-1)) // (k!)²/(2k)!
		if k < 4 {
			continue
		}
		sum := 0.0
		for i := 0; i < len(table)-k; i++ {
			sum += table[i] * table[i]
		}
		sigma = math.Max(sigma, math.Sqrt(factorial*sum/float64(len(table)-k)))
	}
	return math.Max(sigma, floor)
}
