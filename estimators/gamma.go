package estimators

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"

	"itermle/internal/logarithm"
	"itermle/internal/random"
	"itermle/internal/saddlepoint"
	"itermle/internal/variation"
)

// Gamma is the gamma distribution with known shape k and mean μ > 0, θ = μ: the Morris family with v = (0, 0, 1/k).
//
//	log p_μ(x) = k log(k/μ) + (k−1) log x − k x/μ − log Γ(k)
//
// The MLE is the average, and μ_T = μ* Π_{t<T}(1 + w_t(G_t − 1)) under accumulation, with independent
// G_t ~ Gamma(k n_t)/(k n_t) and w_t = n_t/N_t (derived here, see sampleScaleProduct).
type Gamma struct {
	gammaMean
	// logPeak is log(k^k e^{−k}/Γ(k)), so that log p_μ(x) = logPeak − log x − k(z − 1 − log z) with z = x/μ: no two
	// terms of size k log k cancel.
	logPeak float64
}

// NewGamma returns the family with the given shape k, 10^-3 ≤ k ≤ 10^9.
func NewGamma(shape float64) (*Gamma, error) {
	if !(shape >= 1e-3 && shape <= 1e9) {
		return nil, &RangeError{What: "gamma: k", Value: shape, Accept: "10^-3 ≤ k ≤ 10^9"}
	}
	support := Interval(math.SmallestNonzeroFloat64, math.MaxFloat64, "a finite x > 0")
	of := Describe(specification("gamma", shape, 2), support, Positive("μ"))
	return &Gamma{gammaMean{gammaScale: gammaScale{of, shape}}, saddlepoint.LogGammaPeak(shape)}, nil
}

var gammaEntry = numberEntry("gamma", "k", 2, "gamma on (0, ∞) with known shape k (default 2), mean μ > 0",
	NewGamma, [][]float64{{1}, {2}, {0.1}, {1e6}})

// Sample keeps x at 2^-1074 where it underflows.
func (f *Gamma) Sample(dst, theta []float64, r *rand.Rand) {
	for i := range dst {
		dst[i] = max(theta[0]*(random.Gamma(f.shape, r)/f.shape), math.SmallestNonzeroFloat64)
	}
}

// Encoded is the family whose samples are 0 where x is below 2^-1075, as for a small shape it may often be: that is
// nothing beside the average, unless all samples are, and then there is no MLE where Sample would give one of 2^-1074.
func (f *Gamma) Encoded() Family { return &gammaFromZero{*f} }

type gammaFromZero struct{ Gamma }

func (f *gammaFromZero) Sample(dst, theta []float64, r *rand.Rand) {
	for i := range dst {
		dst[i] = theta[0] * (random.Gamma(f.shape, r) / f.shape)
	}
}

func (f *gammaFromZero) Fit(dst, from []float64, data Data) error {
	return FitByStatistic(f, dst, from, data)
}

func (f *gammaFromZero) CheckSamples(x []float64) error {
	from := Describe(f.name, Interval(0, math.MaxFloat64, "a finite x ≥ 0"))
	return from.CheckSamples(x)
}

func (f *Gamma) LogDensity(theta, x []float64) float64 {
	if !(x[0] > 0) || math.IsInf(x[0], 1) {
		return math.Inf(-1)
	}
	u := (x[0] - theta[0]) / theta[0]
	if u < -0.5 {
		// 1 + u has lost the digits of x/θ, all of them for x < 2^-53 θ.
		return f.logPeak - logarithm.Of(x[0]) - f.shape*(u+logarithm.Of(theta[0])-logarithm.Of(x[0]))
	}
	return f.logPeak - logarithm.Of(x[0]) - f.shape*logRemainder(u)
}

func (f *Gamma) Fit(dst, from []float64, data Data) error { return FitByStatistic(f, dst, from, data) }

// TotalVariation has one crossing; package variation integrates the density of log x between the two.
func (f *Gamma) TotalVariation(theta, eta []float64) (Certified, error) {
	return distance(variation.Gamma(f.shape, theta[0], eta[0])), nil
}

// CDF is the regularised incomplete gamma function P(k, kx/μ).
func (f *Gamma) CDF(theta []float64, x float64) float64 {
	if !(x > 0) {
		return 0
	}
	if math.IsInf(x, 1) {
		return 1
	}
	return mathext.GammaIncReg(f.shape, f.shape*(x/theta[0]))
}
