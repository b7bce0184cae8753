package counterexamples

import (
	"math"

	"itermle/estimators"
	"itermle/internal/quadrature"
)

// HittingSurvival is P(τ > t), τ the first generation, counted from 0, with a sample of h_α in [1, 2) when Algorithm 1 starts from
// h_0 with n samples a generation (derived here):
//
//	P(τ > t) = ∫_0^{n log 2} e^{−x} ((1 + e^{−x/n})/2)^{nt} dx + 2^{−n} (3/4)^{nt}
//
// Generation 0 fixes α_0 = min(¼, ½(1−M)), M = e^{−x/n} the maximum of n uniform samples, x exponential; each later generation
// misses with probability (1−α_0)^n. For n → ∞ it is E e^{−xt/2} = 2/(t+2): the law of τ does not depend on n, and its mean is infinite. For
// every n, 0 ≤ P(τ > t) − 2/(t+2) ≤ 1/(5n): the lower bound is (1+v)/2 ≥ √v and 3/4 ≥ 1/√2; the upper one is checked
// as a claim, lemma-F.6-limit (its leading term is (t/4n)/(1+t/2)³ ≤ 2/(27n); at n = 1, t = 2 it is 1/6).
//
// Errors: *estimators.RangeError for n < 1 or t < 0, and those of the quadrature.
func HittingSurvival(n float64, t int) (estimators.Certified, error) {
	if !(n >= 1) || math.IsInf(n, 1) {
		return estimators.Certified{}, &estimators.RangeError{What: "n", Value: n, Accept: "a finite n ≥ 1"}
	}
	if t < 0 {
		return estimators.Certified{}, &estimators.RangeError{What: "t", Value: float64(t), Accept: "t ≥ 0"}
	}
	// With y = x(1+t/2) the integrand is e^{−y} times a factor near 1; beyond y = 60 there is less than e^{−60·2/3} of it,
	// since (1+v)/2 ≤ v^{1/3} on [½, 1].
	rate := 1 + float64(t)/2
	end := math.Min(n*math.Ln2, 60/rate)
	points := []float64{0}
	for _, y := range []float64{0.5, 2, 5, 10, 20, 40} {
		if y/rate < end {
			points = append(points, y/rate)
		}
	}
	points = append(points, end)
	integral, bound, err := quadrature.Integrate(func(x float64) float64 {
		return math.Exp(-x + n*float64(t)*math.Log1p(math.Expm1(-x/n)/2))
	}, points, 1e-13)
	if err != nil {
		return estimators.Certified{}, err
	}
	capped := math.Exp(-n*math.Ln2 + n*float64(t)*math.Log(0.75))
	return estimators.Certified{Value: integral + capped, Error: bound + 1e-15 + math.Exp(-40)}, nil
}

// hittingTable is P(τ > t) for t = 0, …, limit−1.
func hittingTable(n float64, limit int) ([]float64, error) {
	survival := make([]float64, limit)
	for t := range survival {
		s, err := HittingSurvival(n, t)
		if err != nil {
			return nil, err
		}
		survival[t] = s.Value
	}
	return survival, nil
}
