package estimators

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"

	"itermle/internal/logarithm"
	"itermle/internal/random"
	"itermle/internal/rounding"
)

// Gamma is the gamma distribution with known shape k and mean μ > 0, θ = μ: the Morris family with v = (0, 0, 1/k).
//
//	log p_μ(x) = k log(k/μ) + (k−1) log x − k x/μ − log Γ(k)
//
// The MLE is the average, and μ_T = μ* Π_{t<T}(1 + w_t(G_t − 1)) under accumulation, with independent
// G_t ~ Gamma(k n_t)/(k n_t) and w_t = n_t/N_t (derived here, see sampleScaleProduct).
type Gamma struct {
	Description
	MeanStatistic
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
	return &Gamma{
		Description: Describe(specification("gamma", shape, 2),
			Interval(math.SmallestNonzeroFloat64, math.MaxFloat64, "a finite x > 0"), Positive("μ")),
		shape: shape, logPeak: logGammaPeak(shape)}, nil
}

var gammaEntry = numberEntry("gamma", "k", 2, "gamma on (0, ∞) with known shape k (default 2), mean μ > 0",
	NewGamma, [][]float64{{1}, {2}, {0.1}, {1e6}})

// Sample keeps x at 2^-1074 where it underflows.
func (f *Gamma) Sample(dst, theta []float64, r *rand.Rand) {
	for i := range dst {
		dst[i] = max(theta[0]*(random.Gamma(f.shape, r)/f.shape), math.SmallestNonzeroFloat64)
	}
}

func (f *Gamma) CheckSampling(theta []float64, _ int64) error { return f.scaled(theta, 0) }

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

func (f *Gamma) Score(dst, theta, x []float64) {
	dst[0] = f.shape * (x[0] - theta[0]) / theta[0] / theta[0]
}

func (f *Gamma) Hessian(dst, theta, x []float64) {
	dst[0] = f.shape * (1 - 2*x[0]/theta[0]) / theta[0] / theta[0]
}

func (f *Gamma) ThirdDerivative(dst, theta, x []float64) {
	dst[0] = f.shape * (6*x[0]/theta[0] - 2) / theta[0] / theta[0] / theta[0]
}

func (f *Gamma) FisherInformation(dst, theta []float64)   { dst[0] = f.shape / theta[0] / theta[0] }
func (f *Gamma) Fit(dst, from []float64, data Data) error { return FitByStatistic(f, dst, from, data) }

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

// MeanLogLikelihood is −k(log μ + x̄/μ).
func (f *Gamma) MeanLogLikelihood(theta, statistic []float64) float64 {
	return -f.shape * (logarithm.Of(theta[0]) + statistic[0]/theta[0])
}

// MeanScore is Score at the average: log p is affine in x up to a term free of μ.
func (f *Gamma) MeanScore(dst, theta, statistic []float64)   { f.Score(dst, theta, statistic) }
func (f *Gamma) MeanHessian(dst, theta, statistic []float64) { f.Hessian(dst, theta, statistic) }

// gammaTotalVariation is the distance of the family's members with means a and b. As for exponentials the densities
// cross once, at x = a b log(b/a)/(b−a) for a < b, so TV = P(k, kx/a) − P(k, kx/b). The difference is integrated rather
// than subtracted, so that close means cost no digits: with v = log(x/mean) and L as in exponentialTotalVariation,
//
//	TV = k^k e^{−k}/Γ(k) ∫ exp(−k(e^v − 1 − v)) dv   over [log L, log L + log(b/a)] ∋ 0.
//
// TV is stationary in L, so its rounding does not count.
func (f *Gamma) gammaTotalVariation(a, b float64) Certified {
	if a > b {
		a, b = b, a
	}
	q, d := a/b, (b-a)/b
	if d == 0 {
		return Certified{}
	}
	length, lower := -crossingLog(q, d), 0.0
	if q > 0x1p-1000 {
		lower = math.Min(0, math.Log(length*q/d))
	} else {
		length = logarithm.Of(b) - logarithm.Of(a)
		lower = math.Log(length) - length
	}
	below := gammaPeakIntegral(f.shape, -lower, -1)
	above := gammaPeakIntegral(f.shape, lower+length, 1)
	peak := math.Exp(f.logPeak)
	value := peak * (below.Value + above.Value)
	// Rounding: 48 units for the integrand, its exponent kφ having mean below 2 under g, and the sums; those of
	// logPeak.
	units := 48 + logGammaPeakRounding(f.shape)
	return distance(value, 1.0001*peak*(below.Error+above.Error)+units*rounding.Unit*value)
}

