package theorems

import (
	"fmt"
	"math"
	"math/rand/v2"

	"itermle/estimators"
)

// Floored is a family whose samples are raised to a floor: the guard that programs put before a logarithm.
type Floored struct {
	estimators.StatisticFamily
	Floor float64
}

// Sample draws samples of θ and raises those below the floor to it.
func (f Floored) Sample(dst, theta []float64, random *rand.Rand) {
	f.StatisticFamily.Sample(dst, theta, random)
	for i, x := range dst {
		dst[i] = math.Max(x, f.Floor)
	}
}

func flooredAt(floor float64) func(estimators.Family) (estimators.Family, error) {
	return func(f estimators.Family) (estimators.Family, error) {
		statistic, ok := f.(estimators.StatisticFamily)
		if !ok {
			return nil, &estimators.UnsupportedError{What: f.Name(), Action: "a floor under its samples",
				Accept: "a family with a statistic"}
		}
		return Floored{statistic, floor}, nil
	}
}

// figure4Floor is a mechanism that gives Figure 4 the shape and nearly the numbers that are printed: a floor of 10^−8
// under the samples. With L = log 10⁸ the average of min(−log x, L) estimates
//
//	E min(−log x, L) = (1 − e^{−θL})/θ,
//
// so one fit turns θ = 0.1 into 0.119 and θ = 1 into 1 + 1e-8; accumulation adds the bias up where it exists. Over 3000
// runs, n = 100, the ratio of errors is 3.24 at θ_0 = 0.1 and 1.26 at θ_0 = 1, against 3.27 and 1.25 in print. In at
// least 95% of figures of 50 runs the ratio lies on the printed side of the middle, 2.26. Whether the paper's program
// had such a floor is not known.
func figure4Floor() Claim {
	scenario := func(truth, floor float64, n int64, above bool) Scenario {
		return figureRun{family: "power", truth: []float64{truth}, n: n, generations: figureGenerations,
			path: estimators.RawPath, change: flooredAt(floor)}.sideScenario(fmt.Sprintf("floor=%g", floor), above)
	}
	return Claim{
		ID: "figure-4-floor", Statement: "figure-4", Expect: Supported,
		Title: "samples floored at 10^−8 give Figure 4 its shape: ratio above 2.26 at θ_0 = 0.1, below at 1",
		Says: "With every sample raised to 10^−8 at least, the ratio of average errors at T = 100 and t = 1 over 50 " +
			"runs is above 2.26 at θ_0 = 0.1 and below it at θ_0 = 1, each in at least 95% of figures.",
		Deviation: "Not in the paper: one mechanism that would print what Figure 4 prints. Its program is not known.",
		Fixed: func(profile Profile) []Scenario {
			scenarios := []Scenario{scenario(0.1, 1e-8, 50, true), scenario(1, 1e-8, 20, false)}
			if profile >= CI {
				scenarios = append(scenarios, scenario(0.1, 1e-8, 100, true), scenario(1, 1e-8, 100, false))
			}
			return scenarios
		},
		Draw: func(choose Chooser) Scenario {
			// The bias grows with the floor and with 1/θ_0, and counts the more the larger n is.
			if choose.Choose("above", 4) == 3 {
				return scenario(DrawReal(choose, "θ_0", 0.07, 0.1), DrawLog(choose, "floor", 1e-8, 3e-8),
					DrawSize(choose, "n", 50, 60), true)
			}
			return scenario(DrawReal(choose, "θ_0", 0.6, 2), DrawLog(choose, "floor", 1e-60, 1e-8),
				DrawSize(choose, "n", 10, 25), false)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"no-floor", scenario(0.1, 0, 20, true)},
				{"floor-too-low-to-matter", scenario(0.1, 1e-60, 20, true)},
				{"floor-at-one", scenario(1, 1e-8, 20, true)},
			}
		},
	}
}

// powerOptimiser is an optimiser of θx^{θ−1} with what it leaves undone, given the exact MLE θ and the model before it.
type powerOptimiser struct {
	name string
	err  func(theta, before []float64, random *rand.Rand)
}

// gradientDescent runs on the mean negative log-likelihood −log θ + (1−θ)·mean(log x), whose gradient is s − 1/θ with s
// = 1/θ̂, from the model before or, if start > 0, from start. It ends after the given number of steps, or where
// |gradient| ≤ tolerance; θ is kept above 10^−3. Near θ̂ a step shortens the distance by the factor 1 − rate/θ̂²: it
// converges the faster the smaller θ is, and not at all below √(rate/2).
func gradientDescent(rate float64, steps int, tolerance, start float64) powerOptimiser {
	name := fmt.Sprintf("gradient descent rate=%g steps=%d", rate, steps)
	if tolerance > 0 {
		name += fmt.Sprintf(" tolerance=%g", tolerance)
	}
	if start > 0 {
		name += fmt.Sprintf(" from %g", start)
	}
	return powerOptimiser{name, func(theta, before []float64, _ *rand.Rand) {
		s, at := 1/theta[0], before[0]
		if start > 0 {
			at = start
		}
		for range steps {
			gradient := s - 1/at
			if math.Abs(gradient) <= tolerance {
				break
			}
			at = math.Max(1e-3, at-rate*gradient)
		}
		theta[0] = at
	}}
}

