package estimators

import "math"

// ScoreBounds are what the certificate of a smooth one-parameter family needs beyond Constants, for every θ in the ball. Each is a
// proved bound in the safe direction.
type ScoreBounds struct {
	Score            float64 // |∂ log p_θ(x)| ≤ S
	Information      float64 // I(θ*), rounded down
	Variance         float64 // I(θ) ≤ this
	HessianVariance  float64 // Var_θ ∂² log p_θ(x) ≤ this
	HessianDeviation float64 // |∂² log p_θ(x) − E_θ ∂² log p_θ| ≤ this
	ThirdMean        float64 // |E_θ ∂³ log p_θ(x)| ≤ this
	ThirdSquare      float64 // E_θ (∂³ log p_θ(x))² ≤ this
	Fourth           float64 // |∂⁴ log p_θ(x)| ≤ this
	// Unimodal says that the log-likelihood of any data has at most one stationary point in the ball, as where it is concave.
	Unimodal bool
}

// SmoothFamily is a one-parameter family with a bounded score that need not be exponential.
type SmoothFamily interface {
	Family
	AssumptionConstants(truth []float64, r float64) (Constants, error)
	ScoreBounds(truth []float64, r float64) (ScoreBounds, error)
}

// outward and inward move a number past the rounding of the few operations behind it.
const (
	outward = 1 + 0x1p-48
	inward  = 1 - 0x1p-48
)

// boundedScore is K1 of a score with |score| ≤ M: M/√(2 log 2), since then 2 exp(−u²/(2K1²)) ≥ 1 up to u = M.
func boundedScore(m float64) float64 { return m / math.Sqrt(2*math.Ln2) * outward }

// ScoreBounds: with u uniform on [−1, 1] the score is u and the Hessian −(1−u²)/2, of mean −1/3 and variance 2/15 − 1/9 = 1/45, in
// [−½, 0]; the third derivative (u−u³)/2 is odd, of second moment (1/3 − 2/5 + 1/7)/4 = 2/105, and the fourth −(1−3u²)(1−u²)/4 lies in [−¼, 1/12]. The log-likelihood is strictly concave. Derived here.
func (*LogisticLocation) ScoreBounds(_ []float64, r float64) (ScoreBounds, error) {
	if !(r > 0) {
		return ScoreBounds{}, &RangeError{What: "logistic-location: r", Value: r, Accept: "r > 0"}
	}
	return ScoreBounds{Score: 1, Information: inward / 3, Variance: outward / 3, HessianVariance: outward / 45,
		HessianDeviation: outward / 3,
		ThirdSquare:      outward * 2 / 105, Fourth: 0.25, Unimodal: true}, nil
}

// cauchyTail is the least K1 of the score sin 2φ, φ uniform on [−π/2, π/2]: P(|score| ≥ u) = (2/π) arccos u, so with u = cos a
//
//	K1² = sup_{0<a<π/2} cos²a/(2 log(π/a)) = 0.2095…
//
// at the root of log(π/a) = 1/(2a tan a). The difference k(a) of the two sides has derivative of the sign of a + tan a − a tan²a, positive
// and then negative, k(0) = −∞ and k(π/2) = log 2 > 0: one root, by bisection.
var cauchyTail = func() float64 {
	low, high := 0.1, 1.0
	for range 60 {
		a := (low + high) / 2
		if math.Log(math.Pi/a) < 1/(2*a*math.Tan(a)) {
			low = a
		} else {
			high = a
		}
	}
	return math.Cos(low) / math.Sqrt(2*math.Log(math.Pi/low)) * outward
}()

// AssumptionConstants needs no ball: nothing depends on θ. The Hessian −cos 2φ(1 + cos 2φ) lies in [−2, ¼]. The third
// derivative −4z(3−z²)/(1+z²)³ is stationary where z⁴ − 6z² + 1 = 0, z = √2 ± 1: its maximum is at
// z = √2 − 1 = tan(π/8). I = ½. Derived here.
func (*CauchyLocation) AssumptionConstants(_ []float64, r float64) (Constants, error) {
	if !(r > 0) {
		return Constants{}, &RangeError{What: "cauchy-location: r", Value: r, Accept: "r > 0"}
	}
	z := math.Sqrt2 - 1
	k3 := 4 * z * (3 - z*z) / math.Pow(1+z*z, 3)
	return Constants{K1: cauchyTail, K2: 2, K3: k3 * outward, Lambda0: 0.5}, nil
}

// ScoreBounds: with C = cos 2φ the Hessian is −C(1+C), of mean −½, second moment E(C² + C⁴) = ½ + 3/8 and variance 5/8; it
// lies in [−2, ¼]. The third derivative −4 cos³φ sin 3φ is odd, of second moment
// 8(5/16 − 1/64) = 19/8; log(1+z²) = 2 Re log(1+iz) has a fourth of size ≤ 12/(1+z²)². Several local maxima may lie in the ball. Derived here.
func (*CauchyLocation) ScoreBounds(_ []float64, r float64) (ScoreBounds, error) {
	if !(r > 0) {
		return ScoreBounds{}, &RangeError{What: "cauchy-location: r", Value: r, Accept: "r > 0"}
	}
	return ScoreBounds{Score: 1, Information: 0.5, Variance: 0.5, HessianVariance: 0.625, HessianDeviation: 1.5,
		ThirdSquare: 2.375, Fourth: 12}, nil
}

// AssumptionConstants: score κ sin z, Hessian −κ cos z and third derivative −κ sin z are at most κ. I = κA(κ) does not depend on μ. The
// ball must be shorter than the circle, r < π (Assumption 1B). 1e-11 covers A(κ). Derived here.
func (f *VonMisesLocation) AssumptionConstants(_ []float64, r float64) (Constants, error) {
	if !(r > 0 && r < math.Pi) {
		return Constants{}, &RangeError{What: f.Name() + ": r", Value: r, Accept: "0 < r < π"}
	}
	return Constants{K1: boundedScore(f.kappa), K2: f.kappa, K3: f.kappa,
		Lambda0: f.kappa * newBesselRatio(f.kappa).ratio * (1 - 1e-11)}, nil
}

// ScoreBounds: Var(κ cos z) = κ²(E cos² − A²) = κ²A′, because E cos² = 1 − A/κ; the deviation of κ cos z from its mean κA is at most
// κ(1+A). The third derivative is −score, the fourth at most κ. The log-likelihood is nR̄κ cos(μ−μ̂): one stationary point in any half circle, so r < π/2.
func (f *VonMisesLocation) ScoreBounds(_ []float64, r float64) (ScoreBounds, error) {
	if !(r > 0 && r < math.Pi/2) {
		return ScoreBounds{}, &RangeError{What: f.Name() + ": r", Value: r, Accept: "0 < r < π/2"}
	}
	bessel := newBesselRatio(f.kappa)
	information := f.kappa * bessel.ratio
	return ScoreBounds{Score: f.kappa, Information: information * (1 - 1e-11), Variance: information * (1 + 1e-11),
		HessianVariance:  f.kappa * f.kappa * bessel.first * (1 + 1e-11),
		HessianDeviation: f.kappa * (1 + bessel.ratio) * (1 + 1e-11),
		ThirdSquare:      information * (1 + 1e-11), Fourth: f.kappa, Unimodal: true}, nil
}
