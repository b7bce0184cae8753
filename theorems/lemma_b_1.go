package theorems

// lemmaB1 is Lemma B.1 of arXiv:2505.19046 with the explicit constant of theoremB1.
func lemmaB1() Claim {
	return Claim{
		ID: "lemma-B.1", Statement: "lemma-B.1", Title: "the weighted sum of the newest gradients", Expect: Supported,
		Says: "P(‖Σ_{t<T} ∇ℓ_t(θ^(t))/(t+1)‖ ≤ K1 √(8 S_T log(2/δ)/n)) ≥ 1 − δ, " +
			"stopped where θ^(t) leaves B_1(θ*)",
		Deviation: "explicit constant; the sum is stopped when the trajectory leaves the ball on which K1 is assumed",
		Fixed:     func(Profile) []Scenario { return gradientScenarios(30) },
		Draw:      func(choose Chooser) Scenario { return drawGradient(choose, []int{1, 2, 3, 10, 30}) },
		Mutants: func() []Mutant {
			g := gradientInstance{entry: standardGaussian(), n: 20, generations: 60, delta: 0.05}
			return []Mutant{
				{"unweighted", g.scenario(gradientFlaw{name: " unweighted", unweighted: true})},
				{"score-at-a-wrong-parameter", g.scenario(gradientFlaw{name: " score-at-a-wrong-parameter",
					shift: 0.5})},
			}
		},
	}
}
