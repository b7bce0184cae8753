package counterexamples

import (
	"math"

	"itermle/counterexamples/departures"
	"itermle/estimators"
	"itermle/theorems"
)

func atZero(theta float64) bool { return theta == 0 }

// assumption1ABoundary is the exact probability of the boundary after two fits. In units of 1/√n, with Z_1, Z_2
// standard normal, the pool's average is Z_1 + Z_2/2 where Z_1 > 0 and (Z_1+Z_2)/2 where not, and by the angles of the
// two wedges
//
//	P(θ^(2) = 0) = P(Z_1 > 0, Z_2 ≤ −2Z_1) + P(Z_1 ≤ 0, Z_1+Z_2 ≤ 0) = atan(½)/2π + 3/8.
func assumption1ABoundary() theorems.Claim {
	claimed := math.Atan(0.5)/(2*math.Pi) + 0.375
	scenario := func(d departure) theorems.Scenario { return d.shareOf(atZero, claimed) }
	return theorems.Claim{
		ID: "assumption-1A-boundary", Statement: "assumption-1A",
		Title: "N(θ,1) on θ ≥ 0 at θ* = 0: P(θ^(2) = 0) = 3/8 + atan(½)/2π, whatever n",
		Says: "With θ* on the boundary of Θ iterative MLE keeps its rate: √n θ^(T) has a law free of n, E(θ^(T))² ≤ " +
			"π²/(6n) for all T, and the boundary itself has probability 3/8 + atan(½)/2π = 0.4488 after two fits.",
		Deviation: "Ours: Theorem 4.1 assumes an interior θ*; for this family it does not need it.",
		Expect:    theorems.Supported,
		Fixed: always(scenario(curved(departures.BoundaryMean, 0, 1, 2)),
			scenario(curved(departures.BoundaryMean, 0, 1e12, 2))),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return scenario(curved(departures.BoundaryMean, 0, theorems.Pick[int64](c, "n", 10, 2, 100, 1e4, 1e9), 2))
		},
		Mutants: func() []theorems.Mutant {
			run := curved(departures.BoundaryMean, 0, 100, 2)
			return []theorems.Mutant{
				{Name: "accumulate-to-replace", Scenario: scenario(run.with(estimators.Replace()))},
				{Name: "one-generation-less", Scenario: scenario(curved(departures.BoundaryMean, 0, 100, 1))},
				{Name: "boundary-dropped", Scenario: scenario(curved(unprojected, 0, 100, 2))},
			}
		},
	}
}

// assumption1AReplace is replacement at a boundary: Lindley's walk, at 0 after T steps with the probability that a
// symmetric walk has not been positive (Sparre Andersen), C(2T, T)/4^T ≈ 1/√(πT).
func assumption1AReplace() theorems.Claim {
	scenario := func(d departure, claimedT int) theorems.Scenario {
		share := 1.0
		for k := range claimedT {
			share *= (float64(k) + 0.5) / float64(k+1)
		}
		return d.shareOf(atZero, share)
	}
	run := func(n int64, generations int) departure {
		return curved(departures.BoundaryMean, 0, n, generations).with(estimators.Replace())
	}
	return theorems.Claim{
		ID: "assumption-1A-boundary-replace", Statement: "assumption-1A",
		Title: "the same under replacement: P(θ^(T) = 0) = C(2T,T)/4^T",
		Says: "Under replacement √n θ^(T) is Lindley's random walk, max(0, S_1, …, S_T) in law: P(θ^(T) = 0) = C(2T, " +
			"T)/4^T, and E θ^(T) = Σ_{k≤T} (2πkn)^{−½} grows like √T.",
		Deviation: "Ours.",
		Expect:    theorems.Supported,
		Fixed:     always(scenario(run(100, 10), 10), scenario(run(1e9, 3), 3)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			generations := theorems.Pick(c, "T", 2, 1, 3, 5, 20)
			return scenario(run(theorems.Pick[int64](c, "n", 10, 1, 1e6), generations), generations)
		},
		Mutants: mutants{
			{Name: "replace-to-accumulate", Scenario: scenario(run(100, 10).with(estimators.Accumulate()), 10)},
			{Name: "off-by-one-generation", Scenario: scenario(run(100, 2).longer(), 2)},
		}.all,
	}
}
