package theorems

// neighbourStatements are on workflows of neighbouring papers. What was read of a paper stands in the claims: where it
// is an abstract or a secondary source, the claim is "as quoted", and what decides it is derived here.
var neighbourStatements = []Statement{
	{
		ID: "law-fresh-share", Reference: ours + ", on the workflow of arXiv:2506.20623", Kind: ExactLaw,
		Text: "Replacement with r of n samples real, V(μ) of Morris: V/m = 2r − v2 − r(r−v2)/n for the limit m of " +
			"E(μ_T − μ*)², which is infinite iff r(2n−r) ≤ v2(n−r). One real sample a generation leaves V/(2−v2), " +
			"whatever n.",
	},
	{
		ID: "law-fresh-threshold", Reference: ours + ", on arXiv:2602.10531, Theorem 3.1 and Proposition 3.4 as quoted",
		Kind: ExactLaw,
		Text: "Categorical batches of n_t with real shares α_t, Σα_t = ∞, slowly varying: consistent iff n_t α_t → " +
			"∞; n_t α_t → λ leaves the risk (1 − ‖p*‖²)/(1 + 2λ) and the law Dirichlet(2λp*).",
	},
	{
		ID: "law-contaminated-pool", Reference: ours + ", on arXiv:2601.15468 as quoted", Kind: ExactLaw,
		Text: "A pool that a share 1 − α of real samples joins in each generation: n Var μ_T/σ² is 1/((1−2α)T), log " +
			"T/T, c(α)T^{−2(1−α)} and π²/6 for α below, at and above ½ and at 1; the best weights reach σ²/(1 + " +
			"(T−1)(1−α)²).",
	},
	{
		ID: "law-selection", Reference: ours + ", on arXiv:2606.13732, Theorems 1 and 2 as quoted", Kind: ExactLaw,
		Text: "A pool that the central share q of each normal batch joins loses its variance like t^{−ψ}/Γ(2−ψ), ψ = " +
			"2zφ(z)/q < 1, z = Φ^{−1}((1+q)/2): accumulation of selected data collapses.",
	},
	{
		ID: "law-verifier", Reference: ours + ", on arXiv:2510.16657, Theorem 4.1 as quoted", Kind: ExactLaw,
		Text: "Replacing by n samples that a verifier keeps, |x − c| ≤ hσ: E(θ_1 − c)² ≤ ρ²(θ_0 − c)² + ρσ²/n, ρ = 1 " +
			"− 2hφ(h)/(2Φ(h) − 1) < 1. The limit is the verifier's centre c.",
	},
	{
		ID: "law-first-extinction", Reference: ours + ", on arXiv:2509.20101 as quoted", Kind: ExactLaw,
		Text: "The time T until one of two categories is lost has E T ≈ −2n(p log p + q log q) and a geometric tail " +
			"of ratio 1 − 1/n; the closed form Π(1 − e^{−2np_i/t}), with a tail of order t^{−2}, is not its law.",
	},
	{
		ID: "law-unbiased-variance", Reference: ours + ", on the loops of arXiv:2307.01850 and others", Kind: ExactLaw,
		Text: "Gaussian (μ,σ) with the divisor n−1: E σ̂²_T = σ² under replacement, σ² Π_{0<t<T} (1 − n_t/(N_t(N_t − " +
			"1))) under accumulation, which the MLE's σ² Π (1 − n_t/N_t²) is below.",
	},
	{
		ID: "law-fresh-chi-square", Reference: ours + ", on arXiv:2602.16601 as quoted", Kind: ExactLaw,
		Text: "Mixing a share α_t of the truth p into q_t discounts χ²(q_t‖p) by (1 − α_t)²: an error made s " +
			"generations ago counts Π (1 − α)².",
	},
	{
		ID: "law-golden-weight", Reference: ours + ", on arXiv:2509.22341 as quoted", Kind: ExactLaw,
		Text: "n fresh real and n synthetic samples a generation: the best weights of the real ones are " +
			"F_{2t+1}/F_{2t+2}, and so are the variances in units of σ²/n; both fall to 1/φ.",
	},
}
