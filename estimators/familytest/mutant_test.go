package familytest

import (
	"math/rand/v2"

	"itermle/estimators"
)

type (
	Data      = estimators.Data
	Certified = estimators.Certified
)

// mutant is a family with one method replaced by a known-wrong one. The interfaces of the family under it stay visible
// only where wrapped in mutantSampler.
type mutant struct {
	estimators.Family
	sample func(dst, theta []float64, random *rand.Rand)
	log    func(theta, x []float64) float64
	score  func(dst, theta, x []float64)
	hess   func(dst, theta, x []float64)
	third  func(dst, theta, x []float64)
	fisher func(dst, theta []float64)
	fit    func(dst, from []float64, data Data) error
	kl, tv func(theta, eta []float64) (Certified, error)
	check  func(theta []float64) error
	cdf    func(theta []float64, x float64) float64
}

func (m *mutant) Sample(dst, theta []float64, random *rand.Rand) {
	if m.sample != nil {
		m.sample(dst, theta, random)
		return
	}
	m.Family.Sample(dst, theta, random)
}

func (m *mutant) LogDensity(theta, x []float64) float64 {
	if m.log != nil {
		return m.log(theta, x)
	}
	return m.Family.LogDensity(theta, x)
}

func (m *mutant) Score(dst, theta, x []float64) {
	m.Family.Score(dst, theta, x)
	if m.score != nil {
		m.score(dst, theta, x)
	}
}

func (m *mutant) Hessian(dst, theta, x []float64) {
	m.Family.Hessian(dst, theta, x)
	if m.hess != nil {
		m.hess(dst, theta, x)
	}
}

func (m *mutant) ThirdDerivative(dst, theta, x []float64) {
	m.Family.ThirdDerivative(dst, theta, x)
	if m.third != nil {
		m.third(dst, theta, x)
	}
}

func (m *mutant) FisherInformation(dst, theta []float64) {
	m.Family.FisherInformation(dst, theta)
	if m.fisher != nil {
		m.fisher(dst, theta)
	}
}

func (m *mutant) Fit(dst, from []float64, data Data) error {
	if m.fit != nil {
		return m.fit(dst, from, data)
	}
	return m.Family.Fit(dst, from, data)
}

func (m *mutant) KL(theta, eta []float64) (Certified, error) {
	if m.kl != nil {
		return m.kl(theta, eta)
	}
	return m.Family.KL(theta, eta)
}

func (m *mutant) TotalVariation(theta, eta []float64) (Certified, error) {
	if m.tv != nil {
		return m.tv(theta, eta)
	}
	return m.Family.TotalVariation(theta, eta)
}

func (m *mutant) Check(theta []float64) error {
	if m.check != nil {
		return m.check(theta)
	}
	return m.Family.Check(theta)
}

// CDF makes every mutant a Distribution.
func (m *mutant) CDF(theta []float64, x float64) float64 {
	if m.cdf != nil {
		return m.cdf(theta, x)
	}
	return m.Family.(estimators.Distribution).CDF(theta, x)
}

// mutantSampler replaces methods of a StatisticSampler.
type mutantSampler struct {
	estimators.StatisticSampler
	statistic func(dst, theta []float64, n int64, random *rand.Rand)
	merge     func(pool []float64, poolWeight float64, batch []float64, batchWeight float64)
	fit       func(dst, from, statistic []float64) error
}

func (m *mutantSampler) SampleStatistic(dst, theta []float64, n int64, random *rand.Rand) {
	if m.statistic != nil {
		m.statistic(dst, theta, n, random)
		return
	}
	m.StatisticSampler.SampleStatistic(dst, theta, n, random)
}

func (m *mutantSampler) Merge(pool []float64, poolWeight float64, batch []float64, batchWeight float64) {
	if m.merge != nil {
		m.merge(pool, poolWeight, batch, batchWeight)
		return
	}
	m.StatisticSampler.Merge(pool, poolWeight, batch, batchWeight)
}

func (m *mutantSampler) FitStatistic(dst, from, statistic []float64) error {
	if m.fit != nil {
		return m.fit(dst, from, statistic)
	}
	return m.StatisticSampler.FitStatistic(dst, from, statistic)
}

// scaled multiplies what the right method left in dst.
func scaled(factor float64) func(dst, theta, x []float64) {
	return func(dst, _, _ []float64) {
		for i := range dst {
			dst[i] *= factor
		}
	}
}

// wrongVariance is a MorrisFamily with v0 off by 1e-6.
type wrongVariance struct{ *estimators.GaussianMean }

func (w wrongVariance) VarianceFunction() (v0, v1, v2 float64) {
	v0, v1, v2 = w.GaussianMean.VarianceFunction()
	return v0 * (1 + 1e-6), v1, v2
}

// wrongLaw draws θ^(T−1) for θ^(T).
type wrongLaw struct{ *estimators.Exponential }

func (w wrongLaw) SampleEstimator(dst, truth []float64, s estimators.Schedule, generations int, random *rand.Rand) {
	w.Exponential.SampleEstimator(dst, truth, s, generations-1, random)
}

// wrongDistribution is shifted by a fifth of the estimator's standard deviation or more.
type wrongDistribution struct{ *estimators.GaussianMean }

func (w wrongDistribution) EstimatorCDF(truth []float64, s estimators.Schedule, generations int, x float64) float64 {
	return w.GaussianMean.EstimatorCDF(truth, s, generations, x+0.06)
}

// adding has a score that is added to dst, swapped a mean score that reads θ from dst and stores in θ, doubled twice
// the mean Hessian.
type (
	adding  struct{ *estimators.GaussianMean }
	swapped struct{ *estimators.GaussianMean }
	doubled struct{ *estimators.GaussianMean }
)

func (a adding) Score(dst, theta, x []float64) {
	before := dst[0]
	a.GaussianMean.Score(dst, theta, x)
	dst[0] += before
}

func (s swapped) MeanScore(dst, theta, statistic []float64) {
	s.GaussianMean.MeanScore(theta, dst, statistic)
}

func (d doubled) MeanHessian(dst, theta, statistic []float64) {
	d.GaussianMean.MeanHessian(dst, theta, statistic)
	dst[0] *= 2
}
