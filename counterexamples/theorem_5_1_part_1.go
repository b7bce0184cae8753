package counterexamples

import (
	"fmt"
	"math"

	"itermle/counterexamples/construction1"
	"itermle/theorems"
)

// exceeds says whether TV(p_θ, p_θ*) > K·log n/n.
func exceeds(constant float64, n int64) func(c *construction1.Pool) bool {
	limit := constant * math.Log(float64(n)) / float64(n)
	return func(c *construction1.Pool) bool { return c.TotalVariation() > limit }
}

// exactTail decides "P(α^(1) > K·log n/n) ≤ 1/n" by the exact law of α^(1).
func exactTail(constant float64, n int64) theorems.Deterministic {
	return theorems.Deterministic{Decide: func() (theorems.Outcome, error) {
		size := float64(n)
		p, bound, err := construction1.FirstEstimatorSurvival(n, constant*math.Log(size)/size, 1e-6)
		if err != nil {
			return theorems.Outcome{}, err
		}
		outcome := theorems.Outcome{Cases: 1, Evidence: fmt.Sprintf("n·P(TV > %.4g log n/n) = %.6f ± %.1g at n = %d", constant, size*p, size*bound, n)}
		switch {
		case size*(p+bound) <= 1:
			outcome.Verdict = theorems.Supported
		case size*(p-bound) > 1:
			outcome.Verdict = theorems.Refuted
		}
		return outcome, nil
	}}
}

func exactTailScenario(constant float64, n int64) theorems.Scenario {
	return theorems.Scenario{Name: fmt.Sprintf("exact law, n=%d", n), Experiment: exactTail(constant, n)}
}

// theorem51Part1Claims encode part 1 as printed.
//
// arXiv:2505.19046, Theorem 5.1 (1): with probability at least 1 − 1/n, TV(p_θ(1), p_θ*) ≤ log n/n. The printed proof takes
// α^(1) = (1 − x_max)/2. The exact maximiser may drop the largest points; with it the bound holds exactly up to n = 168.
func theorem51Part1Claims() []theorems.Claim {
	return []theorems.Claim{{
		ID:        "theorem-5.1-part-1",
		Statement: "theorem-5.1-part-1",
		Title:     "Thm 5.1(1) as printed: TV(p_θ(1), p_θ*) ≤ log n/n w.p. ≥ 1 − 1/n",
		Says: "For every n, P(α^(1) > log n/n) ≤ 1/n, where α^(1) = TV(p_θ(1), p_θ*) is the exact maximum likelihood estimate over all of Θ " +
			"from n samples of U[0,1]. Decided by the exact law of α^(1) and, at n = 4000, by running it.",
		Expect: theorems.Refuted,
		Fixed: func(profile theorems.Profile) []theorems.Scenario {
			run := construction1Run{n: 4000, generations: 1}
			scenarios := []theorems.Scenario{exactTailScenario(1, 200), run.scenario(run.rate(1./4000, 2./4000, exceeds(1, 4000)))}
			if profile >= theorems.CI {
				scenarios = append(scenarios, exactTailScenario(1, 1000))
				run = construction1Run{n: 100_000, generations: 1}
				scenarios = append(scenarios, run.scenario(run.rate(1e-5, 2e-5, exceeds(1, 100_000))))
			}
			return scenarios
		},
		Mutants: func() []theorems.Mutant {
			thousand := construction1Run{n: 1000, generations: 1}
			return []theorems.Mutant{
				mutant("sharpest-constant", exactTailScenario(construction1.SharpestConstant, 300)),
				mutant("n-below-threshold", exactTailScenario(1, 100)),
				// P((1−x_max)/2 > log n/n) = (1 − 2·log n/n)^n ≈ n^−2.
				mutant("closed-form-of-the-proof", thousand.scenario(thousand.rate(1e-3, 2e-3, func(c *construction1.Pool) bool {
					return c.HalfGap() > math.Log(1000)/1000
				}))),
			}
		},
	}}
}
