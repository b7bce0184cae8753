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
		if affordable, err = o.affordable(family, truth, schedule, command.Flags().Changed("reps")); err != nil {
			return 0, "", err
		}
	}
	if affordable {
		what := o.accumulating(family, truth, schedule)
		var finish func()
		what.progress, finish = newProgress(command.ErrOrStderr())
		var quantile float64
		ends, err := simulateEnsemble(what, o.replicates, o.workers, o.seed,
			[]string{"certify", family.Name(), schedule.String()}, func(t int, at observed) {
				if n := len(at.distance); t == o.generations && n > 0 {
					quantile = selection.Ranks(at.distance, quantileRank(n, 1-o.delta))[0]
				}
			})
		finish()
		if err != nil {
			return 0, "", err
		}
		if ends == (tally{}) {
			return quantile, "simulated", nil
		}
	}
	if ok {
		return normal, "normal", nil
	}
	return 0, "", nil
}

// accumulating is the subject whose quantile is simulated.
func (o *certifyOptions) accumulating(family estimators.Family, truth []float64,
	schedule estimators.Schedule) subject {
	return subject{Setup: estimators.Setup[estimators.Pool]{
		NewPool: estimators.FamilyPool(family, estimators.AutoPath, estimators.Accumulate()),
		Truth:   truth, Schedule: schedule, Generations: o.generations},
		need: func() poolNeed {
			memory, draws := estimators.PoolNeed(family, estimators.AutoPath, estimators.Accumulate(), schedule,
				o.generations)
			return poolNeed{memory, draws}
		}}
}

// affordable says whether the simulation takes seconds: of one that does not and was asked for it returns a
// *estimators.RangeError, of one that does and exceeds the memory a *budgetError.
func (o *certifyOptions) affordable(family estimators.Family, truth []float64, schedule estimators.Schedule,
	asked bool) (bool, error) {
	what := o.accumulating(family, truth, schedule)
	each, most, unit := what.need().draws, affordableSamples, "samples"
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
	return true, checkMemory("certify", what.memory(o.replicates, o.workers), o.memory)
}
