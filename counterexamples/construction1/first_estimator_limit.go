package construction1

import (
	"math"
)

// The law of α^(1) in Construction 1 as n → ∞ (derived here).
//
// Let s = 1−x. Near x = 1 the points n·s of n uniform samples become a Poisson process of rate 1, and the
// log-likelihood of α = s/2 with k points dropped becomes, at u = n·s,
//
//	n·log g(s/2) − k·log 2  →  Y(u) = u/4 − log 2·Poisson(u),
//
// so 2n·α^(1) → G, the time at which Y is largest. Y climbs by a drift and only jumps down. Its Laplace exponent is
//
//	ψ(θ) = log E e^{θ Y(1)} = θ/4 + 2^{−θ} − 1,  ψ(θ0) = 0 at θ0 = 3.690…, Φ(q) = the largest root of ψ(θ) = q.
//
// Y first passes x at time τ_x with E[e^{−q τ_x}; τ_x < ∞] = e^{−Φ(q)x}, and never climbs on with rate θ0 dx; hence
// E e^{−qG} = θ0/Φ(q), and by Kendall's identity P(τ_x ∈ dt) dx = (x/t) P(Y_t ∈ dx) dt the density of G is
// (θ0/t)·E[max(Y_t, 0)]. Integrated over t ≥ u, term by term in the value k of the Poisson variable,
//
//	P(G > u) = θ0 Σ_k [¼ P(Poisson(a_k) ≤ k) − log 2·P(Poisson(a_k) ≤ k−1)],  a_k = max(u, 4k·log 2).
//
// Consequences, all checked:
//
//	P(α^(1) = (1−x_max)/2) → 1 − 2^{−θ0} = θ0/4 = 0.9225…   (after the first gap Y must not regain log 2)
//	P(some sample of X^(1) lies in [2,3]) → 1 − E e^{−G/4} = 1 − θ0/Φ(¼) = 0.2411…, beside the proved 0.0553
//	P(G > u) ~ C u^{−3/2} e^{−ρu},  ρ = −min ψ = 1 − c + c·log c = 0.27152…,  c = 1/(4 log 2) = 0.3607…
//
// The last line is the cheapest way to fail: Y stays up until u if only c·u points lie below u. So P(α^(1) > K log n/n)
// is about n^{−2Kρ}(log n)^{−3/2}: with K = 1, as printed, n^{−0.543}, not 1/n; and K = 1/(2ρ) = 1.8415… is the least
// constant that will do for all large n.

// psi is the Laplace exponent ψ.
func psi(theta float64) float64 { return theta/4 + math.Expm1(-theta*math.Ln2) }

// inversePsi is Φ(q) for q ≥ 0: Newton's method from the right of the root of a convex increasing function.
func inversePsi(q float64) float64 {
	theta := 4 * (1 + q)
	for range 60 {
		theta -= (psi(theta) - q) / (0.25 - math.Ln2*math.Exp2(-theta))
	}
	return theta
}

var (
	criticalTheta    = inversePsi(0)                                          // θ0
	cheapestRate     = 1 / (4 * math.Ln2)                                     // c
	TailExponent     = 1 - cheapestRate + cheapestRate*math.Log(cheapestRate) // ρ
	SharpestConstant = 1 / (2 * TailExponent)                                 // K
	LimitHalfGap     = criticalTheta / 4
	LimitHit         = 1 - criticalTheta/inversePsi(0.25)
)

// poissonBelow is P(Poisson(mean) ≤ k) for k < mean, as its largest term times a geometric-like sum of positive terms.
func poissonBelow(k int, mean float64) float64 {
	if k < 0 {
		return 0
	}
	logFactorial, _ := math.Lgamma(float64(k) + 1)
	sum, term := 0.0, 1.0
	for j := k; j >= 0 && term > 0x1p-60*sum; j-- {
		sum += term
		term *= float64(j) / mean
	}
	return sum * math.Exp(float64(k)*math.Log(mean)-mean-logFactorial)
}

// LimitSurvival is P(G > u), to about 10^−13 relative, for 0 ≤ u ≤ 2500.
func LimitSurvival(u float64) float64 {
	if u <= 0 {
		return 1
	}
	sum := 0.0
	for k := 0; ; k++ {
		a := math.Max(u, 4*math.Ln2*float64(k))
		term := poissonBelow(k, a)/4 - math.Ln2*poissonBelow(k-1, a)
		sum += term
		if a > u && term <= 0x1p-60*sum {
			return criticalTheta * sum
		}
	}
}
