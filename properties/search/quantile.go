package search

import (
	"math"
	"slices"

	"itermle/internal/binomial"
	"itermle/internal/bisect"
)

func sorted(values []float64) []float64 {
	values = slices.Clone(values)
	slices.Sort(values)
	return values
}

// quantile is the least of the sorted values that at least a share level of them do not exceed.
func quantile(sorted []float64, level float64) float64 {
	rank := int(math.Ceil(level*float64(len(sorted)) - 1e-9)) // 1 − δ is rounded
	return sorted[min(max(rank, 1), len(sorted))-1]
}

// quantileInterval holds the quantile q at a level of the law of independent values with confidence 1 − α, whatever the
// law: from the l-th to the u-th of n sorted values. With B ~ Binomial(n, level),
//
//	P(X_(l) > q) ≤ P(B ≤ l−1),   P(X_(u) < q) ≤ P(B ≥ u),
//
// since P(X ≤ q) ≥ level ≥ P(X < q); l is the largest and u the least for which these are at most α/2. Where there is
// none the end is infinite.
func quantileInterval(sorted []float64, level, alpha float64) (low, high float64) {
	n, limit := int64(len(sorted)), math.Log(alpha/2)
	low, high = math.Inf(-1), math.Inf(1)
	if l := bisect.Int(0, n+1, func(l int64) bool { return binomial.LowerTail(l-1, n, level).High <= limit }); l > 0 {
		low = sorted[l-1]
	}
	if u := bisect.Int(n+1, 0, func(u int64) bool { return binomial.UpperTail(u, n, level).High <= limit }); u <= n {
		high = sorted[u-1]
	}
	return low, high
}
