package theorems

// lemmaB3 is Lemma B.3 of arXiv:2505.19046: the Hessians of the generations, each at its own parameter, against the
// information.
func lemmaB3() Claim {
	return hessianClaim(Claim{ID: "lemma-B.3", Statement: "lemma-B.3",
		Demands: []Share{{AtLeast: 0.25, Within: 20}},
		Title:   "the sum of the Hessians along the trajectory",
		Says:    "P(‖Σ_{t<T} [∇²ℓ_t(θ^(t)) − I(θ^(t))]‖ ≤ 2K2 √(8T log(2d/δ)/n)) ≥ 1 − δ"}, 3)
}
