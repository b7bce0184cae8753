package estimators

import (
	"math"
	"math/rand/v2"

	"itermle/internal/logarithm"
	"itermle/internal/random"
)

// Exponential is the exponential distribution on [0, ∞) with mean μ > 0, θ = μ: the Morris family with v = (0, 0, 1).
//
//	log p_μ(x) = −log μ − x/μ
//
// The MLE is the average. Under accumulation μ_T = μ* Π_{t<T}(1 + w_t(G_t − 1)) with independent
// G_t ~ Gamma(n_t)/n_t and w_t = n_t/N_t (derived here, see sampleScaleProduct). The score has only exponential tails,
// so Assumption 2A of arXiv:2505.19046 fails; the exact law does not need it.
type Exponential struct {
	Description
	MeanStatistic
}

// NewExponential returns the family.
func NewExponential() *Exponential {
	return &Exponential{
		Description: Describe("exponential", Interval(0, math.MaxFloat64, "a finite x ≥ 0"), Positive("μ"))}
}

var exponentialEntry = plainEntry("exponential", "exponential on [0, ∞), mean μ > 0",
	NewExponential, [][]float64{{1}, {2}, {0.1}, {1e6}})

func (f *Exponential) Sample(dst, theta []float64, r *rand.Rand) {
	mu := theta[0]
	for i := range dst {
		dst[i] = mu * random.Exponential(r)
	}
}

func (f *Exponential) CheckSampling(theta []float64, _ int64) error { return f.scaled(theta, 0) }

func (f *Exponential) LogDensity(theta, x []float64) float64 {
	if !(x[0] >= 0) {
		return math.Inf(-1)
	}
	return -logarithm.Of(theta[0]) - x[0]/theta[0]
}

func (f *Exponential) Score(dst, theta, x []float64) { dst[0] = (x[0]/theta[0] - 1) / theta[0] }

func (f *Exponential) Hessian(dst, theta, x []float64) {
	dst[0] = (1 - 2*x[0]/theta[0]) / theta[0] / theta[0]
}

func (f *Exponential) ThirdDerivative(dst, theta, x []float64) {
	dst[0] = (6*x[0]/theta[0] - 2) / theta[0] / theta[0] / theta[0]
}

func (f *Exponential) FisherInformation(dst, theta []float64) { dst[0] = 1 / theta[0] / theta[0] }

func (f *Exponential) Fit(dst, from []float64, data Data) error {
	return FitByStatistic(f, dst, from, data)
}

// SampleStatistic draws the average of n samples, μ Gamma(n)/n.
func (f *Exponential) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	dst[0] = theta[0] * (random.Gamma(float64(n), r) / float64(n))
}

func (f *Exponential) FitStatistic(dst, _, statistic []float64) error {
	return meanAsScale("exponential", dst, statistic, "the average is 0 or overflows, and μ would leave (0, ∞)")
}

// KL is μ/ν − 1 − log(μ/ν).
func (f *Exponential) KL(theta, eta []float64) (Certified, error) {
	return gammaScaleKL(1, theta[0], eta[0]), nil
}

// TotalVariation has one crossing; see exponentialTotalVariation.
func (f *Exponential) TotalVariation(theta, eta []float64) (Certified, error) {
	return exponentialTotalVariation(theta[0], eta[0]), nil
}

func (f *Exponential) VarianceFunction() (v0, v1, v2 float64) { return 0, 0, 1 }

func (f *Exponential) CDF(theta []float64, x float64) float64 {
	if !(x > 0) {
		return 0
	}
	return -math.Expm1(-x / theta[0])
}

// SampleEstimator draws μ_T from its law; it runs no Algorithm 1.
func (f *Exponential) SampleEstimator(dst, truth []float64, schedule Schedule, generations int, r *rand.Rand) {
	dst[0] = truth[0] * sampleScaleProduct(1, schedule, generations, r)
}

// MeanLogLikelihood is −log μ − x̄/μ.
func (f *Exponential) MeanLogLikelihood(theta, statistic []float64) float64 {
	return -logarithm.Of(theta[0]) - statistic[0]/theta[0]
}

// MeanScore is Score at the average: log p is affine in x.
func (f *Exponential) MeanScore(dst, theta, statistic []float64)   { f.Score(dst, theta, statistic) }
func (f *Exponential) MeanHessian(dst, theta, statistic []float64) { f.Hessian(dst, theta, statistic) }
