package estimators

import (
	"math"
	"math/rand/v2"

	"itermle/internal/random"
)

// GaussianMean is N(μ, σ²) with unknown mean and known σ, θ = μ ∈ R: the Morris family with v = (σ², 0, 0).
//
//	log p_μ(x) = −(x−μ)²/(2σ²) − log σ − ½ log 2π
//
// Scaled by 1/σ² the mean is the natural parameter, so Assumptions 1–3 hold on every ball with
// K1 = 1/σ, K2 = λ0 = 1/σ², K3 = 0. Under accumulation μ_T ~ N(μ*, σ² Σ_{t<T} n_t/N_t²), because
// μ_{t+1} = μ_t + (n_t/N_t)(x̄_t − μ_t) with independent Gaussian increments (derived here).
type GaussianMean struct {
	Description
	MeanStatistic
	NaturalParameter
	sigma, logSigma float64
}

// NewGaussianMean returns the family with the given σ > 0.
func NewGaussianMean(sigma float64) (*GaussianMean, error) {
	if !(sigma > 0) || math.IsInf(sigma, 1) {
		return nil, &RangeError{What: "gaussian-mean: σ", Value: sigma, Accept: "a finite σ > 0"}
	}
	return &GaussianMean{Description: Describe(specification("gaussian-mean", sigma, 1), Reals(1), Real("μ")),
		sigma: sigma, logSigma: math.Log(sigma)}, nil
}

var gaussianMeanEntry = numberEntry("gaussian-mean", "σ", 1, "N(μ, σ²) on R, unknown mean μ, known σ (default 1)",
	NewGaussianMean, [][]float64{{0}, {1}, {-3}, {1e6}})

func (f *GaussianMean) Sample(dst, theta []float64, r *rand.Rand) {
	for i := range dst {
		dst[i] = theta[0] + f.sigma*random.Normal(r)
	}
}

func (f *GaussianMean) CheckSampling(theta []float64, n int64) error {
	return f.resolved(theta, 0, f.sigma, n)
}

func (f *GaussianMean) LogDensity(theta, x []float64) float64 {
	z := (x[0] - theta[0]) / f.sigma
	return -z*z/2 - f.logSigma - logSqrt2Pi
}

// logSqrt2Pi is ½ log 2π.
const logSqrt2Pi = 0.918938533204672741780329736405617640

func (f *GaussianMean) Score(dst, theta, x []float64)       { dst[0] = (x[0] - theta[0]) / f.sigma / f.sigma }
func (f *GaussianMean) Hessian(dst, _, _ []float64)         { dst[0] = -1 / f.sigma / f.sigma }
func (f *GaussianMean) ThirdDerivative(dst, _, _ []float64) { dst[0] = 0 }
func (f *GaussianMean) FisherInformation(dst, _ []float64)  { dst[0] = 1 / f.sigma / f.sigma }

func (f *GaussianMean) Fit(dst, from []float64, data Data) error {
	return FitByStatistic(f, dst, from, data)
}

func (f *GaussianMean) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	dst[0] = theta[0] + f.sigma/math.Sqrt(float64(n))*random.Normal(r)
}

func (f *GaussianMean) FitStatistic(dst, _, statistic []float64) error {
	return averageAsMean(f, dst, statistic)
}

// KL is (μ−ν)²/(2σ²).
func (f *GaussianMean) KL(theta, eta []float64) (Certified, error) {
	z := (theta[0] - eta[0]) / f.sigma
	return closedDivergence(z * z / 2), nil
}

// TotalVariation is 2Φ(|μ−ν|/(2σ)) − 1 = erf(|μ−ν|/(2√2 σ)).
func (f *GaussianMean) TotalVariation(theta, eta []float64) (Certified, error) {
	return closedDistance(math.Erf(math.Abs(theta[0]-eta[0]) / (2 * math.Sqrt2 * f.sigma))), nil
}

func (f *GaussianMean) VarianceFunction() (v0, v1, v2 float64) { return f.sigma * f.sigma, 0, 0 }

func (f *GaussianMean) CDF(theta []float64, x float64) float64 {
	return math.Erfc((theta[0]-x)/f.sigma/math.Sqrt2) / 2
}

// EstimatorDeviation is σ √(Σ n_t/N_t²).
func (f *GaussianMean) EstimatorDeviation(schedule Schedule, generations int) float64 {
	return f.sigma * math.Sqrt(schedule.VarianceSum(generations))
}

func (f *GaussianMean) EstimatorCDF(truth []float64, schedule Schedule, generations int, x float64) float64 {
	return math.Erfc((truth[0]-x)/(f.sigma*math.Sqrt(2*schedule.VarianceSum(generations)))) / 2
}

// AssumptionConstants needs no ball: no constant of this family depends on μ. K1 = 1/σ because
// P(|Z| ≥ u) ≤ exp(−u²/2) for a standard normal Z.
func (f *GaussianMean) AssumptionConstants(_ []float64, r float64) (Constants, error) {
	if !(r > 0) {
		return Constants{}, &RangeError{What: "r", Value: r, Accept: "r > 0"}
	}
	return gaussianConstants(1, f.sigma), nil
}

// MeanLogLikelihood is −(x̄−μ)²/(2σ²).
func (f *GaussianMean) MeanLogLikelihood(theta, statistic []float64) float64 {
	z := (statistic[0] - theta[0]) / f.sigma
	return -z * z / 2
}

// MeanScore is Score at the average: log p is quadratic in x with a curvature free of x.
func (f *GaussianMean) MeanScore(dst, theta, statistic []float64)   { f.Score(dst, theta, statistic) }
func (f *GaussianMean) MeanHessian(dst, theta, statistic []float64) { f.Hessian(dst, theta, statistic) }
