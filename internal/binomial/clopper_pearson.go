package binomial

import (
	"math"

	"itermle/internal/logarithm"
)

// LowerLimit is the Clopper–Pearson lower confidence limit for p after k successes in n trials: at most sup{p : P_p(X ≥ k) ≤ α},
// and within rounding of it. It is found on the logarithm of the tail, so α = 1e-300 is as good as 0.05, and by
// bisection over the bit patterns of p, so a tiny p is as accurate as any.
// Special cases: 0 for k = 0.
func LowerLimit(k, n int64, alpha float64) float64 {
	if k <= 0 {
		return 0
	}
	limit := math.Nextafter(logarithm.Of(alpha), math.Inf(-1))
	// P_p(X ≥ k) rises with p; the invariant is that it is certainly at most α at low.
	low, high := uint64(0), math.Float64bits(1)
	for high-low > 1 {
		middle := low + (high-low)/2
		if UpperTail(k, n, math.Float64frombits(middle)).High <= limit {
			low = middle
		} else {
			high = middle
		}
	}
	return math.Float64frombits(low)
}

// UpperLimit is the upper confidence limit: at least inf{p : P_p(X ≤ k) ≤ α}, by the same bisection. Near 1 its
// complement, LowerLimit(n−k, n, α), is the more accurate number.
// Special cases: 1 for k = n.
func UpperLimit(k, n int64, alpha float64) float64 {
	if k >= n {
		return 1
	}
	limit := math.Nextafter(logarithm.Of(alpha), math.Inf(-1))
	low, high := uint64(0), math.Float64bits(1)
	for high-low > 1 {
		middle := low + (high-low)/2
		if LowerTail(k, n, math.Float64frombits(middle)).High <= limit {
			high = middle
		} else {
			low = middle
		}
	}
	return math.Float64frombits(high)
}
