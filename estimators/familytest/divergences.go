package familytest

import (
	"errors"
	"math"
	"slices"

	"itermle/estimators"
	"itermle/internal/kolmogorov"
)

// divergences compares KL and TotalVariation with their integrals, and with each other: KL ≥ 0, TV ∈ [0,1], TV
// symmetric, Pinsker's TV ≤ √(KL/2), both 0 at θ = η. A family that has neither answers every pair with an
// *UnsupportedError.
func (c *conformance) divergences(theta, eta []float64) {
	kl, err := c.Family.KL(theta, eta)
	tv, err2 := c.Family.TotalVariation(theta, eta)
	mirrored, err3 := c.Family.TotalVariation(eta, theta)
	var unsupported *estimators.UnsupportedError
	if errors.As(err, &unsupported) && errors.As(err2, &unsupported) && c.counts["KL"] == 0 {
		c.counts["no divergence"]++
		return
	}
	if err != nil || err2 != nil || err3 != nil {
		c.fail("divergence", "θ=%v η=%v: %v, %v, %v", theta, eta, err, err2, err3)
		return
	}
	c.require(c.counts["no divergence"] == 0, "divergence", "θ=%v η=%v: KL = %v, unsupported elsewhere", theta, eta, kl)
	c.require(kl.Value >= -kl.Error && kl.Error >= 0, "KL", "θ=%v η=%v: KL = %v", theta, eta, kl)
	c.require(tv.Value >= -tv.Error && tv.Value <= 1+tv.Error && tv.Error >= 0 && tv.Error <= 1, "TV",
		"θ=%v η=%v: TV = %v", theta, eta, tv)
	c.require(math.Abs(tv.Value-mirrored.Value) <= tv.Error+mirrored.Error, "TV",
		"θ=%v η=%v: TV is %v one way and %v the other", theta, eta, tv, mirrored)
	c.require(tv.Value-tv.Error <= math.Sqrt(math.Max(0, kl.Value+kl.Error)/2)+1e-15, "Pinsker",
		"θ=%v η=%v: TV = %v, KL = %v", theta, eta, tv, kl)
	if slices.Equal(theta, eta) {
		c.require(math.Abs(kl.Value) <= kl.Error+1e-15 && math.Abs(tv.Value) <= tv.Error+1e-15, "KL",
			"θ=η=%v: KL = %v, TV = %v", theta, kl, tv)
		return
	}
	if q := c.measureAt(theta, eta); q != nil {
		c.exactKL(q, eta, kl)
		c.exactTV(q, eta, tv)
	} else {
		c.sampledDivergences(theta, eta, kl, tv)
	}
}

// ratio is log p_θ(x)/p_η(x), given log p_θ(x).
func (c *conformance) ratio(eta []float64, x, log float64) float64 {
	return log - c.Family.LogDensity(eta, []float64{x})
}

// exactKL integrates p log(p/q) + q − p ≥ 0 instead of p log(p/q): the same, without cancellation where p ≈ q.
func (c *conformance) exactKL(q *measure, eta []float64, kl estimators.Certified) {
	infinite := false
	value, bound, err := q.integrate(func(x, log float64) float64 {
		if log < -700 || !q.discrete && math.Abs(x) < 1e-300 {
			return 0 // no mass, or x itself is rounded: a singular end
		}
		r := c.ratio(eta, x, log)
		infinite = infinite || math.IsInf(r, 1)
		if math.Abs(r) < 1 {
			return math.Exp(log) * (r + math.Expm1(-r))
		}
		return math.Exp(log)*(r-1) + math.Exp(log-r)
	}, 1e-10*(1+math.Abs(kl.Value)))
	if math.IsInf(kl.Value, 1) || infinite {
		c.require(math.IsInf(kl.Value, 1) && infinite, "KL",
			"θ=%v η=%v: KL = %v, but p_θ charges what p_η does not: %v", q.theta, eta, kl, infinite)
		return
	}
	// The mass of p_η where p_θ is negligible is missing from the integral.
	outside, uncertain := c.massOutside(q, eta)
	value += outside
	tolerance := kl.Error + bound + uncertain + 1e-9*math.Abs(kl.Value) + 1e-14
	c.require(err == nil && math.Abs(value-kl.Value) <= tolerance, "KL",
		"θ=%v η=%v: KL = %v, the integral is %v ± %.1g (%v)", q.theta, eta, kl, value, tolerance, err)
	c.require(kl.Error <= 1e-6*(1+math.Abs(kl.Value)), "KL",
		"θ=%v η=%v: the error of KL = %v is useless", q.theta, eta, kl)
}

// exactTV integrates (p_θ − p_η)⁺: only where p_θ has mass.
func (c *conformance) exactTV(q *measure, eta []float64, tv estimators.Certified) {
	q.splitAt(func(x float64) float64 { return c.ratio(eta, x, q.log(x)) })
	value, bound, err := q.integrate(func(x, log float64) float64 {
		if log < -700 {
			return 0
		}
		return math.Exp(log) * math.Max(0, -math.Expm1(-c.ratio(eta, x, log)))
	}, 1e-10)
	tolerance := tv.Error + bound + 1e-9*tv.Value + 1e-14
	c.require(err == nil && math.Abs(value-tv.Value) <= tolerance, "TV",
		"θ=%v η=%v: TV = %v, the integral is %v ± %.1g (%v)", q.theta, eta, tv, value, tolerance, err)
	c.require(tv.Error <= 1e-6, "TV", "θ=%v η=%v: the error of TV = %v is useless", q.theta, eta, tv)
}

// massOutside is 1 minus the mass of p_η where exactDivergences integrates, with its error.
func (c *conformance) massOutside(q *measure, eta []float64) (mass, uncertain float64) {
	value, bound, err := q.integrate(func(x, log float64) float64 {
		if log < -700 || !q.discrete && math.Abs(x) < 1e-300 {
			return 0
		}
		return math.Exp(c.Family.LogDensity(eta, []float64{x}))
	}, 1e-10)
	if err != nil {
		return 0, 1
	}
	return 1 - value, bound
}

// sampledDivergences: TV = E_θ (1 − p_η/p_θ)⁺ ∈ [0,1] by Hoeffding's inequality at level, KL by a standardised mean as
// in sampledExpectations.
func (c *conformance) sampledDivergences(theta, eta []float64, kl, tv estimators.Certified) {
	const n = 20000
	m := c.Family.SampleDim()
	x := c.samples(theta, n)
	sum, square, overlap := 0.0, 0.0, 0.0
	for i := range n {
		at := x[i*m : (i+1)*m]
		r := c.Family.LogDensity(theta, at) - c.Family.LogDensity(eta, at)
		sum += r
		square += r * r
		overlap += math.Max(0, -math.Expm1(-r))
	}
	mean := sum / n
	deviation := math.Sqrt(math.Max(0, square/n-mean*mean) / n)
	c.require(math.Abs(mean-kl.Value) <= standardErrors*deviation+kl.Error+1e-9*math.Abs(kl.Value), "KL",
		"θ=%v η=%v: KL = %v, mean log-ratio %v ± %v", theta, eta, kl, mean, deviation)
	// Hoeffding's √(log(2/level)/2n) is the distance of Dvoretzky, Kiefer, Wolfowitz and Massart.
	c.require(math.Abs(overlap/n-tv.Value) <= kolmogorov.Critical(n, level)+tv.Error, "TV",
		"θ=%v η=%v: TV = %v, %v in %d samples", theta, eta, tv, overlap/n, n)
}
