package theorems

import "fmt"

func bentScenarios(score float64) []Scenario {
	var scenarios []Scenario
	for _, c := range bentInstances {
		scenarios = append(scenarios, newBentLogit(c.a).scenario(c.r, score))
	}
	return scenarios
}

// finding4 encodes what the printed proof of Lemma C.3 uses, I(θ) is K3-Lipschitz on the ball, on a family where it is
// false: the expectation moves with θ too, and K3 → 0 with r while I′(0) stays. In natural parameters it is true
// (lemma-C.1).
func finding4() Claim {
	return Claim{
		ID: "finding-4", Statement: "finding-4", Title: "the information is K3-Lipschitz, as printed", Expect: Refuted,
		Says:  "‖I(θ) − I(η)‖ ≤ K3‖θ − η‖ on B_r(0), for two atoms with logit a + θ − κθ²",
		Fixed: func(Profile) []Scenario { return bentScenarios(0) },
		Draw: func(choose Chooser) Scenario {
			a, r := drawBent(choose)
			return newBentLogit(a).scenario(r, 0)
		},
		Mutants: func() []Mutant { return []Mutant{{"repaired", newBentLogit(1).scenario(0.1, 1)}} },
	}
}

// finding4Repaired is the form that survives: L_I = K3 + K2·E‖score‖, the constant that certify.General takes for
// families outside the natural ones. For I(θ) = −E_θ∇²log p: the integrand moves by K3‖θ−η‖, the density under a
// Hessian of norm ≤ K2 by E‖score‖ ‖θ−η‖.
func finding4Repaired() Claim {
	return Claim{
		ID: "finding-4-repaired", Statement: "finding-4", Title: "the information is (K3 + K2·E‖score‖)-Lipschitz",
		Expect:    Supported,
		Says:      "‖I(θ) − I(η)‖ ≤ (K3 + K2 sup E‖score‖)‖θ − η‖ on B_r(0)",
		Deviation: "ours: the repaired constant",
		Fixed:     func(Profile) []Scenario { return bentScenarios(1) },
		Draw: func(choose Chooser) Scenario {
			return newBentLogit(DrawReal(choose, "a", -4, 4)).scenario(DrawLog(choose, "r", 0.001, 1), 1)
		},
		Mutants: func() []Mutant { return []Mutant{{"as-printed", newBentLogit(1).scenario(0.01, 0)}} },
	}
}

// scenario compares sup |I′| on B_r(0), the least Lipschitz constant of I, with L = K3 (as printed) or K3 + K2·sup
// E‖score‖ (repaired), all enclosed by intervals.
func (f bentLogit) scenario(r, score float64) Scenario {
	return exactly(fmt.Sprintf("a=%g r=%g L=K3+%g·K2·E‖score‖", f.a, r, score), func() Outcome {
		var out Outcome
		k2, k3, scores, steepest := f.bounds(r)
		lipschitz := k3.Add(k2.Mul(scores).Times(score))
		if steepest.Hi <= lipschitz.Lo || steepest.Lo > lipschitz.Hi {
			out.Check(steepest.Hi <= lipschitz.Lo, "sup |I′| ≥ %.4g > %.4g ≥ L", steepest.Lo, lipschitz.Hi)
		} else {
			out.Doubt("sup |I′| in [%g, %g], L in [%g, %g]", steepest.Lo, steepest.Hi, lipschitz.Lo, lipschitz.Hi)
		}
		out.Evidence = fmt.Sprintf("sup |I′| = %.3g, against L = %.3g; K3 = %.3g", steepest.Middle(),
			lipschitz.Middle(), k3.Middle())
		return out
	})
}
