package theorems

import (
	"itermle/theorems/laws"
)

// powerFigure is Figure 3 of Appendix G: θx^{θ−1} from 1.
var powerFigure = figure{
	family:  "power",
	truth:   []float64{1},
	says:    "θx^{θ−1} from 1",
	squared: laws.PowerSquaredError,
	fourth:  laws.PowerFourthError,
}

// The claims of Figure 3: as printed, and three of ours.
func figure3() Claim { return powerFigure.curve(Claim{ID: "figure-3", Statement: "figure-3"}) }

func figure3MeanSquare() Claim {
	return powerFigure.meanSquare(Claim{ID: "figure-3-mean-square", Statement: "figure-3"})
}

func figure3Growth() Claim {
	return powerFigure.growth(Claim{ID: "figure-3-growth", Statement: "figure-3"})
}

func figure3Optimised() Claim {
	return powerFigure.optimised(Claim{ID: "figure-3-optimised", Statement: "figure-3"})
}
