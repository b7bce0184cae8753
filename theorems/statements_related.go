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
	{
		ID:        "gerstgrasser-fresh",
		Reference: "M. Gerstgrasser and others, arXiv:2404.01413, with a design of its own each generation (ours)",
		Kind:      ExactLaw,
		Text: "Ridgeless regression, accumulating, fresh designs: test error σ² Σ_{i≤n} d/(i(iT−d−1)), below that " +
			"of a design reused.",
		Hypotheses: []string{"exchangeable designs; Gaussian rows, T ≥ d + 2, for the value"},
	},
	{
		ID:        "shumailov-sizes",
		Reference: "I. Shumailov and others, arXiv:2305.17493, sample variance (secondary; derived here)",
		Kind:      ExactLaw,
		Text:      "Gaussian, replacing, unbiased, sizes M_t: Var X^(t) = σ²(1 + Σ_{i≤t} 1/M_i).",
	},
	{
		ID:        "alemohammad-wishart",
		Reference: "S. Alemohammad and others, arXiv:2307.01850, section 3.1 and appendix A (in full; drift ours)",
		Kind:      Proposition,
		Text: "Fully synthetic Gaussians, sampled with covariance λΣ: Σ_t is Wishart of mean λΣ_{t−1}, E tr Σ_t = " +
			"λ^t tr Σ_0, and the mean drifts by tr Σ_0 Σ_{j≤t} λ^j/n in the mean square.",
	},
	{
		ID:        "alemohammad-biased",
		Reference: "S. Alemohammad and others, arXiv:2307.01850, equations 3 and 4, λ < 1 (in full; formula ours)",
		Kind:      ExactLaw,
		Text: "Fresh real and λ-biased synthetic Gaussians: E μ² and E s² follow two linear equations, and the " +
			"mean's effective size is above n_r for every n_s.",
	},
	{
		ID:        "alemohammad-fixed",
		Reference: "S. Alemohammad and others, arXiv:2307.01850, section 4 (in full; formula ours)",
		Kind:      Finding,
		Text: "A fixed real set of n and n_s synthetic samples, Gaussian (μ,σ), maximum likelihood: at most " +
			"1/(2n+1) of the variance is lost, for every n_s.",
	},
	{
		ID:         "dohmatob-linear",
		Reference:  "E. Dohmatob and others, arXiv:2402.07712, test error linear in n (abstract; formula ours)",
		Kind:       ExactLaw,
		Text:       "Regression, replacing, fresh designs: error Σ_{k≤n} σ_k² d/(T_k−d−1).",
		Hypotheses: []string{"T_k ≥ d + 2 Gaussian rows for the value; any designs of full rank given them"},
	},
	{
		ID:        "dohmatob-strong",
		Reference: "E. Dohmatob and others, arXiv:2410.04840, strong collapse (abstract; bias and floor ours)",
		Kind:      Finding,
		Text: "A share p_2 of the rows with labels of w* + δ: E ŵ − w* = p_2 δ at every n, so that the error is at " +
			"least p_2²‖δ‖².",
		Hypotheses: []string{"exchangeable rows, least squares"},
	},
	{
		ID: "he-weighted",
		Reference: "He, Xu and Cheng, arXiv:2502.18049, fresh data with a weight (abstract and code; " +
			"formula ours)",
		Kind: ExactLaw,
		Text: "Weight w on n fresh real samples, 1 − w on m synthetic ones: the error of a mean follows a linear " +
			"recursion in V/n, V/m and v2.",
	},
	{
		ID:        "he-golden",
		Reference: "He, Xu and Cheng, arXiv:2502.18049, optimal weight (abstract; finite m ours)",
		Kind:      Theorem,
		Text: "The best weight of the real samples is (√(k²+4k) − k)/2, k = n/m, 1/φ for k = 1; at finite m the " +
			"root of bw² + (1+k−b)w = k, b = 1 + v2/m; the least error is w V/n.",
	},
	{
		ID:        "he-variance",
		Reference: "He, Xu and Cheng, arXiv:2502.18049, Gaussian variance (abstract and code; formula ours)",
		Kind:      ExactLaw,
		Text: "Weighted unbiased variances follow the law of a mean with V = 2, v2 = 2 and the sizes n − 1, m " +
			"− 1.",
	},
	{
		ID:        "vu-interacting",
		Reference: "Vu, Reeves and Wenger, arXiv:2505.21677 (secondary; formula ours)",
		Kind:      ExactLaw,
		Text: "K models on a share α of each other's output: errors converge iff α < 1, to (V/n)(1 + α²/(K(1−α²))) " +
			"for v2 = 0.",
	},
	{
		ID:        "bakshi-fixed-size",
		Reference: "Bakshi and Chakraborty, arXiv:2602.10531, Theorem 3.1 at one size (secondary; formula ours)",
		Kind:      ExactLaw,
		Text:      "Batches of n with real share α: the risk rises from R_0 to R_0/(1 − (1−1/n)(1−α)²).",
	},
	{
		ID:        "jangjoo-regularised",
		Reference: "Jangjoo, Marsili and Roudi, arXiv:2506.20623, priors (abstract; formula ours)",
		Kind:      Finding,
		Text: "A prior prevents absorption under replacement, and the limit law is the prior's whatever the " +
			"truth.",
	},
	{
		ID:        "wu-u-shape",
		Reference: "Wu, Yang and Sun, arXiv:2602.14029, U-shaped risk (abstract; formulas ours)",
		Kind:      ExactLaw,
		Text: "Noise-free pseudo-labels on fresh designs of n < p rows: isotropic risk ‖β‖²(1 − r^{t+1}) + r^t τ is " +
			"monotone; a U needs slow directions with signal and quick ones with noise.",
		Hypotheses: []string{"designs whose projections have the mean (n/p)I, by blocks for the U"},
	},
	{
		ID:        "garg-weighted",
		Reference: "Garg, Bhattacharya and Sur, arXiv:2509.22341, Theorem 3.1 (secondary; finite n ours)",
		Kind:      Theorem,
		Text: "Least-norm interpolation with weight w on fresh labels: variance times c(w) = (w²+(1−w)²)/(w(2−w)), " +
			"which falls with t iff w > 1/3.",
	},
	{
		ID:        "garg-fixed-labels",
		Reference: "Garg, Bhattacharya and Sur, arXiv:2509.22341, Theorem 5.1 (secondary; finite n ours)",
		Kind:      Theorem,
		Text:      "Without fresh labels the variance is multiplied by 1/(w(2−w)): w = 1 is best.",
	},
	{
		ID: "garg-ridge",
		Reference: "Garg, Bhattacharya and Sur, arXiv:2509.22341, Theorems 3.2 to 3.4 (secondary; finite " +
			"n ours)",
		Kind: Theorem,
		Text: "With a ridge the limiting risk is log-convex in w and the best weight lies in [½, 1].",
	},
	{
		ID: "kanabar-debiased",
		Reference: "Kanabar and Gastpar (2026), who cite arXiv:2505.19046, risk of accumulation (in full; constant " +
			"ours)",
		Kind: Theorem,
		Text: "Batches of real share α_i: ‖·‖² risk of the order 1/Σ n_i α_i²; at most (1 − 1/k)/Σ n_i α_i².",
	},
	{
		ID:        "kanabar-bound",
		Reference: "Kanabar and Gastpar (2026), who cite arXiv:2505.19046, Proposition 1 (in full)",
		Kind:      Proposition,
		Text:      "1 + χ²(Q_1 ‖ aQ_1 + (1−a)Q_0) ≤ 1/(a + ε − aε), ε = min Q_0/Q_1.",
	},
	{
		ID:        "khelifa-limit",
		Reference: "Khelifa, Turner and Venkataramanan, arXiv:2606.13796, limit (abstract; factors ours)",
		Kind:      Theorem,
		Text: "A perfect fit that smooths, with real share α, converges to a mixture of ever smoother copies; " +
			"degree k is kept by αρ^k/(1 − (1−α)ρ^k).",
	},
	{
		ID:        "han-constant",
		Reference: "Han and others, arXiv:2512.00757, constant sample sizes (abstract and secondary)",
		Kind:      Theorem,
		Text: "A contraction with a fit's noise loses its error in probability at constant sample sizes: as " +
			"quoted, and false.",
	},
	{
		ID:        "bertrand-mean",
		Reference: "Q. Bertrand and others, arXiv:2310.00429, Theorem 1 (secondary), on mean parameters (ours)",
		Kind:      Finding,
		Text:      "A fixed real set with λ synthetic samples to each: E m_t − x̄ shrinks by λ/(1+λ), for every λ.",
	},
	{
		ID:        "bertrand-stability",
		Reference: "Q. Bertrand and others, arXiv:2310.00429, Theorem 1 (secondary), its condition (ours)",
		Kind:      Finding,
		Text: "A maximum of the real likelihood is a locally stable fixed point for every λ: J = (A + λI)^{−1}λI; " +
			"λ(1 + Lε/α) < ½ is not necessary.",
		Hypotheses: []string{"twice differentiable likelihood, A > 0"},
	},
	{
		ID:        "falahati-curation",
		Reference: "Falahati and others, arXiv:2605.07724, curation by several rewards (abstract; rate ours)",
		Kind:      ExactLaw,
		Text: "p_{t+1} = p_t Σ w_i e^{r_i}/E e^{r_i} raises Σ w_i log E_p e^{r_i}, and is within KL(p*‖p_0)/t of its " +
			"largest value.",
		Hypotheses: []string{"infinite pools, finitely many outcomes"},
	},
	{
		ID:        "zhao-anchor",
		Reference: "Zhao, Fu and Pham, arXiv:2511.09002, curation with an anchor (secondary; form ours)",
		Kind:      ExactLaw,
		Text:      "p_{g+1} = α p_ref + (1−α)p_g e^r/E e^r contracts to α p_ref/(1 − (1−α)e^r/Z).",
	},
	{
		ID: "marchi-divergence",
		Reference: "arXiv:2609.18878, which goes on from Marchi and others, arXiv:2404.02325, Lemmas 3, 4 and 6 " +
			"(in full; constants ours)",
		Kind: Lemma,
		Text: "√2 H ≤ d ≤ (π/√2) H, d ≤ (π/2)√KL, and r log r − r + 1 between ½ min(r,1) log² r and ½ " +
			"max(r,1) log² r.",
	},
	{
		ID:        "marchi-floor",
		Reference: "arXiv:2609.18878, which goes on from Marchi and others, arXiv:2404.02325, Lemma 1 (in full)",
		Kind:      Lemma,
		Text:      "With a human ratio μ, θ_i(t) ≥ κ(μδ − η)/(1 + μ) from t_κ = log(1/(1−κ))/(1+μ) on.",
	},
	{
		ID:        "marchi-temperature",
		Reference: "Marchi and others, arXiv:2404.02325, temperature (secondary; rates ours)",
		Kind:      Theorem,
		Text: "Accumulation at a temperature T ≠ 1 ends in a corner or in the uniform law; like 1/t and " +
			"t^{−(1−1/T)}.",
	},
	{
		ID:         "wang-rate",
		Reference:  "Wang, Niu and Li, arXiv:2602.16065, Theorem 3.4 (secondary; bounds ours)",
		Kind:       Theorem,
		Text:       "Pooled contaminated rounds of real share α: error of the order t^{−min(p,α)}, a log t at p = α.",
		Hypotheses: []string{"Gaussian mean, p = ½"},
	},
	{
		ID:        "xu-schedule",
		Reference: "S. Xu and others, arXiv:2505.13947, sample sizes (abstract; criterion ours)",
		Kind:      ExactLaw,
		Text:      "Replacing with n_t samples: bounded error iff Σ 1/n_t < ∞; t^{1+s} is enough, t log² t as well.",
	},
	{
		ID:         "seddik-vocabulary",
		Reference:  "M. E. A. Seddik and others, arXiv:2404.05090, Theorem 3 (in full; sharper bound ours)",
		Kind:       Theorem,
		Text:       "E‖p^(m) − p^(1)‖_1 < (1/N)√(πn/2) G_n(s), and by ours √((s−1)n)/N.",
		Hypotheses: []string{"s < 0.8n + 2: G_n(s) = 2^s − 2"},
	},
	{
		ID:         "seddik-mixing",
		Reference:  "M. E. A. Seddik and others, arXiv:2404.05090, Theorem 4 (in full)",
		Kind:       Theorem,
		Text:       "E‖p^(m) − p^(1)‖_1 < (1/N)√(nπ/φ(ζ)) G_n(s), with ζ from E max_A p^(1)(A)p^(1)(A^c).",
		Hypotheses: []string{"s < 0.8n + 2: G_n(s) = 2^s − 2"},
	},
}
