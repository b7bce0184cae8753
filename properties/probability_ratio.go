package properties

import (
	"math"

	"itermle/estimators"
	"itermle/theorems"
)

// probabilityRatio is Wald's test of P(bad) = δ against P(bad) = δ′ > δ, in logarithms. With
//
//	log Λ(n, s) = s log(δ′/δ) + (n−s) log((1−δ′)/(1−δ))
//
// it refutes when log Λ ≥ log 1/α and supports when −log Λ ≥ log 1/β. These bounds, unlike Wald's log((1−β)/α), keep
// both error rates exactly (Ville), and since Λ is monotone in s they hold for P(bad) ≤ δ and ≥ δ′ too. It needs the
// fewest trials at δ and δ′ themselves, and more than a RateRule far from them. A product of powers would overflow
// where δ and δ′ are close: sums of logarithms do not.
type probabilityRatio struct {
	Allowed, Tolerated, Alpha, Beta float64
	bad, good                       float64
}

// newProbabilityRatio needs 0 < δ < δ′ < 1.
func newProbabilityRatio(allowed, tolerated, alpha, beta float64) (*probabilityRatio, error) {
	if !(allowed > 0 && allowed < tolerated && tolerated < 1) {
		return nil, &estimators.RangeError{What: "probability ratio: δ", Value: allowed, Accept: "0 < δ < δ′ < 1"}
	}
	if err := checkLevels(alpha, beta); err != nil {
		return nil, err
	}
	return &probabilityRatio{Allowed: allowed, Tolerated: tolerated, Alpha: alpha, Beta: beta,
		bad: math.Log(tolerated / allowed), good: math.Log1p(-tolerated) - math.Log1p(-allowed)}, nil
}

// logRatio is log Λ(n, s).
func (r *probabilityRatio) logRatio(n, s int64) float64 {
	return float64(s)*r.bad + float64(n-s)*r.good
}

// verdict after s bad trials of n; Undecided means: go on. A log within rounding of its threshold has not reached it.
func (r *probabilityRatio) verdict(n, s int64) theorems.Verdict {
	ratio := r.logRatio(n, s)
	slack := 0x1p-49 * (float64(s)*(1+r.bad) + float64(n-s)*(1-r.good) + 64)
	switch {
	case ratio-slack >= -math.Log(r.Alpha):
		return theorems.Refuted
	case -ratio-slack >= -math.Log(r.Beta):
		return theorems.Supported
	}
	return theorems.Undecided
}
