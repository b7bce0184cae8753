package theorems

// paper is the reference of a numbered statement of the paper.
func paper(number string) string { return "arXiv:2505.19046, " + number }

// openDefinition is why a definition has no claim.
const openDefinition = "a definition, not a claim"

// collapseStatements are those of section 5: TV-consistency alone does not prevent collapse.
var collapseStatements = []Statement{
	{
		ID: "definition-5.1", Reference: paper("Definition 5.1"), Kind: Definition,
		Text: "A family is TV-consistent if for every θ* ∈ Θ and n the MLE θ̂ of n i.i.d. samples of p_θ* exists, " +
			"and TV(p_θ̂, p_θ*) → 0 in probability as n → ∞.",
		Open: openDefinition,
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
		ID: "theorem-5.2", Reference: paper("Theorem 5.2"), Kind: Theorem,
		Text: "For every increasing φ → ∞ there is an f such that the family of Construction 2 is TV-consistent and " +
			"for every n and δ, with probability ≥ 1−δ, TV(p_θ(T), p_θ*) ≥ 3/8 for some T ≤ C(δ) φ(n).",
		Hypotheses: []string{"construction-2", "f decreases fast enough for φ"},
	},
}

// consistencyStatements are those of sections 3 and 4: Algorithm 1, the assumptions, Theorem 4.1 and what follows from
// it.
var consistencyStatements = []Statement{
	{
		ID: "definition-3.1", Reference: paper("Definition 3.1"), Kind: Definition,
		Text: "The MLE trained on a data set maximises its likelihood over Θ; of several maximisers the argmax may " +
			"choose the one closest to a reference point.",
		Open: openDefinition + "; it is the Fit of an estimators.Family",
	},
	{
		ID: "algorithm-1", Reference: paper("Algorithm 1"), Kind: Definition,
		Text: "Iterative MLE: θ^(0) = θ*; for t = 0, 1, …: X^(t) is n i.i.d. samples of p_θ(t), X^(≤t) = X^(0) ∪ … ∪ " +
			"X^(t), and θ^(t+1) maximises the likelihood of X^(≤t).",
		Hypotheses: []string{"the maximiser exists"},
		Open:       openDefinition + "; it is estimators.Iteration",
	},
	{
		ID: "assumption-1A", Reference: paper("Assumption 1A"), Kind: Assumption,
		Text: "B_r(θ*) ⊆ Θ for some r > 0.",
	},
	{
		ID: "assumption-1B", Reference: paper("Assumption 1B"), Kind: Assumption,
		Text: "Identifiability: θ ≠ η implies p_θ ≠ p_η.",
	},
	{
		ID: "assumption-1C", Reference: paper("Assumption 1C"), Kind: Assumption,
		Text: "The support {x : p_θ(x) > 0} does not depend on θ.",
	},
	{
		ID: "assumption-2", Reference: paper("Assumption 2"), Kind: Assumption,
		Text: "log p_θ(x) is three times continuously differentiable in θ on B_r(θ*), and differentiation and " +
			"integration commute.",
	},
	{
		ID: "assumption-2A", Reference: paper("Assumption 2A"), Kind: Assumption,
		Text:       "Sub-Gaussian score: P_θ(‖∇log p_θ(x)‖ ≥ u) ≤ 2 exp(−u²/(2K1²)) for all u ≥ 0 and θ ∈ B_r(θ*).",
		Hypotheses: []string{"assumption-2"},
	},
	{
		ID: "assumption-2B", Reference: paper("Assumption 2B"), Kind: Assumption,
		Text:       "‖∇² log p_θ(x)‖ ≤ K2 for every x and θ ∈ B_r(θ*).",
		Hypotheses: []string{"assumption-2"},
	},
	{
		ID: "assumption-2C", Reference: paper("Assumption 2C"), Kind: Assumption,
		Text:       "‖∇³ log p_θ(x)‖ ≤ K3 for every x and θ ∈ B_r(θ*).",
		Hypotheses: []string{"assumption-2"},
	},
	{
		ID: "assumption-3", Reference: paper("Assumption 3"), Kind: Assumption,
		Text:       "λ_min(I(θ)) ≥ λ0 > 0 for θ ∈ B_r(θ*), I the Fisher information of one sample.",
		Hypotheses: []string{"assumption-2"},
	},
	{
		ID: "theorem-4.1", Reference: paper("Theorem 4.1"), Kind: Theorem,
		Text: "There are c, C depending on K1, K2, K3, λ0 and r alone such that for all T ≥ 1, δ ∈ (0,1) and n ≥ c " +
			"(log T + 1)² log²(7dT/δ): P(‖θ^(T) − θ*‖ ≤ C √(log(7d/δ)/n)) ≥ 1 − δ.",
		Hypotheses: []string{"assumption-1A", "assumption-1B", "assumption-1C", "assumption-2", "assumption-2A",
			"assumption-2B", "assumption-2C", "assumption-3"},
	},
	{
		ID: "theorem-4.1-all-t", Reference: paper("Section 4, after Theorem 4.1"), Kind: Theorem,
		Text:       "A union bound gives Theorem 4.1 for all t ≤ T at once, with an extra log T.",
		Hypotheses: []string{"those of theorem-4.1"},
	},
	{
		ID: "theorem-4.1-sharp", Reference: ours + ", on " + paper("Theorem 4.1"), Kind: Theorem,
		Text: "Strongest certified form: with c, C of the family and r alone, n ≥ c (d + log(1/δ)) implies P(‖θ^(t) " +
			"− θ*‖ ≤ C √((d + log(1/δ))/n) for all t ≤ T) ≥ 1−δ for every T: the printed polylog(T) in n is not " +
			"needed, nor Assumption 2A, in natural exponential families; nor the polylog(T) for d = 1 with bounded " +
			"score, second, third and fourth derivative, n ≥ c log²(1/δ). Elsewhere the certificate keeps a log T: " +
			"whether it must is open.",
		Hypotheses: []string{"assumption-1A", "assumption-2B", "assumption-2C", "assumption-3",
			"natural parameters, or d = 1 with a bounded score"},
	},
	{
		ID: "theorem-4.1-kl", Reference: paper("Section 4, after Theorem 4.1"), Kind: Theorem,
		Text:       "With probability ≥ 1−δ, KL(p_θ*‖p_θ(T)) ≲ C² K2 log(7d/δ)/n.",
		Hypotheses: []string{"those of theorem-4.1"},
	},
	{
		ID: "theorem-4.1-tv", Reference: paper("Section 4, after Theorem 4.1"), Kind: Theorem,
		Text: "With probability ≥ 1−δ, TV(p_θ*, p_θ(T)) ≲ C √(K2 log(7d/δ)/n): it does not grow with T, " +
			"where earlier bounds grow like √(T/n).",
		Hypotheses: []string{"those of theorem-4.1"},
	},
	{
		ID: "theorem-4.1-optimisation", Reference: paper("Section 4 and Appendix G"), Kind: Theorem,
		Text: "The conclusion is robust to mild optimisation error of the maximiser (claimed from experiments). " +
			"Derived here: errors e_t in the mean of the statistic end as e_T + Σ_{1≤t<T} (n_t/N_t) e_t, so a " +
			"tolerance ε adds up to ε(1 + 1/2 + … + 1/T) for equal batches.",
		Hypotheses: []string{"those of theorem-4.1", "each fit is a maximiser up to a small error"},
	},
}
