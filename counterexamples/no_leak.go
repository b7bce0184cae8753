package counterexamples

import (
	"fmt"
	"math"

	"itermle/counterexamples/leak"
	"itermle/theorems"
)

// noLeak is the converse of the leaks (derived here).
//
// Theorem. Let |log p_θ(x) − log p_θ*(x)| ≤ B for all x and all θ of a set G of models, and R any set of samples. Under
// every workflow whose generation t draws n_t samples of p_θ(t), independent given the past,
//
//	P(θ^(t) ∈ G, generation t hits R) ≤ e^B n_t P_θ*(R).
//
// Proof. Given the past, one sample lies in R with probability ∫_R p_θ(t) ≤ e^B ∫_R p_θ* where θ^(t) ∈ G; there are n_t
// of them. Take expectations over the past. ∎
//
// So P(R is hit by T) ≤ e^B N P_θ*(R) for N synthetic samples: what real data would do with e^B N. A leak lives where
// the ratio is unbounded: p_θ(R) > 0 = P_θ*(R) needs 1C to fail, and κθ²/ε = e^B → ∞ needs constants of 2 that grow.
// With 1C and a score bounded by S on B_r(θ*), B = rS; with 2A alone Hölder's inequality in place of the supremum gives
// P_θ(R) ≤ P_θ*(R)^{1−1/q} (E_θ* (p_θ/p_θ*)^q)^{1/q}, and 2A with ‖θ−θ*‖ of the order 1/√n keeps the last factor
// bounded. Neither 1A nor 1B nor 3 is used.
func noLeak() theorems.Claim {
	// share is of e^B: 1, or a mutant's. With reach ρ, e^B = (ε+κρ²)/ε at the leak letter, which is R.
	scenario := func(l letters, reach, share float64) theorems.Scenario {
		name := fmt.Sprintf("%v reach=%.4g share=%g", l, reach, share)
		return decided(name, func() (out theorems.Outcome, err error) {
			law, err := l.law(reach)
			if err != nil {
				return out, err
			}
			ratio := l.Mass(reach) / l.Epsilon // e^B, of the leak letter
			tightest := 0.0
			for t, g := range law {
				bound := share * ratio * float64(g.Samples) * l.Epsilon
				out.Check(g.Hit <= bound*(1+1e-9), "generation %d: P(hit) = %.6g > %.6g", t+1, g.Hit, bound)
				tightest = math.Max(tightest, g.Hit/bound)
			}
			out.Pin("the bound", 1/tightest, 1, 200)
			out.Evidence = fmt.Sprintf("%d generations, e^B = %.4g, P(hit) up to %.3f of the bound", len(law), ratio,
				tightest)
			return out, nil
		})
	}
	at := letters{Letters: leak.Letters{Family: leak.Family{Kappa: 0.5, Epsilon: 1e-4}}, n: 20, synthetic: 3}
	return theorems.Claim{
		ID: "no-leak", Statement: "no-leak",
		Title: "the converse: a bounded likelihood ratio forbids leaks",
		Says: "If |log p_θ − log p_θ*| ≤ B for the models so far, generation t hits a region R with probability at " +
			"most e^B n_t P_θ*(R): at most e^B times as soon as real data. Exactly, on three letters with R the leak " +
			"letter and the models of |θ| ≤ ρ.",
		Deviation: "Not in the paper. B is the ratio's logarithm at R, which is all that the proof uses.",
		Expect:    theorems.Supported,
		Fixed:     always(scenario(at, 0.2, 1), scenario(at, 0.3, 1)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			l := drawLetters(c, 40)
			l.n = max(l.n, 4)
			l.Epsilon = theorems.DrawLog(c, "ε", 1e-6, 0.01)
			return scenario(l, math.Min(1, theorems.DrawReal(c, "ρ√n", 2.2, 3.5)/math.Sqrt(float64(l.n))), 1)
		},
		Mutants: mutants{
			{Name: "B-of-the-truth", Scenario: scenario(at, 0.2, 1e-4/(1e-4+0.02))},
			{Name: "a-tenth", Scenario: scenario(at, 0.2, 0.1)},
			{Name: "linear-in-theta", Scenario: scenario(at, 0.2, 0.004/0.0201)},
		}.all,
	}
}
