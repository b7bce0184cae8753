package counterexamples

import (
	"math"

	"itermle/counterexamples/departures"
	"itermle/estimators"
	"itermle/theorems"
)

func atZero(theta float64) bool { return theta == 0 }

// assumption1ABoundary is the exact probability of the boundary after two fits. With Z_1, Z_2 standard normal the
// pool's average is Z_1/√n_0 + √n_1 Z_2/N_1 where Z_1 > 0 and (√n_0 Z_1 + √n_1 Z_2)/N_1 where not, and by the angles of
// the two wedges
//
//	P(θ^(2) = 0) = P(Z_1 > 0, Z_2 ≤ −Z_1 N_1/√(n_0 n_1)) + P(Z_1 ≤ 0, √n_0 Z_1 + √n_1 Z_2 ≤ 0)
//	             = ½ + [atan(√(n_0 n_1)/N_1) − atan √(n_1/n_0)]/2π,   ⅜ + atan(½)/2π for n_0 = n_1.
func assumption1ABoundary() theorems.Claim {
	run := func(first, second int64) departure {
		return curved(departures.BoundaryMean, 0, first, 2).on(estimators.ListSchedule(first, second))
	}
	scenario := func(d departure) theorems.Scenario {
		root := math.Sqrt(float64(d.Schedule.Size(1)) / float64(d.Schedule.Size(0)))
		return d.shareOf(atZero, 0.5+(math.Atan(root/(1+root*root))-math.Atan(root))/(2*math.Pi))
	}
	return theorems.Claim{
		ID: "assumption-1A-boundary", Statement: "assumption-1A",
		Title: "N(θ,1) on θ ≥ 0 at θ* = 0: P(θ^(2) = 0) = 3/8 + atan(½)/2π for n_0 = n_1, whatever n",
		Says: "With θ* on the boundary of Θ iterative MLE keeps its rate: for equal batches √n θ^(T) has a law free " +
			"of n and E(θ^(T))² ≤ π²/(6n) for all T; after two fits the boundary itself has probability ½ + " +
			"[atan(√(n_0 " +
			"n_1)/N_1) − atan √(n_1/n_0)]/2π, 0.4488 for n_0 = n_1.",
		Deviation: "Ours: Theorem 4.1 assumes an interior θ*; for this family it does not need it.",
		Expect:    theorems.Supported,
		Fixed:     always(scenario(run(1, 1)), scenario(run(1e12, 1e12))),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return scenario(run(theorems.DrawSize(c, "n_0", 1, 1e12), theorems.DrawSize(c, "n_1", 1, 1e12)))
		},
		Mutants: mutants{
			{Name: "accumulate-to-replace", Scenario: scenario(run(100, 100).with(estimators.Replace()))},
			{Name: "batches-swapped", Scenario: run(100, 1000).shareOf(atZero, 0.5+(math.Atan(math.Sqrt(10)/11)-
				math.Atan(math.Sqrt(0.1)))/(2*math.Pi))},
			{Name: "boundary-dropped",
				Scenario: scenario(curved(unprojected, 0, 100, 2).on(estimators.ListSchedule(100, 100)))},
		}.all,
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
			d := run(1, 1).equal(c, 1, 1e12)
			return scenario(d, d.Generations)
		},
		Mutants: mutants{
			{Name: "replace-to-accumulate", Scenario: scenario(run(100, 10).with(estimators.Accumulate()), 10)},
			{Name: "off-by-one-generation", Scenario: scenario(run(100, 2).longer(), 2)},
		}.all,
	}
}

func assumption1ADial() theorems.Claim {
	near := byDegrees("boundary", 0.01, 80, 5)
	return theorems.Claim{
		ID: "assumption-1A-dial", Statement: "assumption-1A",
		Title: "logit on [−ε, 1] at θ* = 0, exact laws: P(KL > 9/(2n_0)) ≤ 0.05 however near the boundary",
		Says: "As the boundary comes to a distance ε of θ*, KL(p_θ*‖p_θ(T)) keeps its scale under accumulation, for " +
			"every n_t ≤ n_0 and T: the exact P(bad) halves, as half of the law goes to the boundary. Replacement " +
			"passes δ.",
		Deviation: "Ours; T ≤ 5 and n_0 ≤ 80, by the exact law of Algorithm 1.",
		Expect:    theorems.Supported,
		Fixed:     always(near.scenario(), byDegrees("boundary", 1, 80, 5).scenario()),
		Draw:      drawDialed("boundary"),
		Mutants:   mutants{{Name: "accumulate-to-replace", Scenario: near.replaced().scenario()}}.all,
	}
}
