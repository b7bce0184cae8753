package theorems

import (
	"math"

	"itermle/estimators"
	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// morrisRun is a case of the tables as a run of Algorithm 1.
func morrisRun(c morrisCase, mean string, schedule estimators.Schedule, generations int) iteratedEstimate {
	return iteratedEstimate{family: c.family, truth: []float64{rational.Nearest(rational.Parse(mean))}, schedule: schedule, generations: generations}
}

// simulationSchedules are readable schedules beyond enumeration; with n_t ≥ 20 no μ_T of the tables has tails so heavy that the
// average of squares would need more than some 10^5 replicates.
var simulationSchedules = []string{"const:100", "const:20", "geom:100,2", "slow:100,20", "poly:50,1.5", "const:1000000000",
	"list:1000,20,400,20,3000", "slow:1000000,20"}

// chooseSimulated draws a family, μ*, a schedule and T.
func chooseSimulated(choose Chooser) (c morrisCase, mean string, schedule estimators.Schedule, generations int) {
	c = morrisCases[choose.Choose("family", len(morrisCases))]
	mean = c.means[choose.Choose("μ*", min(3, len(c.means)))]
	schedule = estimators.MustSchedule(simulationSchedules[choose.Choose("schedule", len(simulationSchedules))])
	generations = []int{2, 1, 3, 5, 10, 25}[choose.Choose("T", 6)]
	return c, mean, schedule, generations
}

// lawMorrisVariance is law-morris-variance-exact by simulation of Algorithm 1 itself, where enumeration does not reach.
func lawMorrisVariance() Claim {
	scenario := func(c morrisCase, mean string, schedule estimators.Schedule, generations int,
		change func(law *laws.MorrisLaw, run *iteratedEstimate)) Scenario {
		law, run := c.momentLaw(mean, schedule, false), morrisRun(c, mean, schedule, generations)
		name := instance(c.family, mean, schedule, generations)
		if change != nil {
			change(&law, &run)
		}
		return Scenario{Name: name, Experiment: varianceExperiment(law, run, law.EstimatorVariance(generations))}
	}
	return Claim{
		ID:        "law-morris-variance",
		Statement: "law-morris-variance",
		Title:     "Var(μ_T) = V(μ*)[Π(1 + v2 w_t²/n_t) − 1]/v2, simulated",
		Says: "Under accumulation E(μ_T − μ*)² = V(μ*)[Π_{t<T}(1 + v2 n_t/N_t²) − 1]/v2 (v2 = 0: V(μ*) Σ n_t/N_t²) in every Morris family, " +
			"for every schedule.",
		Expect: Supported,
		Fixed: func(profile Profile) []Scenario {
			scenarios := []Scenario{
				scenario(morrisCases[0], "1/2", estimators.MustSchedule("const:100"), 10, nil),
				scenario(morrisCases[1], "0", estimators.MustSchedule("slow:1000,1"), 10, nil),
				scenario(morrisCases[2], "1", estimators.MustSchedule("const:5"), 10, nil),
				scenario(morrisCases[3], "10", estimators.MustSchedule("geom:10,2"), 10, nil),
				scenario(morrisCases[4], "1", estimators.MustSchedule("const:10"), 10, nil),
				scenario(morrisCases[5], "1", estimators.MustSchedule("const:10"), 5, nil),
			}
			if profile >= CI {
				for _, c := range morrisCases {
					scenarios = append(scenarios, scenario(c, c.means[1], estimators.MustSchedule("const:1000000000"), 100, nil))
				}
			}
			return scenarios
		},
		Draw: func(choose Chooser) Scenario {
			c, mean, schedule, generations := chooseSimulated(choose)
			return scenario(c, mean, schedule, generations, nil)
		},
		Mutants: func() []Mutant {
			five, ten := estimators.MustSchedule("const:5"), estimators.MustSchedule("const:10")
			bernoulli, gaussian, exponential := morrisCases[0], morrisCases[1], morrisCases[2]
			return []Mutant{
				{"accumulate-to-replace", scenario(gaussian, "0", ten, 10, func(_ *laws.MorrisLaw, run *iteratedEstimate) {
					run.workflow = estimators.Replace()
				})},
				{"n-minus-one", scenario(exponential, "1", five, 10, func(_ *laws.MorrisLaw, run *iteratedEstimate) {
					run.schedule = minus(run.schedule, run.generations)
				})},
				{"off-by-one-generation", scenario(gaussian, "1", ten, 2, func(_ *laws.MorrisLaw, run *iteratedEstimate) { run.generations++ })},
				{"v2-sign-flipped", scenario(exponential, "1", five, 10, func(law *laws.MorrisLaw, _ *iteratedEstimate) {
					law.Variance.V2 = -1
					law.Variance.V0 = 2 // V(1) = 1 as before
				})},
				{"reused-stream", scenario(gaussian, "0", ten, 10, func(_ *laws.MorrisLaw, run *iteratedEstimate) { run.reuse = true })},
				{"biased-estimator", scenario(bernoulli, "1/2", estimators.MustSchedule("const:100"), 10, func(_ *laws.MorrisLaw, run *iteratedEstimate) {
					run.scale = 0.97
				})},
			}
		},
	}
}

// lawMorrisMean is E μ_T = μ*: the MLE of a mean is the pool's average, and a martingale. In units of its standard deviation,
//
//	E (μ_T − μ*)/√Var(μ_T) = 0.
func lawMorrisMean() Claim {
	scenario := func(c morrisCase, mean string, schedule estimators.Schedule, generations int, change func(run *iteratedEstimate)) Scenario {
		law, run := c.momentLaw(mean, schedule, false), morrisRun(c, mean, schedule, generations)
		deviation := math.Sqrt(law.EstimatorVariance(generations))
		variance := 1.0
		if change != nil {
			change(&run)
			variance = 4 // room for what a mutant's mean adds: the mutant is to die of its mean, not of its tails
		}
		return Scenario{
			Name: instance(c.family, mean, schedule, generations),
			Experiment: Mean{
				Tolerance: 0.05, Variance: variance,
				New: run.trial(standardized(law.Mean, deviation)),
			},
		}
	}
	return Claim{
		ID:        "law-morris-mean",
		Statement: "law-morris-mean",
		Title:     "E μ_T = μ*",
		Says:      "The MLE of a mean is a martingale under accumulation: E μ_T = μ* for every family, schedule and T.",
		Expect:    Supported,
		Fixed: func(Profile) []Scenario {
			var scenarios []Scenario
			for _, c := range morrisCases[:6] {
				scenarios = append(scenarios, scenario(c, c.means[1], estimators.MustSchedule("const:20"), 10, nil))
			}
			return scenarios
		},
		Draw: func(choose Chooser) Scenario {
			c, mean, schedule, generations := chooseSimulated(choose)
			return scenario(c, mean, schedule, generations, nil)
		},
		Mutants: func() []Mutant {
			twenty := estimators.MustSchedule("const:20")
			return []Mutant{
				{"biased-estimator", scenario(morrisCases[2], "1", twenty, 10, func(run *iteratedEstimate) { run.scale = 19.0 / 20 })},
				{"biased-estimator-poisson", scenario(morrisCases[3], "1", twenty, 10, func(run *iteratedEstimate) { run.scale = 21.0 / 20 })},
				{"wrong-truth", scenario(morrisCases[0], "1/2", twenty, 10, func(run *iteratedEstimate) { run.truth = []float64{0.6} })},
			}
		},
	}
}
