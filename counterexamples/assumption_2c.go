package counterexamples

import (
	"fmt"
	"math"

	"itermle/counterexamples/departures"
	"itermle/estimators"
	"itermle/theorems"
)

func oscillating(truth float64, n int64, generations int) departure {
	return newDeparture("oscillating-logit", truth, n, generations, departures.NewOscillating)
}

// scoreAt are the derivatives of log p_θ(k, y) at the level k−1 for y = 0 and 1, of orders 1 and 2, and their variance.
func scoreAt(level int, theta float64) (score, hessian [2]float64, information float64) {
	psi, first, second := departures.OscillatingLogit(level, theta)
	s := departures.Logistic(psi)
	information = s * (1 - s) * first * first
	for y, excess := range [2]float64{-s, 1 - s} {
		score[y], hessian[y] = excess*first, excess*second-information
	}
	return score, hessian, information
}

// oscillatingLevels are those that are looked at: what is beyond has probability 2^-40.
const oscillatingLevels = 40

// oscillatingSigma is I(θ)^{−½}, I(θ) = Σ 2^{−k} s(1−s) ψ_k′²; I(0) = ¼ Σ 2^{−k} (1 + 2^{−k−1})² = ¼ (1 + 1/3 + 1/28).
func oscillatingSigma(theta float64) float64 {
	sum := 0.0
	for level := range oscillatingLevels {
		_, _, information := scoreAt(level, theta)
		sum += math.Ldexp(information, -level-1)
	}
	return 1 / math.Sqrt(sum)
}

func assumption2COscillating() theorems.Claim {
	sigma := oscillatingSigma(0)
	hundred := oscillating(0, 1000, 100)
	return theorems.Claim{
		ID: "assumption-2C-oscillating", Statement: "assumption-2C",
		Title: "logit θ + sin(2^k θ)/(2·4^k), third derivative unbounded: P(|θ^(T)−θ*| > 2√(π²/(6nI))) ≤ 0.1",
		Says: "Where ‖∇³ log p_θ‖ has no bound, not even an expected one, θ^(T) keeps the rate n^{-1/2} and the " +
			"factor π²/6 of averages, with I(0) = ¼(1 + 1/3 + 1/28).",
		Deviation: "Ours; measured, not proved.",
		Expect:    theorems.Supported,
		Fixed:     always(hundred.within(sigma)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			truth := theorems.DrawReal(c, "θ*", -0.5, 0.5)
			return oscillating(truth, 1, 1).equal(c, 300, 1e6).within(oscillatingSigma(truth))
		},
		Mutants: mutants{
			{Name: "accumulate-to-replace", Scenario: hundred.with(estimators.Replace()).within(sigma)},
			{Name: "information-tenfold", Scenario: hundred.within(sigma / math.Sqrt(10))},
		}.all,
	}
}

// oscillatingConstants decides the bounds of the family at some θ of Θ = [−1, 1] and 40 levels: |score| ≤ 5/4,
// |Hessian| ≤ hessian, I ≥ 1/10, and a third derivative at 0 above 2^k/5 at level k.
func oscillatingConstants(hessian float64, thetas ...float64) theorems.Scenario {
	name := fmt.Sprintf("θ=%g levels=%d", thetas, oscillatingLevels)
	if len(thetas) > 2 {
		name = fmt.Sprintf("θ=%g..%g grid=%d levels=%d", thetas[0], thetas[len(thetas)-1], len(thetas),
			oscillatingLevels)
	}
	return decided(name, func() (theorems.Outcome, error) {
		var out theorems.Outcome
		largest, least := 0.0, math.Inf(1)
		for _, theta := range thetas {
			for level := range oscillatingLevels {
				scores, hessians, _ := scoreAt(level, theta)
				for y := range 2 {
					largest = math.Max(largest, math.Abs(hessians[y]))
					atMost(&out, math.Abs(scores[y]), 1.25, 1e-12, "score %g at θ = %g, level %d", scores[y], theta,
						level)
				}
			}
			sigma := oscillatingSigma(theta)
			least = math.Min(least, 1/(sigma*sigma))
		}
		for level := range oscillatingLevels {
			// At θ = 0, ψ″ = 0 and s = ½, so the third derivative is (y−½) ψ‴; ψ‴ = −λ/2 is taken from ψ″ itself, over
			// a step of 10^-3/λ.
			lambda := math.Ldexp(2, level)
			step := 1e-3 / lambda
			_, _, right := departures.OscillatingLogit(level, step)
			_, _, left := departures.OscillatingLogit(level, -step)
			third := math.Abs(right-left) / (2 * step) / 2
			atMost(&out, lambda/5, third, 1e-3*lambda, "third derivative %g at level %d", third, level)
		}
		atMost(&out, largest, hessian, 1e-12, "|Hessian| %g", largest)
		atMost(&out, 0.1, least, 1e-12, "information %g", least)
		out.Evidence = fmt.Sprintf("largest |Hessian| %.4f, least information %.4f", largest, least)
		return out, nil
	})
}

func assumption2CAlone() theorems.Claim {
	var grid []float64
	for i := -500; i <= 500; i++ {
		grid = append(grid, float64(i)/500)
	}
	return theorems.Claim{
		ID: "assumption-2C-alone", Statement: "assumption-2C",
		Title: "… and that family breaks 2C alone: |score| ≤ 5/4, |Hessian| ≤ 9/10, I ≥ 1/10, |third| ≥ 2^k/5 " +
			"at level k",
		Says: "On Θ = [−1, 1] score and Hessian are bounded (|y−s| < 0.76 by |ψ| ≤ 9/8, so 0.76·½ + ¼·25/16 < 9/10) " +
			"and the information is at least 1/10, while the third derivative at level k is 2^k/4 at θ = 0.",
		Deviation: "Ours.",
		Expect:    theorems.Supported,
		Fixed:     always(oscillatingConstants(0.9, grid...)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return oscillatingConstants(0.9, theorems.DrawReal(c, "θ", -1, 1), theorems.DrawReal(c, "θ′", -1, 1))
		},
		Mutants: mutants{{Name: "hessian-halved", Scenario: oscillatingConstants(0.45, grid...)}}.all,
	}
}
