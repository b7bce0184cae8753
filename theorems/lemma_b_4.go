package theorems

// lemmaB4 is Lemma B.4: lemmaB3 for one generation.
func lemmaB4() Claim {
	return hessianClaim(Claim{ID: "lemma-B.4", Statement: "lemma-B.4", Title: "the Hessian of one generation",
		Demands: []Share{{AtLeast: 0.25, Within: 50}},
		Says:    "P(‖∇²ℓ(θ) − I(θ)‖ ≤ 2K2 √(8 log(2d/δ)/n)) ≥ 1 − δ for n samples of p_θ"}, 1)
}
