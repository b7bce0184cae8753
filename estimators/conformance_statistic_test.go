package estimators

import (
	"math"
	"slices"
	"sort"
)

// fitsStatistic requires FitStatistic ∘ Summarize = Fit, whatever the data are cut into.
func (c *conformance) fitsStatistic(theta []float64, data Data) {
	family, ok := c.family.(StatisticFamily)
	if !ok {
		return
	}
	d, m, n := family.Dim(), family.SampleDim(), len(data.X)/family.SampleDim()
	whole := make([]float64, family.StatisticDim())
	family.Summarize(whole, data.X)
	direct, viaStatistic := make([]float64, d), make([]float64, d)
	errDirect := family.Fit(direct, theta, data)
	errStatistic := family.FitStatistic(viaStatistic, theta, whole)
	c.require((errDirect == nil) == (errStatistic == nil), "fit statistic", "θ=%v: Fit says %v, FitStatistic %v", theta, errDirect, errStatistic)
	if errDirect == nil && errStatistic == nil {
		unit := c.unit(direct)
		for j := range d {
			difference := math.Abs(direct[j]-viaStatistic[j]) / (unit[j] + 1e-5*math.Abs(direct[j]))
			c.require(difference <= 1e-8, "fit statistic", "θ=%v: Fit gives %v, FitStatistic %v", theta, direct, viaStatistic)
		}
	}
	if n < 3 {
		return
	}
	a, b := 1+c.stream.random.IntN(n-2), 0
	b = a + 1 + c.stream.random.IntN(n-a-1)
	parts := [][]float64{data.X[:a*m], data.X[a*m : b*m], data.X[b*m:]}
	statistics := make([][]float64, 3)
	for i, part := range parts {
		statistics[i] = make([]float64, len(whole))
		family.Summarize(statistics[i], part)
	}
	weights := []float64{float64(a), float64(b - a), float64(n - b)}
	// Left to right from an empty pool, and (first + (second + third)).
	left := make([]float64, len(whole))
	for i, w := range weights {
		family.Merge(left, weights[0]*boolean(i > 0)+weights[1]*boolean(i > 1), statistics[i], w)
	}
	tail := slices.Clone(statistics[1])
	family.Merge(tail, weights[1], statistics[2], weights[2])
	right := slices.Clone(statistics[0])
	family.Merge(right, weights[0], tail, weights[1]+weights[2])
	scale := c.statisticScale(family, data.X)
	for k := range whole {
		// A dozen roundings of numbers of the size of the largest single-sample statistic.
		tolerance := 1e-13*scale[k] + 1e-13*math.Abs(whole[k])
		c.require(math.Abs(left[k]-whole[k]) <= tolerance, "merge", "θ=%v: statistic %v by merging, %v at once", theta, left, whole)
		c.require(math.Abs(right[k]-whole[k]) <= tolerance, "merge associates", "θ=%v: statistic %v by merging right to left, %v at once", theta, right, whole)
	}
}

// statisticScale is the largest coordinate of a single sample's or of the whole statistic: what roundings are relative to.
func (c *conformance) statisticScale(family StatisticFamily, x []float64) []float64 {
	m := family.SampleDim()
	scale, one := make([]float64, family.StatisticDim()), make([]float64, family.StatisticDim())
	widest := 0.0
	for i := range len(x) / m {
		family.Summarize(one, x[i*m:(i+1)*m])
		for k, v := range one {
			scale[k] = math.Max(scale[k], math.Abs(v))
			widest = math.Max(widest, math.Abs(v))
		}
	}
	for k := range scale {
		if scale[k] == 0 { // a central moment: 0 for one sample, and of the size of squares for several
			scale[k] = widest * widest
		}
	}
	return scale
}

func boolean(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// statistic decides whether SampleStatistic has the law of Summarize on n samples: two empirical distributions of N each,
// of every coordinate and of two random combinations of the standardised coordinates, are within 2·dkw(N) with
// probability 1 − 2·conformanceLevel. Two laws at a Kolmogorov distance of 4·dkw(N) = 0.12 are told apart; χ²_n and
// χ²_{n−1} at n = 2 are 0.27 apart.
func (c *conformance) statistic(theta []float64) {
	family, ok := c.family.(StatisticSampler)
	if !ok {
		return
	}
	const replicates = 16000
	m, k := family.SampleDim(), family.StatisticDim()
	for _, n := range []int{1, 2, 5} {
		raw, direct := make([]float64, replicates*k), make([]float64, replicates*k)
		x := make([]float64, n*m)
		for i := range replicates {
			family.Sample(x, theta, c.stream.random)
			family.Summarize(raw[i*k:(i+1)*k], x)
			family.SampleStatistic(direct[i*k:(i+1)*k], theta, int64(n), c.stream.random)
		}
		mean, deviation := make([]float64, k), make([]float64, k)
		for j := range k {
			for i := range replicates {
				mean[j] += raw[i*k+j] / replicates
			}
			for i := range replicates {
				deviation[j] += (raw[i*k+j] - mean[j]) * (raw[i*k+j] - mean[j]) / replicates
			}
			deviation[j] = math.Sqrt(deviation[j])
		}
		projections := 0
		if k > 1 {
			projections = 2
		}
		for p := range k + projections {
			weights := make([]float64, k)
			for j := range weights {
				switch {
				case p < k:
					weights[j] = boolean(p == j)
				case deviation[j] > 0:
					weights[j] = c.stream.random.NormFloat64() / deviation[j]
				}
			}
			project := func(statistics []float64) []float64 {
				values := make([]float64, replicates)
				for i := range values {
					for j, w := range weights {
						if w != 0 {
							values[i] += w * (statistics[i*k+j] - mean[j])
						}
					}
				}
				sort.Float64s(values)
				return values
			}
			distance := kolmogorov(project(raw), project(direct), 1e-9*(deviation[min(p, k-1)]+1e-3*math.Abs(mean[min(p, k-1)])))
			c.require(distance <= 2*dkw(replicates), "sample statistic", "θ=%v n=%d: combination %v of the statistic is at Kolmogorov distance %v between the two paths, %v allowed",
				theta, n, weights, distance, 2*dkw(replicates))
		}
	}
}

// kolmogorov is the distance of two sorted samples of one size; values closer than tie are one atom, because the two paths
// may round a discrete statistic differently.
func kolmogorov(a, b []float64, tie float64) float64 {
	i, j, worst := 0, 0, 0.0
	for i < len(a) && j < len(b) {
		at := math.Min(a[i], b[j]) + tie
		for i < len(a) && a[i] <= at {
			i++
		}
		for j < len(b) && b[j] <= at {
			j++
		}
		worst = math.Max(worst, math.Abs(float64(i-j))/float64(len(a)))
	}
	return worst
}
