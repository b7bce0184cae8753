package counterexamples

import (
	"fmt"
	"math"

	"itermle/counterexamples/departures"
	"itermle/estimators"
	"itermle/theorems"
)

func oscillating(n int64, generations int) departure {
	return newDeparture("oscillating-logit", 0, n, generations, departures.NewOscillating)
}

// oscillatingInformation is I(0) = ¼ Σ 2^{−k} (1 + 2^{−k−1})² = ¼ (1 + 1/3 + 1/28).
const oscillatingInformation = (1 + 1./3 + 1./28) / 4

func assumption2COscillating() theorems.Claim {
	sigma := 1 / math.Sqrt(oscillatingInformation)
	return theorems.Claim{
		ID: "assumption-2C-oscillating", Statement: "assumption-2C",
		Title: "logit θ + sin(2^k θ)/(2·4^k), third derivative unbounded: P(|θ^(100)| > 2√(π²/(6nI))) ≤ 0.1",
		Says: "Where ‖∇³ log p_θ‖ has no bound, not even an expected one, θ^(T) keeps the rate n^{-1/2} and the " +
			"factor π²/6 of averages, with I(0) = ¼(1 + 1/3 + 1/28).",
		Deviation: "Ours; measured, not proved.",
		Expect:    theorems.Supported,
		Fixed:     always(oscillating(1000, 100).within(sigma)),
		Mutants: mutants{
			{Name: "accumulate-to-replace", Scenario: oscillating(1000, 100).with(estimators.Replace()).within(sigma)},
			{Name: "information-tenfold", Scenario: oscillating(1000, 100).within(sigma / math.Sqrt(10))},
		}.all,
	}
}

// oscillatingConstants decides the bounds of the family on a grid of Θ = [−1, 1] and levels: |score| ≤ 5/4, |Hessian| ≤
// hessian, I ≥ 1/10, and a third derivative at 0 above 2^k/5 at level k.
func oscillatingConstants(hessian float64) theorems.Scenario {
	return decided("grid of 1001 θ and 40 levels", func() (theorems.Outcome, error) {
		var out theorems.Outcome
		largest, least := 0.0, math.Inf(1)
		for i := -500; i <= 500; i++ {
			theta, information, share := float64(i)/500, 0.0, 0.5
			for level := range 40 {
				psi, first, second := departures.OscillatingLogit(level, theta)
				s := departures.Logistic(psi)
				information += share * s * (1 - s) * first * first
				share /= 2
				for _, excess := range []float64{-s, 1 - s} {
					largest = math.Max(largest, math.Abs(excess*second-s*(1-s)*first*first))
					atMost(&out, math.Abs(excess*first), 1.25, 1e-12, "score %g at θ = %g, level %d", excess*first,
						theta,
						level)
				}
			}
			least = math.Min(least, information)
		}
		for level := range 40 {
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
	return theorems.Claim{
		ID: "assumption-2C-alone", Statement: "assumption-2C",
		Title: "… and that family breaks 2C alone: |score| ≤ 5/4, |Hessian| ≤ 9/10, I ≥ 1/10, |third| ≥ 2^k/5 " +
			"at level k",
		Says: "On Θ = [−1, 1] score and Hessian are bounded (|y−s| < 0.76 by |ψ| ≤ 9/8, so 0.76·½ + ¼·25/16 < 9/10) " +
			"and the information is at least 1/10, while the third derivative at level k is 2^k/4 at θ = 0.",
		Deviation: "Ours.",
		Expect:    theorems.Supported,
		Fixed:     always(oscillatingConstants(0.9)),
		Mutants:   mutants{{Name: "hessian-halved", Scenario: oscillatingConstants(0.45)}}.all,
	}
}
