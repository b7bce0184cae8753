package theorems

// corollaryA1 is ‖I(θ)‖ ≤ K2 on the ball (Corollary A.1), with Assumption 3, λ_min(I(θ)) ≥ λ0, beside it: the constants
// that the certificates rest on.
func corollaryA1() Claim {
	gaussian := standardGaussian()
	instance := constantsInstance{gaussian.family, gaussian.points[0], 1, 1, 1, 1}
	lower, higher := instance, instance
	lower.k2, higher.l0 = 0.99, 1.01
	return constantsClaim(Claim{
		ID: "corollary-A.1", Statement: "corollary-A.1", Title: "the information lies between λ0 and K2",
		Says: "λ0 ≤ λ_min(I(θ)) and ‖I(θ)‖ ≤ K2 on B_r(θ*)",
	}, constantsInstance.informationScenario,
		constantsMutant{"K2-of-one-percent-less", lower}, constantsMutant{"λ0-of-one-percent-more", higher})
}
