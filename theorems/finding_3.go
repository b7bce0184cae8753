package theorems

import (
	"fmt"
	"math"
	"sync"

	"itermle/estimators"
	"itermle/theorems/laws"
)

// finding3 is finding-3, without randomness to allow for: on the same streams θ^(t)/θ_0 is the same number for every
// θ_0, because −log x ~ Exp(θ) is a scale family and the MLE is equivariant. So is every ratio of errors:
//
//	P(|θ^(t)(θ_0)/θ_0 − θ^(t)(1)| > 1e-9 θ^(t)(1) for some t ≤ T) = 0.
//
// The tolerance: a pooled average of T batches loses at most some 10³ units in the last place on the statistic path. On
// the raw path x is rounded to a float64 and −log x = E/θ is absolutely good to 2^−53, relatively to 2^−53 θ/E.
func finding3() Claim {
	const tolerance = 1e-9
	scenarioOf := func(scaled figureRun, exponent float64) Scenario {
		unit := scaled
		unit.truth = []float64{1}
		scale := math.Pow(scaled.truth[0], exponent)
		trial := func() (estimators.Trial[bool], error) {
			return unit.beside(scaled, func(_ int, one, theta []float64) bool {
				return !(math.Abs(theta[0]/scale-one[0]) <= tolerance*one[0])
			})
		}
		return Scenario{
			Name: fmt.Sprintf("%s θ_0=%v n=%d T=%d path %v", scaled.family, scaled.truth, scaled.n, scaled.generations,
				scaled.path),
			Experiment: Rate{Allowed: 0, Tolerated: 0.1, New: trial},
		}
	}
	scenario := func(family string, truth float64, n int64, generations int, path estimators.Path,
		exponent float64) Scenario {
		return scenarioOf(figureRun{family: family, truth: []float64{truth}, n: n, generations: generations,
			path: path}, exponent)
	}
	return Claim{
		ID: "finding-3", Statement: "finding-3", Expect: Supported,
		Title: "θx^{θ−1}: θ^(t)/θ_0 is pivotal, so the ratio of errors does not depend on θ_0",
		Says: "With the same streams, θ^(t)/θ_0 is the same to rounding for every θ_0, so Figure 4 would be " +
			"flat for the exact MLE.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{
				scenario("power", 0.1, 20, figureGenerations, estimators.StatisticPath, 1),
				scenario("power", 0.1, 50, 20, estimators.RawPath, 1),
				scenario("power", 0.5, 100, figureGenerations, estimators.StatisticPath, 1),
			}
		},
		Draw: func(choose Chooser) Scenario {
			run := drawPower(choose)
			run.path = estimators.StatisticPath
			return scenarioOf(run, 1)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"wrong-scaling", scenario("power", 0.1, 20, 10, estimators.StatisticPath, 1.001)},
				{"location-family", scenario("gaussian-mean", 2, 20, 10, estimators.StatisticPath, 1)},
			}
		},
	}
}

// finding3Ratio is the value that Figure 4 has instead: for every θ_0
//
//	E|θ^(T) − θ_0|/θ_0 = E|1/P_T − 1|,
//
// so the ratio of errors at T = 100 and t = 1 is 1.305 (n = 20), 1.290 (n = 50), 1.284 (n = 100): laws.PowerMeanError.
func finding3Ratio() Claim {
	// Two scenarios ask for the error of a whole figure, a hundred convolutions.
	whole := sync.OnceValue(func() float64 {
		return laws.PowerMeanError(estimators.ConstantSchedule(20), figureGenerations)
	})
	scenarioOf := func(truth float64, schedule estimators.Schedule, generations int, flaws ...flaw) Scenario {
		run := iteratedEstimate{family: "power", truth: []float64{truth}, schedule: schedule, generations: generations}
		claimed := 0.0
		if generations == figureGenerations && schedule.String() == "const:20" {
			claimed = whole()
		} else {
			claimed = laws.PowerMeanError(schedule, generations)
		}
		spread := laws.PowerSquaredError(schedule, generations)[generations-1]/(claimed*claimed) - 1
		run = run.with(flaws...)
		return Scenario{
			Name: fmt.Sprintf("power θ_0=%g %v T=%d mean error", truth, schedule, generations),
			Experiment: Mean{
				Value: 1, Tolerance: 0.05, Variance: spread, Unit: "× its exact value",
				New: iterated(run, func(theta []float64) float64 { return math.Abs(theta[0]/truth-1) / claimed }),
			},
		}
	}
	scenario := func(truth float64, n int64, generations int, flaws ...flaw) Scenario {
		return scenarioOf(truth, estimators.ConstantSchedule(n), generations, flaws...)
	}
	return Claim{
		ID: "finding-3-ratio", Statement: "finding-3", Expect: Supported,
		Title: "θx^{θ−1}: E|θ^(T) − θ_0|/θ_0 exactly, for every θ_0",
		Says: "E|θ^(T) − θ_0|/θ_0 = E|1/P_T − 1| for every θ_0: the ratio of the errors at T = 100 and t = 1 is " +
			"1.305, 1.290, 1.284 for n = 20, 50, 100.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(0.1, 20, 1), scenario(0.1, 20, figureGenerations),
				scenario(1, 20, figureGenerations)}
		},
		Draw: func(choose Chooser) Scenario {
			generations := int(DrawSize(choose, "T", 1, 10))
			schedule := DrawSchedule(choose, DrawSize(choose, "n", 20, 1e4), generations)
			return scenarioOf(DrawLog(choose, "θ_0", 0.02, 20), schedule, generations)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"accumulate-to-replace", scenario(0.1, 20, 10, replacing)},
				{"off-by-one-generation", scenario(0.1, 20, 1, oneTooFar)},
				{"biased-estimator", scenario(0.1, 20, 10, biasedBy(1.05))},
			}
		},
	}
}
