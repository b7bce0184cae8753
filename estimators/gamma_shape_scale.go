package estimators

import (
	"math"
	"math/rand/v2"

	"itermle/internal/logarithm"
	"itermle/internal/random"
	"itermle/internal/saddlepoint"
)

// GammaShapeScale is the gamma distribution with both parameters unknown, θ = (k, b), shape and scale:
//
//	log p_θ(x) = (k−1) log x − x/b − k log b − log Γ(k),  x > 0,  1/16 ≤ k ≤ 10^9
//
// The statistic is (x̄, g) with g = log x̄ − (1/n) Σ log x_i ≥ 0: that is Σx and Σ log x. The MLE has k̂b̂ = x̄
// and the profile equation log k̂ − ψ(k̂) = g, whose left side falls from +∞ to 0: one root, and none where all samples
// are equal, g = 0. The likelihood is that of an exponential family, strictly concave in (k, −1/b). I is
// ((ψ′(k), 1/b), (1/b, k/b²)), of determinant (kψ′(k) − 1)/b². Assumption 2 fails: the scores log x and x have
// exponential tails, and ∂²_b log p = (k − 2x/b)/b² is unbounded.
type GammaShapeScale struct{ Description }

// NewGammaShapeScale returns the family.
func NewGammaShapeScale() *GammaShapeScale {
	return &GammaShapeScale{Describe("gamma-shape-scale",
		Interval(math.SmallestNonzeroFloat64, math.MaxFloat64, "a finite x > 0"),
		Coordinate{"k", minGammaShape, maxGammaShape, "1/16 ≤ k ≤ 10^9"}, Positive("b"))}
}

var gammaShapeScaleEntry = plainEntry("gamma-shape-scale",
	"gamma on (0, ∞), unknown shape k and scale b: x^{k−1} e^{−x/b}/(Γ(k) b^k)",
	NewGammaShapeScale, [][]float64{{2, 1}, {1, 3}, {0.5, 0.1}, {20, 5}})

// The ends of the shapes: below 1/16 samples underflow, and above 10^9 the samples' spread is 2^-15 of their mean.
const minGammaShape, maxGammaShape = 1.0 / 16, 1e9

func (f *GammaShapeScale) Sample(dst, theta []float64, r *rand.Rand) {
	for i := range dst {
		dst[i] = max(theta[1]*random.Gamma(theta[0], r), math.SmallestNonzeroFloat64)
	}
}

// CheckSampling refuses a θ at which P(x < 2^-1022) ≈ (2^-1022/b)^k exceeds 2^-60: those samples' logarithms would be
// wrong.
func (f *GammaShapeScale) CheckSampling(theta []float64, _ int64) error {
	if !((1022+math.Log2(theta[1]))*theta[0] >= 60) {
		return &RangeError{What: f.Name() + ": b", Value: theta[1],
			Accept: "b so large that samples of shape k do not underflow: (1022 + log₂ b)k ≥ 60"}
	}
	return f.scaled([]float64{theta[0], theta[0] * theta[1]}, 1)
}

func (f *GammaShapeScale) LogDensity(theta, x []float64) float64 {
	if !(x[0] > 0) || math.IsInf(x[0], 1) {
		return math.Inf(-1)
	}
	k, mean := theta[0], theta[0]*theta[1]
	return saddlepoint.LogGammaPeak(k) - logarithm.Of(x[0]) - k*ratioRemainder(x[0], mean)
}

// ratioRemainder is x/m − 1 − log(x/m).
func ratioRemainder(x, m float64) float64 {
	if u := (x - m) / m; u >= -0.5 {
		return logRemainder(u)
	}
	return (x-m)/m - logRatio(x, m)
}

// Score has log(x/b) − ψ(k) = log(x/kb) + h(k); see digammaDeficit.
func (f *GammaShapeScale) Score(dst, theta, x []float64) {
	k, b := theta[0], theta[1]
	dst[0] = logRatio(x[0], k*b) + digammaDeficit(k)
	dst[1] = (x[0]/b - k) / b
}

func (f *GammaShapeScale) Hessian(dst, theta, x []float64) {
	k, b := theta[0], theta[1]
	dst[0], dst[1] = -trigamma(k), -1/b
	dst[2], dst[3] = dst[1], (k-2*x[0]/b)/b/b
}

