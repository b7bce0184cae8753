package theorems

import (
	"math"

	"itermle/estimators"
)

// lawMorrisMean is E μ_T = μ*: the MLE of a mean is the pool's average, and a martingale. In units of its standard
// deviation,
//
//	E (μ_T − μ*)/√Var(μ_T) = 0.
func lawMorrisMean() Claim {
	scenario := func(c morrisFamily, mean string, schedule estimators.Schedule, generations int,
		flaws ...flaw) Scenario {
		law, run := c.momentLaw(mean, schedule, false), morrisRun(c, mean, schedule, generations)
		deviation := math.Sqrt(law.EstimatorVariance(generations))
		variance := 1.0
		if len(flaws) > 0 {
			run = run.with(flaws...)
			variance = 4 // room for what a mutant's mean adds: the mutant is to die of its mean, not of its tails
		}
		return Scenario{
			Name: instanceName(c.family, mean, schedule, generations),
			Experiment: Mean{
				Tolerance: 0.05, Variance: variance, Unit: "standard deviations",
				New: iterated(run, standardized(law.Mean, deviation)),
			},
		}
	}
	return Claim{
		ID: "law-morris-mean", Statement: "law-morris-mean", Expect: Supported,
		Title: "E μ_T = μ*",
		Says:  "The MLE of a mean is a martingale under accumulation: E μ_T = μ* for every family, schedule and T.",
		Fixed: func(Profile) []Scenario {
			return each(morrisFamilies[:6], func(c morrisFamily) Scenario {
				return scenario(c, c.means[1], estimators.MustSchedule("const:20"), 10)
			})
		},
		Draw: func(choose Chooser) Scenario {
			c, mean, schedule, generations := drawSimulated(choose)
			return scenario(c, mean, schedule, generations)
		},
		Mutants: func() []Mutant {
			twenty := estimators.MustSchedule("const:20")
			return []Mutant{
				{"biased-estimator", scenario(morrisFamilies[2], "1", twenty, 10, biasedBy(19.0/20))},
				{"biased-estimator-poisson", scenario(morrisFamilies[3], "1", twenty, 10, biasedBy(21.0/20))},
				{"wrong-truth", scenario(morrisFamilies[0], "1/2", twenty, 10,
					func(run *iteratedEstimate) { run.truth = []float64{0.6} })},
			}
		},
	}
}
