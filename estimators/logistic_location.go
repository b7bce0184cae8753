package estimators

import (
	"math"
	"math/rand/v2"
	"slices"

	"itermle/internal/bisect"
)

// LogisticLocation is the logistic law with unknown location and scale 1, θ ∈ R, z = x − θ:
//
//	log p_θ(x) = −z − 2 log(1 + e^{−z})
//
// Score tanh(z/2), Hessian −½ sech²(z/2): bounded with all derivatives, so Assumptions 1–3 hold on every ball though
// the family is not exponential and has no sufficient statistic of fixed size. I = 1/3. The log-likelihood is strictly
// concave in θ and falls to −∞ on both sides: its one stationary point is the MLE.
type LogisticLocation struct {
	Description
}

// NewLogisticLocation returns the family.
func NewLogisticLocation() *LogisticLocation {
	return &LogisticLocation{Description: Describe("logistic-location", Reals(1), Real("θ"))}
}

var logisticLocationEntry = plainEntry("logistic-location", "e^{−z}/(1+e^{−z})², z = x − θ, on R, unknown location θ",
	NewLogisticLocation, [][]float64{{0}, {1}, {-20}, {1e5}})

// Sample inverts the distribution function.
func (*LogisticLocation) Sample(dst, theta []float64, random *rand.Rand) {
	for i := range dst {
		u, v := midpoint(random)
		dst[i] = theta[0] + math.Log(u/v)
	}
}

// midpoint is uniform on the 2^53 midpoints (k+½)2^-53 of (0, 1), with its complement 1−u: neither is ever 0. The
// smaller of the two is exact, the other rounded, for the last k to 1.
func midpoint(random *rand.Rand) (u, v float64) {
	k := random.Uint64() >> 11
	return (float64(k) + 0.5) * 0x1p-53, (float64(1<<53-1-k) + 0.5) * 0x1p-53
}

// minusLog is −log u for u and v = 1−u of midpoint, from the one that is exact.
func minusLog(u, v float64) float64 {
	if u > 0.5 {
		return -math.Log1p(-v)
	}
	return -math.Log(u)
}

func (f *LogisticLocation) CheckSampling(theta []float64, n int64) error {
	return f.resolved(theta, 0, 1, n)
}

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

// Fit is the one zero of the score S, which falls from [min x, max x]'s left end to its right: Newton's method inside
// the bracket of the signs seen, from the start and then from a median, and halving of the bracket where a step leaves
// it or is no shorter than half the step before. Information at distance t of θ is within e^{±|t|} of that at θ,
// because |d log sech²(z/2)/dz| ≤ 1; so S(θ+s) after a Newton step s is at most e^{|s|} − 1 − |s| informations: below
// 2^-55 for |s| ≤ 2^-28, which ends the search, as do neighbours in float64. On a stretch between the two middle
// samples that is flat to rounding, any point would be right to rounding of the likelihood; the zero is found all the
// same, since scoreAndInformation scales what underflows.
func (f *LogisticLocation) Fit(dst, from []float64, data Data) error {
	if len(data.X) == 0 {
		return ErrEmptyPool
	}
	if err := f.CheckSamples(data.X); err != nil {
		return err
	}
	low, high := slices.Min(data.X), slices.Max(data.X)
	theta, last := math.Max(low, math.Min(from[0], high)), math.Inf(1)
	for first := true; ; first = false {
		score, information := logisticScore(theta, data)
		if score > 0 {
			low = theta
		} else {
			high = theta
		}
		step := score / information
		next := theta + step
		switch {
		case score == 0 || math.Abs(step) <= 0x1p-28 && low <= next && next <= high || next == theta:
			dst[0] = math.Max(low, math.Min(next, high))
			return nil
		case low < next && next < high && !(math.Abs(step) > last/2):
			last = math.Abs(step)
		case first:
			var median [1]float64
			if err := NewLaplaceLocationUnit().Fit(median[:], from, data); err != nil {
				return err
			}
			next = median[0]
			if low < next && next < high {
				break
			}
			fallthrough
		default:
			next, last = low/2+high/2, math.Inf(1)
			if !(low < next && next < high) {
				dst[0] = theta
				return nil
			}
		}
		theta = next
	}
}

// logisticScore is the score Σ w tanh(z/2) and the information Σ ½w sech²(z/2) at θ, z = x − θ, up to a common factor.
// Near samples have their tanh; of the far ones the signs are added first, then what is short of them, 2/(1+e^{|z|}).
// Where no sample is near and the signs cancel, what is short decides: it is scaled by e^{min |z|}, so that it does not
// underflow.
func logisticScore(theta float64, data Data) (score, information float64) {
	nearest := math.Inf(1)
	for _, x := range data.X {
		nearest = math.Min(nearest, math.Abs(x-theta))
	}
	signs, rest := 0.0, 0.0
	for i, x := range data.X {
		w, z := data.weight(i), x-theta
		e := math.Exp(-math.Abs(z))
		if math.Abs(z) < 1 {
			rest += math.Copysign(w*(1-e)/(1+e), z)
		} else {
			signs += math.Copysign(w, z)
			rest -= math.Copysign(2*w*e/(1+e), z)
		}
		information += 2 * w * e / ((1 + e) * (1 + e))
	}
	if signs != 0 || nearest < 30 {
		return signs + rest, information
	}
	score, information = 0, 0
	for i, x := range data.X {
		w, z := data.weight(i), x-theta
		e := 2 * w * math.Exp(nearest-math.Abs(z)) // 1 + e^{−|z|} is 1 to 2^-43 here
		score -= math.Copysign(e, z)
		information += e
	}
	return score, information
}

// KL is δ coth(δ/2) − 2, δ = |θ−η|: with z = δ/2 that is 2(z cosh z − sinh z)/sinh z, whose numerator is the positive
// series Σ 2k z^{2k+1}/(2k+1)!. (Derived here: E log(1+e^{−X−δ}) by parts; −I δ²/2 confirms the first order.)
func (*LogisticLocation) KL(theta, eta []float64) (Certified, error) {
	z := math.Abs(theta[0]-eta[0]) / 2
	switch {
	case z == 0:
		return Certified{}, nil
	case z > 1:
		return closedDivergence(2 * (z/math.Tanh(z) - 1)), nil
	}
	sum, term := 0.0, z
	for k := 1; k <= 12; k++ {
		term *= z * z / float64(2*k*(2*k+1))
		sum += float64(2*k) * term
	}
	return closedDivergence(2 * sum / math.Sinh(z)), nil
}

// TotalVariation is tanh(δ/4): the densities cross half way.
func (*LogisticLocation) TotalVariation(theta, eta []float64) (Certified, error) {
	return closedDistance(math.Tanh(math.Abs(theta[0]-eta[0]) / 4)), nil
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
	// The derivative is positive at ½ and negative near 1.
	u := bisect.Float(0.5, 1, func(u float64) bool { return 2*(1-u)*math.Log(2/(1-u)) > u })
	return u / math.Sqrt(2*math.Log(2/(1-u))) * outward
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