func (f *GammaShapeScale) ThirdDerivative(dst, theta, x []float64) {
	k, b := theta[0], theta[1]
	dst[0], dst[1], dst[2], dst[3] = -tetragamma(k), 0, 0, 1/b/b
	dst[4], dst[5], dst[6], dst[7] = 0, 1/b/b, 1/b/b, (6*x[0]/b-2*k)/b/b/b
}

func (f *GammaShapeScale) FisherInformation(dst, theta []float64) {
	k, b := theta[0], theta[1]
	dst[0], dst[1], dst[2], dst[3] = trigamma(k), 1/b, 1/b, k/b/b
}

func (f *GammaShapeScale) Fit(dst, from []float64, data Data) error {
	return FitByStatistic(f, dst, from, data)
}

func (f *GammaShapeScale) StatisticDim() int { return 2 }

// Summarize takes g = mean r(u_i), u_i = x_i/x̄ − 1 and r(u) = u − log(1+u), of which no two terms cancel, less the
// rounding of mean u_i = 0.
func (f *GammaShapeScale) Summarize(dst, x []float64) {
	average := Mean(x)
	gap, sum := 0.0, 0.0
	for _, v := range x {
		gap += ratioRemainder(v, average)
		sum += (v - average) / average
	}
	dst[0], dst[1] = average, max(0, (gap-sum)/float64(len(x)))
}

// Merge: g ← p g + q g_b + p r(x̄/m − 1) + q r(x̄_b/m − 1), m the common average, p and q the shares.
func (f *GammaShapeScale) Merge(pool []float64, poolWeight float64, batch []float64, batchWeight float64) {
	if poolWeight == 0 {
		copy(pool, batch)
		return
	}
	p, q := poolWeight/(poolWeight+batchWeight), batchWeight/(poolWeight+batchWeight)
	mean := pool[0] + q*(batch[0]-pool[0])
	pool[1] = p*(pool[1]+ratioRemainder(pool[0], mean)) + q*(batch[1]+ratioRemainder(batch[0], mean))
	pool[0] = mean
}

// FitStatistic solves h(k) = g in y = 1/k, where h is convex: its slope k²ψ′(k) − k falls in k from 1 to ½, since
//
//	2kψ′ + k²ψ″ = Σ_{j≥0} 2kj/(j+k)³ = ∫ k e^{−kt} φ(t) dt < 1,   φ(t) = (t/2)²/sinh²(t/2) < 1
//
// (derived here). From y = 2g, right of the root, Newton's method comes down to it and never passes it.
func (f *GammaShapeScale) FitStatistic(dst, _, statistic []float64) error {
	mean, gap := statistic[0], statistic[1]
	switch {
	case !(mean > 0) || math.IsInf(mean, 1):
		return f.noMLE("the average is 0 or overflows, and b would leave (0, ∞)")
	case !(gap > 0):
		return f.noMLE("all samples are equal, so k runs to +∞")
	case !(gap >= digammaDeficit(maxGammaShape) && gap <= digammaDeficit(minGammaShape)):
		return f.noMLE("the likelihood grows up to k = 1/16 or k = 10^9, the ends of Θ")
	}
	k := 1 / (2 * gap)
	for {
		next := 1 / (1/k - (digammaDeficit(k)-gap)/(k*k*trigammaExcess(k)))
		if !(next > k) {
			break
		}
		k = next
	}
	k = max(minGammaShape, min(k, maxGammaShape))
	dst[0], dst[1] = k, mean/k
	if f.Check(dst) != nil {
		return f.noMLE("b leaves the range of float64")
	}
	return nil
}

// MeanLogLikelihood is log-peak(k) − k(r(x̄/kb − 1) + g): Σ log x_i is free of θ.
func (f *GammaShapeScale) MeanLogLikelihood(theta, statistic []float64) float64 {
	k := theta[0]
	return saddlepoint.LogGammaPeak(k) - k*(ratioRemainder(statistic[0], k*theta[1])+statistic[1])
}

func (f *GammaShapeScale) MeanScore(dst, theta, statistic []float64) {
	f.Score(dst, theta, statistic[:1])
	dst[0] -= statistic[1]
}

func (f *GammaShapeScale) MeanHessian(dst, theta, statistic []float64) {
	f.Hessian(dst, theta, statistic[:1])
}
