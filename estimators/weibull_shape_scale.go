package estimators

import (
	"math"
	"math/rand/v2"
	"slices"

	"itermle/internal/bisect"
	"itermle/internal/logarithm"
	"itermle/internal/rounding"
)

// WeibullShapeScale is the Weibull law with both parameters unknown, θ = (k, b), shape and scale:
//
//	log p_θ(x) = log(k/b) + (k−1) log(x/b) − (x/b)^k,  x > 0,  1/16 ≤ k ≤ 2^30
//
// The MLE has b̂^k̂ = the mean of x_i^k̂, and with it the profile equation
//
//	Σ x_i^k log x_i / Σ x_i^k − (1/n) Σ log x_i − 1/k = 0,
//
// whose left side rises in k, its first term by the variance of log x under weights x^k, and ends above 0 unless all
// samples are equal: one root, and then no MLE. No statistic of fixed size has the samples' x^k for every k: they are
// kept. With γ Euler's constant I = ((π²/6 + (1−γ)²)/k², −(1−γ)/b; ·, k²/b²), of determinant (π²/6)/b². log x has the
// location log b and the scale 1/k, so under replacement log k is a random walk, see laws.WeibullPair.
type WeibullShapeScale struct{ Description }

// NewWeibullShapeScale returns the family.
func NewWeibullShapeScale() *WeibullShapeScale {
	return &WeibullShapeScale{Describe("weibull-shape-scale",
		Interval(math.SmallestNonzeroFloat64, math.MaxFloat64, "a finite x > 0"),
		Coordinate{"k", minWeibull, maxWeibull, "1/16 ≤ k ≤ 2^30, where samples fit into float64"}, Positive("b"))}
}

var weibullShapeScaleEntry = plainEntry("weibull-shape-scale",
	"(k/b)(x/b)^{k−1} exp(−(x/b)^k) on (0, ∞), unknown shape k and scale b",
	NewWeibullShapeScale, [][]float64{{1, 1}, {2, 3}, {0.5, 0.1}, {10, 100}})

// Sample is b y^{1/k} for a standard exponential y.
func (f *WeibullShapeScale) Sample(dst, theta []float64, random *rand.Rand) {
	for i := range dst {
		u, v := midpoint(random)
		dst[i] = theta[1] * math.Pow(minusLog(v, u), 1/theta[0])
	}
}

// CheckSampling refuses a θ at which y^{1/k} b leaves float64: a standard exponential y is within 2^±60 but for a
// probability of 2^-60.
func (f *WeibullShapeScale) CheckSampling(theta []float64, _ int64) error {
	if !(60/theta[0]+math.Abs(math.Log2(theta[1])) <= 1022) {
		return &RangeError{What: f.Name() + ": b", Value: theta[1],
			Accept: "60/k + |log₂ b| ≤ 1022, where float64 holds the samples"}
	}
	return nil
}

// standardised is z = log(x/b) and y = (x/b)^k.
func (f *WeibullShapeScale) standardised(theta, x []float64) (z, y float64) {
	z = logRatio(x[0], theta[1])
	return z, math.Exp(theta[0] * z)
}

func (f *WeibullShapeScale) LogDensity(theta, x []float64) float64 {
	if !(x[0] > 0) || math.IsInf(x[0], 1) {
		return math.Inf(-1)
	}
	z, y := f.standardised(theta, x)
	return math.Log(theta[0]) - logarithm.Of(theta[1]) + (theta[0]-1)*z - y
}

func (f *WeibullShapeScale) Score(dst, theta, x []float64) {
	k, b := theta[0], theta[1]
	z, _ := f.standardised(theta, x)
	excess := math.Expm1(k * z)
	dst[0], dst[1] = 1/k-z*excess, k/b*excess
}

func (f *WeibullShapeScale) Hessian(dst, theta, x []float64) {
	k, b := theta[0], theta[1]
	z, y := f.standardised(theta, x)
	dst[0], dst[1] = -1/(k*k)-z*z*y, (math.Expm1(k*z)+k*z*y)/b
	dst[2], dst[3] = dst[1], k/b*((1-(1+k)*y)/b)
}

func (f *WeibullShapeScale) ThirdDerivative(dst, theta, x []float64) {
	k, b := theta[0], theta[1]
	z, y := f.standardised(theta, x)
	once := z * (2 + k*z) * y / b                   // ∂k² ∂b
	twice := (1 - (1+2*k)*y - k*(1+k)*z*y) / b / b  // ∂k ∂b²
	thrice := k / b * (((1+k)*(2+k)*y - 2) / b / b) // ∂b³
	dst[0], dst[1], dst[2], dst[3] = 2/(k*k*k)-z*z*z*y, once, once, twice
	dst[4], dst[5], dst[6], dst[7] = once, twice, twice, thrice
}

func (f *WeibullShapeScale) FisherInformation(dst, theta []float64) {
	k, b := theta[0], theta[1]
	dst[0], dst[1] = weibullInformation/k/k, -(1-eulerGamma)/b
	dst[2], dst[3] = dst[1], k/b*(k/b)
}

