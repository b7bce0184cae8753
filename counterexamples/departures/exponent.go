package departures

import (
	"math"
	"slices"
)

// tableQuantile is the quantile of the error that the table follows: a bound with probability 0.9, the form of Theorem
// 4.1 (δ = 0.1). Unlike a mean it exists whatever the tails, and unlike the median it is not 0 at a boundary.
const tableQuantile = 0.9

// logQuantile is the logarithm of an error's quantile with its standard deviation.
type logQuantile struct{ value, deviation float64 }

// newLogQuantile is the log of the ⌈qR⌉-th smallest of R values. The rank of the true quantile is binomial with
// standard deviation √(R q(1−q)): half the distance between the order statistics that many ranks below and above is the
// standard deviation of the estimate.
func newLogQuantile(values []float64) logQuantile {
	slices.Sort(values)
	count := float64(len(values))
	ranks := math.Sqrt(count * tableQuantile * (1 - tableQuantile))
	at := func(rank float64) float64 {
		return math.Log(values[min(len(values)-1, max(0, int(math.Ceil(rank))-1))])
	}
	middle := at(count * tableQuantile)
	if math.IsInf(middle, 0) {
		return logQuantile{middle, 0}
	}
	return logQuantile{middle, (at(count*tableQuantile+ranks) - at(count*tableQuantile-ranks)) / 2}
}

// growth is the ratio of the quantiles of last and first, the replicates being paired. Its error is that of the
// jackknife of the log ratio which leaves out one of g = 10 groups of replicates at a time: variance (g−1)/g Σ (r_j −
// r̄)².
func growth(first, last []float64) Estimate {
	const groups = 10
	logRatio := func(without int) float64 {
		var kept [2][]float64
		for replicate := range first {
			if replicate%groups != without {
				kept[0], kept[1] = append(kept[0], first[replicate]), append(kept[1], last[replicate])
			}
		}
		return newLogQuantile(kept[1]).value - newLogQuantile(kept[0]).value
	}
	middle := logRatio(-1)
	if math.IsInf(middle, 0) || math.IsNaN(middle) { // ∞/∞: the error is infinite after both
		return Estimate{Value: math.Inf(1)}
	}
	mean, variance := 0.0, 0.0
	var left [groups]float64
	for j := range left {
		left[j] = logRatio(j)
		mean += left[j] / groups
	}
	for _, r := range left {
		variance += (r - mean) * (r - mean) * (groups - 1) / groups
	}
	return Estimate{math.Exp(middle), 2 * math.Exp(middle) * math.Sqrt(variance)}
}

// settled leaves out n < 10 T where two others remain: there replacement, a random walk of length √(T/n), has not yet
// entered the range where its error is a power of n, or has lost the MLE altogether.
func settled(cells []*cell) []*cell {
	for i, c := range cells {
		if c.n >= 10*int64(c.generations) && len(cells)-i >= 2 {
			return cells[i:]
		}
	}
	return cells
}

// exponent is the least squares slope of the log quantile on log n,
//
//	a = Σ (x_i − x̄) y_i/Σ (x_i − x̄)²,  standard error √(Σ (x_i − x̄)² s_i²)/Σ (x_i − x̄)²,
//
// for independent cells with standard deviations s_i. It knows of sampling error alone, not of curvature at small n.
// Infinite errors have no slope: NaN is avoided by Value = +Inf, "infinite at some n".
func exponent(cells []*cell, of func(*cell) logQuantile) Estimate {
	mean := 0.0
	for _, c := range cells {
		if q := of(c); math.IsInf(q.value, 1) {
			return Estimate{Value: math.Inf(1)}
		}
		mean += math.Log(float64(c.n)) / float64(len(cells))
	}
	spread, covariance, variance := 0.0, 0.0, 0.0
	for _, c := range cells {
		q := of(c)
		x := math.Log(float64(c.n)) - mean
		spread += x * x
		covariance += x * math.Max(q.value, -math.MaxFloat64/1e10)
		variance += x * x * q.deviation * q.deviation
	}
	return Estimate{covariance / spread, 2 * math.Sqrt(variance) / spread}
}
