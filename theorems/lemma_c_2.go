package theorems

// lemmaC2 is Lemma C.2 of arXiv:2505.19046. Its proof needs nothing of θ^(t), so the claim is about every η at once.
func lemmaC2() Claim {
	at := func(f familyOnBall, n int64, generations int) hessianInstance {
		f.r = 3 // the constants of curvedFamilies hold for all θ
		return newHessianInstance(f, n, generations, 0.05)
	}
	return Claim{
		ID: "lemma-C.2", Statement: "lemma-C.2", Title: "the pool's Hessian against the informations of its models",
		Demands: []Share{{AtLeast: 0.6}, {AtLeast: 0.25, Within: 6}},
		Expect:  Supported,
		Says: "P(‖Σ_{j≤t} [∇²ℓ_j(η) − I(θ^(j))]‖ ≤ K3 Σ_{j≤t} ‖η − θ^(j)‖ + 2K2 √(8(t+1) log(2d/δ)/n) for all " +
			"η) ≥ 1 − δ",
		Deviation: "explicit constants; for every η of the ball, print has η = θ^(t)",
		Fixed: func(Profile) []Scenario {
			return each(curvedFamilies(), func(f familyOnBall) Scenario {
				return at(f, 200, 3).scenario(hessianInstance.anywhere, "")
			})
		},
		Draw: func(choose Chooser) Scenario { return drawHessian(choose, 5, hessianInstance.anywhere) },
		Mutants: func() []Mutant {
			// κ = 10: at η − θ = 3 the Hessian is off by κA(1 − cos 3) = 18.9, against 15 + 2.0 with half of K3.
			halved, silent := at(vonMisesAt(10), 3000, 1), at(vonMisesAt(1), 200, 1)
			halved.third, silent.noise = 0.5, 0
			return []Mutant{
				{"K3-halved", halved.scenario(hessianInstance.anywhere, " K3-halved")},
				{"no-noise", silent.scenario(hessianInstance.anywhere, " no-noise")},
			}
		},
	}
}
