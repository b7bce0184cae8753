package counterexamples

import (
	"fmt"
	"math"

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

// leakConstantsOrder computes how large the constants of the leak are: with log m = log(ε + κθ²) on sheet 2 and x =
// θ√(κ/ε),
//
//	|(log m)″| ≤ 2κ/ε at x = 0,   |(log m)‴| ≤ (3/2 + √2)(κ/ε)^{3/2} at x = √2 − 1,
//	|(log m)′| = √(κ/ε) with probability 2ε at x = 1, so K1² ≥ (κ/ε)/(2 log(1/ε)).
//
// The derivatives are differences of m, which is a parabola: they have no error but rounding.
func leakConstantsOrder() theorems.Claim {
	// factors are a mutant's, of K2, K3 and K1².
	scenario := func(kappa, epsilon float64, factors [3]float64) theorems.Scenario {
		name := fmt.Sprintf("κ=%g ε=%g constants*%g", kappa, epsilon, factors)
		return theorems.Scenario{Name: name, Experiment: theorems.Deterministic{Decide: func() (out theorems.Outcome,
			err error) {
			f := leak.Family{Kappa: kappa, Epsilon: epsilon}
			unit := math.Sqrt(epsilon / kappa)
			var k2, k3, k1 float64
			for i := range 4001 {
				theta := unit * float64(i) / 1000
				if theta > 1 {
					break
				}
				const half = 0.5
				m, above, below := f.Mass(theta), f.Mass(theta+half*unit), f.Mass(theta-half*unit)
				first, second := (above-below)/unit/m, 4*(above+below-2*m)/(unit*unit)/m
				k2 = max(k2, math.Abs(second-first*first))
				k3 = max(k3, math.Abs(first*(2*first*first-3*second)))
				k1 = max(k1, first*first/(2*math.Log(2/m)))
			}
			ratio := kappa / epsilon
			out.Pin("K2 to 2κ/ε", factors[0]*2*ratio/k2, 1-1e-9, 1+1e-5)
			out.Pin("K3 to (3/2+√2)(κ/ε)^{3/2}", factors[1]*(1.5+math.Sqrt2)*math.Pow(ratio, 1.5)/k3, 1-1e-9, 1+1e-5)
			out.Check(k1 >= factors[2]*ratio/(2*math.Log(1/epsilon))*(1-1e-9), "K1² ≥ %g", k1)
			out.Evidence = fmt.Sprintf("K1² ≥ %.4g, K2 ≥ %.4g, K3 ≥ %.4g", k1, k2, k3)
			return out, nil
		}}}
	}
	exact := [3]float64{1, 1, 1}
	return theorems.Claim{
		ID: "leak-constants-order", Statement: "leak-constants", Expect: theorems.Supported,
		Title: "the constants of the leak: K2 = 2κ/ε, K3 of the order K2^{3/2}, K1² log K1 of the order K2",
		Says: "On sheet 2 sup |(log m)″| = 2κ/ε, sup |(log m)‴| = (3/2 + √2)(κ/ε)^{3/2} and K1² ≥ (κ/ε)/(2 " +
			"log(1/ε)): so the c of leak-constants is of the order of K2, K1² log K1 and K3^{2/3}.",
		Deviation: "Not in the paper.",
		Fixed:     always(scenario(0.5, 1e-6, exact)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return scenario(drawKappa(c), theorems.DrawLog(c, "ε", 1e-12, 1e-3), exact)
		},
		Mutants: mutants{
			{Name: "K2-one-percent-more", Scenario: scenario(0.5, 1e-6, [3]float64{1.01, 1, 1})},
			{Name: "K2-one-percent-less", Scenario: scenario(0.5, 1e-6, [3]float64{0.99, 1, 1})},
			{Name: "K3-one-percent-more", Scenario: scenario(0.5, 1e-6, [3]float64{1, 1.01, 1})},
			{Name: "K3-one-percent-less", Scenario: scenario(0.5, 1e-6, [3]float64{1, 0.99, 1})},
			{Name: "K1-squared-half-as-much-again", Scenario: scenario(0.5, 1e-6, [3]float64{1, 1, 1.5})},
		}.all,
	}
}
