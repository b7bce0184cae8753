package familytest

import (
	"fmt"

	"itermle/estimators"
)

// statisticLaw decides whether SampleStatistic has the law of Summarize on n samples: n = 1 and n = 2, where laws degenerate and
// formulas have branches, by the Kolmogorov distance mostly; n = 5, for all others, by all the pairs.
func (c *conformance) statisticLaw(theta []float64, size sampling) {
	family, ok := c.Family.(estimators.StatisticSampler)
	if !ok {
		return
	}
	for _, n := range []int{1, 2, 5} {
		pairs := size.pairs
		if n < 5 {
			pairs = min(pairs, 10_000)
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
