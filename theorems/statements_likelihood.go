package theorems

// likelihoodStatements are those of appendix A: scores, information and divergences.
var likelihoodStatements = []Statement{
	{
		ID: "lemma-A.1", Reference: paper("Appendix A, A.1"), Kind: Lemma,
		Text:       "E_θ[∇ log p_θ(x)] = 0, hence I(θ) = Cov_θ(∇ log p_θ(x)).",
		Hypotheses: []string{"assumption-1C", "assumption-2"},
	},
	{
		ID: "lemma-A.2", Reference: paper("Appendix A, A.2"), Kind: Lemma,
		Text:       "I(θ) = −E_θ[∇² log p_θ(x)].",
		Hypotheses: []string{"assumption-1C", "assumption-2"},
	},
	{
		ID: "lemma-A.1c", Reference: paper("Appendix A, corollary of A.1 and A.2"), Kind: Lemma,
		Text:       "‖I(θ)‖ ≤ K2 on B_r(θ*).",
		Hypotheses: []string{"assumption-1C", "assumption-2B"},
	},
	{
		ID: "lemma-A.KL", Reference: paper("Appendix A, expansion of KL"), Kind: Lemma,
		Text:       "KL(p_θ*‖p_θ) = ½(θ−θ*)ᵀ I(θ*) (θ−θ*) + R with |R| ≤ (K3/6) ‖θ−θ*‖³, for θ ∈ B_r(θ*).",
		Hypotheses: []string{"assumption-1C", "assumption-2C"},
	},
	{
		ID: "lemma-pinsker", Reference: paper("Appendix A, Pinsker's inequality"), Kind: Lemma,
		Text: "TV(p, q) ≤ √(KL(p‖q)/2).",
	},
}
