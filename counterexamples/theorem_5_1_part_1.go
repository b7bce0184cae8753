package counterexamples

import (
	"fmt"
	"math"

	"itermle/counterexamples/construction1"
	"itermle/theorems"
)

// theorem51Part1 encodes part 1 as printed.
//
// arXiv:2505.19046, Theorem 5.1 (1): with probability at least 1 − 1/n, TV(p_θ(1), p_θ*) ≤ log n/n. The printed proof
// takes α^(1) = (1 − x_max)/2. The exact maximiser may drop the largest points; with it the bound holds exactly up to n
// = 168.
func theorem51Part1() theorems.Claim {
	tail := func(n int64) theorems.Scenario { return paper1(n, 1).tailBound(1) }
	return theorems.Claim{
		ID: "theorem-5.1-part-1", Statement: "theorem-5.1-part-1",
		Title: "Thm 5.1(1) as printed: TV(p_θ(1), p_θ*) ≤ log n/n w.p. ≥ 1 − 1/n",
		Says: "For every n, P(α^(1) > log n/n) ≤ 1/n, where α^(1) = TV(p_θ(1), p_θ*) is the exact maximum likelihood " +
			"estimate over all of Θ from n samples of U[0,1]. Decided by the exact law of α^(1) and, at n = 4000, by " +
			"running it; drawn with K ≤ 1 in place of 1, which is stronger.",
		Expect: theorems.Refuted,
		Fixed: func(profile theorems.Profile) []theorems.Scenario {
			scenarios := []theorems.Scenario{exactTailScenario(1, 200), tail(4000)}
			if profile >= theorems.CI {
				scenarios = append(scenarios, exactTailScenario(1, 1000), tail(100_000))
			}
			return scenarios
		},
		// P(α^(1) > K·log n/n) falls with K.
		Draw: func(c theorems.Chooser) theorems.Scenario {
			n := theorems.DrawSize(c, "n", lastGoodN-20, 1500)
			s := exactTailScenario(theorems.DrawReal(c, "K", 0.5, 1), n)
			if n <= lastGoodN {
				s.Unmet = fmt.Sprintf("up to n = %d the bound holds: finding-1-threshold", lastGoodN)
			}
			return s
		},
		Mutants: func() []theorems.Mutant {
			thousand := paper1(1000, 1)
			return []theorems.Mutant{
				{Name: "sharpest-constant", Scenario: exactTailScenario(construction1.SharpestConstant, 300)},
				{Name: "n-below-threshold", Scenario: exactTailScenario(1, 100)},

				// P((1−x_max)/2 > log n/n) = (1 − 2·log n/n)^n ≈ n^−2.
				{Name: "closed-form-of-the-proof",
					Scenario: thousand.bound(math.Log(1000)/1000, 1e-3, 2e-3, (*construction1.Pool).HalfGap)},
			}
		},
	}
}
