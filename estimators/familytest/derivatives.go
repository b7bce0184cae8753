package familytest

import (
	"math"
	"slices"
)

// derivatives compares Score with differences of LogDensity, Hessian with those of Score, ThirdDerivative with those of
// Hessian, at samples of p_θ.
//
// Tolerance: 1e-7 (or what the family's Precision says) of the natural size Π 1/unit_j and of the value, plus twenty
// times Ridders' own error estimate and the noise of the differenced function over the smallest step. A formula wrong
// by one part in 10^6 fails; where the differences are too noisy to show that, the point does not count.
func (c *conformance) derivatives(theta []float64) {
	if !c.interior(theta) {
		return
	}
	d, m := c.Family.Dim(), c.Family.SampleDim()
	unit := c.unit(theta)
	x := c.samples(theta, 6)
	for i := range 6 {
		at := x[i*m : (i+1)*m]
		value := func(dst, theta []float64) { dst[0] = c.Family.LogDensity(theta, at) }
		score := func(dst, theta []float64) { c.Family.Score(dst, theta, at) }
		hessian := func(dst, theta []float64) { c.Family.Hessian(dst, theta, at) }
		third := func(dst, theta []float64) { c.Family.ThirdDerivative(dst, theta, at) }
		c.differences("score", value, score, 1, 1e-7+c.precision.score, theta, unit, at)
		c.differences("hessian", score, hessian, d, 1e-7+c.precision.hessian, theta, unit, at)
		c.differences("third derivative", hessian, third, d*d, 1e-7+c.precision.third, theta, unit, at)
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

// differences checks derivative (size×d) against differences of f (size values), to a tolerance relative to the natural
// size and to the value.
func (c *conformance) differences(check string, f, derivative func(dst, theta []float64), size int, relative float64,
	theta, unit, x []float64) {
	d := len(theta)
	claimed := make([]float64, size*d)
	derivative(claimed, theta)
	values, moved := make([]float64, size), slices.Clone(theta)
	for j := range d {
		reach := c.reach(theta, unit, j)
		if c.Smooth != nil && !c.Smooth(theta, x, reach) {
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
			value := claimed[i*d+j]
			size := natural + math.Abs(value)
			if !(uncertainty <= 1e-4*size) {
				continue // too noisy to tell: not counted
			}
			tolerance := relative*size + uncertainty
			c.require(math.Abs(estimate-value) <= tolerance, check,
				"θ=%v x=%v: entry (%d,%d) is %v, differences give %v ± %.1g",
				theta, x, i, j, value, estimate, tolerance)
		}
	}
}
