package counterexamples

import (
	"math"

	"gonum.org/v1/gonum/mathext"

	"itermle/counterexamples/departures"
	"itermle/estimators"
	"itermle/theorems"
)

// assumptionClaims are the claims about one assumption dropped at a time, in the order of the assumptions.
func assumptionClaims() []theorems.Claim {
	return []theorems.Claim{
		assumption1A(), assumption1AReplace(), assumption1B(), assumption1BSign(), assumption1C(), assumption2(),
		assumption2A(), assumption2AHeavy(), assumption2AHeavyBound(), assumption2B(), assumption2BAlone(), assumption2C(), assumption2CAlone(), assumption3(),
	}
}

// unprojected is boundaryMean with Θ = R: a mutant.
var unprojected = departures.CurvedMean{Name: "boundary-mean without boundary", Lower: math.Inf(-1), Accept: "a finite θ", Mean: departures.BoundaryMean.Mean,
	Inverse: func(average, _ float64, _ bool) float64 { return average }}

func atZero(theta float64) bool { return theta == 0 }

// assumption1A is the exact probability of the boundary after two fits. In units of 1/√n, with Z_1, Z_2 standard normal, the pool's average is
// Z_1 + Z_2/2 where Z_1 > 0 and (Z_1+Z_2)/2 where not, and by the angles of the two wedges
//
//	P(θ^(2) = 0) = P(Z_1 > 0, Z_2 ≤ −2Z_1) + P(Z_1 ≤ 0, Z_1+Z_2 ≤ 0) = atan(½)/2π + 3/8.
func assumption1A() theorems.Claim {
	claimed := math.Atan(0.5)/(2*math.Pi) + 0.375
	scenario := func(r departureRun) theorems.Scenario { return r.shareOf(atZero, claimed) }
	return theorems.Claim{
		ID: "assumption-1A-boundary", Statement: "assumption-1A",
		Title: "N(θ,1) on θ ≥ 0 at θ* = 0: P(θ^(2) = 0) = 3/8 + atan(½)/2π, whatever n",
		Says: "With θ* on the boundary of Θ iterative MLE keeps its rate: √n θ^(T) has a law free of n, E(θ^(T))² ≤ π²/(6n) for all T, and the " +
			"boundary itself has probability 3/8 + atan(½)/2π = 0.4488 after two fits.",
		Deviation: "Ours: Theorem 4.1 assumes an interior θ*; for this family it does not need it.",
		Expect:    theorems.Supported,
		Fixed: func(theorems.Profile) []theorems.Scenario {
			return []theorems.Scenario{scenario(curved(departures.BoundaryMean, 0, 1, 2)), scenario(curved(departures.BoundaryMean, 0, 1e12, 2))}
		},
		Draw: func(choose theorems.Chooser) theorems.Scenario {
			return scenario(curved(departures.BoundaryMean, 0, []int64{10, 2, 100, 1e4, 1e9}[choose.Choose("n", 5)], 2))
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

// assumption1AReplace is replacement at a boundary: Lindley's walk, at 0 after T steps with the probability that a symmetric walk has not been
// positive (Sparre Andersen), C(2T, T)/4^T ≈ 1/√(πT).
func assumption1AReplace() theorems.Claim {
	scenario := func(r departureRun, claimedT int) theorems.Scenario {
		share := 1.0
		for k := range claimedT {
			share *= (float64(k) + 0.5) / float64(k+1)
		}
		return r.shareOf(atZero, share)
	}
	run := func(n int64, generations int) departureRun {
		return curved(departures.BoundaryMean, 0, n, generations).with(estimators.Replace())
	}
	return theorems.Claim{
		ID: "assumption-1A-boundary-replace", Statement: "assumption-1A",
		Title: "the same under replacement: P(θ^(T) = 0) = C(2T,T)/4^T",
		Says: "Under replacement √n θ^(T) is Lindley's random walk, max(0, S_1, …, S_T) in law: P(θ^(T) = 0) = C(2T, T)/4^T, and " +
			"E θ^(T) = Σ_{k≤T} (2πkn)^{−½} grows like √T.",
		Deviation: "Ours.",
		Expect:    theorems.Supported,
		Fixed: func(theorems.Profile) []theorems.Scenario {
			return []theorems.Scenario{scenario(run(100, 10), 10), scenario(run(1e9, 3), 3)}
		},
		Draw: func(choose theorems.Chooser) theorems.Scenario {
			generations := []int{2, 1, 3, 5, 20}[choose.Choose("T", 5)]
			return scenario(run([]int64{10, 1, 1e6}[choose.Choose("n", 3)], generations), generations)
		},
		Mutants: func() []theorems.Mutant {
			return []theorems.Mutant{
				{Name: "replace-to-accumulate", Scenario: scenario(run(100, 10).with(estimators.Accumulate()), 10)},
				{Name: "off-by-one-generation", Scenario: scenario(run(100, 2).longer(), 2)},
			}
		},
	}
}

func assumption1B() theorems.Claim {
	return theorems.Claim{
		ID: "assumption-1B-model", Statement: "assumption-1B",
		Title: "N(|θ|,1) with random ties: the model's law is that of N(θ,1), |θ^(T)| ~ N(1, S_T/n)",
		Says: "Without identifiability, and with ties decided by a coin, |θ^(T)| has the law N(|θ*|, S_T/n) of the identifiable family (but for " +
			"P(x̄ ≤ 0), below 10^-100 here): TV and KL do not notice that θ is lost.",
		Deviation: "Ours.",
		Expect:    theorems.Supported,
		Fixed: func(theorems.Profile) []theorems.Scenario {
			return []theorems.Scenario{curved(departures.CoinMean, 1, 1000, 20).meanLaw(departures.CoinMean), curved(departures.FoldedMean, 1, 1000, 20).meanLaw(departures.FoldedMean)}
		},
		Draw: func(choose theorems.Chooser) theorems.Scenario {
			n := []int64{1000, 1e6, 1e12}[choose.Choose("n", 3)]
			return curved(departures.CoinMean, []float64{1, -1, 3}[choose.Choose("θ*", 3)], n, []int{2, 1, 5, 50}[choose.Choose("T", 4)]).meanLaw(departures.CoinMean)
		},
		Mutants: func() []theorems.Mutant {
			return []theorems.Mutant{
				{Name: "accumulate-to-replace", Scenario: curved(departures.CoinMean, 1, 1000, 20).with(estimators.Replace()).meanLaw(departures.CoinMean)},
				// The law of θ itself, not of its size: half of it sits at −1.
				{Name: "law-of-theta", Scenario: curved(departures.CoinMean, 1, 1000, 20).meanLaw(unprojected)},
			}
		},
	}
}

func assumption1BSign() theorems.Claim {
	negative := func(theta float64) bool { return theta < 0 }
	scenario := func(r departureRun, claimed float64) theorems.Scenario { return r.shareOf(negative, claimed) }
	return theorems.Claim{
		ID: "assumption-1B-parameter", Statement: "assumption-1B",
		Title: "… and θ^(T) is lost: P(θ^(T) < 0) = ½ with random ties, 0 with ties to the nearest",
		Says: "P(θ^(T) < 0) = ½ for θ* = 1 and every T if the tie between ±x̄ is broken by a coin, so P(‖θ^(T)−θ*‖ > 1) ≈ ½ for every n; the rule of " +
			"Algorithm 1, nearest to θ^(t), keeps the label.",
		Deviation: "Ours.",
		Expect:    theorems.Supported,
		Fixed: func(theorems.Profile) []theorems.Scenario {
			return []theorems.Scenario{scenario(curved(departures.CoinMean, 1, 1e6, 10), 0.5), scenario(curved(departures.FoldedMean, 1, 1e6, 10), 0)}
		},
		Mutants: func() []theorems.Mutant {
			return []theorems.Mutant{
				{Name: "ties-to-the-nearest", Scenario: scenario(curved(departures.FoldedMean, 1, 1e6, 10), 0.5)},
				{Name: "ties-by-a-coin", Scenario: scenario(curved(departures.CoinMean, 1, 1e6, 10), 0)},
			}
		},
	}
}

// extreme claims n e ~ Gamma(shape) for the end that has moved by e.
func (r departureRun) extreme(shape float64) theorems.Scenario {
	return r.scenario(theorems.Law{CDF: gammaLaw(shape), Distance: 0.06, New: r.value(func(pool estimators.Pool) float64 {
		return float64(r.n) * pool.(*departures.ExtremePool).E
	})})
}

func assumption1C() theorems.Claim {
	uniform := departureRun{name: "uniform-scale", newPool: func(int64) estimators.Pool { return departures.NewUniform() }, truth: 1, n: 1000, generations: 20}
	shifted := departureRun{name: "shifted-exponential", newPool: func(int64) estimators.Pool { return departures.NewShiftedExponential() }, truth: 3, n: 1e15,
		generations: 20}
	return theorems.Claim{
		ID: "assumption-1C-support", Statement: "assumption-1C",
		Title: "U[0,θ] and θ+Exp(1): the model freezes, n·error ~ Exp(1) for every T; Gamma(T) under replacement",
		Says: "With accumulation θ^(T) = θ^(1): −n log(θ^(T)/θ*) ~ Exp(1) for U[0,θ] and n(θ^(T)−θ*) ~ Exp(1) for the shifted exponential, " +
			"TV = 1 − e^{−e} at rate 1/n and KL(p_θ*‖p_θ) = ∞. With replacement Exp(1) becomes Gamma(T).",
		Deviation: "Ours: no rate n^{-1/2}, but a better one, and no growth at all; only KL is lost.",
		Expect:    theorems.Supported,
		Fixed: func(theorems.Profile) []theorems.Scenario {
			return []theorems.Scenario{uniform.extreme(1), shifted.extreme(1), uniform.with(estimators.Replace()).extreme(20)}
		},
		Draw: func(choose theorems.Chooser) theorems.Scenario {
			r := []departureRun{uniform, shifted}[choose.Choose("family", 2)]
			r.n = []int64{100, 1, 1e9}[choose.Choose("n", 3)]
			r.generations = []int{2, 1, 5, 50}[choose.Choose("T", 4)]
			if choose.Choose("workflow", 2) == 1 {
				return r.with(estimators.Replace()).extreme(float64(r.generations))
			}
			return r.extreme(1)
		},
		Mutants: func() []theorems.Mutant {
			return []theorems.Mutant{
				{Name: "accumulate-to-replace", Scenario: uniform.with(estimators.Replace()).extreme(1)},
				{Name: "replace-to-accumulate", Scenario: shifted.extreme(20)},
				{Name: "off-by-one-generation", Scenario: uniform.with(estimators.Replace()).longer().extreme(20)},
			}
		},
	}
}

// within claims P(|θ^(T)| > 2σ√(π²/(6n))) ≤ 0.1, to be told from 0.2: for a normal estimate of standard deviation σ√(S_T/n) it is at most
// 0.0455, and the rest is room for what is not normal at this n. Under replacement of T = 100 it would be 0.80.
func (r departureRun) within(sigma float64) theorems.Scenario {
	limit := 2 * sigma * math.Pi / math.Sqrt(6*float64(r.n))
	return r.scenario(theorems.Rate{Allowed: 0.1, Tolerated: 0.2, New: r.event(func(pool estimators.Pool) bool {
		return !(math.Abs(pool.Theta()[0]-r.truth) <= limit)
	})})
}

// assumption2 has one exact scenario, the median of n = 2m+1 samples, below x with probability I_{F(x)}(m+1, m+1), and one of T = 100.
func assumption2() theorems.Claim {
	laplace := func(n int64, generations int) departureRun {
		return departureRun{name: "laplace", newPool: func(n int64) estimators.Pool { return departures.NewLaplace(n) }, n: n, generations: generations}
	}
	median := func(r departureRun, claimed int64) theorems.Scenario {
		family, scale, half := estimators.NewLaplaceLocationUnit(), math.Sqrt(float64(claimed)), float64(claimed+1)/2
		return r.scenario(theorems.Law{Distance: 0.06, CDF: func(x float64) float64 {
			return mathext.RegIncBeta(half, half, family.CDF([]float64{0}, x/scale))
		}, New: r.value(func(pool estimators.Pool) float64 { return scale * pool.Theta()[0] })})
	}
	return theorems.Claim{
		ID: "assumption-2-laplace", Statement: "assumption-2",
		Title: "Laplace location, not C¹ in θ: P(|θ^(100)| > 2√(π²/6n)) ≤ 0.1, and the median's exact law at T = 1",
		Says: "Where log p_θ has a kink iterative MLE still has the rate n^{-1/2} for all T and the factor π²/6 of averages: the median moves " +
			"like the average of signs over 2p(0).",
		Deviation: "Ours: T = 1 is exact, T = 100 is measured.",
		Expect:    theorems.Supported,
		Fixed: func(theorems.Profile) []theorems.Scenario {
			return []theorems.Scenario{median(laplace(101, 1), 101), laplace(101, 100).within(1)}
		},
		Mutants: func() []theorems.Mutant {
			return []theorems.Mutant{
				{Name: "accumulate-to-replace", Scenario: laplace(101, 100).with(estimators.Replace()).within(1)},
				{Name: "replaced-twice", Scenario: median(laplace(101, 2).with(estimators.Replace()), 101)},
				{Name: "half-the-samples", Scenario: median(laplace(51, 1), 101)},
			}
		},
	}
}

func assumption2B() theorems.Claim {
	return theorems.Claim{
		ID: "assumption-2B-quadratic", Statement: "assumption-2B",
		Title: "N(θ+θ²/2,1), unbounded Hessian alone: θ+θ²/2 at θ^(T) is N(0, S_T/n) exactly",
		Says: "For m(θ) = θ+θ²/2 the Hessian (x−m) − (1+θ)² is unbounded in x while 2A, 2C and 3 hold on B_½(0). m(θ^(T)) ~ N(0, S_T/n) (but for " +
			"P(x̄ < −½), below 10^-30 here): rate n^{-1/2}, no growth beyond π/√6.",
		Deviation: "Ours: 2B is not needed here; what Theorem 4.1 uses, a law of large numbers for the Hessian, needs moments alone.",
		Expect:    theorems.Supported,
		Fixed: func(theorems.Profile) []theorems.Scenario {
			return []theorems.Scenario{curved(departures.QuadraticMean, 0, 2000, 20).meanLaw(departures.QuadraticMean)}
		},
		Draw: func(choose theorems.Chooser) theorems.Scenario {
			n := []int64{2000, 1e6, 1e12}[choose.Choose("n", 3)]
			return curved(departures.QuadraticMean, 0, n, []int{2, 1, 5, 50}[choose.Choose("T", 4)]).meanLaw(departures.QuadraticMean)
		},
		Mutants: func() []theorems.Mutant {
			run := curved(departures.QuadraticMean, 0, 2000, 20)
			return []theorems.Mutant{
				{Name: "accumulate-to-replace", Scenario: run.with(estimators.Replace()).meanLaw(departures.QuadraticMean)},
			}
		},
	}
}

func assumption3() theorems.Claim {
	return theorems.Claim{
		ID: "assumption-3-cubic", Statement: "assumption-3",
		Title: "N(θ³,1) at θ* = 0, I = 0: (θ^(T))³ ~ N(0, S_T/n): rate n^{-1/6}, growth (π²/6)^{1/6} = 1.086",
		Says: "Where the information vanishes the rate of θ^(T) is n^{-1/6} instead of n^{-1/2}; KL = ½(θ^(T))⁶ keeps the rate 1/n and TV n^{-1/2}, " +
			"and T costs no more than (π²/6)^{1/6} in θ.",
		Deviation: "Ours: 3 is needed for Theorem 4.1's rate in θ (it fails), not for KL or TV in this family.",
		Expect:    theorems.Supported,
		Fixed: func(theorems.Profile) []theorems.Scenario {
			return []theorems.Scenario{curved(departures.CubicMean, 0, 1, 20).meanLaw(departures.CubicMean), curved(departures.CubicMean, 0, 1e12, 20).meanLaw(departures.CubicMean)}
		},
		Draw: func(choose theorems.Chooser) theorems.Scenario {
			n := []int64{100, 2, 1e6}[choose.Choose("n", 3)]
			return curved(departures.CubicMean, []float64{0, 1, -2}[choose.Choose("θ*", 3)], n, []int{2, 1, 5, 50}[choose.Choose("T", 4)]).meanLaw(departures.CubicMean)
		},
		Mutants: func() []theorems.Mutant {
			run := curved(departures.CubicMean, 0, 100, 20)
			return []theorems.Mutant{
				{Name: "accumulate-to-replace", Scenario: run.with(estimators.Replace()).meanLaw(departures.CubicMean)},
				{Name: "rate-of-theta-n^{-1/2}", Scenario: run.meanLaw(unprojected)},
			}
		},
	}
}
