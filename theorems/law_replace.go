package theorems

import (
	"fmt"
	"math"
	"math/big"
	"strconv"

	"itermle/estimators"
	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// lawReplaceExact is the contrast to accumulation, training on the newest batch alone (w_t = 1), in exact rationals:
//
//	E V(μ_T) = V(μ*) Π_{t<T} (1 + v2/n_t),   Var(μ_T) = V(μ*)[Π_{t<T} (1 + v2/n_t) − 1]/v2     (v2 = 0: V(μ*) Σ 1/n_t)
//
// For equal n the variance grows like T V/n where v2 = 0, exponentially where v2 > 0, and to all of V/|v2| where v2 < 0
// (fixation).
func lawReplaceExact() Claim {
	scenario := func(c morrisFamily, mean string, sizes []int64, formula morrisFormula) Scenario {
		s := exactMorrisScenario(c, mean, sizes, formula)
		s.Name += " replace"
		return s
	}
	return Claim{
		ID: "law-replace-exact", Statement: "law-replace", Expect: Supported,
		Title: "replacement: Var(μ_T) = V(μ*)[Π(1 + v2/n_t) − 1]/v2, as rationals",
		Says: "Under replacement E μ_T = μ*, E V(μ_T) = V(μ*) Π(1 + v2/n_t) and Var(μ_T) = V(μ*)[Π(1 + v2/n_t) − " +
			"1]/v2 (v2 = 0: V(μ*) Σ 1/n_t), exactly, in all six families.",
		Fixed: func(Profile) []Scenario {
			return each(morrisFamilies, func(c morrisFamily) Scenario {
				return scenario(c, c.means[0], []int64{3, 1, 4, 1, 5}, newMorrisFormula(true))
			})
		},
		Draw: func(choose Chooser) Scenario {
			c, mean := drawMorris(choose)
			return scenario(c, mean, drawSizes(choose, 6, 1, 30), newMorrisFormula(true))
		},
		Mutants: func() []Mutant {
			var mutants []Mutant
			for _, c := range morrisFamilies[:6] {
				accumulated := newMorrisFormula(false)
				accumulated.replace = true
				mutants = append(mutants, Mutant{"formula-of-accumulation " + c.family,
					scenario(c, c.means[0], []int64{4, 2, 3}, accumulated)})
			}
			return mutants
		},
	}
}

// lawReplace is lawReplaceExact by simulation, with the whole law where it is known: N(θ*, σ² Σ 1/n_t) and the product
// of Gamma means.
func lawReplace() Claim {
	variance := func(c morrisFamily, mean string, schedule estimators.Schedule, generations int,
		flaws ...flaw) Scenario {
		law, run := c.momentLaw(mean, schedule, true), morrisRun(c, mean, schedule, generations)
		run.workflow = estimators.Replace()
		run = run.with(flaws...)
		return Scenario{
			Name:       instanceName(c.family, mean, schedule, generations) + " replace variance",
			Experiment: varianceExperiment(law, run, law.EstimatorVariance(generations)),
		}
	}
	accumulate := func(run *iteratedEstimate) { run.workflow = estimators.Accumulate() }
	return Claim{
		ID: "law-replace", Statement: "law-replace", Expect: Supported,
		Title: "replacement, simulated: T V/n and the whole law",
		Says: "Under replacement E(μ_T − μ*)² = V(μ*)[Π(1 + v2/n_t) − 1]/v2; normal and gamma estimates have " +
			"their exact law with w_t = 1.",
		Fixed: func(Profile) []Scenario {
			hundred, twenty := estimators.MustSchedule("const:100"), estimators.MustSchedule("const:20")
			return []Scenario{
				variance(morrisFamilies[0], "1/2", twenty, 20),
				variance(morrisFamilies[1], "0", hundred, 20),
				variance(morrisFamilies[3], "10", hundred, 10),
				scaleScenario(scaleFamilies[0], 1, twenty, 10, true, 0.03),
				gaussianScenario("gaussian-mean", 1, 0, hundred, 20, true, 0.03),
			}
		},
		Draw: func(choose Chooser) Scenario {
			// A small batch late would make tails that are heavier than drawSimulated's.
			c, mean := drawMorris(choose)
			if choose.Choose("sizes", 2) == 1 {
				sizes := drawSizes(choose, 10, 20, 1e6)
				return variance(c, mean, estimators.ListSchedule(sizes...), len(sizes))
			}
			schedule := estimators.ConstantSchedule(DrawSize(choose, "n", 20, 1e9))
			return variance(c, mean, schedule, int(DrawSize(choose, "T", 1, 20)))
		},
		Mutants: func() []Mutant {
			ten, two := estimators.MustSchedule("const:10"), estimators.MustSchedule("const:2")
			return []Mutant{
				{"replace-to-accumulate-variance", variance(morrisFamilies[1], "0", ten, 10, accumulate)},
				{"replace-to-accumulate-law", scaleScenario(scaleFamilies[0], 1, two, 5, true, 0.03, accumulate)},
				{"off-by-one-generation", variance(morrisFamilies[1], "0", ten, 2, oneTooFar)},
			}
		},
	}
}

// lawReplaceAsAccumulate says that replacement, like accumulation, keeps the error within the limit of the accumulating
// law: for a normal mean
//
//	P(|μ_T − θ*| > z σ √(π²/(6n))) ≤ δ,   z = the (1 − δ/2) quantile.
//
// Under accumulation it holds for every T, because Σ 1/k² < π²/6; under replacement the variance is T σ²/n and it
// fails.
func lawReplaceAsAccumulate() Claim {
	scenario := func(n int64, generations int, delta float64, workflow estimators.Workflow) Scenario {
		schedule := estimators.ConstantSchedule(n)
		run := iteratedEstimate{family: "gaussian-mean", truth: []float64{0}, schedule: schedule,
			generations: generations, workflow: workflow}
		z := math.Sqrt2 * math.Erfinv(1-delta)
		limit := z * math.Sqrt(math.Pi*math.Pi/6/float64(n))
		return Scenario{
			Name: fmt.Sprintf("gaussian-mean const:%d T=%d δ=%g %v", n, generations, delta, workflow),
			Experiment: Rate{Allowed: delta, Tolerated: math.Erfc(z * math.Pi / 6), // what replacement has at T = 3
				New: iterated(run, func(theta []float64) bool { return math.Abs(theta[0]) > limit })},
		}
	}
	return Claim{
		ID: "law-replace-as-accumulate", Statement: "law-replace", Expect: Refuted, Contrast: true,
		Title: "replacement stays within accumulation's limit",
		Says: "Under replacement, as under accumulation, |μ_T − θ*| ≤ z_{δ/2} σ √(π²/(6n)) with probability ≥ 1 " +
			"− δ for every T.",
		Deviation: "Not in the paper: the contrast that collapses.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(100, 3, 0.05, estimators.Replace()),
				scenario(100, 20, 0.05, estimators.Replace()),
				scenario(1000000000, 100, 0.05, estimators.Replace())}
		},
		Draw: func(choose Chooser) Scenario {
			return scenario(DrawSize(choose, "n", 1, 1e9), int(DrawSize(choose, "T", 3, 100)),
				DrawLog(choose, "δ", 0.01, 0.2), estimators.Replace())
		},
		Mutants: func() []Mutant {
			return []Mutant{{"replace-to-accumulate", scenario(100, 20, 0.05, estimators.Accumulate())}}
		},
	}
}

