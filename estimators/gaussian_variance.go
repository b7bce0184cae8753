package estimators

import (
	"math"
	"math/rand/v2"

	"itermle/internal/logarithm"
	"itermle/internal/random"
)

// GaussianVariance is N(0, θ) with θ = σ² > 0 unknown and the mean known to be 0.
//
//	log p_θ(x) = −½ log θ − x²/(2θ) − ½ log 2π
//
// The statistic, and the MLE, is the average of x². Since x²/θ ~ χ²_1 the law under accumulation is
// θ_T = θ* Π_{t<T}(1 + w_t(G_t − 1)) with independent G_t ~ χ²_{n_t}/n_t (derived here, see sampleScaleProduct).
type GaussianVariance struct {
	Description
	Averages
}

// NewGaussianVariance returns the family.
func NewGaussianVariance() *GaussianVariance {
	return &GaussianVariance{Description: Describe("gaussian-variance", Reals(1), Positive("σ²")), Averages: 1}
}

var gaussianVarianceEntry = plainEntry("gaussian-variance", "N(0, θ) on R, unknown variance θ > 0",
	NewGaussianVariance, [][]float64{{1}, {4}, {0.01}, {1e6}})

func (f *GaussianVariance) Sample(dst, theta []float64, r *rand.Rand) {
	sigma := math.Sqrt(theta[0])
	for i := range dst {
		dst[i] = sigma * random.Normal(r)
	}
}

func (f *GaussianVariance) LogDensity(theta, x []float64) float64 {
	z := x[0] / math.Sqrt(theta[0])
	return -z*z/2 - logarithm.Of(theta[0])/2 - logSqrt2Pi
}

func (f *GaussianVariance) Score(dst, theta, x []float64) {
	z := x[0] / math.Sqrt(theta[0])
	dst[0] = (z*z - 1) / 2 / theta[0]
}

func (f *GaussianVariance) Hessian(dst, theta, x []float64) {
	z := x[0] / math.Sqrt(theta[0])
	dst[0] = (0.5 - z*z) / theta[0] / theta[0]
}

func (f *GaussianVariance) ThirdDerivative(dst, theta, x []float64) {
	z := x[0] / math.Sqrt(theta[0])
	dst[0] = (3*z*z - 1) / theta[0] / theta[0] / theta[0]
}

func (f *GaussianVariance) FisherInformation(dst, theta []float64) {
	dst[0] = 0.5 / theta[0] / theta[0]
}

func (f *GaussianVariance) Fit(dst, from []float64, data Data) error {
	return FitByStatistic(f, dst, from, data)
}

func (f *GaussianVariance) Summarize(dst, x []float64) {
	sum := 0.0
	for _, v := range x {
		sum += v * v
	}
	dst[0] = sum / float64(len(x))
}

// SampleStatistic draws the average of n squares, θ χ²_n/n.
func (f *GaussianVariance) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	dst[0] = theta[0] * (random.ChiSquare(float64(n), r) / float64(n))
}

func (f *GaussianVariance) FitStatistic(dst, _, statistic []float64) error {
	return meanAsScale("gaussian-variance", dst, statistic,
		"the average of x² is 0 or overflows, and σ² would leave (0, ∞)")
}

// KL is ½(θ/η − 1 − log(θ/η)).
func (f *GaussianVariance) KL(theta, eta []float64) (Certified, error) {
	return gammaScaleKL(0.5, theta[0], eta[0]), nil
}

// TotalVariation is that of N(0, 1) and N(0, η/θ).
func (f *GaussianVariance) TotalVariation(theta, eta []float64) (Certified, error) {
	return gaussianTotalVariation(0, math.Sqrt(theta[0]), 0, math.Sqrt(eta[0])), nil
}

func (f *GaussianVariance) CDF(theta []float64, x float64) float64 {
	return math.Erfc(-x/math.Sqrt(theta[0])/math.Sqrt2) / 2
}

// SampleEstimator draws θ_T from its law; it runs no Algorithm 1.
func (f *GaussianVariance) SampleEstimator(dst, truth []float64, schedule Schedule, generations int, r *rand.Rand) {
	dst[0] = truth[0] * sampleScaleProduct(0.5, schedule, generations, r)
}

// MeanLogLikelihood is −½ log θ − s/(2θ) for the statistic s, the average of x².
func (f *GaussianVariance) MeanLogLikelihood(theta, statistic []float64) float64 {
	return -(logarithm.Of(theta[0]) + statistic[0]/theta[0]) / 2
}

func (f *GaussianVariance) MeanScore(dst, theta, statistic []float64) {
	dst[0] = (statistic[0]/theta[0] - 1) / (2 * theta[0])
}

func (f *GaussianVariance) MeanHessian(dst, theta, statistic []float64) {
	dst[0] = (0.5 - statistic[0]/theta[0]) / theta[0] / theta[0]
}
