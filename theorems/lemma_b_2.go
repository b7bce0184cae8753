package theorems

// lemmaB2 is Lemma B.2: lemmaB1 for one generation.
func lemmaB2() Claim {
	return Claim{
		ID: "lemma-B.2", Statement: "lemma-B.2", Title: "the gradient of one generation", Expect: Supported,
		Demands:   []Share{{AtLeast: 0.85, Within: 10}, {AtLeast: 0.4, Within: 4}},
		Says:      "P(‖∇ℓ(θ)‖ ≤ K1 √(8 log(2/δ)/n)) ≥ 1 − δ for n samples of p_θ",
		Deviation: "explicit constant",
		Fixed:     func(Profile) []Scenario { return gradientScenarios(1) },
		Draw:      func(choose Chooser) Scenario { return drawGradient(choose, 1) },
		Mutants: func() []Mutant {
			g := gaussianGradient(100, 1)
			return []Mutant{{"score-at-a-wrong-parameter",
				g.scenario(gradientFlaw{name: " score-at-a-wrong-parameter", shift: 1})}}
		},
	}
}
