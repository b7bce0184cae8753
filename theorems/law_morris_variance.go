package theorems

import (
	"fmt"
	"math/big"
	"strconv"

	"itermle/estimators"
	"itermle/internal/rational"
	"itermle/internal/rounding"
	"itermle/theorems/laws"
)

// lawMorrisVarianceExact is the law of M. Morris' six families in exact rationals:
//
//	E μ_T = μ*,  E V(μ_T) = V(μ*) Π_{t<T} (1 + v2 n_t/N_t²),  Var(μ_T) = V(μ*) [Π_{t<T} (1 + v2 n_t/N_t²) − 1]/v2
//
// (v2 = 0: V(μ*) Σ n_t/N_t²), for every schedule. Derived here; compared as rationals with moments propagated from the
// families' moment generating functions, for binomials with the enumerated law of the pool, for gamma families with
// their Mellin moments; and the float64 methods of laws.Morris are compared with the rationals, the fourth moment
// included.
func lawMorrisVarianceExact() Claim {
	return Claim{
		ID: "law-morris-variance-exact", Statement: "law-morris-variance", Expect: Supported,
		Title: "E V(μ_T), Var(μ_T) of the six Morris families, as rationals",
		Says: "In a natural exponential family with V(μ) = v0 + v1 μ + v2 μ², under accumulation with any schedule, " +
			"E μ_T = μ*, E V(μ_T) = V(μ*) Π_{t<T}(1 + v2 n_t/N_t²) and Var(μ_T) = V(μ*)[Π_{t<T}(1 + v2 n_t/N_t²) − " +
			"1]/v2, exactly.",
		Fixed: func(Profile) []Scenario {
			var scenarios []Scenario
			for _, c := range morrisFamilies {
				for _, sizes := range [][]int64{{1, 1, 1, 1}, {3, 1, 4, 1}, {2, 7, 1, 3}, {1000000000, 1, 1000000000}} {
					scenarios = append(scenarios, exactMorrisScenario(c, c.means[0], sizes, newMorrisFormula(false)))
				}
			}
			return scenarios
		},
		Draw: func(choose Chooser) Scenario {
			c, mean := drawMorris(choose)
			return exactMorrisScenario(c, mean, drawSizes(choose, 6, 1, 30), newMorrisFormula(false))
		},
		Mutants: func() (mutants []Mutant) {
			for _, c := range morrisFamilies[:6] {
				v := c.variance()
				mutant := func(name string, v laws.RationalVariance, replace bool, claimed ...int64) {
					f := newMorrisFormula(false)
					f.replace, f.variance = replace, func(own laws.RationalVariance, mu *big.Rat, _ []int64) *big.Rat {
						return rational.Mul(own.At(mu), v.Inflation(laws.StepVariances(claimed, false)))
					}
					mutants = append(mutants, Mutant{name + " " + c.family,
						exactMorrisScenario(c, c.means[0], []int64{4, 2, 3}, f)})
				}
				mutant("accumulate-to-replace", v, true, 4, 2, 3)
				mutant("n-minus-one", v, false, 3, 1, 2)
				mutant("off-by-one-generation", v, false, 4, 2)
				if v.V2.Sign() != 0 {
					v.V2 = new(big.Rat).Neg(v.V2)
					mutant("v2-sign-flipped", v, false, 4, 2, 3)
				}
			}
			return mutants
		},
	}
}

// enclosedLimit encloses lim_T Var(μ_T)/V(μ*) for equal batches of n under accumulation, by exact rationals. With a =
// V2/n the limit is [P_T R − 1]/V2, P_T = Π_{k≤T}(1 + a/k²), and the remainder R = Π_{k>T}(1 + a/k²) obeys, since
// 1/(T+1) < Σ_{k>T} 1/k² < 1/T,
//
//	a > 0:  1 + a/(T+1) < R < e^{a/T} < 1/(1 − a/T)            (a < T)
//	a < 0:  1 − |a|/T < R < e^{−|a|/(T+1)} < 1/(1 + |a|/(T+1))
func enclosedLimit(v laws.RationalVariance, n int64, generations int) (low, high *big.Rat) {
	sizes := laws.ScheduleSizes(estimators.ConstantSchedule(n), generations)
	t := int64(generations)
	if v.V2.Sign() == 0 {
		low = v.Inflation(laws.StepVariances(sizes, false))
		high = new(big.Rat).Set(low)
		return low.Add(low, big.NewRat(1, n*(t+1))), high.Add(high, big.NewRat(1, n*t))
	}
	one := big.NewRat(1, 1)
	a := new(big.Rat).Quo(v.V2, big.NewRat(n, 1))
	narrow, wide := new(big.Rat).Quo(a, big.NewRat(t+1, 1)), new(big.Rat).Quo(a, big.NewRat(t, 1))
	first, second := new(big.Rat).Add(one, narrow), new(big.Rat).Sub(one, wide)
	if v.V2.Sign() > 0 {
		second.Inv(second)
	} else {
		first.Add(one, wide)
		second.Inv(second.Sub(one, narrow))
	}
	product := v.Growth(laws.StepVariances(sizes, false))
	bound := func(remainder *big.Rat) *big.Rat {
		remainder.Mul(remainder, product).Sub(remainder, one)
		return remainder.Quo(remainder, v.V2)
	}
	low, high = bound(first), bound(second)
	if low.Cmp(high) > 0 { // V2 < 0 turns the order round
		low, high = high, low
	}
	return low, high
}

