package binomial

import (
	"itermle/internal/bisect"
	"itermle/internal/logarithm"
	"itermle/internal/rounding"
)

// LowerLimit is the Clopper–Pearson lower confidence limit for p after k successes in n trials: at most sup{p : P_p(X
// ≥ k) ≤ α}, and within rounding of it. It is found on the logarithm of the tail, so α = 1e-300 is as good as 0.05.
// Special cases: 0 for k = 0.
func LowerLimit(k, n int64, alpha float64) float64 {
	if k <= 0 {
		return 0
	}
	limit := rounding.Below(logarithm.Of(alpha))
	return bisect.Float(0, 1, func(p float64) bool { return UpperTail(k, n, p).High <= limit })
}

// UpperLimit is the upper confidence limit: at least inf{p : P_p(X ≤ k) ≤ α}. Near 1 its
// complement, LowerLimit(n−k, n, α), is the more accurate number.
// Special cases: 1 for k = n.
func UpperLimit(k, n int64, alpha float64) float64 {
	if k >= n {
		return 1
	}
	limit := rounding.Below(logarithm.Of(alpha))
	return bisect.Float(1, 0, func(p float64) bool { return LowerTail(k, n, p).High <= limit })
}
