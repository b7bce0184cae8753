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

func assumption3Dial() theorems.Claim {
	flat := byDegrees("information", 0.01, 80, 5)
	return theorems.Claim{
		ID: "assumption-3-dial", Statement: "assumption-3",
		Title: "log-odds εθ + θ³, λ0 = ε²/4, exact laws: P(KL > 9/(2n_0)) ≤ 0.05 for every ε; in θ it passes δ",
		Says: "As the information goes to 0, KL(p_θ*‖p_θ(T)) keeps its law under accumulation for every n_t ≤ n_0 " +
			"and T, while P(‖θ^(T) − θ*‖ > 3/√(n_0/4)) passes δ; so does KL under replacement.",
		Deviation: "Ours; T ≤ 5 and n_0 ≤ 80, by the exact law of Algorithm 1.",
		Expect:    theorems.Supported,
		Fixed:     always(flat.scenario(), byDegrees("information", 1, 80, 5).scenario()),
		Draw:      drawDialed("information"),
		Mutants: mutants{{Name: "accumulate-to-replace", Scenario: flat.replaced().scenario()},
			{Name: "in-theta", Scenario: flat.inTheta().scenario()}}.all,
	}
}