// lawMorrisLimit is the limit of the variance for equal batches (ours, by Euler's products for sinh and sin), z =
// π√(|v2|/n):
//
//	lim_T Var(μ_T) = V/v2 [sinh z/z − 1],  V/|v2| [1 − sin z/z],  or V π²/(6n) where v2 = 0,
//
// enclosed by exact rationals.
func lawMorrisLimit() Claim {
	scenario := func(c morrisFamily, mean string, n int64, alter func(limit float64) float64) Scenario {
		return exactly(c.family+" μ*="+mean+" const:"+strconv.FormatInt(n, 10), func() Outcome {
			v, mu := c.variance(), rational.Parse(mean)
			limit := alter(v.Float().LimitVariance(rational.Nearest(mu), n) / v.Float().At(rational.Nearest(mu)))
			low, high := enclosedLimit(v, n, 300)
			// Rounding of π², sinh or sin and their quotient: 16 units in the last place.
			margin := new(big.Rat).SetFloat64(16 * rounding.Unit * limit)
			value := new(big.Rat).SetFloat64(limit)
			outcome := less(low, new(big.Rat).Add(value, margin),
				new(big.Rat).Add(high, new(big.Rat).Add(margin, margin)))
			outcome.Evidence = "lim Var(μ_T)/V(μ*): " + outcome.Evidence
			return outcome
		})
	}
	same := func(limit float64) float64 { return limit }
	return Claim{
		ID: "law-morris-limit", Statement: "law-morris-variance", Expect: Supported,
		Title: "lim Var(μ_T): sinh, sin and π²/6",
		Says: "For equal batches the variance of μ_T tends to V/v2 (sinh z/z − 1), V/|v2| (1 − sin z/z), z = " +
			"π√(|v2|/n), or V π²/(6n) where v2 = 0.",
		Fixed: func(Profile) []Scenario {
			var scenarios []Scenario
			for _, c := range morrisFamilies {
				for _, n := range []int64{1, 10, 1000000} {
					scenarios = append(scenarios, scenario(c, c.means[0], n, same))
				}
			}
			return scenarios
		},
		Draw: func(choose Chooser) Scenario {
			c, mean := drawMorris(choose)
			return scenario(c, mean, DrawSize(choose, "n", 1, 1e9), same)
		},
		Mutants: func() []Mutant {
			var mutants []Mutant
			for _, c := range morrisFamilies[:6] {
				mutants = append(mutants,
					Mutant{"limit-plus-1e-4 " + c.family,
						scenario(c, c.means[0], 10, func(limit float64) float64 { return limit * 1.0001 })},
					Mutant{"limit-minus-1e-4 " + c.family,
						scenario(c, c.means[0], 10, func(limit float64) float64 { return limit * 0.9999 })})
			}
			return mutants
		},
	}
}

// lawInflationUniversal says that π²/6 bounds the inflation of the variance in every Morris family, as a reader of the
// asymptotic law (Dey and Donoho, arXiv:2410.22812: π²/6 as n → ∞) might take it. It is false at every n where v2 > 0:
//
//	n Var(μ_∞)/V(μ*) = π²/6 + v2 π⁴/(120 n) + O(n^−2)
//
// so exponential data with n = 1 give sinh(π)/π − 1 = 2.676. Where v2 ≤ 0 it holds.
func lawInflationUniversal() Claim {
	scenario := func(c morrisFamily, n int64, generations int) Scenario {
		return exactly(fmt.Sprintf("%s const:%d T=%d", c.family, n, generations), func() Outcome {
			v := c.variance()
			sizes := laws.ScheduleSizes(estimators.ConstantSchedule(n), generations)
			value := v.Inflation(laws.StepVariances(sizes, false))
			return less(value.Mul(value, big.NewRat(n, 1)), piSquaredSixthAbove)
		})
	}
	generations := func(n int64) int { return int(4*n) + 4 }
	return Claim{
		ID: "law-inflation-universal", Statement: "law-morris-variance", Expect: Refuted, Contrast: true,
		Title: "π²/6 bounds the inflation in every family",
		Says:  "For every Morris family, n and T, n Var(μ_T)/V(μ*) < π²/6.",
		Deviation: "Not in the paper: the finite-sample reading of the asymptotic constant π²/6. It holds where v2 ≤ " +
			"0 and fails where v2 > 0.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(morrisFamilies[2], 1, 20), scenario(morrisFamilies[2], 20, generations(20)),
				scenario(morrisFamilies[4], 3, 20)}
		},
		Draw: func(choose Chooser) Scenario {
			// Of T generations of v2 = 1/k the sum lacks about 1/T, and is v2 π⁴/(120 n) above: T > 1.24 n k will do.
			k := DrawLog(choose, "k", 0.3, 4)
			n := DrawSize(choose, "n", 1, 20)
			kind := Pick(choose, "kind", laws.GammaKind, laws.NegativeBinomialKind)
			name := map[laws.MorrisKind]string{laws.GammaKind: "gamma:",
				laws.NegativeBinomialKind: "negative-binomial:"}
			c := morrisFamily{name[kind] + number(k), kind, rational.Parse(number(k)), nil}
			longer := DrawReal(choose, "T/4(nk+1)", 1, 2)
			return scenario(c, n, int(4*longer*(float64(n)*k+1)))
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"v2-zero", scenario(morrisFamilies[3], 1, 200)},
				{"v2-negative", scenario(morrisFamilies[0], 3, 200)},
				{"n-to-infinity", scenario(morrisFamilies[2], 1000000, 200)},
			}
		},
	}
}

