package counterexamples

import (
	"itermle/counterexamples/departures"
	"itermle/estimators"
	"itermle/theorems"
)

func assumption1BModel() theorems.Claim {
	coin := curved(departures.CoinMean, 1, 1000, 20)
	return theorems.Claim{
		ID: "assumption-1B-model", Statement: "assumption-1B",
		Title: "N(|θ|,1) with random ties: the model's law is that of N(θ,1), |θ^(T)| ~ N(1, S_T/n)",
		Says: "Without identifiability, and with ties decided by a coin, |θ^(T)| has the law N(|θ*|, S_T/n) of the " +
			"identifiable family (but for P(x̄ ≤ 0), below 10^-100 here): TV and KL do not notice that θ is lost.",
		Deviation: "Ours.",
		Expect:    theorems.Supported,
		Fixed: always(coin.meanLaw(departures.CoinMean),
			curved(departures.FoldedMean, 1, 1000, 20).meanLaw(departures.FoldedMean)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			n := theorems.Pick[int64](c, "n", 1000, 1e6, 1e12)
			truth, T := theorems.Pick[float64](c, "θ*", 1, -1, 3), theorems.Pick(c, "T", 2, 1, 5, 50)
			return curved(departures.CoinMean, truth, n, T).meanLaw(departures.CoinMean)
		},
		Mutants: mutants{
			{Name: "accumulate-to-replace", Scenario: coin.with(estimators.Replace()).meanLaw(departures.CoinMean)},
			// The law of θ itself, not of its size: half of it sits at −1.
			{Name: "law-of-theta", Scenario: coin.meanLaw(unprojected)},
		}.all,
	}
}

func assumption1BParameter() theorems.Claim {
	negative := func(theta float64) bool { return theta < 0 }
	scenario := func(d departure, claimed float64) theorems.Scenario { return d.shareOf(negative, claimed) }
	return theorems.Claim{
		ID: "assumption-1B-parameter", Statement: "assumption-1B",
		Title: "… and θ^(T) is lost: P(θ^(T) < 0) = ½ with random ties, 0 with ties to the nearest",
		Says: "P(θ^(T) < 0) = ½ for θ* = 1 and every T if the tie between ±x̄ is broken by a coin, so P(‖θ^(T)−θ*‖ > " +
			"1) ≈ ½ for every n; the rule of Algorithm 1, nearest to θ^(t), keeps the label.",
		Deviation: "Ours.",
		Expect:    theorems.Supported,
		Fixed: always(scenario(curved(departures.CoinMean, 1, 1e6, 10), 0.5),
			scenario(curved(departures.FoldedMean, 1, 1e6, 10), 0)),
		Mutants: mutants{
			{Name: "ties-to-the-nearest", Scenario: scenario(curved(departures.FoldedMean, 1, 1e6, 10), 0.5)},
			{Name: "ties-by-a-coin", Scenario: scenario(curved(departures.CoinMean, 1, 1e6, 10), 0)},
		}.all,
	}
}
