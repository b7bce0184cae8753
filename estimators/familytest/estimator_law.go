package familytest

import (
	"fmt"
	"math"
	"sort"

	"itermle/estimators"
	"itermle/internal/kolmogorov"
	"itermle/internal/suiteseed"
)

// estimatorLaw runs three generations of Algorithm 1 on raw samples under accumulation, and decides whether
// SampleEstimator has the law of the last model, and EstimatorCDF is its distribution function.
func (c *conformance) estimatorLaw(truth []float64) {
	law, direct := c.Family.(estimators.EstimatorLaw)
	distribution, known := c.Family.(estimators.EstimatorDistribution)
	if !direct && !known {
		return
	}
	const generations, replicates = 3, 16_000
	schedule := estimators.ListSchedule(20, 5, 11)
	pool, err := estimators.NewPool(c.Family, estimators.RawPath, estimators.Accumulate())
	if !c.require(err == nil, "estimator law", "no pool: %v", err) {
		return
	}
	run := estimators.Iteration{Pool: pool, Truth: truth, Schedule: schedule, Generations: generations}
	stream := estimators.NewStream(suiteseed.Seed(), "familytest", c.Family.Name(), "Algorithm 1")
	replicate := uint64(0)
	algorithm := func(dst []float64) {
		err := run.Run(stream, replicate, nil)
		c.require(err == nil, "estimator law", "θ*=%v, replicate %d of Algorithm 1: %v", truth, replicate, err)
		copy(dst, pool.Theta())
		replicate++
	}
	if direct {
		what := fmt.Sprintf("θ*=%v, %v, T=%d", truth, schedule, generations)
		c.sameLaw("estimator law", what, law.Dim(), manyPairs, algorithm,
			func(dst []float64) { law.SampleEstimator(dst, truth, schedule, generations, c.random) })
	}
	if known {
		last := make([]float64, replicates)
		for i := range last {
			algorithm(last[i : i+1])
		}
		sort.Float64s(last)
		for i, x := range last {
			p := distribution.EstimatorCDF(truth, schedule, generations, x)
			distance := math.Max(math.Abs(p-float64(i)/replicates), math.Abs(float64(i+1)/replicates-p))
			c.require(distance <= kolmogorov.Critical(replicates, level)+1.0/replicates, "estimator distribution",
				"θ*=%v, %v, T=%d: EstimatorCDF(%v) = %v, %d of %d runs end below",
				truth, schedule, generations, x, p, i, replicates)
		}
	}
}
