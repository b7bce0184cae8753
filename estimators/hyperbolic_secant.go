package estimators

import (
	"math"
	"math/rand/v2"

	"itermle/internal/random"
)

// HyperbolicSecant is the generalised hyperbolic secant law of one unit, θ = μ its mean: the Morris family with v = (1,
// 0, 1).
//
//	p_μ(x) = e^{λx} cos λ · ½ sech(πx/2) on R,   μ = tan λ,   |λ| < π/2
//
// The MLE is the average. No closed form of the law of μ_T is known: the sum of n units has density ∝
// e^{λx}|Γ((n+ix)/2)|², whose shape, unlike a scale family's, changes with μ; its moments are exact through the
// variance function. The score grows linearly and x has exponential tails, so Assumption 2A of arXiv:2505.19046 fails.
type HyperbolicSecant struct {
	Description
	MeanStatistic
}

// NewHyperbolicSecant returns the family.
func NewHyperbolicSecant() *HyperbolicSecant {
	return &HyperbolicSecant{
		Description: Describe("hyperbolic-secant", Reals(1),
			Coordinate{"μ", -maxSecantMean, maxSecantMean, "|μ| ≤ 10^100"})}
}

var hyperbolicSecantEntry = plainEntry("hyperbolic-secant",
	"generalised hyperbolic secant on R, mean μ, variance 1 + μ²",
	NewHyperbolicSecant, [][]float64{{0}, {1}, {-3}, {20}})

func (f *HyperbolicSecant) Sample(dst, theta []float64, r *rand.Rand) {
	for i := range dst {
		dst[i] = random.HyperbolicSecantMean(1, theta[0], r)
	}
}

// maxSecantMean keeps powers of the variance finite.
const maxSecantMean = 1e100

// LogDensity is −|x|β − log(1+e^{−π|x|}) − ½ log(1+μ²) with β = π/2 ∓ λ, the rate of the tail on the side of x: the
// terms of λx − log cosh(πx/2) that would cancel for large |x| are taken together.
func (f *HyperbolicSecant) LogDensity(theta, x []float64) float64 {
	y := math.Abs(x[0])
	beta := math.Atan2(1, math.Copysign(theta[0], theta[0]*x[0]))
	return -y*beta - math.Log1p(math.Exp(-math.Pi*y)) - math.Log1p(theta[0]*theta[0])/2
}

// Score, Hessian and ThirdDerivative follow from ∂ log p/∂μ = (x−μ)/V with V = 1 + μ², V′ = 2μ, V″ = 2.
func (f *HyperbolicSecant) Score(dst, theta, x []float64) {
	dst[0] = (x[0] - theta[0]) / (1 + theta[0]*theta[0])
}

func (f *HyperbolicSecant) Hessian(dst, theta, x []float64) {
	mu := theta[0]
	v := 1 + mu*mu
	dst[0] = -(1 + (x[0]-mu)*(2*mu/v)) / v
}

func (f *HyperbolicSecant) ThirdDerivative(dst, theta, x []float64) {
	mu := theta[0]
	v := 1 + mu*mu
	dst[0] = (4*mu - (x[0]-mu)*(2-8*mu*(mu/v))) / v / v
}

func (f *HyperbolicSecant) FisherInformation(dst, theta []float64) {
	dst[0] = 1 / (1 + theta[0]*theta[0])
}

func (f *HyperbolicSecant) Fit(dst, from []float64, data Data) error {
	return FitByStatistic(f, dst, from, data)
}

func (f *HyperbolicSecant) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	dst[0] = random.HyperbolicSecantMean(float64(n), theta[0], r) / float64(n)
}

func (f *HyperbolicSecant) FitStatistic(dst, _, statistic []float64) error {
	return averageAsMean(f, dst, statistic)
}

func (f *HyperbolicSecant) VarianceFunction() (v0, v1, v2 float64) { return 1, 0, 1 }

