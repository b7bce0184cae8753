package laws

import "math"

// Location-scale families whose fits have a law: under replacement a fit of n samples from (μ_t, b_t) is
//
//	b_{t+1} = b_t S_t,   μ_{t+1} = μ_t + b_t M_t
//
// with independent (S_t, M_t), the fit of n samples of the standard law: log b is a random walk. The Gaussian's steps
// are known, n S² ~ χ²_{n−1}; these are two more (derived here).

// LaplaceStep are the moments of a step of the Laplace law, the median M nearest to 0 and the mean deviation S about
// it.
type LaplaceStep struct {
	Mean, Square float64 // E S and E S²
	Location     float64 // E M²
}

// NewLaplaceStep is the step of n ≥ 1 samples, in O(n²) for n ≤ 1000. With the spacings of the ordered samples
//
//	n S = Σ_{0<i<n} min(i, n−i) (x_(i+1) − x_(i)).
//
// Given the number J ~ Binomial(n, ½) of negative samples these are independent: E/i below 0, E/(n−i) above, and the
// sum of both at i = J, E standard exponential (Rényi). So
//
//	E S = (2/n) Σ_{0<i<n} (min(i, n−i)/i) P(J ≥ i),
//
// E S² comes from the conditional means and variances, and M, where it is positive, is Σ E/i over ⌊n/2⌋ < i ≤ n−J.
func NewLaplaceStep(n int) (step LaplaceStep) {
	size, probability := float64(n), math.Exp2(-float64(n))
	for j := range n + 1 {
		mean, variance := 0.0, 0.0
		add := func(i, over int) {
			weight := float64(min(i, n-i)) / float64(over) / size
			mean, variance = mean+weight, variance+weight*weight
		}
		for i := 1; i < n; i++ {
			if i <= j {
				add(i, i)
			}
			if i >= j {
				add(i, n-i)
			}
		}
		step.Mean += probability * mean
		step.Square += probability * (mean*mean + variance)
		centre, spread := 0.0, 0.0
		for i := n/2 + 1; i <= n-j; i++ {
			centre, spread = centre+1/float64(i), spread+1/float64(i)/float64(i)
		}
		step.Location += 2 * probability * (centre*centre + spread) // of both signs
		probability *= float64(n-j) / float64(j+1)
	}
	return step
}

// WeibullPair is u = 2.399…, the root of (u/2) tanh(u/2) = 1: the shape fitted to two samples of a Weibull law is k̂ =
// u/|log x_1 − log x_2|, by the profile equation. log x_1 − log x_2 is 1/k times a standard logistic variable L, so
// 1/k̂ = (1/k)|L|/u, with E|L| = 2 log 2, E L² = π²/3 and P(|L| ≤ x) = tanh(x/2).
const WeibullPair = 2.39935728051546766783
