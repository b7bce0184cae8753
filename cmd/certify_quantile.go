package cmd

import (
	"itermle/estimators"
	"itermle/theorems/certify"
)

// The simulated quantile runs at most so many fits on the statistic, and touches so many samples in fits on raw data:
// seconds.
const (
	affordableFits    = 2e7
	affordableSamples = 2e7
)

// estimatorQuantile is the (1−δ)-quantile of ‖θ^(T) − θ*‖ and how it was had: exact, simulated, normal, or "" where it
// cannot be.
func (o *certifyOptions) estimatorQuantile(family estimators.Family, truth []float64,
	schedule estimators.Schedule) (float64, string, error) {
	normal, ok := certify.NormalQuantile(family, truth, schedule, o.generations, o.delta)
	if _, exact := family.(estimators.NormalLaw); exact && ok {
		return normal, "exact", nil
	}
	// A quantile wants ten replicates beyond it.
	if float64(o.replicates)*o.delta >= 10 && o.affordable(family, schedule) {
		what := subject{
			iteration: estimators.Iteration{Truth: truth, Schedule: schedule, Generations: o.generations},
			newPool: func() (estimators.Pool, error) {
				return estimators.NewPool(family, estimators.AutoPath, estimators.Accumulate())
			},
		}
		all, err := simulateEnsemble(what, o.replicates, o.workers, o.seed, "certify", family.Name(), schedule.String())
		if err != nil {
			return 0, "", err
		}
		if all.undefined == 0 {
			return quantile(all.distance[o.generations-1], 1-o.delta), "simulated", nil
		}
	}
	if ok {
		return normal, "normal", nil
	}
	return 0, "", nil
}

func (o *certifyOptions) affordable(family estimators.Family, schedule estimators.Schedule) bool {
	fits := float64(o.replicates) * float64(o.generations)
	if _, ok := family.(estimators.StatisticSampler); ok {
		return fits <= affordableFits
	}
	samples := 0.0
	for t := range o.generations {
		samples += float64(schedule.Size(t))
	}
	return fits*samples <= affordableSamples
}
