package estimators

import (
	"math"
	"math/rand/v2"
)

// LogisticLocation is the logistic law with unknown location and scale 1, θ ∈ R, z = x − θ:
//
//	log p_θ(x) = −z − 2 log(1 + e^{−z})
//
// Score tanh(z/2), Hessian −½ sech²(z/2): bounded with all derivatives, so Assumptions 1–3 hold on every ball though
// the family is not exponential and has no sufficient statistic of fixed size. I = 1/3. The log-likelihood is strictly
// concave in θ and falls to −∞ on both sides: its one stationary point is the MLE, found by Maximise.
type LogisticLocation struct {
	Description
}

// NewLogisticLocation returns the family.
func NewLogisticLocation() *LogisticLocation {
	return &LogisticLocation{Description: Describe("logistic-location", Reals(1), Real("θ"))}
}

var logisticLocationEntry = plainEntry("logistic-location", "e^{−z}/(1+e^{−z})², z = x − θ, on R, unknown location θ",
	NewLogisticLocation, [][]float64{{0}, {1}, {-20}, {1e5}})

// Sample inverts the distribution function at the midpoints of 2^53 cells, where u and 1−u are exact.
func (*LogisticLocation) Sample(dst, theta []float64, random *rand.Rand) {
	for i := range dst {
		u := midpoint(random)
		dst[i] = theta[0] + math.Log(u/(1-u))
	}
}

// midpoint is uniform on the 2^53 midpoints (k+½)2^-53 of (0, 1): never 0 or 1.
func midpoint(random *rand.Rand) float64 { return (float64(random.Uint64()>>11) + 0.5) * 0x1p-53 }

func (*LogisticLocation) LogDensity(theta, x []float64) float64 {
	z := math.Abs(x[0] - theta[0])
	return -z - 2*math.Log1p(math.Exp(-z))
}

func (*LogisticLocation) Score(dst, theta, x []float64) { dst[0] = math.Tanh((x[0] - theta[0]) / 2) }

func (*LogisticLocation) Hessian(dst, theta, x []float64) {
	e := math.Exp(-math.Abs(x[0] - theta[0]))
	dst[0] = -2 * e / ((1 + e) * (1 + e))
}

// ThirdDerivative is −½ sech²(z/2) tanh(z/2).
func (f *LogisticLocation) ThirdDerivative(dst, theta, x []float64) {
	f.Hessian(dst, theta, x)
	dst[0] *= math.Tanh((x[0] - theta[0]) / 2)
}

func (*LogisticLocation) FisherInformation(dst, _ []float64) { dst[0] = 1.0 / 3 }

// logDerivatives is LogDensity with Score and Hessian for one exponential and one logarithm.
func (*LogisticLocation) logDerivatives(score, hessian, theta, x []float64) float64 {
	z := x[0] - theta[0]
	e := math.Exp(-math.Abs(z))
	score[0] = math.Copysign((1-e)/(1+e), z)
	hessian[0] = -2 * e / ((1 + e) * (1 + e))
	return -math.Abs(z) - 2*math.Log1p(e)
}

// Fit starts from a median where from is so far away that the information underflows there.
func (f *LogisticLocation) Fit(dst, from []float64, data Data) error {
	if err := Maximise(f, dst, from, data); err == nil || len(data.X) == 0 {
		return err
	}
	var start [1]float64
	if err := NewLaplaceLocationUnit().Fit(start[:], from, data); err != nil {
		return err
	}
	return Maximise(f, dst, start[:], data)
}

// KL is δ coth(δ/2) − 2, δ = |θ−η|: with z = δ/2 that is 2(z cosh z − sinh z)/sinh z, whose numerator is the positive
// series Σ 2k z^{2k+1}/(2k+1)!. (Derived here: E log(1+e^{−X−δ}) by parts; −I δ²/2 confirms the first order.)
func (*LogisticLocation) KL(theta, eta []float64) (Certified, error) {
	z := math.Abs(theta[0]-eta[0]) / 2
	switch {
	case z == 0:
		return Certified{}, nil
	case z > 1:
		return closedForm(2 * (z/math.Tanh(z) - 1)), nil
	}
	sum, term := 0.0, z
	for k := 1; k <= 12; k++ {
		term *= z * z / float64(2*k*(2*k+1))
		sum += float64(2*k) * term
	}
	return closedForm(2 * sum / math.Sinh(z)), nil
}

// TotalVariation is tanh(δ/4): the densities cross half way.
func (*LogisticLocation) TotalVariation(theta, eta []float64) (Certified, error) {
	return closedForm(math.Tanh(math.Abs(theta[0]-eta[0]) / 4)), nil
}

func (*LogisticLocation) CDF(theta []float64, x float64) float64 {
	return 1 / (1 + math.Exp(theta[0]-x))
}

// logisticTail is the least K1 of a score that is uniform on [−1, 1]: tanh(z/2) = 2F(x) − 1, so P(|score| ≥ u) = 1−u
// and
//
//	K1² = sup_{0<u<1} u²/(2 log(2/(1−u))) = 0.13960…, K1 = 0.37363…
//
// at the root of 2(1−u) log(2/(1−u)) = u, found by bisection: for v = 1−u the left side has the sign of the derivative.
var logisticTail = func() float64 {
	low, high := 0.5, 1.0 // the derivative is positive at ½ and negative near 1
	for range 60 {
		u := (low + high) / 2
		if 2*(1-u)*math.Log(2/(1-u)) > u {
			low = u
		} else {
			high = u
		}
	}
	return low / math.Sqrt(2*math.Log(2/(1-low))) * outward
}()

// AssumptionConstants needs no ball. The score is tanh(z/2), uniform on [−1, 1]; −½ sech²(z/2) lies in [−½, 0]; ½
// sech²(z/2) tanh(z/2) has its maximum 1/(3√3) at tanh² = 1/3; I = 1/3 does not depend on θ. A *RangeError for r ≤ 0.
// Derived here.
func (*LogisticLocation) AssumptionConstants(_ []float64, r float64) (Constants, error) {
	if !(r > 0) {
		return Constants{}, &RangeError{What: "logistic-location: r", Value: r, Accept: "r > 0"}
	}
	return Constants{K1: logisticTail, K2: 0.5, K3: outward / (3 * math.Sqrt(3)), Lambda0: inward / 3}, nil
}

// ScoreBounds: with u uniform on [−1, 1] the score is u and the Hessian −(1−u²)/2, of mean −1/3 and variance 2/15 − 1/9
// = 1/45, in [−½, 0]; the third derivative (u−u³)/2 is odd, of second moment (1/3 − 2/5 + 1/7)/4 = 2/105, and the
// fourth −(1−3u²)(1−u²)/4 lies in [−¼, 1/12]. The log-likelihood is strictly concave. Derived here.
func (*LogisticLocation) ScoreBounds(_ []float64, r float64) (ScoreBounds, error) {
	if !(r > 0) {
		return ScoreBounds{}, &RangeError{What: "logistic-location: r", Value: r, Accept: "r > 0"}
	}
	return ScoreBounds{Score: 1, Information: inward / 3, Variance: outward / 3, HessianVariance: outward / 45,
		HessianDeviation: outward / 3,
		ThirdSquare:      outward * 2 / 105, Fourth: 0.25, Unimodal: true}, nil
}
