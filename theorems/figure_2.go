package theorems

import (
	"itermle/estimators"
	"itermle/theorems/laws"
)

// exponentialFigure is Figure 2 of Appendix G: the exponential from mean 1.
var exponentialFigure = figure{
	family:  "exponential",
	truth:   []float64{1},
	says:    "exponential from 1",
	squared: laws.ExponentialSquaredError,
	fourth: func(schedule estimators.Schedule, generations int) float64 {
		law := laws.Morris{Variance: laws.VarianceFunction{V2: 1}, Mean: 1, Schedule: schedule}
		_, fourth := law.CentralMoments(generations)
		return fourth
	},
}

// The claims of Figure 2: as printed, and three of ours.
func figure2() Claim { return exponentialFigure.curve(Claim{ID: "figure-2", Statement: "figure-2"}) }

func figure2MeanSquare() Claim {
	return exponentialFigure.meanSquare(Claim{ID: "figure-2-mean-square", Statement: "figure-2"})
}

func figure2Growth() Claim {
	return exponentialFigure.growth(Claim{ID: "figure-2-growth", Statement: "figure-2"})
}

func figure2Optimised() Claim {
	return exponentialFigure.optimised(Claim{ID: "figure-2-optimised", Statement: "figure-2"})
}
