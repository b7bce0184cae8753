package theorems

// theorem41AllT claims the bound for all t ≤ T at once with no extra log T: the certificate's martingale event is a
// maximal inequality.
func theorem41AllT() Claim {
	return Claim{
		ID: "theorem-4.1-all-t", Statement: "theorem-4.1-all-t",
		Sometimes: 0.75, Demands: []Share{{AtLeast: 0.6}, {AtLeast: 0.25, Within: 3}},
		Title: "all generations at once stay within their radii", Expect: Supported,
		Says:      "P(‖θ^(t) − θ*‖ ≤ ρ_t for all t ≤ T) ≥ 1 − δ",
		Deviation: "sharper than print: no extra log T; " + certificateDeviation,
		Fixed: func(Profile) []Scenario {
			return fixedScenarios(withinTrajectory, append(everyFamily("const:100000", 100, chernoffMethod),
				fixedInstance("gaussian-mean", []float64{0}, "const:1000", 1000, 0.05, generalMethod))...)
		},
		Draw:    drawn(withinTrajectory, everyMethod...),
		Mutants: func() []Mutant { return theorem41Mutants(withinTrajectory) },
	}
}
