package cmd

import (
	"github.com/spf13/cobra"

	"itermle/estimators"
	"itermle/internal/selection"
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
func (o *certifyOptions) estimatorQuantile(command *cobra.Command, family estimators.Family, truth []float64,
	schedule estimators.Schedule) (float64, string, error) {
	normal, ok := certify.NormalQuantile(family, truth, schedule, o.generations, o.delta)
	if _, exact := family.(estimators.NormalLaw); exact && ok {
		return normal, "exact", nil
	}
	// A quantile wants ten replicates beyond it.
	if float64(o.replicates)*o.delta >= 10 && o.affordable(family, schedule) {
		what := subject{Setup: estimators.Setup[estimators.Pool]{
			NewPool: estimators.FamilyPool(family, estimators.AutoPath, estimators.Accumulate()),
			Truth:   truth, Schedule: schedule, Generations: o.generations}}
		var finish func()
		what.progress, finish = newProgress(command.ErrOrStderr())
		all, err := simulateEnsemble(what, o.replicates, o.workers, o.seed, "certify", family.Name(), schedule.String())
		finish()
		if err != nil {
			return 0, "", err
		}
		if all.undefined == 0 {
			distance := all.distance[o.generations-1]
			selection.Ranks(distance, quantileRank(len(distance), 1-o.delta))
			return quantile(distance, 1-o.delta), "simulated", nil
		}
	}
	if ok {
		return normal, "normal", nil
	}
	return 0, "", nil
}

// affordable also asks for memory within the budget.
func (o *certifyOptions) affordable(family estimators.Family, schedule estimators.Schedule) bool {
	held, draws := estimators.PoolNeed(family, estimators.AutoPath, estimators.Accumulate(), schedule, o.generations)
	memory := ensembleMemory(o.replicates, o.generations, family.Dim(), false, false) + float64(o.workers)*held
	if checkMemory("certify", memory, o.memory) != nil {
		return false
	}
	if _, ok := family.(estimators.StatisticSampler); ok {
		return float64(o.replicates)*float64(o.generations) <= affordableFits
	}
	return float64(o.replicates)*draws <= affordableSamples
}
