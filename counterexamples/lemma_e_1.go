package counterexamples

import (
	"fmt"
	"math"

	"itermle/counterexamples/construction1"
	"itermle/theorems"
)

// theorem51Consistency is Definition 5.1 for the family of Construction 1 with N fixed (Lemma E.1).
//
// The rate is that of the jumps: α moves the end 1−2α of a uniform law, and μ, f(α) those of another, so TV is of order
// 1/m once m is a large multiple of N. Before that the spike of width e^{−48N}/39 on a single sample wins even on real
// data, if θ* puts samples into [2, 3]: the family is TV-consistent for each N, not uniformly in N.
func theorem51Consistency() theorems.Claim {
	return theorems.Claim{
		ID: "theorem-5.1-consistency", Statement: "lemma-E.1",
		Title: "Construction 1 is TV-consistent: TV ≤ 10 log m/m from m real samples, N fixed",
		Says: "For N fixed and θ* anywhere in Θ (a grid of 26 × 21, ends included), the exact estimate from m real " +
			"samples, m at least 1000 N, has TV(p_θ̂, p_θ*) ≤ 10 log m/m with probability ≥ 0.95: TV → 0 in " +
			"probability (Definition 5.1), at the rate 1/m up to a logarithm.",
		Deviation: "Definition 5.1 asks for TV → 0 in probability; the rate is ours. Checked at finite m, on a grid " +
			"of θ* and N.",
		Expect: theorems.Supported,
		Fixed: func(profile theorems.Profile) []theorems.Scenario {
			scenarios := []theorems.Scenario{
				consistent(1, 1000, 0, 2), consistent(100, 1_000_000_000, 0, 2),
				consistent(1, 10_000, 0.05, 2.3), consistent(10, 10_000, 0.15, 2.5), consistent(10, 10_000, 0.25, 2.6),
			}
			if profile >= theorems.CI {
				scenarios = append(scenarios, consistent(10, 100_000, 0.1, 2.9), consistent(100, 100_000, 0.05, 2.3))
			}
			return scenarios
		},
		Draw: func(c theorems.Chooser) theorems.Scenario {
			familyN := theorems.Pick[int64](c, "N", 1, 2, 5)
			m := theorems.Pick[int64](c, "m", 1000, 2000) * familyN
			// θ* anywhere in Θ: α* = i/100, μ* = 2 + j/20·(1 − f(α*)), both ends of both included.
			alpha := float64(c.Choose("100 α*", 26)) / 100
			narrow := math.Exp(construction1.Family{N: familyN, Decay: construction1.PaperDecay}.LogWidth(alpha))
			return consistent(familyN, m, alpha, 2+float64(c.Choose("20 (μ*−2)/(1−f)", 21))/20*(1-narrow))
		},
		Mutants: mutants{
			{Name: "N-grows-with-m", Scenario: consistent(1000, 1000, 0.05, 2.3)},
			{Name: "too-few-samples", Scenario: consistent(100, 1000, 0.1, 2.9)},
		}.all,
	}
}

// consistent is "TV ≤ 10 log m/m from m real samples of θ* = (α, μ)".
func consistent(familyN, m int64, alpha, mu float64) theorems.Scenario {
	limit := 10 * math.Log(float64(m)) / float64(m)
	one := run1(m, 1)
	one.NewPool = func() (*construction1.Pool, error) { return construction1.New(familyN) }
	one.Truth = []float64{alpha, mu}
	return theorems.Scenario{Name: fmt.Sprintf("N=%d, m=%d, θ*=(%g, %g)", familyN, m, alpha, mu),
		Experiment: rate(one, 0.05, 0.25, func(p *construction1.Pool) bool { return !(p.TotalVariation() <= limit) })}
}
