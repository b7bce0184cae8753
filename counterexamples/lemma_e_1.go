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
	const rate = 3
	paper := func(N, m int64, alpha, mu float64) theorems.Scenario {
		return consistent(run1{family: construction1.Paper(N), n: m, T: 1}, alpha, mu, rate)
	}
	return theorems.Claim{
		ID: "theorem-5.1-consistency", Statement: "lemma-E.1",
		Sometimes: 0.5, Demands: []theorems.Share{{AtLeast: 0.5, Within: 10}},
		Title: "Construction 1 is TV-consistent: TV ≤ 3 log m/m from m real samples, N fixed",
		Says: "For N fixed and θ* anywhere in Θ (ends included), the exact estimate from m real " +
			"samples, m at least 1000 N, has TV(p_θ̂, p_θ*) ≤ 3 log m/m with probability ≥ 0.95: TV → 0 in " +
			"probability (Definition 5.1), at the rate 1/m up to a logarithm.",
		Deviation: "Definition 5.1 asks for TV → 0 in probability; the rate is ours. Checked at finite m.",
		Expect:    theorems.Supported,
		Fixed: func(profile theorems.Profile) []theorems.Scenario {
			scenarios := []theorems.Scenario{
				paper(1, 1000, 0, 2), paper(100, 1_000_000_000, 0, 2),
				paper(1, 10_000, 0.05, 2.3), paper(10, 10_000, 0.15, 2.5), paper(10, 10_000, 0.25, 2.6),
			}
			if profile >= theorems.CI {
				scenarios = append(scenarios, paper(10, 100_000, 0.1, 2.9), paper(100, 100_000, 0.05, 2.3))
			}
			return scenarios
		},
		Draw: func(c theorems.Chooser) theorems.Scenario {
			r := draw1(c, 1, 5, 1)
			r.n *= theorems.DrawSize(c, "m/N", 1000, 2000)
			alpha := theorems.DrawReal(c, "α*", 0, construction1.LargestAlpha)
			// both ends of [2, 3−f(α*)] included
			return consistent(r, alpha,
				2+theorems.DrawReal(c, "(μ*−2)/(1−f)", 0, 1)*(1-math.Exp(r.family.LogWidth(alpha))), rate)
		},
		Mutants: mutants{
			{Name: "N-grows-with-m", Scenario: paper(1000, 1000, 0.05, 2.3)},
			{Name: "too-few-samples", Scenario: paper(100, 1000, 0.1, 2.9)},
			{Name: "a-tenth-of-the-rate",
				Scenario: consistent(run1{family: construction1.Paper(1), n: 10_000, T: 1}, 0.05, 2.3, rate/10.)},
		}.all,
	}
}

// consistent is "TV ≤ K log m/m from m = r.n real samples of θ* = (α, μ)".
func consistent(r run1, alpha, mu, constant float64) theorems.Scenario {
	one, m := r.setup(), float64(r.n)
	one.Truth = []float64{alpha, mu}
	limit := constant * math.Log(m) / m
	return theorems.Scenario{Name: fmt.Sprintf("N=%d/%v/θ*=(%g, %g)/K=%g", r.family.N, r, alpha, mu, constant),
		Experiment: theorems.Rate{Allowed: 0.05, Tolerated: 0.25,
			Ratio: after(one, func(p *construction1.Pool) float64 { return p.TotalVariation() / limit })}}
}
