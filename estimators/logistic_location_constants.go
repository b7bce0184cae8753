package estimators

import "math"

// logisticTail is the least K1 of a score that is uniform on [−1, 1]: tanh(z/2) = 2F(x) − 1, so P(|score| ≥ u) = 1−u and
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

// AssumptionConstants needs no ball. The score is tanh(z/2), uniform on [−1, 1]; −½ sech²(z/2) lies in [−½, 0]; ½ sech²(z/2) tanh(z/2) has its
// maximum 1/(3√3) at tanh² = 1/3; I = 1/3 does not depend on θ. A *RangeError for r ≤ 0. Derived here.
func (*LogisticLocation) AssumptionConstants(_ []float64, r float64) (Constants, error) {
	if !(r > 0) {
		return Constants{}, &RangeError{What: "logistic-location: r", Value: r, Accept: "r > 0"}
	}
	return Constants{K1: logisticTail, K2: 0.5, K3: outward / (3 * math.Sqrt(3)), Lambda0: inward / 3}, nil
}
