package theorems

// lemmaB1 is Lemma B.1 of arXiv:2505.19046 with the explicit constant of theoremB1.
func lemmaB1() Claim {
	return Claim{
		ID: "lemma-B.1", Statement: "lemma-B.1", Title: "the weighted sum of the newest gradients", Expect: Supported,
		Demands: []Share{{AtLeast: 0.6}, {AtLeast: 0.3, Within: 4}},
		Says: "P(‖Σ_{t<T} (n_t/N_t) ∇ℓ_t(θ^(t))‖ ≤ K1 √(8 log(2/δ) Σ_{t<T} n_t/N_t²)) ≥ 1 − δ, stopped where " +
			"θ^(t) leaves B_r(θ*); for equal batches the weights are 1/(t+1) and the sum is S_T/n",
		Deviation: "explicit constant, every schedule; the sum is stopped when the trajectory leaves the ball on " +
			"which K1 is assumed",
		Fixed: func(Profile) []Scenario { return gradientScenarios(30) },
		Draw:  func(choose Chooser) Scenario { return drawGradient(choose, 30) },
		Mutants: func() []Mutant {
			g := gaussianGradient(20, 60)
			return []Mutant{
				{"unweighted", g.scenario(gradientFlaw{name: " unweighted", unweighted: true})},
				{"score-at-a-wrong-parameter", g.scenario(gradientFlaw{name: " score-at-a-wrong-parameter",
					shift: 0.5})},
			}
		},
	}
}
