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
	gammaScale // k = ½
	Averages
}

// NewGaussianVariance returns the family.
func NewGaussianVariance() *GaussianVariance {
	return &GaussianVariance{gammaScale{Describe("gaussian-variance", Reals(1), Positive("σ²")), 0.5}, 1}
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

func (f *GaussianVariance) Fit(dst, from []float64, data Data) error {
	return FitByStatistic(f, dst, from, data)
}

func (f *GaussianVariance) Summarize(dst, x []float64) {
	sum, n := 0.0, float64(len(x))
	for _, v := range x {
		sum += v * v
	}
	if dst[0] = sum / n; ordinary(dst[0]) {
		return
	}
	largest := 0.0
	for _, v := range x {
		largest = math.Max(largest, math.Abs(v))
	}
	e := exponent(largest) // θ may be a float64 where a square or their sum is none
	sum = 0
	for _, v := range x {
		z := math.Ldexp(v, -e)
		sum += z * z
	}
	dst[0] = math.Ldexp(sum/n, 2*e)
}

// TotalVariation is that of N(0, 1) and N(0, η/θ).
func (f *GaussianVariance) TotalVariation(theta, eta []float64) (Certified, error) {
	return gaussianTotalVariation(0, math.Sqrt(theta[0]), 0, math.Sqrt(eta[0])), nil
}

func (f *GaussianVariance) CDF(theta []float64, x float64) float64 {
	return math.Erfc(-x/math.Sqrt(theta[0])/math.Sqrt2) / 2
}
