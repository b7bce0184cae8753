package theorems

// theorem41TV claims TV(p_θ*, p_θ(T)) ≤ √K2 ρ_T/2 with probability ≥ 1−δ: a bound that does not grow with T.
func theorem41TV() Claim {
	return Claim{
		ID: "theorem-4.1-tv", Statement: "theorem-4.1-tv", Title: "TV stays within √K2 ρ/2", Expect: Supported,
		Demands:   []Share{{AtLeast: 0.6}, {AtLeast: 0.25, Within: 6}},
		Says:      "P(TV(p_θ*, p_θ(T)) ≤ √K2 ρ_T/2) ≥ 1 − δ",
		Deviation: certificateDeviation,
		Fixed: func(Profile) []Scenario {
			return fixedScenarios(withinTV, everyFamily("const:100000", 100, chernoffMethod)...)
		},
		Draw:    drawn(withinTV, everyMethod...),
		Mutants: func() []Mutant { return theorem41Mutants(withinTV) },
	}
}
