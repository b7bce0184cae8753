package theorems

// concentrationStatements are those of appendix B: the concentration tools and what they give for gradients and Hessians.
var concentrationStatements = []Statement{
	{
		ID: "theorem-B.1", Reference: paper("Theorem B.1 (arXiv:1902.03736, Corollary 7)"), Kind: Theorem,
		Text: "Martingale differences z_t in R^d with P(‖z_t‖ ≥ u | past) ≤ 2 exp(−u²/(2σ_t²)): with probability ≥ 1−δ, " +
			"‖Σ z_t‖ ≤ C √(Σσ_t² log(2d/δ)). Explicit, ours: ‖Σ z_t‖ ≤ √(8 Σσ_t² log(2/δ)).",
		Hypotheses: []string{"σ_t is not random"},
	},
	{
		ID: "lemma-jin-4", Reference: paper("Theorem B.1, through arXiv:1902.03736, Lemma 4"), Kind: Lemma,
		Text: "One difference z of theorem-B.1, Y = (0 zᵀ; z 0): E e^{λY} ⪯ e^{cλ²σ²}. The printed proof uses E Y^{2p+1} = 0, which holds for symmetric z " +
			"alone; c = 2 holds for all, ours.",
		Hypotheses: []string{"E z = 0", "P(‖z‖ ≥ u) ≤ 2 exp(−u²/(2σ²))"},
	},
	{
		ID: "theorem-B.2", Reference: paper("Theorem B.2 (Tropp 2012, Theorem 7.1)"), Kind: Theorem,
		Text: "Matrix Azuma: symmetric d×d martingale differences with M_t² ⪯ A_t², A_t not random, σ² = ‖Σ A_t²‖: " +
			"P(λ_max(Σ M_t) ≥ u) ≤ d exp(−u²/(8σ²)).",
	},
	{
		ID: "theorem-B.3", Reference: paper("Theorem B.3"), Kind: Theorem,
		Text:       "‖M_t‖ ≤ K: with probability ≥ 1−δ, ‖Σ_{t<T} M_t‖ ≤ K √(8 T log(2d/δ)).",
		Hypotheses: []string{"symmetric martingale differences"},
	},
	{
		ID: "lemma-B.1", Reference: paper("Lemma B.1"), Kind: Lemma,
		Text: "With probability ≥ 1−δ, ‖Σ_{t<T} ∇ℓ_t(θ^(t))/(t+1)‖ ≤ K1 √(8 S_T log(2/δ)/n), " +
			"S_T = Σ_{k≤T} 1/k² ≤ π²/6 (constant ours).",
		Hypotheses: []string{"assumption-2A along the trajectory"},
	},
	{
		ID: "lemma-B.2", Reference: paper("Lemma B.2"), Kind: Lemma,
		Text:       "One generation: with probability ≥ 1−δ, ‖∇ℓ(θ)‖ ≤ K1 √(8 log(2/δ)/n) (constant ours).",
		Hypotheses: []string{"assumption-2A at θ"},
	},
	{
		ID: "lemma-B.3", Reference: paper("Lemma B.3"), Kind: Lemma,
		Text:       "With probability ≥ 1−δ, ‖Σ_{t<T} [∇²ℓ_t(θ^(t)) − I(θ^(t))]‖ ≤ 2K2 √(8T log(2d/δ)/n).",
		Hypotheses: []string{"assumption-2B along the trajectory"},
	},
	{
		ID: "lemma-B.4", Reference: paper("Lemma B.4"), Kind: Lemma,
		Text:       "One generation of lemma-B.3: with probability ≥ 1−δ, ‖∇²ℓ(θ) − I(θ)‖ ≤ 2K2 √(8 log(2d/δ)/n).",
		Hypotheses: []string{"assumption-2B at θ"},
	},
}
