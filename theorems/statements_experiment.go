package theorems

// experimentStatements are the figures of appendix G.
var experimentStatements = []Statement{
	{
		ID: "figure-1", Reference: paper("Appendix G, Figure 1"), Kind: Figure,
		Text: "Gaussian (μ,σ) from (0,1), n ∈ {20, 50, 100}, T = 100, 50 runs: the mean error ‖θ^(t) − θ*‖ at every t is similar to that at " +
			"t = 1, for the exact and for the numerically optimised MLE.",
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
		Text: "For the density θx^{θ−1}, the ratio of the error at T = 100 to that at 1 depends on θ*: 3.27 at θ* = 0.1, 1.25 at θ* = 1.",
	},
}