// lawReplaceFixation is the collapse of Bernoulli data under replacement: 0 and 1 are absorbing, and
//
//	P(0 < p_T < 1) = Σ_{0<s<n} P(S_T = s) ≤ n²/(n−1) p*(1−p*) (1 − 1/n)^T → 0
//
// (the bound from E p_T(1−p_T) = p*(1−p*)(1−1/n)^T and p(1−p) ≥ (n−1)/n² for p = s/n inside). The probability itself is
// enumerated, and simulated.
func lawReplaceFixation() Claim {
	scenario := func(n int64, p string, generations int, workflow estimators.Workflow) Scenario {
		schedule := estimators.ConstantSchedule(n)
		run := iteratedEstimate{family: "bernoulli", truth: []float64{rational.Nearest(rational.Parse(p))},
			schedule: schedule, workflow: workflow, generations: generations}
		mass := laws.BernoulliCounts(rational.Nearest(rational.Parse(p)), schedule, generations, true)
		fixed := mass[0] + mass[n]
		return Scenario{
			Name: instanceName("bernoulli", p, schedule, generations) + " " + workflow.String() + " fixation",
			Experiment: Mean{
				Value: fixed, Tolerance: 0.03, Upper: 1,
				New: iterated(run, func(theta []float64) float64 {
					if theta[0] <= 0 || theta[0] >= 1 {
						return 1
					}
					return 0
				}),
			},
		}
	}
	bound := func(n int64, p string, generations int, replace bool) Scenario {
		return exactly("bernoulli bound "+p+" n="+strconv.FormatInt(n, 10)+" T="+strconv.Itoa(generations),
			func() Outcome {
				sizes := laws.ScheduleSizes(estimators.ConstantSchedule(n), generations)
				law := laws.EnumerateBinomial(1, rational.Parse(p), sizes, replace)
				alive := big.NewRat(1, 1)
				alive.Sub(alive, law[0]).Sub(alive, law[len(law)-1])
				limit := big.NewRat(n*n, n-1)
				v := laws.BinomialKind.Variance(big.NewRat(1, 1))
				limit.Mul(limit, v.ExpectedVariance(rational.Parse(p), sizes, true))
				return atMost(fmt.Sprintf("P(0 < p_T < 1) = %.6g ≤ %.6g", rational.Nearest(alive),
					rational.Nearest(limit)), alive, limit)
			})
	}
	return Claim{
		ID: "law-replace-fixation", Statement: "law-replace", Expect: Supported,
		Title: "replacement: Bernoulli data fixate at 0 or 1",
		Says: "Under replacement P(0 < p_T < 1) is the enumerated probability, at most n²/(n−1) p*(1−p*)(1 − " +
			"1/n)^T: every category but one is lost.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(5, "1/2", 10, estimators.Replace()),
				scenario(10, "1/4", 30, estimators.Replace()),
				bound(2, "1/2", 8, true), bound(3, "1/4", 6, true), bound(5, "1/2", 6, true)}
		},
		Draw: func(choose Chooser) Scenario {
			p := number(DrawReal(choose, "p*", 0.05, 0.95))
			n := 2 + int64(choose.Choose("n−2", 6))
			generations := 1 + choose.Choose("T−1", 6)
			if choose.Choose("bound", 2) == 1 {
				return bound(n, p, generations, true)
			}
			return scenario(n, p, 3*generations, estimators.Replace())
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"replace-to-accumulate", scenario(5, "1/2", 10, estimators.Accumulate())},
				{"bound-of-replacement-for-accumulation", bound(3, "1/2", 6, false)},
			}
		},
	}
}
