package theorems

// constructionStatements are those of appendices E and F: the two constructions in full and the proofs about them.
var constructionStatements = []Statement{
	{
		ID: "definition-E.1", Reference: paper("Definition E.1"), Kind: Definition,
		Text: "The conditions on the width f of Construction 1: continuous, non-increasing, 1/39 on [0,1/10], f(1/8) ≤ e^{−8n}/39.",
		Open: openDefinition + "; its display was not available to us, the conditions given are what the proof uses",
	},
	{
		ID: "lemma-F.1", Reference: paper("Appendix F, F.1"), Kind: Lemma,
		Text: "A step of the proof of Theorem 5.2 whose text was not available to us.",
		Open: "its text was not available to us",
	},
	{
		ID: "lemma-F.2", Reference: paper("Lemma F.2"), Kind: Lemma,
		Text: "Among the h's the MLE has α_j = ½(1 − M_{t,j}), M_{t,j} the largest offset of a sample of X^(≤t) in [j, j+1] " +
			"(the cap α_j ≤ ¼ is missing: finding-2).",
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
		Text: "A binomial tail for the number of samples that hit a new interval; explicitly (ours) at most q = 2 + e²λ + 2 log(1/δ), " +
			"λ = nΠ_{k<J} α_k, and α_J ≥ min(¼, δ/(2q)) afterwards, with probability ≥ 1−2δ.",
		Hypotheses: []string{"construction-2"},
	},
	{
		ID: "lemma-F.5", Reference: paper("Lemma F.5"), Kind: Lemma,
		Text: "A bound on the waiting time until interval J is hit, given the α's of the intervals below; explicitly (ours) at most " +
			"⌈log(1/δ)/λ⌉ generations, λ = nΠ_{k<J} α_k, with probability ≥ 1−δ.",
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
		ID: "theorem-F.9", Reference: paper("Theorem F.9 (Newey and McFadden 1994, Lemma 2.4)"), Kind: Theorem,
		Text: "Uniform law of large numbers: if Θ is compact, a(x, θ) is continuous in θ for almost every x and |a(x, θ)| ≤ φ(x) with " +
			"Eφ < ∞, then sup_θ |(1/n) Σ a(x_i, θ) − E a(x, θ)| → 0 in probability.",
		Open: "an asymptotic statement without a rate: no finite sample can refute it",
	},
	{
		ID: "theorem-F.10", Reference: paper("Theorem F.10"), Kind: Theorem,
		Text: "TV-consistency: if Θ is compact, log p_θ(x) is continuous in θ and |log p_θ(x)| ≤ φ(x) with E_θ* φ < ∞ for every θ*, " +
			"the family is TV-consistent.",
		Open: "an asymptotic statement without a rate: no finite sample can refute it; Construction 2 does not meet it (finding-8)",
	},
}
