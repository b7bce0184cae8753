package estimators

import "math"

// AssumptionConstants on the ball B_r(θ*). For k = 2 they are those of BernoulliLogit. For k ≥ 3, with p ranging over the ball,
// d = k−1 and i < d (all derived here):
//
//	range of p_i   the gradient of log(p_i/(1−p_i)) in θ is e_i − w, w a probability vector off i, of norm ≤ √2; for the last
//	               category it is −w, of norm ≤ 1. So each logit moves by at most √2 r, the last by r.
//	K2             ‖diag p − ppᵀ‖ is at most ½ (Popoviciu: v·e_x has range ≤ √2 for |v| = 1), at most
//	               max p_i, and at most max 2p_i(1−p_i) (Gershgorin).
//	K3             the third central moment of a variable of range R is at most R³/(6√3), the extreme being a
//	               two-point law, and at most R times its variance: min(2√2/(6√3), √2 K2).
//	λ0             the inverse of diag p − ppᵀ is diag(1/p) + 11ᵀ/p_d, of norm ≤ max 1/p_i + d/p_d.
//	K1             ‖e_x − p‖² ≤ 2(1−p_x)², or (1−p_d)² for the last category; a score bounded by R has
//	               K1 = R/√(2 log 2), since then 2 exp(−u²/(2K1²)) ≥ 1 up to u = R.
//	L_I            K3, because ∇I = −∇³ log p.
func (f *CategoricalSoftmax) AssumptionConstants(truth []float64, r float64) (Constants, error) {
	largest := 0.0
	for _, v := range truth {
		largest = math.Max(largest, math.Abs(v))
	}
	if !(r > 0) || !(largest+r <= maxLogit) {
		return Constants{}, &RangeError{What: f.Name() + ": r", Value: r, Accept: "r > 0 and |θ*_i| + r ≤ 700"}
	}
	if f.k == 2 {
		return (&BernoulliLogit{}).AssumptionConstants(truth, r)
	}
	var buffer [maxCategories]float64
	p := buffer[:f.k]
	f.probabilities(p, truth)
	k2, inverse, score := 0.0, 0.0, 0.0
	lowest := 0.0 // inf p_d, from the last round
	for i, probability := range p {
		others := 0.0
		for j, v := range p {
			if j != i {
				others += v
			}
		}
		centre, reach := math.Log(probability/others), math.Sqrt2*r
		if i == f.k-1 {
			reach = r
		}
		low, high := centre-reach, centre+reach
		pLow, qLow := logistic(low)
		if i == f.k-1 {
			lowest = pLow
			score = math.Max(score, qLow)
			continue
		}
		pHigh, _ := logistic(high)
		pEven, qEven := logistic(math.Max(low, math.Min(0, high)))
		k2 = math.Max(k2, math.Min(pHigh, 2*pEven*qEven))
		inverse = math.Max(inverse, 1/pLow)
		score = math.Max(score, math.Sqrt2*qLow)
	}
	k2 = math.Min(k2, 0.5)
	k3 := math.Min(math.Sqrt2/(3*math.Sqrt(3)), math.Sqrt2*k2)
	// Logits up to 700, rounded, move a probability by 700 units or so.
	const up, down = 1 + 0x1p-42, 1 - 0x1p-42
	return Constants{K1: score / math.Sqrt(2*math.Ln2) * up, K2: k2 * up, K3: k3 * up,
		Lambda0: down / (inverse + float64(f.k-1)/lowest), Lipschitz: k3 * up}, nil
}
