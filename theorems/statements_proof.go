package theorems

// proofStatements are those of appendix C: the steps of the proof of Theorem 4.1.
var proofStatements = []Statement{
	{
		ID: "proposition-C.1", Reference: paper("Proposition C.1"), Kind: Proposition,
		Text: "Steps are small: ‖θ^(t+1) − θ^(t)‖ ≤ (C/(t+1)) √(log(4d/δ)/n) with probability ≥ 1−δ " +
			"(explicit in the certificate: a_{t+1}).",
		Hypotheses: []string{"those of theorem-4.1", "θ^(0), …, θ^(t) are near θ* (printed with max where min is needed: finding-6)"},
	},
	{
		ID: "lemma-C.1", Reference: paper("Lemma C.1"), Kind: Lemma,
		Text:       "θ ↦ ∇² log p_θ(x) is K3-Lipschitz on B_r(θ*), for every x.",
		Hypotheses: []string{"assumption-2C"},
	},
	{
		ID: "lemma-C.2", Reference: paper("Lemma C.2"), Kind: Lemma,
		Text:       "With probability ≥ 1−δ, ‖Σ_{j≤t} [∇²ℓ_j(θ^(t)) − I(θ^(j))]‖ ≤ K3 Σ_{j≤t} ‖θ^(t) − θ^(j)‖ + 2K2 √(8(t+1) log(2d/δ)/n).",
		Hypotheses: []string{"assumption-2B", "assumption-2C"},
	},
	{
		ID: "lemma-C.3", Reference: paper("Lemma C.3"), Kind: Lemma,
		Text: "As lemma-C.2, against (t+1) I(θ*): the bound grows by L_I Σ_{j≤t} ‖θ^(j) − θ*‖, L_I the Lipschitz constant of I " +
			"(printed with K3 for L_I: finding-4).",
		Hypotheses: []string{"assumption-2B", "assumption-2C"},
	},
	{
		ID: "lemma-C.4", Reference: paper("Lemma C.4"), Kind: Lemma,
		Text: "0 = Σ_{j≤t} ∇ℓ_j(θ^(t)) + (Σ_{j≤t} ∇²ℓ_j(θ^(t)) + R_t)(θ^(t+1) − θ^(t)) with " +
			"‖R_t‖ ≤ ((t+1)/2) K3 ‖θ^(t+1) − θ^(t)‖.",
		Hypotheses: []string{"assumption-2C", "θ^(t+1) is interior"},
	},
	{
		ID: "lemma-C.5", Reference: paper("Lemma C.5"), Kind: Lemma,
		Text:       "‖A⁻¹ − B⁻¹‖ ≤ ‖A − B‖ / (λ_min(A) λ_min(B)).",
		Hypotheses: []string{"A and B symmetric and positive definite"},
	},
}
