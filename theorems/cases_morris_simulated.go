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
		New:       iterated(run, squared(law.Mean, math.Sqrt(claimed))),
	}
}

// morrisRun is a case of the tables as a run of Algorithm 1.
func morrisRun(c morrisFamily, mean string, schedule estimators.Schedule, generations int) iteratedEstimate {
	return iteratedEstimate{family: c.family, truth: []float64{rational.Nearest(rational.Parse(mean))},
		schedule: schedule, generations: generations}
}

// drawSimulated draws a family, μ*, a schedule and T. With n_0 ≥ 20 no μ_T has tails so heavy that the average of
// squares would need more than some 10^5 replicates.
func drawSimulated(choose Chooser) (c morrisFamily, mean string, schedule estimators.Schedule, generations int) {
	c, mean = drawMorris(choose)
	generations = int(DrawSize(choose, "T", 1, 25))
	return c, mean, DrawSchedule(choose, DrawSize(choose, "n", 20, 1e9), generations), generations
}