// Fit solves the profile equation in ℓ = log(x/x_max) ≤ 0, where the first term is between −max|ℓ| and 0: the root is
// beyond 1/s, s the mean of −ℓ.
func (f *WeibullShapeScale) Fit(dst, _ []float64, data Data) error {
	if len(data.X) == 0 {
		return ErrEmptyPool
	}
	if err := f.CheckSamples(data.X); err != nil {
		return err
	}
	largest := slices.Max(data.X)
	logs, spread, total := make([]float64, len(data.X)), 0.0, 0.0
	for i, x := range data.X {
		logs[i] = logRatio(x, largest)
		spread -= data.weight(i) * logs[i]
		total += data.weight(i)
	}
	spread /= total
	if spread == 0 {
		return f.noMLE("all samples are equal, so k runs to +∞")
	}
	powers := func(k float64) (sum, first, second float64) {
		for i, l := range logs {
			y := data.weight(i) * math.Exp(k*l)
			sum, first, second = sum+y, first+y*l, second+y*l*l
		}
		return sum, first / sum, second / sum
	}
	equation := func(k float64) (value, slope float64) {
		_, mean, square := powers(k)
		return 1/k - mean - spread, -1/(k*k) - (square - mean*mean)
	}
	atLeast, _ := equation(minWeibull)
	atMost, _ := equation(maxWeibull)
	if !(atLeast >= 0 && atMost <= 0) {
		return f.noMLE("the likelihood grows up to k = 1/16 or k = 2^30, the ends of Θ")
	}
	k := decreasingRoot(minWeibull, maxWeibull, math.Max(minWeibull, math.Min(1/spread, maxWeibull)), equation)
	sum, _, _ := powers(k)
	dst[0], dst[1] = k, largest*math.Exp(math.Log(sum/total)/k)
	if f.Check(dst) != nil {
		return f.noMLE("b leaves the range of float64")
	}
	return nil
}

// KL with r = k′/k, c = k′ log(b/b′) and E(x/b)^{k′} = Γ(1+r) is
//
//	γ(r−1) − log r − 1 − c + e^c Γ(1+r) = KL(k‖k′ at one scale) + Γ(1+r)(e^c − 1 − c) + c(Γ(1+r) − 1)
//
// of which the second form keeps the digits for small c.
func (f *WeibullShapeScale) KL(theta, eta []float64) (Certified, error) {
	c := eta[0] * logRatio(theta[1], eta[1])
	logMoment, _ := math.Lgamma(1 + eta[0]/theta[0])
	if math.Abs(c) < 1 {
		shapes, err := weibullShapeKL(theta[0], eta[0])
		square, mixed := math.Exp(logMoment)*expRemainder(c), c*math.Expm1(logMoment)
		size := (math.Abs(c) + math.Abs(mixed) + square) * (1 + math.Abs(logMoment))
		return divergence(shapes.Value+square+mixed, shapes.Error+40*rounding.Unit*size), err
	}
	excess, log := (eta[0]-theta[0])/theta[0], logRatio(eta[0], theta[0])
	moment := math.Exp(c + logMoment)
	if math.IsInf(moment, 1) {
		return Certified{}, &RangeError{What: f.Name() + ": log E(x/b′)^{k′} in KL", Value: c + logMoment,
			Accept: "at most 709, beyond which the divergence overflows"}
	}
	size := 1 + math.Abs(excess) + math.Abs(log) + math.Abs(c) + moment*(1+math.Abs(c)+math.Abs(logMoment))
	return divergence(eulerGamma*excess-log-1-c+moment, 40*rounding.Unit*size), nil
}

// TotalVariation: in w = log(x/b) the laws with k ≥ k′ have
//
//	log p_θ/p_η = log r + kw − k′(w−β) − e^{kw} + e^{k′(w−β)},   r = k/k′, β = log(b′/b),
//
// which tends to −∞ on both sides: its slope k − k′ − (k e^{kw} − k′ e^{k′(w−β)}) changes sign once, since what it
// subtracts falls from 0 before it grows. So p_θ is the larger between two crossings. With k = k′ it is the law of two
// exponentials. TV is stationary in the crossings, so their rounding does not count.
func (f *WeibullShapeScale) TotalVariation(theta, eta []float64) (Certified, error) {
	if theta[0] < eta[0] {
		theta, eta = eta, theta
	}
	k, other := theta[0], eta[0]
	beta := logRatio(eta[1], theta[1])
	if k == other {
		value := exponentialTotalVariation(math.Exp(-math.Abs(k*beta)), 1).Value
		return distance(value, 4*closedUnits), nil
	}
	excess := (k - other) / other
	slope := func(w float64) float64 {
		return excess*other - (k*math.Exp(k*w) - other*math.Exp(other*(w-beta)))
	}
	ratio := func(w float64) float64 {
		return math.Log1p(excess) + k*w - other*(w-beta) - math.Exp(k*w) + math.Exp(other*(w-beta))
	}
	low, high := -1/k, 1/k
	for slope(low) <= 0 {
		low *= 2
	}
	for slope(high) >= 0 {
		high *= 2
	}
	top := bisect.Float(low, high, func(w float64) bool { return slope(w) > 0 })
	if !(ratio(top) > 0) {
		return distance(0, 4*closedUnits), nil // equal but for rounding
	}
	crossing := func(step float64) float64 {
		for ratio(top+step) > 0 {
			step *= 2
		}
		return bisect.Float(top, top+step, func(w float64) bool { return ratio(w) > 0 })
	}
	left, right := crossing(-1/k), crossing(1/k)
	inside := func(k, beta float64) float64 {
		return math.Exp(-math.Exp(k*(left-beta))) - math.Exp(-math.Exp(k*(right-beta)))
	}
	return distance(inside(k, 0)-inside(other, beta), 4*closedUnits), nil
}

func (f *WeibullShapeScale) CDF(theta []float64, x float64) float64 {
	if !(x > 0) {
		return 0
	}
	return -math.Expm1(-math.Pow(x/theta[1], theta[0]))
}
