package cmd

import (
	"fmt"
	"math"

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
	// fitsALetter is how many other fits take as long as a certified maximum does for each letter of an alphabet.
	fitsALetter = 25
)

// estimatorQuantile is the (1−δ)-quantile of ‖θ^(T) − θ*‖ and how it was had: exact, simulated, normal, or "" where it
// cannot be. A simulation that was asked for, or that only lacks memory, is refused with the number.
func (o *certifyOptions) estimatorQuantile(command *cobra.Command, family estimators.Family, truth []float64,
	schedule estimators.Schedule) (float64, string, error) {
	normal, ok := certify.NormalQuantile(family, truth, schedule, o.generations, o.delta)
	if _, exact := family.(estimators.NormalLaw); exact && ok {
		return normal, "exact", nil
	}
	// A quantile wants ten replicates beyond it.
	affordable := false
	if float64(o.replicates)*o.delta >= 10 {
		var err error
		if affordable, err = o.affordable(family, schedule, command.Flags().Changed("reps")); err != nil {
			return 0, "", err
		}
	}
	if affordable {
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

// affordable says whether the simulation takes seconds: of one that does not and was asked for it returns a
// *estimators.RangeError, of one that does and exceeds the memory a *budgetError.
func (o *certifyOptions) affordable(family estimators.Family, schedule estimators.Schedule, asked bool) (bool, error) {
	held, draws := estimators.PoolNeed(family, estimators.AutoPath, estimators.Accumulate(), schedule, o.generations)
	each, most, unit := draws, affordableSamples, "samples"
	if _, ok := family.(estimators.StatisticSampler); ok {
		each, most, unit = float64(o.generations), affordableFits, "fits"
		if finite, ok := family.(interface{ Letters() int }); ok {
			most /= math.Max(1, fitsALetter*float64(finite.Letters()))
		}
	}
	if need := float64(o.replicates) * each; !(need <= most) {
		if asked {
			return false, &estimators.RangeError{What: "--reps", Value: float64(o.replicates), Accept: fmt.Sprintf(
				"at most %.0f: the simulated quantile has %.4g %s a replicate, and takes %.4g", math.Floor(most/each),
				each, unit, most)}
		}
		return false, nil
	}
	memory := ensembleMemory(o.replicates, o.generations, family.Dim(), 0, false, false) + float64(o.workers)*held
	return true, checkMemory("certify", memory, o.memory)
}
