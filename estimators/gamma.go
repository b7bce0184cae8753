package estimators

import (
	"math"
	"math/rand/v2"
	"strconv"

	"gonum.org/v1/gonum/mathext"

	"itermle/internal/logarithm"
	"itermle/internal/random"
)

// Gamma is the gamma distribution with known shape k and mean μ > 0, θ = μ: the Morris family with v = (0, 0, 1/k).
//
//	log p_μ(x) = k log(k/μ) + (k−1) log x − k x/μ − log Γ(k)
//
// The MLE is the average, and μ_T = μ* Π_{t<T}(1 + w_t(G_t − 1)) under accumulation, with independent
// G_t ~ Gamma(k n_t)/(k n_t) and w_t = n_t/N_t (derived here, see sampleScaleProduct).
type Gamma struct {
	shape float64
	// logPeak is log(k^k e^{−k}/Γ(k)), so that log p_μ(x) = logPeak − log x − k(z − 1 − log z) with z = x/μ: no two
	// terms of size k log k cancel.
	logPeak float64
}

// NewGamma returns the family with the given shape k, 10^-3 ≤ k ≤ 10^9.
func NewGamma(shape float64) (*Gamma, error) {
	if !(shape >= 1e-3 && shape <= 1e9) {
		return nil, &RangeError{What: "gamma: k", Value: shape, Accept: "10^-3 ≤ k ≤ 10^9"}
	}
	return &Gamma{shape: shape, logPeak: logGammaPeak(shape)}, nil
}

var gammaEntry = Entry{
	Name:    "gamma",
	Syntax:  "gamma[:k]",
	Summary: "gamma on (0, ∞) with known shape k (default 2), mean μ > 0",
	New: func(arguments []float64) (Family, error) {
		shape, err := oneArgument("gamma[:k]", arguments, 2)
		if err != nil {
			return nil, err
		}
		return NewGamma(shape)
	},
	Points: [][]float64{{1}, {2}, {0.1}, {1e6}},
}

func (f *Gamma) Name() string {
	if f.shape == 2 {
		return "gamma"
	}
	return "gamma:" + strconv.FormatFloat(f.shape, 'g', -1, 64)
}

func (f *Gamma) Dim() int                    { return 1 }
func (f *Gamma) SampleDim() int              { return 1 }
func (f *Gamma) Symbols() []string           { return []string{"μ"} }
func (f *Gamma) StatisticDim() int           { return 1 }
func (f *Gamma) Check(theta []float64) error { return checkPositive("gamma", "μ", theta) }

// Sample keeps x at 2^-1074 where it underflows.
func (f *Gamma) Sample(dst, theta []float64, r *rand.Rand) {
	for i := range dst {
		dst[i] = max(theta[0]*(random.Gamma(f.shape, r)/f.shape), math.SmallestNonzeroFloat64)
	}
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

func (f *Gamma) Score(dst, theta, x []float64) {
	dst[0] = f.shape * (x[0] - theta[0]) / theta[0] / theta[0]
}

func (f *Gamma) Hessian(dst, theta, x []float64) {
	dst[0] = f.shape * (1 - 2*x[0]/theta[0]) / theta[0] / theta[0]
}

func (f *Gamma) ThirdDerivative(dst, theta, x []float64) {
	dst[0] = f.shape * (6*x[0]/theta[0] - 2) / theta[0] / theta[0] / theta[0]
}

func (f *Gamma) FisherInformation(dst, theta []float64) { dst[0] = f.shape / theta[0] / theta[0] }

func (f *Gamma) Fit(dst, from []float64, data Data) error {
	if err := checkSupport("gamma", data.X, math.SmallestNonzeroFloat64, math.Inf(1), "a finite x > 0"); err != nil {
		return err
	}
	return fitByStatistic(f, dst, from, data)
}

func (f *Gamma) Summarize(dst, x []float64) { dst[0] = mean(x) }

func (f *Gamma) Merge(pool []float64, poolWeight float64, batch []float64, batchWeight float64) {
	mergeMeans(pool, poolWeight, batch, batchWeight)
}

// SampleStatistic draws the average of n samples, μ Gamma(kn)/(kn).
func (f *Gamma) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	total := f.shape * float64(n)
	dst[0] = theta[0] * (random.Gamma(total, r) / total)
}

func (f *Gamma) FitStatistic(dst, _, statistic []float64) error {
	return meanAsScale("gamma", dst, statistic, "the average is 0 or overflows, and μ would leave (0, ∞)")
}

// KL is k(μ/ν − 1 − log(μ/ν)).
func (f *Gamma) KL(theta, eta []float64) (Certified, error) {
	return gammaScaleKL(f.shape, theta[0], eta[0]), nil
}

// TotalVariation is the mass of one crossing; see gammaTotalVariation.
func (f *Gamma) TotalVariation(theta, eta []float64) (Certified, error) {
	return f.gammaTotalVariation(theta[0], eta[0]), nil
}

func (f *Gamma) VarianceFunction() (v0, v1, v2 float64) { return 0, 0, 1 / f.shape }

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

// SampleEstimator draws μ_T from its law; it runs no Algorithm 1.
func (f *Gamma) SampleEstimator(dst, truth []float64, schedule Schedule, generations int, r *rand.Rand) {
	dst[0] = truth[0] * sampleScaleProduct(f.shape, schedule, generations, r)
}