// oneSided ends above the maximum by b: an absolute tolerance on θ, always approached from the same side.
func oneSided(b float64) powerOptimiser {
	return powerOptimiser{fmt.Sprintf("one-sided error %g", b),
		func(theta, _ []float64, _ *rand.Rand) { theta[0] += b }}
}

// twoSided ends within b of the maximum, evenly on either side.
func twoSided(b float64) powerOptimiser {
	return powerOptimiser{fmt.Sprintf("two-sided error %g", b), func(theta, _ []float64, random *rand.Rand) {
		theta[0] = math.Max(1e-3, theta[0]+b*(2*random.Float64()-1))
	}}
}

// lowerBound keeps θ at b or above.
func lowerBound(b float64) powerOptimiser {
	return powerOptimiser{fmt.Sprintf("lower bound %g", b),
		func(theta, _ []float64, _ *rand.Rand) { theta[0] = math.Max(b, theta[0]) }}
}

var singleRounding = powerOptimiser{"rounding to float32",
	func(theta, _ []float64, _ *rand.Rand) { theta[0] = float64(float32(theta[0])) }}

// powerOptimisers are the kinds of optimisation error that were tried, none of which shows Figure 4. A step that is
// unstable at θ = 0.1 (rate > 2θ̂² = 0.02) is not among them: descent is chaotic there, and its last bits, which depend
// on the processor, decide where it ends.
func powerOptimisers() []powerOptimiser {
	return []powerOptimiser{
		singleRounding, twoSided(1e-4), twoSided(0.0075), lowerBound(0.1),
		gradientDescent(0.01, 2000, 0.01, 0), gradientDescent(0.01, 2000, 0.1, 0), // absolute tolerance
		gradientDescent(0.01, 10, 0, 0), gradientDescent(0.001, 100, 0, 0), // too few steps
		// too few, from afar
		gradientDescent(0.001, 150, 0, 1), gradientDescent(0.001, 200, 0, 1), gradientDescent(0.01, 20, 0, 1),
	}
}

// run is Appendix G with this optimiser.
func (o powerOptimiser) run(truth float64, n int64) figureRun {
	return figureRun{family: "power", truth: []float64{truth}, n: n, generations: figureGenerations, inexact: o.err}
}

// figure4OneSided is a second mechanism that gives Figure 4 its shape. An error of constant sign adds up as ε(1 + 1/2 +
// … + 1/T) (theorem-4.1-optimisation), a centred one as its variance does, so the ratio of errors lies between √(π²/6)
// = 1.28, where the statistical error rules, and H_100 = 5.19, where the optimiser's does. With an absolute error the
// latter happens at small θ_0 only: +0.0075 is 0.75 standard errors of θ̂ at θ_0 = 0.1 and n = 100, and 0.075 at θ_0 =
// 1.
func figure4OneSided() Claim {
	scenario := func(o powerOptimiser, truth float64, n int64, above bool) Scenario {
		return o.run(truth, n).sideScenario(o.name, above)
	}
	return Claim{
		ID: "figure-4-one-sided", Statement: "figure-4", Expect: Supported,
		Title: "fits that end 0.0075 too high give Figure 4 its shape, too",
		Says: "With every fit above the MLE by 0.0075, the ratio of average errors at T = 100 and t = 1 over 50 " +
			"runs, n = 100, is above 2.26 at θ_0 = 0.1 and below it at θ_0 = 1, each in at least 95% of figures.",
		Deviation: "Not in the paper: a kind of optimisation error that would print what Figure 4 prints. Its " +
			"optimiser is not known.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(oneSided(0.0075), 0.1, 100, true), scenario(oneSided(0.0075), 1, 100, false)}
		},
		Draw: func(choose Chooser) Scenario {
			// θ̂/θ_0 is pivotal: what counts is the error in standard errors θ_0/√n, 0.75 and more, or 0.075 and less.
			truth, n := DrawReal(choose, "θ_0", 0.05, 1), DrawSize(choose, "n", 100, 1e6)
			above := choose.Choose("above", 2) == 0
			errors := DrawLog(choose, "standard errors", 0.001, 0.075)
			if above {
				errors = DrawReal(choose, "standard errors", 0.75, 3)
			}
			return scenario(oneSided(errors*truth/math.Sqrt(float64(n))), truth, n, above)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"two-sided", scenario(twoSided(0.0075), 0.1, 100, true)},
				{"a-tenth-of-it", scenario(oneSided(0.00075), 0.1, 100, true)},
				{"ten-times-it", scenario(oneSided(0.075), 1, 100, false)},
			}
		},
	}
}

