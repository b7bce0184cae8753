package counterexamples

import (
	"math"

	"gonum.org/v1/gonum/mathext"

	"itermle/counterexamples/departures"
	"itermle/estimators"
	"itermle/theorems"
)

// assumption2 has one exact scenario, the median of n = 2m+1 samples, below x with probability I_{F(x)}(m+1, m+1), and
// one of T = 100.
func assumption2() theorems.Claim {
	at := func(truth float64, n int64, generations int) departure {
		return newDeparture("laplace", truth, n, generations,
			func() estimators.Pool { return departures.NewLaplace(n) })
	}
	laplace := func(n int64, generations int) departure { return at(0, n, generations) }
	median := func(d departure, claimed int64) theorems.Scenario {
		family, scale, half := estimators.NewLaplaceLocationUnit(), math.Sqrt(float64(claimed)), float64(claimed+1)/2
		law := func(x float64) float64 { return mathext.RegIncBeta(half, half, family.CDF([]float64{0}, x/scale)) }
		return d.law(law, func(pool estimators.Pool) float64 { return scale * (pool.Theta()[0] - d.Truth[0]) })
	}
	return theorems.Claim{
		ID: "assumption-2-laplace", Statement: "assumption-2",
		Title: "Laplace location, not C¹ in θ: P(|θ^(T)−θ*| > 2√(π²/6n)) ≤ 0.1, and the median's exact law at T = 1",
		Says: "Where log p_θ has a kink iterative MLE still has the rate n^{-1/2} for all T and the factor π²/6 of " +
			"averages: the median moves like the average of signs over 2p(0).",
		Deviation: "Ours: T = 1 is exact, larger T are measured.",
		Expect:    theorems.Supported,
		Fixed:     always(median(laplace(101, 1), 101), laplace(101, 100).within(1)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			truth := theorems.DrawReal(c, "θ*", -10, 10)
			if theorems.Pick(c, "law", "exact", "measured") == "exact" {
				n := theorems.DrawSize(c, "m", 1, 10_000)*2 - 1
				return median(at(truth, n, 1), n)
			}
			return at(truth, theorems.DrawSize(c, "n", 50, 500), int(theorems.DrawSize(c, "T", 2, longest))).within(1)
		},
		Mutants: mutants{
			{Name: "accumulate-to-replace", Scenario: laplace(101, 100).with(estimators.Replace()).within(1)},
			{Name: "replaced-twice", Scenario: median(laplace(101, 2).with(estimators.Replace()), 101)},
			{Name: "half-the-samples", Scenario: median(laplace(51, 1), 101)},
		}.all,
	}
}