// KL is −μΔ + ½ log((1+ν²)/(1+μ²)) with Δ = arctan ν − arctan μ. Near Δ = 0 that cancels; there, with
// w = 1 − cos(λ+Δ)/cos λ = 2 sin²(Δ/2) + μ sin Δ,
//
//	KL = (−w − log(1−w)) + 2 sin²(Δ/2) − μ(Δ − sin Δ),
//
// three terms of order Δ² of which the last is at most a third of the others where it is negative.
func (f *HyperbolicSecant) KL(theta, eta []float64) (Certified, error) {
	mu, nu := theta[0], eta[0]
	delta := math.Atan2(nu-mu, 1+mu*nu)
	sine := math.Sin(delta / 2)
	w := 2*sine*sine + mu*math.Sin(delta)
	if math.Abs(w) > 0.5 {
		linear, logarithm := mu*delta, logSecantRatio(mu, nu)
		return Certified{Value: logarithm - linear,
			Error: 16 * 0x1p-53 * (math.Abs(linear) + math.Abs(logarithm))}, nil
	}
	first, second, third := logRemainder(-w), 2*sine*sine, mu*sineRemainder(delta)
	return Certified{Value: first + second - third, Error: 32 * 0x1p-53 * (first + second + math.Abs(third))}, nil
}

// logSecantRatio is ½ log((1+ν²)/(1+μ²)) = log(cos λ/cos(λ+Δ)), accurate for ν near ±μ.
func logSecantRatio(mu, nu float64) float64 {
	if math.Abs(nu) < math.Abs(mu) {
		return -logSecantRatio(nu, mu)
	}
	return math.Log1p((nu-mu)*(nu+mu)/(1+mu*mu)) / 2
}

// TotalVariation is F_μ(x) − F_ν(x) for μ < ν at the one crossing, x = log(cos λ_μ/cos λ_ν)/(λ_ν − λ_μ). TV is
// stationary in x, so the rounding of x does not count; each tail is good to 32 units in the last place, see
// secantLowerTail.
func (f *HyperbolicSecant) TotalVariation(theta, eta []float64) (Certified, error) {
	mu, nu := math.Min(theta[0], eta[0]), math.Max(theta[0], eta[0])
	if mu == nu {
		return Certified{}, nil
	}
	x := logSecantRatio(mu, nu) / math.Atan2(nu-mu, 1+mu*nu)
	larger, smaller := secantLowerTail(mu, -x), secantLowerTail(nu, -x)
	if x > 0 {
		larger, smaller = secantLowerTail(-nu, x), secantLowerTail(-mu, x)
	}
	return Certified{Value: math.Max(0, larger-smaller), Error: 32 * 0x1p-53 * (larger + smaller)}, nil
}

func (f *HyperbolicSecant) CDF(theta []float64, x float64) float64 {
	if x > 0 {
		return 1 - secantLowerTail(-theta[0], x)
	}
	return secantLowerTail(theta[0], -x)
}

// secantLowerTail is P_μ(X ≤ −y) for y ≥ 0, by expanding sech in powers of e^{−πy}:
//
//	P = cos λ e^{−βy} Σ_k (−1)^k e^{−πky}/(β+πk),   β = π/2 + λ.
//
// The k-th term is the k-th moment of a positive measure on [0, 1], so the acceleration of H. Cohen, F. Rodriguez
// Villegas and D. Zagier, "Convergence acceleration of alternating series" (2000), Algorithm 1, errs by at most
// 2·5.82^{−m} of the first term: 10^-18 for m = 24, y = 0 included. The sum is at least half its first term, so nothing
// cancels.
func secantLowerTail(mu, y float64) float64 {
	beta := math.Atan2(1, -mu)
	ratio, power, sum := math.Exp(-math.Pi*y), 1.0, 0.0
	for k, weight := range alternatingWeights {
		sum += weight * power / (beta + math.Pi*float64(k))
		power *= ratio
	}
	return math.Exp(-beta*y) / math.Hypot(1, mu) * sum
}

// alternatingWeights are the signed weights c_k/d of the accelerated alternating sum; they tend to 1, −1, 1, …
var alternatingWeights = func() (weights [24]float64) {
	const m = len(weights)
	d := math.Pow(3+math.Sqrt(8), float64(m))
	d = (d + 1/d) / 2
	b, c := -1.0, -d
	for k := range m {
		c = b - c
		weights[k] = c / d
		b *= float64(k+m) * float64(k-m) / ((float64(k) + 0.5) * float64(k+1))
	}
	return weights
}()
