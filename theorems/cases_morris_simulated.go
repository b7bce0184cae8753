package theorems

import (
	"math"

	"itermle/estimators"
	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// momentLaw is laws.Morris for a case of the tables.
func (c morrisFamily) momentLaw(mean string, schedule estimators.Schedule, replace bool) laws.Morris {
	return laws.Morris{Variance: c.variance().Float(), Mean: rational.Nearest(rational.Parse(mean)), Schedule: schedule,
		Replace: replace}
}

// varianceExperiment claims E (μ_T − μ*)²/v = 1 for the law's v = Var(μ_T). Of the square's own variance, E(μ_T −
// μ*)⁴/v² − 1, the tolerance is a fixed share, so that all scenarios need about the same number of replicates: 5% for a
// normal μ_T.
func varianceExperiment(law laws.Morris, run iteratedEstimate, claimed float64) Mean {
	_, fourth := law.CentralMoments(run.generations)
	spread := fourth/(claimed*claimed) - 1
	return Mean{
		Value:     1,
		Tolerance: 0.05 * math.Sqrt(math.Max(spread, 0.02)/2),
		Variance:  math.Max(spread, 0.02),
		Unit:      "× its exact value",
		New:       run.trial(squared(law.Mean, math.Sqrt(claimed))),
	}
}

// morrisRun is a case of the tables as a run of Algorithm 1.
func morrisRun(c morrisFamily, mean string, schedule estimators.Schedule, generations int) iteratedEstimate {
	return iteratedEstimate{family: c.family, truth: []float64{rational.Nearest(rational.Parse(mean))},
		schedule: schedule, generations: generations}
}

// simulationSchedules are readable schedules beyond enumeration; with n_t ≥ 20 no μ_T of the tables has tails so heavy
// that the average of squares would need more than some 10^5 replicates.
var simulationSchedules = []string{"const:100", "const:20", "geom:100,2", "slow:100,20", "poly:50,1.5",
	"const:1000000000", "list:1000,20,400,20,3000", "slow:1000000,20"}

// chooseSimulated draws a family, μ*, a schedule and T.
func chooseSimulated(choose Chooser) (c morrisFamily, mean string, schedule estimators.Schedule, generations int) {
	c = Pick(choose, "family", morrisFamilies...)
	mean = Pick(choose, "μ*", c.means[:min(3, len(c.means))]...)
	schedule = estimators.MustSchedule(Pick(choose, "schedule", simulationSchedules...))
	generations = Pick(choose, "T", 2, 1, 3, 5, 10, 25)
	return c, mean, schedule, generations
}
