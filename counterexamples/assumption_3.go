package counterexamples

import (
	"itermle/counterexamples/departures"
	"itermle/estimators"
	"itermle/theorems"
)

func assumption3() theorems.Claim {
	run := curved(departures.CubicMean, 0, 100, 20)
	return theorems.Claim{
		ID: "assumption-3-cubic", Statement: "assumption-3",
		Title: "N(θ³,1) at θ* = 0, I = 0: (θ^(T))³ ~ N(0, S_T/n): rate n^{-1/6}, growth (π²/6)^{1/6} = 1.086",
		Says: "Where the information vanishes the rate of θ^(T) is n^{-1/6} instead of n^{-1/2}; KL = ½(θ^(T))⁶ " +
			"keeps the rate 1/n and TV n^{-1/2}, and T costs no more than (π²/6)^{1/6} in θ.",
		Deviation: "Ours: 3 is needed for Theorem 4.1's rate in θ (it fails), not for KL or TV in this family.",
		Expect:    theorems.Supported,
		Fixed: always(curved(departures.CubicMean, 0, 1, 20).meanLaw(departures.CubicMean),
			curved(departures.CubicMean, 0, 1e12, 20).meanLaw(departures.CubicMean)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			truth := theorems.Pick[float64](c, "I(θ*) > 0", 0, 1) * theorems.DrawReal(c, "θ*", 0, 2)
			return curved(departures.CubicMean, truth, 1, 1).drawn(c, 1, 1e12).meanLaw(departures.CubicMean)
		},
		Mutants: mutants{
			{Name: "accumulate-to-replace", Scenario: run.with(estimators.Replace()).meanLaw(departures.CubicMean)},
			{Name: "rate-of-theta-n^{-1/2}", Scenario: run.meanLaw(unprojected)},
		}.all,
	}
}
