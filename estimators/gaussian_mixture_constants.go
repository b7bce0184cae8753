package estimators

import (
	"math"

	"itermle/internal/quadrature"
)

// AssumptionConstants on the ball [w*−r, w*+r] ⊂ (0, 1), with M = 1/(distance of the ball from {0, 1}) (derived here):
//
//	K1, K2, K3   the score lies in (−1/(1−w), 1/w), so |score| ≤ M; the Hessian is −score², the third derivative 2 score³
//	λ0           I(w) = ∫(φ_a−φ_b)²/p_w is convex in w, because 1/p_w is, and even about ½: least at the w nearest to ½
//	L_I          |I′| = |E score³|, and I′ increases: largest at an end of the ball
//
// A *RangeError where the ball touches 0 or 1. The integrals carry the quadrature's bound.
func (f *GaussianMixture) AssumptionConstants(truth []float64, r float64) (Constants, error) {
	low, high := truth[0]-r, truth[0]+r
	if !(r > 0 && low > 0 && high < 1) {
		return Constants{}, &RangeError{What: f.Name() + ": r", Value: r, Accept: "r > 0 and 0 < w* ± r < 1"}
	}
	m := outward / math.Min(low, 1-high)
	least, err := f.scoreMoment(math.Max(low, math.Min(0.5, high)), 2)
	if err != nil {
		return Constants{}, err
	}
	lipschitz := 0.0
	for _, w := range []float64{low, high} {
		third, err := f.scoreMoment(w, 3)
		if err != nil {
			return Constants{}, err
		}
		lipschitz = math.Max(lipschitz, math.Abs(third.Value)+third.Error)
	}
	return Constants{K1: boundedScore(m), K2: m * m * outward, K3: 2 * m * m * m * outward, Lambda0: least.Value - least.Error,
		Lipschitz: lipschitz}, nil
}

// ScoreBounds: I(w) is convex, so its supremum is at an end of the ball; the Hessian −score² lies in [−M², 0] and
// Var score² = E score⁴ − I² ≤ (M² − I) I, at most M²/4·M². ∂³ = 2 score³ has mean −2I′ and
// second moment ≤ 4M⁴I, ∂⁴ = −6 score⁴. The log-likelihood is concave.
func (f *GaussianMixture) ScoreBounds(truth []float64, r float64) (ScoreBounds, error) {
	c, err := f.AssumptionConstants(truth, r)
	if err != nil {
		return ScoreBounds{}, err
	}
	at, err := f.scoreMoment(truth[0], 2)
	if err != nil {
		return ScoreBounds{}, err
	}
	variance := 0.0
	for _, w := range []float64{truth[0] - r, truth[0] + r} {
		end, err := f.scoreMoment(w, 2)
		if err != nil {
			return ScoreBounds{}, err
		}
		variance = math.Max(variance, end.Value+end.Error)
	}
	// (M² − I) I is increasing in I up to M²/2.
	largest := math.Max(c.Lambda0, math.Min(variance, c.K2/2))
	return ScoreBounds{Score: math.Sqrt(c.K2) * outward, Information: at.Value - at.Error, Variance: variance,
		HessianVariance: (c.K2 - largest) * largest * outward, HessianDeviation: c.K2,
		ThirdMean: 2 * c.Lipschitz, ThirdSquare: 4 * c.K2 * c.K2 * variance * outward, Fourth: 6 * c.K2 * c.K2 * outward, Unimodal: true}, nil
}

// scoreMoment is E_w score^k for 0 < w < 1 and k = 2 or 3. What lies beyond the panels has mass below e^{−72} in both components,
// and |score| ≤ M there: nothing beside the error.
func (f *GaussianMixture) scoreMoment(w float64, k int) (Certified, error) {
	theta := []float64{w}
	var x, score [1]float64
	integrand := func(v float64) float64 {
		x[0] = v
		f.Score(score[:], theta, x[:])
		power := score[0] * score[0]
		if k == 3 {
			power *= score[0]
		}
		return math.Exp(f.LogDensity(theta, x[:])) * power
	}
	tv := math.Erf(math.Abs(f.a-f.b) / (2 * math.Sqrt2))
	tolerance := 1e-9 * tv * tv
	value, bound, err := quadrature.Integrate(integrand, f.panels(), tolerance)
	m := 1 / math.Min(w, 1-w)
	return Certified{Value: value, Error: bound + 1e-30*math.Pow(m, float64(k))}, err
}
