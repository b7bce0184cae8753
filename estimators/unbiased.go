package estimators

import (
	"math"
	"math/rand/v2"
)

// Unbiased is N(μ, σ²) fitted with the unbiased variance, divisor n−1, in place of the MLE's n: what many simulations
// of model collapse iterate. It is no maximum likelihood estimate. Under replacement σ̂² is then a martingale; under
// accumulation it is not, E σ̂²_T = σ² Π_{0<t<T} (1 − n_t/(N_t(N_t − 1))) (derived here, in theorems). Weights count
// samples: n is the total weight of the pool.
//
// Errors: *NoMLEError for a pool of total weight 1 or less, and where all samples are equal.
func Unbiased(family *Gaussian) StatisticFamily { return &unbiased{family, family} }

// unbiased hides what a Gaussian knows of the law of its MLE.
type unbiased struct {
	StatisticFamily
	gaussian *Gaussian
}

// Name is the family's own with a suffix; ParseFamily does not read it.
func (u *unbiased) Name() string { return u.gaussian.Name() + " (unbiased)" }

// StatisticDim: the Gaussian's statistic, and the total weight behind it.
func (u *unbiased) StatisticDim() int { return 4 }

func (u *unbiased) Summarize(dst, x []float64) {
	u.gaussian.Summarize(dst[:3], x)
	dst[3] = float64(len(x))
}

func (u *unbiased) Merge(pool []float64, poolWeight float64, batch []float64, batchWeight float64) {
	u.gaussian.Merge(pool[:3], poolWeight, batch[:3], batchWeight)
	pool[3] = poolWeight + batchWeight
}

func (u *unbiased) SampleStatistic(dst, theta []float64, n int64, random *rand.Rand) {
	u.gaussian.SampleStatistic(dst[:3], theta, n, random)
	dst[3] = float64(n)
}

func (u *unbiased) Fit(dst, from []float64, data Data) error {
	return FitByStatistic(u, dst, from, data)
}

func (u *unbiased) FitStatistic(dst, from, statistic []float64) error {
	n := statistic[3]
	if !(n > 1) {
		return u.gaussian.noMLE("one sample has no unbiased variance")
	}
	if err := u.gaussian.FitStatistic(dst, from, statistic[:3]); err != nil {
		return err
	}
	dst[1] *= math.Sqrt(n / (n - 1))
	return nil
}

func (u *unbiased) CheckSampling(theta []float64, n int64) error {
	return u.gaussian.CheckSampling(theta, n)
}

func (u *unbiased) CheckSamples(x []float64) error { return u.gaussian.CheckSamples(x) }
