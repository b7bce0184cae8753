package familytest

import (
	"math"
	"slices"

	"itermle/estimators"
)

// fitsStatistic requires FitStatistic ∘ Summarize = Fit, whatever the data are cut into.
func (c *conformance) fitsStatistic(theta []float64, data estimators.Data) {
	family, ok := c.Family.(estimators.StatisticFamily)
	if !ok {
		return
	}
	d, n := family.Dim(), len(data.X)/family.SampleDim()
	whole := make([]float64, family.StatisticDim())
	family.Summarize(whole, data.X)
	direct, viaStatistic := make([]float64, d), make([]float64, d)
	errDirect := family.Fit(direct, theta, data)
	errStatistic := family.FitStatistic(viaStatistic, theta, whole)
	c.require((errDirect == nil) == (errStatistic == nil), "fit statistic",
		"θ=%v: Fit says %v, FitStatistic %v", theta, errDirect, errStatistic)
	if errDirect == nil && errStatistic == nil {
		unit := c.unit(direct)
		for j := range d {
			difference := math.Abs(direct[j]-viaStatistic[j]) / (unit[j] + 1e-5*math.Abs(direct[j]))
			c.require(difference <= 1e-8, "fit statistic",
				"θ=%v: Fit gives %v, FitStatistic %v", theta, direct, viaStatistic)
		}
	}
	if n >= 3 {
		c.merges(family, theta, whole, data.X)
	}
}

// merges cuts n ≥ 3 samples into three batches, whose statistics must merge to that of the whole, from the left and
// from the right.
func (c *conformance) merges(family estimators.StatisticFamily, theta, whole, x []float64) {
	m := family.SampleDim()
	n := len(x) / m
	a := 1 + c.random.IntN(n-2)
	b := a + 1 + c.random.IntN(n-a-1)
	var statistics [3][]float64
	for i, part := range [][]float64{x[:a*m], x[a*m : b*m], x[b*m:]} {
		statistics[i] = make([]float64, len(whole))
		family.Summarize(statistics[i], part)
	}
	weights := []float64{float64(a), float64(b - a), float64(n - b)}
	left, total := make([]float64, len(whole)), 0.0
	for i, w := range weights {
		family.Merge(left, total, statistics[i], w)
		total += w
	}
	tail := slices.Clone(statistics[1])
	family.Merge(tail, weights[1], statistics[2], weights[2])
	right := slices.Clone(statistics[0])
	family.Merge(right, weights[0], tail, weights[1]+weights[2])
	scale := c.statisticScale(family, x)
	for k := range whole {
		// A dozen roundings of numbers of the size of the largest single-sample statistic.
		tolerance := 1e-13*scale[k] + 1e-13*math.Abs(whole[k])
		c.require(math.Abs(left[k]-whole[k]) <= tolerance, "merge",
			"θ=%v: statistic %v by merging, %v at once", theta, left, whole)
		c.require(math.Abs(right[k]-whole[k]) <= tolerance, "merge associates",
			"θ=%v: statistic %v by merging right to left, %v at once", theta, right, whole)
	}
}

// statisticScale is the largest coordinate of a single sample's or of the whole statistic: what roundings are relative
// to.
func (c *conformance) statisticScale(family estimators.StatisticFamily, x []float64) []float64 {
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
