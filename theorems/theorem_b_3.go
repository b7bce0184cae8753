package theorems

// theoremB3 is its two-sided form for differences of norm at most K.
func theoremB3() Claim {
	return matrixClaim(Claim{ID: "theorem-B.3", Statement: "theorem-B.3", Title: "matrix Azuma, both ends",
		Says: "P(‖Σ_{t<T} M_t‖ ≤ K √(8T log(2d/δ))) ≥ 1 − δ"}, true)
}
