package theorems

// collapseStatements are those of section 5: TV-consistency alone does not prevent collapse.
var collapseStatements = []Statement{
	{
		ID: "definition-5.1", Reference: paper("Definition 5.1"), Kind: Definition,
		Text: "A family is TV-consistent if for every θ* ∈ Θ and n the MLE θ̂ of n i.i.d. samples of p_θ* exists, " +
			"and TV(p_θ̂, p_θ*) → 0 in probability as n → ∞.",
		Open: openDefinition,
	},
	{
		ID: "construction-1", Reference: paper("Section 5, Construction 1"), Kind: Definition,
		Text: "For each n the family p_θ = ½U[0,1] + ½(1−α)U[0,1−2α] + (α/4)U[2,3] + (α/4)U[μ, μ+f(α)], α ∈ [0,¼], μ ∈ [2, 3−f(α)], " +
			"θ* = (0,2), where f = 1/39 on [0,1/10] and then falls to f(1/8) ≤ e^{−8n}/39; TV(p_θ, p_θ*) = α for every θ.",
	},
	{
		ID: "theorem-5.1-consistency", Reference: paper("Theorem 5.1"), Kind: Theorem,
		Text:       "The family of Construction 1 is TV-consistent.",
		Hypotheses: []string{"construction-1"},
	},
	{
		ID: "theorem-5.1-part-1", Reference: paper("Theorem 5.1, part 1"), Kind: Theorem,
		Text:       "With probability ≥ 1 − 1/n, TV(p_θ(1), p_θ*) ≤ log n / n.",
		Hypotheses: []string{"construction-1"},
	},
	{
		ID: "theorem-5.1-part-2", Reference: paper("Theorem 5.1, part 2"), Kind: Theorem,
		Text: "With probability ≥ c, TV(p_θ(2), p_θ*) ≥ C, for constants c, C > 0 that do not depend on n " +
			"(the proof gives c = ¼(1 − e^{−1/4}), C = 1/10).",
		Hypotheses: []string{"construction-1"},
	},
	{
		ID: "construction-2", Reference: paper("Section 5, Construction 2"), Kind: Definition,
		Text: "One family for every n: h_α = Σ_j (Π_{k<j} α_k)(1−α_j) U[j, j+1−2α_j] with α_j ∈ [0,¼], finitely many non-zero, and " +
			"g_{β,J} = ½U[0,J] + ½U[J−β, J−β+f(J)], J ≥ 2, β ∈ [0,1], f decreasing into (0,½); θ* is h_0 = U[0,1].",
	},
	{
		ID: "theorem-5.2", Reference: paper("Theorem 5.2"), Kind: Theorem,
		Text: "For every increasing φ → ∞ there is an f such that the family of Construction 2 is TV-consistent and for every n and δ, " +
			"with probability ≥ 1−δ, TV(p_θ(T), p_θ*) ≥ 3/8 for some T ≤ C(δ) φ(n).",
		Hypotheses: []string{"construction-2", "f decreases fast enough for φ"},
	},
}