// lawMorrisVariance is law-morris-variance-exact by simulation of Algorithm 1 itself, where enumeration does not reach.
func lawMorrisVariance() Claim {
	claimed := func(law laws.Morris, c morrisFamily, mean string, generations int, flaws ...flaw) Scenario {
		run := morrisRun(c, mean, law.Schedule, generations).with(flaws...)
		return Scenario{
			Name:       instanceName(c.family, mean, law.Schedule, generations),
			Experiment: varianceExperiment(law, run, law.EstimatorVariance(generations)),
		}
	}
	scenario := func(c morrisFamily, mean string, schedule estimators.Schedule, generations int,
		flaws ...flaw) Scenario {
		return claimed(c.momentLaw(mean, schedule, false), c, mean, generations, flaws...)
	}
	return Claim{
		ID: "law-morris-variance", Statement: "law-morris-variance", Expect: Supported,
		Title: "Var(μ_T) = V(μ*)[Π(1 + v2 w_t²/n_t) − 1]/v2, simulated",
		Says: "Under accumulation E(μ_T − μ*)² = V(μ*)[Π_{t<T}(1 + v2 n_t/N_t²) − 1]/v2 (v2 = 0: V(μ*) Σ n_t/N_t²) " +
			"in every Morris family, for every schedule.",
		Fixed: func(profile Profile) []Scenario {
			scenarios := []Scenario{
				scenario(morrisFamilies[0], "1/2", estimators.MustSchedule("const:100"), 10),
				scenario(morrisFamilies[1], "0", estimators.MustSchedule("slow:1000,1"), 10),
				scenario(morrisFamilies[2], "1", estimators.MustSchedule("const:5"), 10),
				scenario(morrisFamilies[3], "10", estimators.MustSchedule("geom:10,2"), 10),
				scenario(morrisFamilies[4], "1", estimators.MustSchedule("const:10"), 10),
				scenario(morrisFamilies[5], "1", estimators.MustSchedule("const:10"), 5),
			}
			if profile >= CI {
				for _, c := range morrisFamilies {
					scenarios = append(scenarios, scenario(c, c.means[1], estimators.MustSchedule("const:1000000000"),
						100))
				}
			}
			return scenarios
		},
		Draw: func(choose Chooser) Scenario {
			c, mean, schedule, generations := drawSimulated(choose)
			return scenario(c, mean, schedule, generations)
		},
		Mutants: func() []Mutant {
			five, ten := estimators.MustSchedule("const:5"), estimators.MustSchedule("const:10")
			bernoulli, gaussian, exponential := morrisFamilies[0], morrisFamilies[1], morrisFamilies[2]
			flipped := exponential.momentLaw("1", five, false)
			flipped.Variance = laws.VarianceFunction{V0: 2, V2: -1} // V(1) = 1 as before
			return []Mutant{
				{"accumulate-to-replace", scenario(gaussian, "0", ten, 10, replacing)},
				{"n-minus-one", scenario(exponential, "1", five, 10, oneSampleLess)},
				{"off-by-one-generation", scenario(gaussian, "1", ten, 2, oneTooFar)},
				{"v2-sign-flipped", claimed(flipped, exponential, "1", 10)},
				{"reused-stream", scenario(gaussian, "0", ten, 10, reusingSeed)},
				{"biased-estimator", scenario(bernoulli, "1/2", estimators.MustSchedule("const:100"), 10,
					biasedBy(0.97))},
			}
		},
	}
}
