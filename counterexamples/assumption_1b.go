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
		Says: "Without identifiability, and with ties decided by a coin, |θ^(T)| has the law N(|θ*|, Σ n_t/N_t²) of " +
			"the identifiable family (but for P(x̄ ≤ 0), below 10^-100 here): TV and KL do not notice that θ is lost.",
		Deviation: "Ours.",
		Expect:    theorems.Supported,
		Fixed: always(coin.meanLaw(departures.CoinMean),
			curved(departures.FoldedMean, 1, 1000, 20).meanLaw(departures.FoldedMean)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			d, family := drawFolded(c)
			return d.meanLaw(family)
		},
		Mutants: mutants{
			{Name: "accumulate-to-replace", Scenario: coin.with(estimators.Replace()).meanLaw(departures.CoinMean)},
			// The law of θ itself, not of its size: half of it sits at −1.
			{Name: "law-of-theta", Scenario: coin.meanLaw(unprojected)},
		}.all,
	}
}

// drawFolded is an instance in which x̄ ≤ 0 has a probability below 10^-100: its standard deviation is at most
// √(2/n_0), by the schedule law, and θ* is 22 of them or more.
func drawFolded(c theorems.Chooser) (departure, departures.CurvedMean) {
	family := departures.CoinMean
	if theorems.Pick(c, "ties", "coin", "nearest") == "nearest" {
		family = departures.FoldedMean
	}
	truth := theorems.Pick[float64](c, "sign", 1, -1) * theorems.DrawReal(c, "|θ*|", 0.5, 4)
	return curved(family, truth, 1, 1).drawn(c, 4000, 1e12), family
}

func assumption1BParameter() theorems.Claim {
	negative := func(theta float64) bool { return theta < 0 }
	scenario := func(d departure, claimed float64) theorems.Scenario { return d.shareOf(negative, claimed) }
	return theorems.Claim{
		ID: "assumption-1B-parameter", Statement: "assumption-1B",
		Title: "… and θ^(T) is lost: P(θ^(T) < 0) = ½ with random ties, 0 with ties to the nearest",
		Says: "P(θ^(T) < 0) = ½ for every θ* ≠ 0, T and schedule if the tie between ±x̄ is broken by a coin, so " +
			"P(‖θ^(T)−θ*‖ > |θ*|) ≈ ½ for every n; the rule of Algorithm 1, nearest to θ^(t), keeps the label.",
		Deviation: "Ours.",
		Expect:    theorems.Supported,
		Fixed: always(scenario(curved(departures.CoinMean, 1, 1e6, 10), 0.5),
			scenario(curved(departures.FoldedMean, 1, 1e6, 10), 0)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			switch d, family := drawFolded(c); {
			case family.Name == departures.CoinMean.Name:
				return scenario(d, 0.5)
			case d.Truth[0] < 0:
				return scenario(d, 1)
			default:
				return scenario(d, 0)
			}
		},
		Mutants: mutants{
			{Name: "ties-to-the-nearest", Scenario: scenario(curved(departures.FoldedMean, 1, 1e6, 10), 0.5)},
			{Name: "ties-by-a-coin", Scenario: scenario(curved(departures.CoinMean, 1, 1e6, 10), 0)},
		}.all,
	}
}
