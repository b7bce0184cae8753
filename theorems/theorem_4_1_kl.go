package theorems

// theorem41KL claims KL(p_θ*‖p_θ(T)) ≤ K2 ρ_T²/2 with probability ≥ 1−δ.
func theorem41KL() Claim {
	return Claim{
		ID: "theorem-4.1-kl", Statement: "theorem-4.1-kl", Title: "KL stays within K2 ρ²/2", Expect: Supported,
		Demands:   []Share{{AtLeast: 0.6}, {AtLeast: 0.25, Within: 10}},
		Says:      "P(KL(p_θ*‖p_θ(T)) ≤ K2 ρ_T²/2) ≥ 1 − δ",
		Deviation: certificateDeviation,
		Fixed: func(Profile) []Scenario {
			return fixedScenarios(withinKL, everyFamily("const:100000", 100, chernoffMethod)...)
		},
		Draw:    drawn(withinKL, everyMethod...),
		Mutants: func() []Mutant { return theorem41Mutants(withinKL) },
	}
}