// gammaPeakIntegral is ∫_0^length g(±v) dv, g(v) = exp(−k(e^v − 1 − v)), by Gauss–Legendre panels whose error is
// proved: g is entire, and on the Bernstein ellipse ρ = 4 of a panel [c−h, c+h], |Re v − c| ≤ 17h/8 and |Im v| ≤ 15h/8,
// so
//
//	|g| ≤ M = exp(k(1 + max_x (x − e^x cos(15h/8)))),   |error| ≤ (64/15) M h ρ^{2−2m}/(1 − ρ^{−2})
//
// for m points (Trefethen, Approximation Theory and Practice, Theorem 19.3). A panel is halved until its bound is at
// most 2^-62 of its length. Panels go outward from the peak; g is log-concave, so the rest beyond v is at most
// g(v)/(k|e^v − 1|), and the march ends where that is below 2^-80.
func gammaPeakIntegral(shape, length, sign float64) Certified {
	const bound = 64.0 / 15 * 16 / 15
	decay := math.Exp2(-4 * float64(legendrePoints-1))
	sum := Certified{}
	for done, h := 0.0, length/2; done < length; {
		h = math.Min(2*h, (length-done)/2)
		var center float64
		for {
			center = sign * (done + h)
			if bound*decay*gammaEllipseMaximum(shape, center, h) <= 0x1p-62 {
				break
			}
			h /= 2
		}
		panel := 0.0
		for i, node := range legendreNodes {
			panel += legendreWeights[i] * math.Exp(-shape*expRemainder(center+h*node))
		}
		sum.Value += h * panel
		sum.Error += 0x1p-62 * h
		done += 2 * h
		if length-done <= 0x1p-52*length {
			break
		}
		slope := shape * math.Abs(math.Expm1(sign*done))
		rest := math.Exp(-shape*expRemainder(sign*done)) / slope
		if rest < 0x1p-80 {
			sum.Error += rest
			break
		}
	}
	return sum
}

// gammaEllipseMaximum is M of gammaPeakIntegral, doubled to cover the rounding of its exponent.
func gammaEllipseMaximum(shape, center, h float64) float64 {
	lower, upper := center-2.125*h, center+2.125*h
	cosine := math.Cos(math.Min(1.875*h, math.Pi))
	at := upper
	if cosine > 0 {
		at = math.Max(lower, math.Min(upper, -math.Log(cosine)))
	}
	return 2 * math.Exp(shape*(1+at-math.Exp(at)*cosine))
}

// logGammaPeak is log(k^k e^{−k}/Γ(k)) = ½ log(k/2π) − (1/(12k) − 1/(360k³) + …), Stirling's series from k = 16 on,
// where its sixth term is below 2^-53.
func logGammaPeak(k float64) float64 {
	if k < 16 {
		logGamma, _ := math.Lgamma(k)
		return k*math.Log(k) - k - logGamma
	}
	q := 1 / k / k
	series := (1.0/12 - q*(1.0/360-q*(1.0/1260-q*(1.0/1680-q/1188)))) / k
	return math.Log(k)/2 - logSqrt2Pi - series
}

// logGammaPeakRounding is what logGammaPeak may lose, in units of 2^-53: a unit for each term it subtracts.
func logGammaPeakRounding(k float64) float64 {
	if k < 16 {
		logGamma, _ := math.Lgamma(k)
		return 4 + 2*(k*math.Abs(math.Log(k))+k+math.Abs(logGamma))
	}
	return 4 + math.Log(k)
}
