package estimators

import "math"

// gaussianTotalVariation is the distance of N(μ, σ²) and N(ν, τ²). In the units of the narrower one, N(0, 1) against
// N(m, s²) with s ≥ 1, the log-likelihood ratio vanishes where
//
//	A x² + (m/s²) x − C = 0,   A = (1 − 1/s²)/2 ≥ 0,   C = m²/(2s²) + log s ≥ 0
//
// whose roots x_1 < 0 < x_2 have opposite signs, so none of their digits cancel; between them the narrower density is
// the larger: TV = P(x_1 < Z < x_2) − P(x_1 < m + sZ < x_2). Both probabilities use the same float64 roots, and TV is
// stationary in them, so their rounding does not count. Four error functions, each with weight ½, and the relative
// rounding of their arguments (|z| erf′(z) ≤ ½) lose at most 16 units of 2^-53; twice that is claimed.
func gaussianTotalVariation(mu, sigma, nu, tau float64) Certified {
	if sigma > tau {
		mu, sigma, nu, tau = nu, tau, mu, sigma
	}
	m, s, excess := math.Abs(nu-mu)/sigma, tau/sigma, (tau-sigma)/sigma
	if excess == 0 {
		return closedForm(math.Erf(m / (2 * math.Sqrt2)))
	}
	// Separating at m/(1+s) leaves the tail Φ(−m/(1+s)) twice, below e^{−800} here; a ratio s that overflows leaves
	// less than 10^-300.
	if m/(1+s) > 40 || math.IsInf(s, 1) {
		return Certified{Value: 1, Error: 0x1p-53}
	}
	a := excess / s * ((s + 1) / s) / 2
	b := m / s / s
	c := m/s*(m/s)/2 + math.Log1p(excess)
	root := math.Sqrt(b*b + 4*a*c)
	right := 2 * c / (b + root)
	left := (b + root) / (2 * a) // −x_1
	narrow := math.Erf(right/math.Sqrt2) + math.Erf(left/math.Sqrt2)
	wide := math.Erf((right-m)/(s*math.Sqrt2)) + math.Erf((left+m)/(s*math.Sqrt2))
	return Certified{Value: min(1, max(0, (narrow-wide)/2)), Error: 32 * 0x1p-53}
}
