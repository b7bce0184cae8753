package theorems

import (
	"cmp"
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/internal/geometry"
)

// similar is what "the error at all t is similar to that at t = 1" is taken to mean of a printed curve: nowhere more
// than twice.
const similar = 2.0

// curve is a figure as printed. A replicate is a whole curve: the average of ‖θ^(t) − θ_0‖ over 50 runs, t = 1, …, 100;
//
//	P(max_t curve[t]/curve[1] > 2) ≤ 1%
func (f figure) curve(claim Claim) Claim {
	scenarioOf := func(run figureRun, factor float64) Scenario {
		return Scenario{
			Name: fmt.Sprintf("%v %v factor %g", run, run.workflow, factor),
			Experiment: Rate{Allowed: 0.01, Tolerated: 0.1,
				Ratio: trialOf(run, func(curve []float64) float64 { return worstGrowth(curve) / factor })},
		}
	}
	scenario := func(n int64, factor float64, workflow estimators.Workflow) Scenario {
		return scenarioOf(figureRun{family: f.family, truth: f.truth, n: n, generations: figureGenerations,
			workflow: workflow}, factor)
	}
	claim.Title = f.says + ": the error at all t is similar to that at t = 1"
	claim.Says = "The average of ‖θ^(t) − θ_0‖ over 50 runs of the exact MLE is, for all t ≤ 100, at most twice that " +
		"at t = 1, in at least 99% of such figures."
	claim.Deviation = "\"Similar\" is made precise as a factor of 2, for the whole curve at once."
	claim.Expect = Supported
	claim.Fixed = func(profile Profile) []Scenario {
		scenarios := []Scenario{scenario(20, similar, estimators.Accumulate())}
		if profile >= CI {
			scenarios = append(scenarios, scenario(50, similar, estimators.Accumulate()),
				scenario(100, similar, estimators.Accumulate()))
		}
		return scenarios
	}
	claim.Draw = func(choose Chooser) Scenario {
		return scenarioOf(figureRun{family: f.family, truth: f.drawTruth(choose), n: DrawSize(choose, "n", 20, 1e6),
			generations: int(DrawSize(choose, "T", 2, figureGenerations)),
			runs:        int(DrawSize(choose, "runs", 50, 100))}, similar)
	}
	claim.Mutants = func() []Mutant {
		return []Mutant{
			{"accumulate-to-replace", scenario(20, similar, estimators.Replace())},
			{"factor-1.1", scenario(50, 1.1, estimators.Accumulate())},
		}
	}
	return claim
}

// meanSquare is the exact mean square error behind a figure, by simulation: E‖θ^(t) − θ_0‖²/e_t = 1 with e_t from
// laws.GaussianSquaredError, laws.ExponentialSquaredError or laws.PowerSquaredError.
func (f figure) meanSquare(claim Claim) Claim {
	scenarioAt := func(truth []float64, schedule estimators.Schedule, generations int, flaws ...flaw) Scenario {
		run := iteratedEstimate{family: f.family, truth: truth, schedule: schedule, generations: generations}
		scale := truth[len(truth)-1]
		claimed := f.squared(schedule, generations)[generations-1]
		spread := f.fourth(schedule, generations)/(claimed*claimed) - 1
		run = run.with(flaws...)
		return Scenario{
			Name: fmt.Sprintf("%s θ_0=%v %v t=%d mean square", f.family, truth, schedule, generations),
			Experiment: Mean{
				Value: 1, Tolerance: 0.08 * math.Sqrt(spread/2), Variance: spread, Unit: "× its exact value",
				New: iterated(run, func(theta []float64) float64 {
					e := geometry.Distance(theta, truth) / scale
					return e * e / claimed
				}),
			},
		}
	}
	scenario := func(n int64, generations int, flaws ...flaw) Scenario {
		return scenarioAt(f.truth, estimators.ConstantSchedule(n), generations, flaws...)
	}
	claim.Title = f.says + ": E‖θ^(t) − θ_0‖² exactly"
	claim.Says = "E‖θ^(t) − θ_0‖² is 2(1 − E σ_t) for the Gaussian, Π(1 + 1/(n k²)) − 1 for the exponential and E " +
		"P_t^{−2} − 2 E P_t^{−1} + 1 for θx^{θ−1}, P_t the product of Gamma factors."
	claim.Deviation = "Not in the paper: the exact value of what its figures estimate from 50 runs."
	claim.Expect = Supported
	claim.Fixed = func(Profile) []Scenario { return []Scenario{scenario(20, 1), scenario(20, 30)} }
	claim.Draw = func(choose Chooser) Scenario {
		generations := int(DrawSize(choose, "t", 1, 50))
		return scenarioAt(f.drawTruth(choose), DrawSchedule(choose, DrawSize(choose, "n", 20, 1e4), generations),
			generations)
	}
	claim.Mutants = func() []Mutant {
		return []Mutant{
			{"accumulate-to-replace", scenario(20, 10, replacing)},
			{"off-by-one-generation", scenario(20, 1, oneTooFar)},
			{"reused-stream", scenario(20, 5, reusingSeed)},
			{"biased-estimator", scenario(20, 10, biasedBy(1.05))},
		}
	}
	return claim
}

