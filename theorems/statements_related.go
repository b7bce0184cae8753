package theorems

// relatedStatements are those of neighbouring papers. How each was read stands in its reference: in full, abstract,
// secondary (another document quotes it), or ours (the paper has the setting, the formula is derived here). Where only
// a secondary source was read, the statement is as quoted there.
var relatedStatements = []Statement{
	{
		ID: "dey-donoho-subsample", Reference: "A. Dey and D. Donoho, arXiv:2410.22812, augment-subsample (abstract; " +
			"formula ours)", Kind: ExactLaw,
		Text: "Each model fitted to n points of the accumulated pool: n Var(m_T)/V → π²/3 with replacement, π²/2 − 2 " +
			"without.",
		Hypotheses: []string{"the model is a mean; exact finite-n form for Bernoulli data"},
	},
	{
		ID: "gerstgrasser-accumulate", Reference: "M. Gerstgrasser and others, arXiv:2404.01413, Theorems 1 and 2 " +
			"(secondary)", Kind: Theorem,
		Text: "Ridgeless regression, accumulating, one design reused: ŵ_n = w* + X⁺ Σ_{i≤n} E_i/i and test error " +
			"σ² d/(T−d−1) Σ_{k≤n} 1/k².",
		Hypotheses: []string{"Gaussian design, T ≥ d + 2", "fresh label noise of variance σ² each generation"},
	},
	{
		ID: "gerstgrasser-replace", Reference: "M. Gerstgrasser and others, arXiv:2404.01413, equation 4 (secondary)",
		Kind:       Theorem,
		Text:       "Ridgeless regression, replacing, one design reused: test error σ² d/(T−d−1) n.",
		Hypotheses: []string{"Gaussian design, T ≥ d + 2"},
	},
	{
		ID: "gerstgrasser-replace-multiple", Reference: "M. Gerstgrasser and others, arXiv:2404.01413, equation 11 " +
			"(secondary)", Kind: Theorem,
		Text:       "Ridgeless regression on n batches of the newest model: test error σ² d/(T−d−1) Σ_{k≤n} 1/k.",
		Hypotheses: []string{"Gaussian design, T ≥ d + 2"},
	},
	{
		ID: "seddik-collision", Reference: "M. E. A. Seddik and others, arXiv:2404.05090, Theorem 1.1 (in full)",
		Kind: Theorem,
		Text: "Unigrams, replacing: S_m = 1 − (1 − 1/n)^m (1 − S_0), S the expected sum of squares.",
	},
	{
		ID: "seddik-degeneration", Reference: "M. E. A. Seddik and others, arXiv:2404.05090, Theorem 1.2 (in full)",
		Kind: Theorem,
		Text: "Unigrams, replacing: 1 − n(1−1/n)^m (1−S_0) ≤ P(one token is left) ≤ 1 − (1−S_0)/(1−1/s) (1−1/n)^m.",
	},
	{
		ID: "seddik-time", Reference: "M. E. A. Seddik and others, arXiv:2404.05090, Theorem 1.3 (in full)",
		Kind: Theorem,
		Text: "Unigrams, replacing: 1 + (1−S_0)/(1−1/s)(n−1) ≤ E T ≤ 1 + (1−S_0)n(n−1), T the generations until one " +
			"token is left.",
	},
	{
		ID: "seddik-limit", Reference: "M. E. A. Seddik and others, arXiv:2404.05090, Proposition 1 (in full)",
		Kind: Proposition,
		Text: "Unigrams, replacing: the model ends at token i with probability p_i.",
	},
	{
		ID:        "seddik-partial",
		Reference: "M. E. A. Seddik and others, arXiv:2404.05090, Theorem 2, equation 9 (in full)", Kind: Theorem,
		Text: "Unigrams on N fixed real and n synthetic samples: S_{m+1} in closed form; print has one sign wrong.",
	},
	{
		ID:        "seddik-deviation",
		Reference: "M. E. A. Seddik and others, arXiv:2404.05090, on Theorem 3 and equation 11 (in full; formula ours)",
		Kind:      Finding,
		Text: "The L1 deviation from the first model is bounded free of the synthetic size: E‖p^(m) − p^(1)‖² ≤ " +
			"(1−S_1)/(2N+1).",
	},
	{
		ID: "seddik-sampled", Reference: "M. E. A. Seddik and others, arXiv:2404.05090, section 4.2, randomly " +
			"sampled data (in full; formula ours)", Kind: ExactLaw,
		Text: "Draws from all past models: S_m = 1 − (1−S_0) Π_{k≤m}(1 − 1/(nk²)).",
	},
	{
		ID:         "shumailov-gaussian",
		Reference:  "I. Shumailov and others, arXiv:2305.17493, Theorem 3.1 (in full; exact value ours)",
		Kind:       Theorem,
		Text:       "Gaussian, replacing, unbiased: E W2² = σ²[t/M + 2(1 − c^t)] → ∞ while σ_t → 0.",
		Hypotheses: []string{"normal data; print admits any law of non-zero sample variance"},
	},
	{
		ID:        "shumailov-discrete",
		Reference: "I. Shumailov and others, arXiv:2305.17493, discrete laws (in full)",
		Kind:      Lemma,
		Text:      "Replacing: point masses alone are absorbing; a state of probability q is lost at last w.p. 1−q.",
	},
	{
		ID:        "suresh-unigram",
		Reference: "A. T. Suresh and others, arXiv:2412.17646, unigrams (abstract; s_k ours)",
		Kind:      Theorem,
		Text:      "Replacing: a token of expected count λ survives k generations with probability ≥ 1 − e^{−λ/k}.",
	},
	{
		ID:        "suresh-gaussian",
		Reference: "A. T. Suresh and others, arXiv:2412.17646, Gaussians (abstract)",
		Kind:      Theorem,
		Text:      "Replacing, unbiased variance of n samples: P(σ_k > ε) ≤ (σ/ε) e^{−k/(4n)}.",
	},
	{
		ID:        "xu-improvement",
		Reference: "S. Xu and others, arXiv:2505.13947, improvement (abstract; formula ours)",
		Kind:      ExactLaw,
		Text:      "Normal mean: a model of kn samples of the last one is better with probability arctan(2√k)/π.",
	},
	{
		ID:         "alemohammad-augmentation",
		Reference:  "S. Alemohammad and others, arXiv:2307.01850, section 4 (in full; formula ours)",
		Kind:       Finding,
		Text:       "A fixed real set of N with n synthetic samples: E(m_T − p*)² ≤ 3V/(2N) for every n and T.",
		Hypotheses: []string{"Bernoulli mean"},
	},
	{
		ID:        "alemohammad-fresh",
		Reference: "S. Alemohammad and others, arXiv:2307.01850, equations 3 and 4 (in full; formula ours)",
		Kind:      ExactLaw,
		Text:      "Fresh real and synthetic Gaussians, λ = 1: effective size n_r + n_s(n_r−1)/(n−1) < 2n_r − 1.",
	},
	{
		ID:        "kazdan-kernel",
		Reference: "J. Kazdan and others, arXiv:2410.16713, kernel densities (abstract and code; formula ours)",
		Kind:      Finding,
		Text:      "Kernel density estimates of fixed bandwidth widen under accumulation like h² log T.",
	},
	{
		ID:         "dohmatob-noise-free",
		Reference:  "E. Dohmatob and others, arXiv:2402.07712, noise-free (abstract; formula ours)",
		Kind:       ExactLaw,
		Text:       "Least-norm regression, T < d, replacing, no noise: E‖ŵ_n‖² = (T/d)^n ‖w*‖².",
		Hypotheses: []string{"isotropic Gaussian design, fresh each generation"},
	},
	{
		ID:        "kanabar-symmetric",
		Reference: "Kanabar and Gastpar (2026), who cite arXiv:2505.19046, symmetric channel (in full)",
		Kind:      Proposition,
		Text:      "Watermark through a binary symmetric channel: χ² in closed form.",
	},
	{
		ID:        "kanabar-erasure",
		Reference: "Kanabar and Gastpar (2026), who cite arXiv:2505.19046, erasure channel (in full)",
		Kind:      Proposition,
		Text:      "Watermark through a binary erasure channel: χ² = 1 − e/a in print, (1−e)(1−a)/a by its definition.",
	},
}