// figure4Optimisers asks of each optimiser in turn whether it shows Figure 4: in at least 95% of figures, of 50 runs
// each with n = 100, a ratio above 2.26 at θ_0 = 0.1 and between 0.8 and 2.26 at θ_0 = 1. None does: rounding and
// two-sided errors do not add up; too few steps, or an absolute tolerance of the gradient, hurt at large θ rather than
// small, where the likelihood is sharp; from afar they hurt at θ_0 = 1 as well.
func figure4Optimisers() Claim {
	scenario := func(o powerOptimiser, n int64) Scenario {
		return Scenario{
			Name: fmt.Sprintf("power n=%d T=%d runs=%d %s", n, figureGenerations, figureRuns, o.name),
			Experiment: Rate{Allowed: 0.05, Tolerated: 0.4, New: func() (estimators.Trial[bool], error) {
				tenth, err := o.run(0.1, n).ratioOnSide(true, printedMiddle)()
				if err != nil {
					return nil, err
				}
				one, err := trialOf(o.run(1, n), func(curve []float64) bool {
					ratio := curve[len(curve)-1] / curve[0]
					return !(ratio > 0.8 && ratio < printedMiddle)
				})()
				return func(s *estimators.Stream, replicate uint64) (bool, error) {
					if bad, err := tenth(s, replicate); bad || err != nil {
						return bad, err
					}
					return one(s, replicate)
				}, err
			}},
		}
	}
	return Claim{
		ID: "figure-4-optimisers", Statement: "figure-4", Expect: Refuted, Contrast: true,
		Title: "a rounded, loosely stopped or starved optimiser gives Figure 4 its shape",
		Says: "Rounding to float32, errors on both sides, a bound on θ, and gradient descent with a fixed step that " +
			"is stopped early or too late each give, in at least 95% of figures of 50 runs, a ratio above 2.26 at " +
			"θ_0 = 0.1 and between 0.8 and 2.26 at θ_0 = 1.",
		Deviation: "Not in the paper, which does not say how it optimised: what was tried, each refuted on its own.",
		Fixed: func(Profile) []Scenario {
			return each(powerOptimisers(), func(o powerOptimiser) Scenario { return scenario(o, 100) })
		},
		Draw: func(choose Chooser) Scenario {
			// Errors of which theory says that they do not add up: rounding, independent ones of mean 0, and a bound
			// below θ_0 = 0.1 that hardly any θ̂ reaches.
			n := DrawSize(choose, "n", 100, 1e4)
			switch choose.Choose("optimiser", 3) {
			case 1:
				return scenario(lowerBound(DrawReal(choose, "bound", 0.01, 0.05)), n)
			case 2:
				return scenario(singleRounding, n)
			}
			return scenario(twoSided(DrawLog(choose, "error", 1e-6, 0.0075)), n)
		},
		Mutants: func() []Mutant { return []Mutant{{"one-sided", scenario(oneSided(0.0075), 100)}} },
	}
}

// figure4 is Figure 4 as printed: at θ_0 = 0.1 the ratio of the error at T = 100 to that at 1 is 3.27, against 1.25 at
// θ_0 = 1. A replicate is a whole figure, the ratio of two averages over 50 runs of the exact MLE; a figure that shows
// what is printed, rather than no dependence on θ_0, lies above the middle of the two numbers. If 3.27 were the median,
//
//	P(ratio at θ_0 = 0.1 ≤ 2.26) ≤ ½.
func figure4() Claim {
	scenarioOf := func(run figureRun, middle float64) Scenario {
		return Scenario{Name: fmt.Sprintf("%v ratio above %.3g", run, middle),
			Experiment: Rate{Allowed: 0.5, Tolerated: 0.8, New: run.ratioOnSide(true, middle)}}
	}
	scenario := func(truth float64, n int64, middle float64) Scenario {
		return scenarioOf(figureRun{family: "power", truth: []float64{truth}, n: n, generations: figureGenerations},
			middle)
	}
	return Claim{
		ID: "figure-4", Statement: "figure-4", Expect: Refuted,
		Title: "θx^{θ−1}: the ratio of errors is 3.27 at θ_0 = 0.1, 1.25 at θ_0 = 1 (exact MLE)",
		Says: "At θ_0 = 0.1 the ratio of the average error at T = 100 to that at t = 1, over 50 runs, is typically " +
			"3.27: above 2.26 with probability at least ½.",
		Deviation: "n and \"typically\" are not printed: every n of the other figures is tried, and the middle of " +
			"the two printed numbers is the boundary. For the exact MLE only: the ratio does not depend on θ_0 " +
			"(finding-3).",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(0.1, 20, printedMiddle), scenario(0.1, 50, printedMiddle),
				scenario(0.1, 100, printedMiddle)}
		},
		Draw: func(choose Chooser) Scenario {
			return scenarioOf(drawPower(choose), printedMiddle)
		},
		Mutants: func() []Mutant {
			// What is true, and must not come out refuted: the ratio exceeds 1.1 in most figures.
			return []Mutant{{"ratio-above-1.1", scenario(0.1, 50, 1.1)}}
		},
	}
}
