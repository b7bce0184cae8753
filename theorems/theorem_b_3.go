package theorems

// theoremB3 is its two-sided form for differences of norm at most K.
func theoremB3() Claim {
	return matrixClaim(Claim{ID: "theorem-B.3", Statement: "theorem-B.3", Title: "matrix Azuma, both ends",
		Sometimes: 0.3, Demands: []Share{{AtLeast: 0.85, Within: 6}, {AtLeast: 0.5, Within: 4}},
		Says: "P(‖Σ_{t<T} M_t‖ ≤ K √(8T log(2d/δ))) ≥ 1 − δ"}, true)
}
