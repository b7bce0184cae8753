package theorems

import (
	"itermle/theorems/laws"
)

// gaussianFigure is Figure 1 of Appendix G: the Gaussian in (μ,σ) from (0,1).
var gaussianFigure = figure{
	family:  "gaussian",
	truth:   []float64{0, 1},
	says:    "Gaussian (μ,σ) from (0,1)",
	squared: laws.GaussianSquaredError,
	fourth:  laws.GaussianFourthError,
}

// The claims of Figure 1: as printed, and three of ours.
func figure1() Claim { return gaussianFigure.curve(Claim{ID: "figure-1", Statement: "figure-1"}) }

func figure1MeanSquare() Claim {
	return gaussianFigure.meanSquare(Claim{ID: "figure-1-mean-square", Statement: "figure-1"})
}

func figure1Growth() Claim {
	return gaussianFigure.growth(Claim{ID: "figure-1-growth", Statement: "figure-1"})
}

func figure1Optimised() Claim {
	return gaussianFigure.optimised(Claim{ID: "figure-1-optimised", Statement: "figure-1"})
}