// growth is "similar" in its sharp form, without randomness: for n ≥ 20 and every t ≤ 100, S_t = Σ_{k≤t} 1/k²,
//
//	√S_t (1 − 1/n) ≤ √(E‖θ^(t) − θ_0‖²/E‖θ^(1) − θ_0‖²) ≤ √S_t (1 + 1/n),
//
// and the error rises with t: it is similar to that at t = 1, but 28% larger in the end.
func (f figure) growth(claim Claim) Claim {
	scenario := func(n int64, generations int, low, high float64) Scenario {
		return exactly(fmt.Sprintf("%s n=%d T=%d", f.family, n, generations), func() Outcome {
			var out Outcome
			errors, sum, ratio := f.squared(estimators.ConstantSchedule(n), generations), 1.0, 1.0
			for t := 1; t < generations; t++ {
				sum += 1 / float64(t+1) / float64(t+1)
				// The margin 1e-12 is far above the rounding of e_t/e_1 and far below the steps of the curve, 1/(2t²)
				// or more.
				rises := errors[t]/errors[t-1] > 1+1e-12
				ratio = math.Sqrt(errors[t] / errors[0] / sum)
				out.Check(rises && ratio >= 1+low/float64(n) && ratio <= 1+high/float64(n),
					"false at t = %d: √(e_t/e_1) = %.6f √S_t, rising: %v", t+1, ratio, rises)
			}
			out.Evidence = cmp.Or(out.Counterexample, fmt.Sprintf("√(e_%d/e_1) = %.4f = √S_T (1 %+.3f/n)", generations,
				math.Sqrt(errors[generations-1]/errors[0]), (ratio-1)*float64(n)))
			return out
		})
	}
	claim.Title = f.says + ": the error grows like √S_t, to 1/n"
	claim.Says = "For n ≥ 20 the root mean square of ‖θ^(t) − θ_0‖ rises with t and is √(Σ_{k≤t} 1/k²) times that at " +
		"t = 1, up to a factor between 1 − 1/n and 1 + 1/n."
	claim.Deviation = "Not in the paper: the sharp form of \"similar\"."
	claim.Expect = Supported
	claim.Fixed = func(profile Profile) []Scenario {
		generations := figureGenerations
		if profile >= CI {
			generations = 1000
		}
		return []Scenario{scenario(20, generations, -1, 1), scenario(50, generations, -1, 1),
			scenario(100, generations, -1, 1)}
	}
	claim.Draw = func(choose Chooser) Scenario {
		return scenario(DrawSize(choose, "n", 20, 1e4), int(DrawSize(choose, "T", 2, 150)), -1, 1)
	}
	claim.Mutants = func() []Mutant {
		return []Mutant{
			{"a-tenth-less", scenario(20, 100, -4, -2)},
			{"a-tenth-more", scenario(20, 100, 2, 4)},
		}
	}
	return claim
}
