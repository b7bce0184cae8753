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
type Exponential struct{ gammaMean }

// NewExponential returns the family.
func NewExponential() *Exponential {
	support := Interval(0, math.MaxFloat64, "a finite x ≥ 0")
	return &Exponential{gammaMean{gammaScale: gammaScale{Describe("exponential", support, Positive("μ")), 1}}}
}

var exponentialEntry = plainEntry("exponential", "exponential on [0, ∞), mean μ > 0",
	NewExponential, [][]float64{{1}, {2}, {0.1}, {1e6}})

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

func (f *Exponential) Fit(dst, from []float64, data Data) error {
	return FitByStatistic(f, dst, from, data)
}

// TotalVariation has one crossing; see exponentialTotalVariation.
func (f *Exponential) TotalVariation(theta, eta []float64) (Certified, error) {
	return exponentialTotalVariation(theta[0], eta[0]), nil
}

func (f *Exponential) CDF(theta []float64, x float64) float64 {
	if !(x > 0) {
		return 0
	}
	return -math.Expm1(-x / theta[0])
}
