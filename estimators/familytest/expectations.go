package familytest

import (
	"math"

	"itermle/estimators"
)

// expectations checks what holds on average under p_θ: total mass 1, E score = 0, I(θ) = Cov(score) = −E Hessian
// (Lemmas A.1 and A.2), and Morris's variance function: by the measure of θ, by samples where it is nil.
func (c *conformance) expectations(q *measure, theta []float64) {
	if q == nil {
		c.sampledExpectations(theta)
		return
	}
	c.exactExpectations(q)
	if family, ok := c.Family.(estimators.MorrisFamily); ok {
		c.varianceFunction(q, family)
	}
}

// expect compares E_θ g with want, to 1e-8 (and what else the family's precision leaves) of its natural size.
func (c *conformance) expect(q *measure, check string, want, natural, precision float64, g func(x []float64) float64) {
	at := make([]float64, 1)
	value, bound, err := q.integrate(func(x, log float64) float64 {
		p := math.Exp(log)
		if p == 0 {
			return 0
		}
		at[0] = x
		return p * g(at)
	}, 1e-8*natural)
	tolerance := bound + (1e-8+precision)*natural
	c.require(err == nil && math.Abs(value-want) <= tolerance, check,
		"θ=%v: %v ± %.1g (%v), want %v", q.theta, value, tolerance, err, want)
}

// varianceFunction: E x = μ and Var x = v0 + v1 μ + v2 μ².
func (c *conformance) varianceFunction(q *measure, family estimators.MorrisFamily) {
	mu := q.theta[0]
	v0, v1, v2 := family.VarianceFunction()
	variance := v0 + v1*mu + v2*mu*mu
	deviation := func(x []float64) float64 { return x[0] - mu }
	c.expect(q, "variance function", 0, math.Sqrt(variance)+1e-8*math.Abs(mu), 0, deviation)
	square := func(x []float64) float64 { return (x[0] - mu) * (x[0] - mu) }
	c.expect(q, "variance function", variance, variance, 0, square)
}

func (c *conformance) exactExpectations(q *measure) {
	d := c.Family.Dim()
	theta := q.theta
	c.expect(q, "normalised", 1, 1, 0, func([]float64) float64 { return 1 })
	if !c.interior(theta) {
		return
	}
	unit, information := c.unit(theta), c.informationAt(theta)
	score, hessian := make([]float64, d), make([]float64, d*d)
	for j := range d {
		c.expect(q, "score mean", 0, 1/unit[j], c.precision.score, func(x []float64) float64 {
			c.Family.Score(score, theta, x)
			return score[j]
		})
		for k := range j + 1 {
			natural, entry := 1/(unit[j]*unit[k]), information[j*d+k]
			c.require(math.Abs(entry-information[k*d+j]) <= 1e-13*natural, "fisher symmetric",
				"θ=%v: %v", theta, information)
			c.expect(q, "fisher", entry, natural, c.precision.information, func(x []float64) float64 {
				c.Family.Score(score, theta, x)
				return score[j] * score[k]
			})
			if c.NoSecondBartlett {
				c.Family.Hessian(hessian, theta, c.samples(theta, 1))
				c.require(hessian[j*d+k] != -entry, "second Bartlett fails", "θ=%v: the exemption is not needed", theta)
				continue
			}
			c.expect(q, "fisher by Hessian", -entry, natural, c.precision.information+c.precision.hessian,
				func(x []float64) float64 {
					c.Family.Hessian(hessian, theta, x)
					return hessian[j*d+k]
				})
		}
	}
}
