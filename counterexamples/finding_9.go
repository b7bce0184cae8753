package counterexamples

import (
	"fmt"
	"math"

	"itermle/counterexamples/construction2"
	"itermle/theorems"
)

func finding9() theorems.Claim {
	return theorems.Claim{
		ID: "theorem-5.2-sharp", Statement: "finding-9",
		Title: "… in fact TV ≥ ¾, by t_1(δ)+1 generations, free of n",
		Says: "With the canonical f, with probability ≥ 1−δ TV(p_θ(T), p_θ*) ≥ ¾ for some T ≤ t_1(δ)+1 = ⌈(16/(3δ)) " +
			"log(4/δ)⌉ + 1, the same for all n with n (t_1(δ)+1) ≤ φ⁻¹(ψ(3)) (ψ(2)+1).",
		Deviation: "Stronger than print: 3/8 becomes ¾ because TV(g_{β,J}, h_0) = 1 − 1/(2J) exactly.",
		Expect:    theorems.Supported,
		Fixed: func(theorems.Profile) []theorems.Scenario {
			var scenarios []theorems.Scenario
			for i, n := range []int64{1, 10, 1000, 1e6, 1e15} {
				scenarios = append(scenarios, sharp52(growths52[i%4], n, 0.1).scenario())
			}
			return scenarios
		},
		Draw: func(c theorems.Chooser) theorems.Scenario {
			phi := theorems.Pick(c, "φ", "loglog", "sqrtlog", "log", "power")
			if phi == "power" {
				phi = fmt.Sprintf("power:%g", theorems.DrawReal(c, "power", 0.02, 0.3))
			}
			return sharp52(phi, theorems.DrawSize(c, "n", 1, 1e15), theorems.DrawLog(c, "δ", 0.01, 0.25)).scenario()
		},
		Mutants: func() []theorems.Mutant {
			unreachable := sharp52("loglog", 1000, 0.1)
			unreachable.threshold = 0.76
			early := sharp52("sqrtlog", 1e15, 0.1)
			early.deadline = math.Ceil(early.deadline / 80) // 3: P(τ > 2) = ½
			wide := sharp52("log", 1e6, 0.1)
			wide.width = "list:0.499"
			return []theorems.Mutant{
				{Name: "tv-0.76", Scenario: unreachable.scenario()},
				{Name: "waiting-time-over-80", Scenario: early.scenario()},
				{Name: "f-too-wide", Scenario: wide.scenario()},
			}
		},
	}
}

// sharp52 is the form that survives sharpening: ¾ for 3/8, and a deadline that does not depend on n as long as level 2
// decides, that is, n (t_1(δ)+1) ≤ φ⁻¹(ψ(3)) (ψ(2)+1).
func sharp52(phiText string, n int64, delta float64) collapse2 {
	c := collapse2{phi: phiText, n: n, delta: delta, threshold: 0.75}
	phi, err := construction2.ParseGrowth(phiText)
	if err != nil {
		c.unmet = err.Error()
		return c
	}
	wait := waitingTime(1, delta).Float64()
	c.deadline = wait + 1
	if reach := phi.Inverse(construction2.LevelTime(3)).Float64() * (construction2.LevelTime(2).Float64() +
		1); float64(n)*(wait+1) > reach {
		c.unmet = fmt.Sprintf("n (t_1(δ)+1) = %.3g exceeds the reach %.3g of level 2", float64(n)*(wait+1), reach)
	}
	return c
}
