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
// G_t ~ Gamma(n_t)/n_t and w_t = n_t/N_t (derived here, see sampleScaleProduct). The score has only exponential tails, so
// Assumption 2A of arXiv:2505.19046 fails; the exact law does not need it.
type Exponential struct{}

// NewExponential returns the family.
func NewExponential() *Exponential { return &Exponential{} }

var exponentialEntry = Entry{
	Name:    "exponential",
	Syntax:  "exponential",
	Summary: "exponential on [0, ∞), mean μ > 0",
	New: func(arguments []float64) (Family, error) {
		if err := noArguments("exponential", arguments); err != nil {
			return nil, err
		}
		return NewExponential(), nil
	},
	Points: [][]float64{{1}, {2}, {0.1}, {1e6}},
}

func (f *Exponential) Name() string                { return "exponential" }
func (f *Exponential) Dim() int                    { return 1 }
func (f *Exponential) SampleDim() int              { return 1 }
func (f *Exponential) Symbols() []string           { return []string{"μ"} }
func (f *Exponential) StatisticDim() int           { return 1 }
func (f *Exponential) Check(theta []float64) error { return checkPositive("exponential", "μ", theta) }

func (f *Exponential) Sample(dst, theta []float64, r *rand.Rand) {
	mu := theta[0]
	for i := range dst {
		dst[i] = mu * random.Exponential(r)
	}
}

func (f *Exponential) LogDensity(theta, x []float64) float64 {
	if !(x[0] >= 0) {
		return math.Inf(-1)
	}
	return -logarithm.Of(theta[0]) - x[0]/theta[0]
}

func (f *Exponential) Score(dst, theta, x []float64) {
	dst[0] = (x[0]/theta[0] - 1) / theta[0]
}

func (f *Exponential) Hessian(dst, theta, x []float64) {
	dst[0] = (1 - 2*x[0]/theta[0]) / theta[0] / theta[0]
}

func (f *Exponential) ThirdDerivative(dst, theta, x []float64) {
	dst[0] = (6*x[0]/theta[0] - 2) / theta[0] / theta[0] / theta[0]
}

func (f *Exponential) FisherInformation(dst, theta []float64) { dst[0] = 1 / theta[0] / theta[0] }

func (f *Exponential) Fit(dst, from []float64, data Data) error {
	if err := checkSupport("exponential", data.X, 0, math.Inf(1), "a finite x ≥ 0"); err != nil {
		return err
	}
	return fitByStatistic(f, dst, from, data)
}

func (f *Exponential) Summarize(dst, x []float64) { dst[0] = mean(x) }

func (f *Exponential) Merge(pool []float64, poolWeight float64, batch []float64, batchWeight float64) {
	mergeMeans(pool, poolWeight, batch, batchWeight)
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
