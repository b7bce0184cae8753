package estimators

import (
	"math"
	"math/rand/v2"

	"itermle/internal/logarithm"
	"itermle/internal/random"
)

// Families whose model is a Gamma variable times one scale parameter: exponential, gamma with known shape, the variance
// of a centred Gaussian (shape ½) and, through −log x, the power density. Their divergences depend on the ratio of
// the two scales alone, and their iterates are products of independent factors.

// gammaScale is embedded by such a family where the parameter μ is the mean of a statistic s of one sample:
//
//	L(μ; s̄) = −k(log μ + s̄/μ),   μ̂ = s̄ ~ μ Gamma(kn)/(kn)
type gammaScale struct {
	Description
	shape float64 // k
}

func (f *gammaScale) CheckSampling(theta []float64, _ int64) error { return f.scaled(theta, 0) }

func (f *gammaScale) FisherInformation(dst, theta []float64) { dst[0] = f.shape / theta[0] / theta[0] }

// SampleStatistic draws μ Gamma(kn)/(kn).
func (f *gammaScale) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	total := f.shape * float64(n)
	dst[0] = theta[0] * (random.Gamma(total, r) / total)
}

func (f *gammaScale) FitStatistic(dst, _, statistic []float64) error {
	if !(statistic[0] > 0) || math.IsInf(statistic[0], 1) {
		return f.noMLE("the average is 0 or overflows, and " + f.coordinates[0].Symbol + " would leave (0, ∞)")
	}
	dst[0] = statistic[0]
	return nil
}

// KL is k(μ/ν − 1 − log(μ/ν)).
func (f *gammaScale) KL(theta, eta []float64) (Certified, error) {
	return gammaScaleKL(f.shape, theta[0], eta[0]), nil
}

// SampleEstimator draws μ_T from its law; it runs no Algorithm 1.
func (f *gammaScale) SampleEstimator(dst, truth []float64, schedule Schedule, generations int, r *rand.Rand) {
	dst[0] = truth[0] * sampleScaleProduct(f.shape, schedule, generations, r)
}

// MeanLogLikelihood is −k(log μ + s̄/μ).
func (f *gammaScale) MeanLogLikelihood(theta, statistic []float64) float64 {
	return -f.shape * (logarithm.Of(theta[0]) + statistic[0]/theta[0])
}

func (f *gammaScale) MeanScore(dst, theta, statistic []float64) {
	dst[0] = f.shape * (statistic[0] - theta[0]) / theta[0] / theta[0]
}

func (f *gammaScale) MeanHessian(dst, theta, statistic []float64) {
	dst[0] = f.shape * (1 - 2*statistic[0]/theta[0]) / theta[0] / theta[0]
}

// gammaMean is a gammaScale whose statistic is the sample itself: log p is affine in x up to a term free of μ.
type gammaMean struct {
	gammaScale
	MeanStatistic
}

func (f *gammaMean) Score(dst, theta, x []float64)   { f.MeanScore(dst, theta, x) }
func (f *gammaMean) Hessian(dst, theta, x []float64) { f.MeanHessian(dst, theta, x) }

func (f *gammaMean) ThirdDerivative(dst, theta, x []float64) {
	dst[0] = f.shape * (6*x[0]/theta[0] - 2) / theta[0] / theta[0] / theta[0]
}

func (f *gammaMean) VarianceFunction() (v0, v1, v2 float64) { return 0, 0, 1 / f.shape }

// gammaScaleKL is KL(Gamma(k, scale a) ‖ Gamma(k, scale b)) = k(a/b − 1 − log(a/b)).
func gammaScaleKL(shape, a, b float64) Certified {
	return closedDivergence(shape * scaleRemainder(a, b))
}

// exponentialTotalVariation is the distance of two exponential distributions whose scales have the ratio q = a/b ≤ 1,
// d = (b−a)/b being 1−q without cancellation. The densities cross at
//
//	x = a b log(b/a)/(b−a),   TV = e^{−x/b} − e^{−x/a} = (1−q) e^{−L},   L = x/b = −q log(q)/(1−q) ∈ [0, 1].
func exponentialTotalVariation(a, b float64) Certified {
	if a > b {
		a, b = b, a
	}
	q, d := a/b, (b-a)/b
	if d == 0 {
		return Certified{}
	}
	if q == 0 {
		return closedDistance(1)
	}
	return closedDistance(d * math.Exp(crossingLog(q, d)*q/d))
}

// crossingLog is log q for q ∈ (0, 1) with d = 1−q, accurate at both ends.
func crossingLog(q, d float64) float64 {
	if d < 0.5 {
		return math.Log1p(-d)
	}
	return math.Log(q)
}

// sampleScaleProduct draws the factor that accumulation puts on a scale that is estimated by an average of Gamma
// variables, shape per sample:
//
//	Π_{t<T} (1 + w_t(G_t − 1)),   G_t ~ Gamma(shape·n_t)/(shape·n_t) independent,   w_t = n_t/N_t
//
// Derived here: s_{t+1} = s_t + w_t(s̄_t − s_t), and s̄_t/s_t given the past is G_t, whose law does not depend on s_t.
func sampleScaleProduct(shape float64, schedule Schedule, generations int, r *rand.Rand) float64 {
	product, total := 1.0, 0.0
	for t := range generations {
		n := float64(schedule.Size(t))
		past := total
		total += n
		// N_{t−1} + n_t G_t over N_t: 1 + w_t(G_t − 1) would lose a small G_t where w_t = 1.
		product *= (past + random.Gamma(shape*n, r)/shape) / total
	}
	return product
}

// logarithmicCurvature is that of A = −log θ: A″ = 1/θ² and |A‴| = 2/θ³, which decrease.
func logarithmicCurvature(family string, truth, r float64) (Constants, error) {
	low, high := (truth-r)*inward, (truth+r)*outward
	if !(r > 0 && truth-r > truth*0x1p-20) {
		return Constants{}, &RangeError{What: family + ": r", Value: r, Accept: "0 < r < θ*"}
	}
	// θ* − r ≥ 2^-20 θ* loses at most 20 bits of 53: 2^-30 covers it three times over.
	const up = 1 + 0x1p-28
	third := 2 / (low * low * low) * up
	return Constants{K1: math.Inf(1), K2: up / (low * low), K3: third,
		Lambda0: 1 / (high * high * outward), Lipschitz: third}, nil
}
