package counterexamples

import (
	"itermle/counterexamples/leak"
	"itermle/estimators"
	"itermle/theorems"
)

func leakConstants() theorems.Claim {
	scenario := func(l leaks, tolerance float64) theorems.Scenario { return l.collapse(l.limit, tolerance) }
	// at is n = p·K2/(2κ) with K2 = 2κ/ε: ε = p/n.
	at := func(kappa float64, n int64, p float64, synthetic int) leaks {
		return leaks{Family: leak.Family{Kappa: kappa, Epsilon: p / float64(n)},
			schedule: estimators.ConstantSchedule(n), synthetic: synthetic}
	}
	return theorems.Claim{
		ID: "leak-constants", Statement: "leak-constants",
		Title: "1–3 hold with K2 = 2κ/ε: collapse at n = p·K2/(2κ)",
		Says: "For ε > 0 all of Assumptions 1–3 hold, with K2 ≥ 2κ/ε. With equal sizes n = p·K2/(2κ) = p/ε the " +
			"collapse by synthetic generation T has probability → 1 − e^{−p(T+1)} E exp(−a Σ_{t≤T} z_t²): real data " +
			"alone reach sheet 2 with probability 1−e^{−p}, so c in Theorem 4.1 grows at least linearly with K2, and " +
			"smoothness as such does not save the global MLE.",
		Deviation: "Not in the paper, which thinks such an example without non-smoothness unlikely (section 5.3).",
		Expect:    theorems.Supported,
		Fixed: always(scenario(at(0.5, 1e6, 1e-6, 1), 0.01), // ε = n^−2
			scenario(at(0.5, 1e6, 0.1, 10), 0.02)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			l := drawLeak(c)
			l.Epsilon = theorems.DrawLog(c, "p", 1e-6, 0.3) / float64(l.schedule.Size(0))
			return scenario(l, 0.03)
		},
		Mutants: func() []theorems.Mutant {
			one := at(0.5, 1e6, 0.1, 10)
			constant, none, real := one, one, one
			constant.Kappa, none.Epsilon, real.fresh = 1e-9, 0, true
			return []theorems.Mutant{
				{Name: "no-growth-in-theta", Scenario: one.collapse(constant.limit, 0.02)},
				{Name: "no-mass-at-the-truth", Scenario: one.collapse(none.limit, 0.02)},
				{Name: "real-data-instead", Scenario: scenario(real, 0.02)},
			}
		},
	}
}
