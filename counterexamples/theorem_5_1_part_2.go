package counterexamples

import (
	"math"

	"itermle/counterexamples/construction1"
	"itermle/theorems"
)

// proofCollapse is the c of the proof of Theorem 5.1 (2), ¼(1 − e^{−1/4}) ≈ 0.0553.
var proofCollapse = -math.Expm1(-0.25) / 4

// theorem51Part2Claims encode part 2, its proof, and what is true beside it.
//
// arXiv:2505.19046, Theorem 5.1 (2): with probability at least c, TV(p_θ(2), p_θ*) ≥ C, with c and C that do not depend on n. The
// proof, for n ≥ 2: P(x_max ≤ 1−1/n) = (1−1/n)^n ≥ ¼, then α^(1) ≥ (1−x_max)/2 ≥ 1/(2n), because every candidate for α^(1) is at
// least (1−x_max)/2; a draw of p_θ(1) lies in [2, 3] with probability α^(1)/2, so some of n do with probability at least
// 1 − e^{−1/4}; and a hit forces α^(2) > 1/10: at α ≤ 1/10 the likelihood is at most (17/16)^{2n}, since
// (α/4)(1+39) ≤ 1 there, and at α = 1/8 with one point in the spike at least 32^{−2n} e^{8n}.
func theorem51Part2Claims() []theorems.Claim {
	sizes := func(c theorems.Chooser) int64 {
		return choose[int64](c, "n", 2, 3, 5, 10, 30, 100, 1000, 10_000, 100_000, 1_000_000)
	}
	collapse := func(n int64, least, decay float64, generations int) theorems.Scenario {
		run := construction1Run{n: n, generations: generations, decay: decay}
		return run.scenario(run.rate(1-least, 1-least/2, func(c *construction1.Pool) bool { return !construction1.Collapsed(c) }))
	}
	firstStep := func(n int64, multiple float64) theorems.Scenario {
		run := construction1Run{n: n, generations: 1}
		return run.scenario(run.rate(0.75, 0.8, func(c *construction1.Pool) bool { return c.Parameter[0] < multiple/(2*float64(n)) }))
	}
	forced := func(n int64, decay float64) theorems.Scenario {
		run := construction1Run{n: n, generations: 2, decay: decay}
		return run.scenario(run.rate(0, 0.005, func(c *construction1.Pool) bool {
			return c.Happened[construction1.EventHit] && !construction1.Collapsed(c)
		}))
	}
	limit := construction1Run{n: limitN, generations: 2}
	return []theorems.Claim{{
		ID:        "theorem-5.1-part-2",
		Statement: "theorem-5.1-part-2",
		Title:     "Thm 5.1(2): TV(p_θ(2), p_θ*) > 1/10 w.p. ≥ ¼(1 − e^{−1/4}) = 0.0553",
		Says:      "For every n ≥ 2, P(α^(2) > 1/10) ≥ ¼(1 − e^{−1/4}), with the exact maximum likelihood estimate over all of Θ in both generations.",
		Expect:    theorems.Supported,
		Fixed: func(theorems.Profile) []theorems.Scenario {
			return []theorems.Scenario{collapse(2, proofCollapse, 0, 2), collapse(100, proofCollapse, 0, 2), collapse(10_000, proofCollapse, 0, 2),
				collapse(1_000_000_000, proofCollapse, 0, 2)}
		},
		Draw: func(c theorems.Chooser) theorems.Scenario { return collapse(sizes(c), proofCollapse, 0, 2) },
		Mutants: func() []theorems.Mutant {
			return []theorems.Mutant{
				mutant("f-not-narrow-enough", collapse(100, proofCollapse, 0.01, 2)),
				mutant("generation-1", collapse(100, proofCollapse, 0, 1)),
				// It must be told from 1 − c/2 = 0.72; the true P(no collapse) is 0.76.
				mutant("c-tenfold", collapse(100, 10*proofCollapse, 0, 2)),
			}
		},
	}, {
		ID:        "theorem-5.1-part-2-first-step",
		Statement: "theorem-5.1-part-2",
		Title:     "proof of Thm 5.1(2): α^(1) ≥ 1/(2n) w.p. ≥ ¼",
		Says:      "For every n ≥ 2, P(α^(1) ≥ 1/(2n)) ≥ P(x_max ≤ 1 − 1/n) ≥ ¼.",
		Expect:    theorems.Supported,
		Fixed: func(theorems.Profile) []theorems.Scenario {
			return []theorems.Scenario{firstStep(10, 1), firstStep(10_000, 1)}
		},
		Draw: func(c theorems.Chooser) theorems.Scenario { return firstStep(sizes(c), 1) },
		Mutants: func() []theorems.Mutant {
			return []theorems.Mutant{mutant("twice-the-gap", firstStep(10_000, 2.5)), mutant("n-squared", firstStep(100, 100))}
		},
	}, {
		ID:        "theorem-5.1-part-2-hit",
		Statement: "theorem-5.1-part-2",
		Title:     "proof of Thm 5.1(2): a sample of X^(1) in [2,3] forces α^(2) > 1/10",
		Says:      "For every n, a sample of generation 1 in [2, 3] forces the exact estimate to α^(2) > 1/10: never seen otherwise, though a hit has a probability near 0.24.",
		Expect:    theorems.Supported,
		Fixed: func(theorems.Profile) []theorems.Scenario {
			return []theorems.Scenario{forced(1, 0), forced(100, 0), forced(10_000, 0)}
		},
		Draw: func(c theorems.Chooser) theorems.Scenario { return forced(sizes(c), 0) },
		Mutants: func() []theorems.Mutant {
			return []theorems.Mutant{mutant("f-not-narrow-enough", forced(100, 0.01)), mutant("f-barely-too-wide", forced(1000, 0.05))}
		},
	}, {
		ID:        "theorem-5.1-part-2-limit",
		Statement: "theorem-5.1-part-2",
		Title:     "the true probability of collapse tends to 1 − θ0/Φ(¼) = 0.2411, beside the proved 0.0553",
		Says: "P(α^(2) > 1/10) → 1 − E e^{−G/4} = 1 − θ0/Φ(¼) = 0.241112 as n → ∞, G the limit of 2n·α^(1) and Φ the inverse of " +
			"ψ(θ) = θ/4 + 2^{−θ} − 1: n draws hit [2, 3] a Poisson(nα/2) number of times, nα/2 → G/4.",
		Expect: theorems.Supported,
		Fixed: func(theorems.Profile) []theorems.Scenario {
			return []theorems.Scenario{limit.scenario(limit.frequency(construction1.LimitHit, 0.02, construction1.Collapsed))}
		},
		Mutants: func() []theorems.Mutant {
			// With the proof's closed form 2n·α^(1) would be Exp(1) and the limit 1 − 1/(1 + ¼) = 0.2.
			return []theorems.Mutant{
				mutant("closed-form-of-the-proof", limit.scenario(limit.frequency(0.2, 0.02, construction1.Collapsed))),
				mutant("proved-constant", limit.scenario(limit.frequency(proofCollapse, 0.02, construction1.Collapsed))),
			}
		},
	}}
}
