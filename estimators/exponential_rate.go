package estimators

import (
	"math"
	"math/rand/v2"

	"itermle/internal/logarithm"
	"itermle/internal/random"
)

// ExponentialRate is the exponential distribution on [0, ∞) with rate λ > 0, θ = λ: up to its sign the natural
// parameter.
//
//	log p_λ(x) = log λ − λ x
//
// The MLE is one over the average, so 1/λ_T obeys the exact law of the mean (see Exponential).
type ExponentialRate struct {
	Description
	MeanStatistic
	NaturalParameter
}

// NewExponentialRate returns the family.
func NewExponentialRate() *ExponentialRate {
	return &ExponentialRate{
		Description: Describe("exponential-rate", Interval(0, math.MaxFloat64, "a finite x ≥ 0"), Positive("λ"))}
}

var exponentialRateEntry = plainEntry("exponential-rate", "exponential on [0, ∞), rate λ > 0",
	NewExponentialRate, [][]float64{{1}, {2}, {0.1}, {1e6}})

func (f *ExponentialRate) Sample(dst, theta []float64, r *rand.Rand) {
	for i := range dst {
		dst[i] = random.Exponential(r) / theta[0]
	}
}

func (f *ExponentialRate) CheckSampling(theta []float64, _ int64) error { return f.scaled(theta, 0) }

func (f *ExponentialRate) LogDensity(theta, x []float64) float64 {
	if !(x[0] >= 0) {
		return math.Inf(-1)
	}
	return logarithm.Of(theta[0]) - theta[0]*x[0]
}

func (f *ExponentialRate) Score(dst, theta, x []float64)   { dst[0] = 1/theta[0] - x[0] }
func (f *ExponentialRate) Hessian(dst, theta, _ []float64) { dst[0] = -1 / theta[0] / theta[0] }

func (f *ExponentialRate) ThirdDerivative(dst, theta, _ []float64) {
	dst[0] = 2 / theta[0] / theta[0] / theta[0]
}

func (f *ExponentialRate) FisherInformation(dst, theta []float64) { dst[0] = 1 / theta[0] / theta[0] }

func (f *ExponentialRate) Fit(dst, from []float64, data Data) error {
	return FitByStatistic(f, dst, from, data)
}

// SampleStatistic draws the average of n samples, Gamma(n)/(n λ).
func (f *ExponentialRate) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	dst[0] = random.Gamma(float64(n), r) / float64(n) / theta[0]
}

func (f *ExponentialRate) FitStatistic(dst, _, statistic []float64) error {
	if rate := 1 / statistic[0]; rate > 0 && !math.IsInf(rate, 1) {
		dst[0] = rate
		return nil
	}
	return f.noMLE("the average is 0 or overflows, and " + f.coordinates[0].Symbol + " would leave (0, ∞)")
}

// KL is ν/λ − 1 − log(ν/λ).
func (f *ExponentialRate) KL(theta, eta []float64) (Certified, error) {
	return gammaScaleKL(1, eta[0], theta[0]), nil
}

// TotalVariation depends on the ratio of the rates alone; see exponentialTotalVariation.
func (f *ExponentialRate) TotalVariation(theta, eta []float64) (Certified, error) {
	return exponentialTotalVariation(theta[0], eta[0]), nil
}

func (f *ExponentialRate) CDF(theta []float64, x float64) float64 {
	if !(x > 0) {
		return 0
	}
	return -math.Expm1(-x * theta[0])
}

// SampleEstimator draws λ_T from its law; it runs no Algorithm 1.
func (f *ExponentialRate) SampleEstimator(dst, truth []float64, schedule Schedule, generations int, r *rand.Rand) {
	dst[0] = truth[0] / sampleScaleProduct(1, schedule, generations, r)
}

// AssumptionConstants refuses: P(1/λ − x ≤ −u) = exp(−1 − λu), so the score is sub-exponential, not sub-Gaussian.
func (f *ExponentialRate) AssumptionConstants(_ []float64, _ float64) (Constants, error) {
	return Constants{}, &AssumptionError{Family: f.Name(), Assumption: "2A",
		Reason: "the score 1/λ − x has an exponential tail, P(x − 1/λ ≥ u) = exp(−1 − λu)"}
}

// MeanLogLikelihood is log λ − λ x̄.
func (f *ExponentialRate) MeanLogLikelihood(theta, statistic []float64) float64 {
	return logarithm.Of(theta[0]) - theta[0]*statistic[0]
}

// MeanScore is Score at the average: log p is affine in x.
func (f *ExponentialRate) MeanScore(dst, theta, statistic []float64) { f.Score(dst, theta, statistic) }
func (f *ExponentialRate) MeanHessian(dst, theta, statistic []float64) {
	f.Hessian(dst, theta, statistic)
}

func (f *ExponentialRate) CurvatureConstants(truth []float64, r float64) (Constants, error) {
	return logarithmicCurvature(f.Name(), truth[0], r)
}
