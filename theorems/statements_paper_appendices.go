package theorems

// concentrationStatements are those of appendix B: the concentration tools and what they give for gradients and
// Hessians.
var concentrationStatements = []Statement{
	{
		ID: "theorem-B.1", Reference: paper("Theorem B.1 (arXiv:1902.03736, Corollary 7)"), Kind: Theorem,
		Text: "Martingale differences z_t in R^d with P(‖z_t‖ ≥ u | past) ≤ 2 exp(−u²/(2σ_t²)): with probability ≥ " +
			"1−δ, ‖Σ z_t‖ ≤ C √(Σσ_t² log(2d/δ)). Explicit, ours: ‖Σ z_t‖ ≤ √(8 Σσ_t² log(2/δ)).",
		Hypotheses: []string{"σ_t is not random"},
	},
	{
		ID: "lemma-jin-4", Reference: paper("Theorem B.1, through arXiv:1902.03736, Lemma 4"), Kind: Lemma,
		Text: "One difference z of theorem-B.1, Y = (0 zᵀ; z 0): E e^{λY} ⪯ e^{cλ²σ²}. The printed proof uses E " +
			"Y^{2p+1} = 0, which holds for symmetric z alone; c = 2 holds for all, ours.",
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

// constructionStatements are those of appendices E and F: the two constructions in full and the proofs about them.
var constructionStatements = []Statement{
	{
		ID: "construction-1", Reference: paper("Appendix E, Construction 1"), Kind: Definition,
		Text: "For each n the family p_θ = ½U[0,1] + ½(1−α)U[0,1−2α] + (α/4)U[2,3] + (α/4)U[μ, μ+f(α)], α ∈ [0,¼], μ " +
			"∈ [2, 3−f(α)], θ* = (0,2), f = 1/39 on [0,1/10], falling to f(1/8) ≤ e^{−8n}/39; TV(p_θ, p_θ*) " +
			"= α for every θ.",
	},
	{
		ID: "lemma-E.1", Reference: paper("Lemma E.1"), Kind: Lemma,
		Text:       "The family of Construction 1 is TV-consistent and θ^(t) exist.",
		Hypotheses: []string{"construction-1"},
	},
	{
		ID: "construction-2", Reference: paper("Appendix F, Construction 2"), Kind: Definition,
		Text: "One family for every n: h_α = Σ_j (Π_{k<j} α_k)(1−α_j) U[j, j+1−2α_j] with α_j ∈ [0,¼], finitely many " +
			"non-zero, and g_{β,J} = ½U[0,J] + ½U[J−β, J−β+f(J)], J ≥ 2, β ∈ [0,1], f decreasing into (0,½); θ* is " +
			"h_0 = U[0,1].",
	},
	{
		ID: "remark-1", Reference: paper("Remark 1"), Kind: Remark,
		Text: "log h_α(x) = log(1 − α_j) − log(1 − 2α_j) + Σ_{k<j} log α_k for x ∈ [j, j+1−2α_j]; h_α(x) = 0 where " +
			"there is no such j.",
		Hypotheses: []string{"construction-2"},
		Open:       "the density of Construction 2 once more, which the claim construction-2 integrates",
	},
	{
		ID: "lemma-F.1", Reference: paper("Lemma F.1"), Kind: Lemma,
		Text: "The family of Construction 2 is TV-consistent and θ^(t) exist (its proof needs the domination that " +
			"fails: finding-8).",
		Hypotheses: []string{"construction-2"},
	},
	{
		ID: "lemma-F.2", Reference: paper("Lemma F.2"), Kind: Lemma,
		Text: "Among the h's the MLE has α_j = ½(1 − M_{t,j}), M_{t,j} the largest offset of a sample of X^(≤t) in " +
			"[j, j+1] (the cap α_j ≤ ¼ is missing: finding-2).",
		Hypotheses: []string{"construction-2", "no g has been taken yet"},
	},
	{
		ID: "lemma-F.3", Reference: paper("Lemma F.3"), Kind: Lemma,
		Text: "Once interval j has been hit, M_{t,j} and α_j never move again while s = 0 " +
			"(true of α_j; M_{t,j} still moves below ½, where the cap of finding-2 holds).",
		Hypotheses: []string{"construction-2", "no g has been taken yet"},
	},
	{
		ID: "lemma-F.4", Reference: paper("Lemma F.4"), Kind: Lemma,
		Text: "A binomial tail for the number of samples that hit a new interval; explicitly (ours) at most q = 2 + " +
			"e²λ + 2 log(1/δ), λ = nΠ_{k<J} α_k, and α_J ≥ min(¼, δ/(2q)) afterwards, with probability ≥ 1−2δ.",
		Hypotheses: []string{"construction-2"},
	},
	{
		ID: "lemma-F.5", Reference: paper("Lemma F.5"), Kind: Lemma,
		Text: "A bound on the waiting time until interval J is hit, given the α's of the intervals below; explicitly " +
			"(ours) at most ⌈log(1/δ)/λ⌉ generations, λ = nΠ_{k<J} α_k, with probability ≥ 1−δ.",
		Hypotheses: []string{"construction-2"},
	},
	{
		ID: "lemma-F.6", Reference: paper("Lemma F.6"), Kind: Lemma,
		Text: "The waiting time until [J, J+1] is hit does not depend on n: explicitly " +
			"t_J(δ) = Σ_{j≤J} ⌈(4/3) log(4J/δ)/(nΠ_j)⌉, nΠ_j ≥ (δ/4) Π_{1≤k<j} δ/(16 J q_k) (ours).",
		Hypotheses: []string{"construction-2"},
	},
	{
		ID: "lemma-F.7", Reference: paper("Lemma F.7"), Kind: Lemma,
		Text: "b_i i.i.d. Bernoulli(u), i ≤ n: P(Σb_i ≥ 1) ≥ 1 − e^{−un}, and P(Σb_i > q | Σb_i ≥ 1) ≤ δ for " +
			"q ≥ 2 + e²un + 2 log(1/δ).",
	},
	{
		ID: "lemma-F.8", Reference: paper("Lemma F.8"), Kind: Lemma,
		Text: "x_i i.i.d. U[0,1], i ≤ n: P(max ≤ 1 − δ/n) ≥ 1−δ, and P(max ≥ 1 − log(1/δ)/n) ≥ 1−δ; " +
			"both hold together with δ/2 each.",
	},
	{
		ID: "lemma-F.9", Reference: paper("Lemma F.9 (Newey and McFadden 1994, Lemma 2.4)"), Kind: Lemma,
		Text: "Uniform law of large numbers: if Θ is compact, a(x, θ) is continuous in θ for almost every x and " +
			"|a(x, θ)| ≤ φ(x) with Eφ < ∞, then sup_θ |(1/n) Σ a(x_i, θ) − E a(x, θ)| → 0 in probability.",
		Open: "an asymptotic statement without a rate: no finite sample can refute it",
	},
	{
		ID: "lemma-F.10", Reference: paper("Lemma F.10"), Kind: Lemma,
		Text: "TV-consistency: if Θ is compact, log p_θ(x) is continuous in θ and |log p_θ(x)| ≤ φ(x) with E_θ* φ < " +
			"∞ for every θ*, the family is TV-consistent.",
		Open: "an asymptotic statement without a rate: no finite sample can refute it; Construction 2 does not meet " +
			"it (finding-8)",
	},
}

// experimentStatements are the figures of appendix G.
var experimentStatements = []Statement{
	{
		ID: "figure-1", Reference: paper("Appendix G, Figure 1"), Kind: Figure,
		Text: "Gaussian (μ,σ) from (0,1), n ∈ {20, 50, 100}, T = 100, 50 runs: the mean error ‖θ^(t) − θ*‖ at every " +
			"t is similar to that at t = 1, for the exact and for the numerically optimised MLE.",
	},
	{
		ID: "figure-2", Reference: paper("Appendix G, Figure 2"), Kind: Figure,
		Text: "The same for the exponential distribution from θ* = 1.",
	},
	{
		ID: "figure-3", Reference: paper("Appendix G, Figure 3"), Kind: Figure,
		Text: "The same for the density θx^{θ−1} on (0,1) from θ* = 1.",
	},
	{
		ID: "figure-4", Reference: paper("Appendix G, Figure 4"), Kind: Figure,
		Text: "For the density θx^{θ−1}, the ratio of the error at T = 100 to that at 1 depends on θ*: 3.27 at θ* = " +
			"0.1, 1.25 at θ* = 1.",
	},
}

// likelihoodStatements are those of appendix A: scores, information and divergences.
var likelihoodStatements = []Statement{
	{
		ID: "theorem-A.1", Reference: paper("Theorem A.1"), Kind: Theorem,
		Text:       "E_θ[∇ log p_θ(x)] = 0, hence I(θ) = Cov_θ(∇ log p_θ(x)).",
		Hypotheses: []string{"assumption-1C", "assumption-2"},
	},
	{
		ID: "theorem-A.2", Reference: paper("Theorem A.2"), Kind: Theorem,
		Text:       "I(θ) = −E_θ[∇² log p_θ(x)].",
		Hypotheses: []string{"assumption-1C", "assumption-2"},
	},
	{
		ID: "corollary-A.1", Reference: paper("Corollary A.1"), Kind: Corollary,
		Text:       "‖I(θ)‖ ≤ K2 on B_r(θ*).",
		Hypotheses: []string{"assumption-1C", "assumption-2B"},
	},
	{
		ID: "lemma-kl-expansion", Reference: paper("Appendix A.1, expansion of KL"), Kind: Lemma,
		Text:       "KL(p_θ*‖p_θ) = ½(θ−θ*)ᵀ I(θ*) (θ−θ*) + R with |R| ≤ (K3/6) ‖θ−θ*‖³, for θ ∈ B_r(θ*).",
		Hypotheses: []string{"assumption-1C", "assumption-2C"},
	},
	{
		ID: "lemma-pinsker", Reference: paper("Appendix A.1, Pinsker's inequality"), Kind: Lemma,
		Text: "TV(p, q) ≤ √(KL(p‖q)/2).",
	},
}

// proofStatements are those of appendix C: the steps of the proof of Theorem 4.1.
var proofStatements = []Statement{
	{
		ID: "lemma-C.1", Reference: paper("Lemma C.1"), Kind: Lemma,
		Text:       "θ ↦ ∇² log p_θ(x) is K3-Lipschitz on B_r(θ*), for every x.",
		Hypotheses: []string{"assumption-2C"},
	},
	{
		ID: "lemma-C.2", Reference: paper("Lemma C.2"), Kind: Lemma,
		Text: "With probability ≥ 1−δ, ‖Σ_{j≤t} [∇²ℓ_j(θ^(t)) − I(θ^(j))]‖ ≤ K3 Σ_{j≤t} ‖θ^(t) − θ^(j)‖ + 2K2 " +
			"√(8(t+1) log(2d/δ)/n).",
		Hypotheses: []string{"assumption-2B", "assumption-2C"},
	},
	{
		ID: "lemma-C.3", Reference: paper("Lemma C.3"), Kind: Lemma,
		Text: "As lemma-C.2, against (t+1) I(θ*): the bound grows by L_I Σ_{j≤t} ‖θ^(j) − θ*‖, L_I the Lipschitz " +
			"constant of I (printed with K3 for L_I: finding-4).",
		Hypotheses: []string{"assumption-2B", "assumption-2C"},
	},
	{
		ID: "proposition-C.1", Reference: paper("Proposition C.1"), Kind: Proposition,
		Text: "Steps are small: ‖θ^(t+1) − θ^(t)‖ ≤ (C/(t+1)) √(log(4d/δ)/n) with probability ≥ 1−δ " +
			"(explicit in the certificate: a_{t+1}).",
		Hypotheses: []string{"those of theorem-4.1",
			"θ^(0), …, θ^(t) are near θ* (printed with max where min is needed: finding-6)"},
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
