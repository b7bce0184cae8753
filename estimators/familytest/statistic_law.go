package familytest

import (
	"fmt"

	"itermle/estimators"
)

// statisticLaw decides whether SampleStatistic has the law of Summarize on n samples: n = 5, and n = 1 and n = 2, where
// laws degenerate, by the Kolmogorov distance mostly.
func (c *conformance) statisticLaw(theta []float64) {
	family, ok := c.Family.(estimators.StatisticSampler)
	if !ok {
		return
	}
	for _, n := range []int{1, 2, 5} {
		pairs := fewPairs
		if n == 5 {
			pairs = manyPairs
		}
		x := make([]float64, n*family.SampleDim())
		c.sameLaw("sample statistic", fmt.Sprintf("θ=%v n=%d", theta, n), family.StatisticDim(), pairs,
			func(dst []float64) {
				family.Sample(x, theta, c.random)
				family.Summarize(dst, x)
			},
			func(dst []float64) { family.SampleStatistic(dst, theta, int64(n), c.random) })
	}
}
