package cmd

import (
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"itermle/counterexamples/construction1"
	"itermle/counterexamples/construction2"
	"itermle/estimators"
)

// construction is the subject of construction1 or construction2 from --theta, or else from the paper's θ*. A replicate
// draws O(log n) numbers in a generation, and what a pool holds of [2, 3] is bounded by itself.
func (o *simulateOptions) construction(truth []float64, symbols []string,
	newPool func(n int64) (estimators.Pool, error)) (subject, error) {
	schedule, workflow, path, err := o.course()
	if err != nil {
		return subject{}, err
	}
	if path != estimators.AutoPath {
		return subject{}, &estimators.UnsupportedError{What: o.family, Action: "path " + o.path,
			Accept: "path auto: only what the maximiser depends on is drawn"}
	}
	if o.theta != "" {
		if truth, err = parseNumbers(o.theta, symbols); err != nil {
			return subject{}, err
		}
	}
	what := subject{
		Setup: estimators.Setup[estimators.Pool]{Truth: truth, Schedule: schedule, Workflow: workflow,
			Generations: o.generations,
			NewPool:     func() (estimators.Pool, error) { return newPool(schedule.Size(0)) }},
		need: func() poolNeed { return poolNeed{memory: 1 << 20, draws: float64(o.generations) * 64} },
		totalVariation: func(pool estimators.Pool) (float64, error) {
			return pool.(interface{ TotalVariation() float64 }).TotalVariation(), nil
		},
	}
	iteration, err := what.Worker()
	if err != nil {
		return subject{}, err
	}
	if err := iteration.Pool.Start(truth); err != nil {
		return subject{}, err
	}
	return what, o.checkBudgets(what) // before what is observed of the replicates gets its memory
}

// constructed is the subject of --family construction1 or construction2.
func (o *simulateOptions) constructed() (subject, error) {
	if o.family == nameConstruction1 {
		return o.construction(construction1.Truth(), construction1.Symbols(),
			func(n int64) (estimators.Pool, error) { return construction1.New(n) })
	}
	width, err := o.spikeWidth()
	if err != nil {
		return subject{}, err
	}
	newPool := func(int64) (estimators.Pool, error) { return construction2.New(width) }
	if o.levelsOnly {
		newPool = func(int64) (estimators.Pool, error) { return construction2.NewWide(), nil }
	}
	return o.construction(construction2.Truth(), construction2.Symbols(), newPool)
}

// simulateConstruction1 runs Construction 1 with N = n_0; its bound N is the number of samples of a generation.
func (o *simulateOptions) simulateConstruction1(command *cobra.Command) (*simulation, error) {
	what, err := o.constructed()
	if err != nil {
		return nil, err
	}
	n := what.Schedule.Size(0)
	if what.Schedule.String() != estimators.ConstantSchedule(n).String() {
		return nil, &estimators.SyntaxError{What: "--schedule", Value: o.schedule,
			Accept: "const:N: the family of Construction 1 is made for one N"}
	}
	pool, err := construction1.New(n)
	if err != nil {
		return nil, err
	}
	names := pool.Events()
	observed := make([][]bool, o.replicates)
	what.observed = []observations{byReplicate[[]bool](observed)}
	what.finish = func(pool estimators.Pool, replicate int) {
		observed[replicate] = pool.(*construction1.Pool).Observed(nil)
	}
	result, err := o.run(command, what, "construction1", construction1.Symbols())
	if err != nil {
		return nil, err
	}
	for i, name := range names {
		count := 0
		for _, row := range observed {
			if row[i] {
				count++
			}
		}
		result.addEvent(name, count)
	}
	return result, nil
}

// simulateConstruction2 runs Construction 2, or with --h-only its family without the g's.
func (o *simulateOptions) simulateConstruction2(command *cobra.Command) (*simulation, error) {
	what, err := o.constructed()
	if err != nil {
		return nil, err
	}
	collapsed := make([]bool, o.replicates)
	hits := make([][hittingLevels]int, o.replicates)
	if !slices.Equal(what.Truth, construction2.Truth()) {
		what.totalVariation = nil // in closed form against U[0, 1] only
	}
	what.observed = []observations{byReplicate[bool](collapsed), byReplicate[[hittingLevels]int](hits)}
	what.finish = func(pool estimators.Pool, replicate int) {
		p := pool.(*construction2.Pool)
		_, collapsed[replicate] = p.Collapsed()
		for J := 1; J <= hittingLevels; J++ {
			hits[replicate][J-1] = -1
			if t, hit := p.HittingTime(J); hit {
				hits[replicate][J-1] = t
			}
		}
	}
	result, err := o.run(command, what, "construction2", construction2.Symbols())
	if err != nil {
		return nil, err
	}
	count := 0
	for _, yes := range collapsed {
		if yes {
			count++
		}
	}
	result.addEvent("collapsed", count)
	if o.levelsOnly {
		result.HittingTime = map[string]hittingTime{}
		for J := 1; J <= hittingLevels; J++ {
			result.HittingTime[strconv.Itoa(J)] = newHittingTime(hits, J)
		}
	}
	return result, nil
}

// spikeWidth is the user's f, or the canonical one for φ.
func (o *simulateOptions) spikeWidth() (construction2.SpikeWidth, error) {
	if o.width != "" {
		return construction2.ParseSpikeWidth(o.width)
	}
	phi, err := construction2.ParseGrowth(o.phi)
	return construction2.CanonicalWidth(phi), err
}

// hittingLevels is how many of the intervals [J, J+1], J ≥ 1, simulate reports.
const hittingLevels = 3

// newHittingTime takes the quantiles over all replicates; those that never hit count as later than the last generation.
func newHittingTime(hits [][hittingLevels]int, level int) hittingTime {
	var times []int
	for _, row := range hits {
		if t := row[level-1]; t >= 0 {
			times = append(times, t)
		}
	}
	slices.Sort(times)
	at := func(q float64) int {
		if rank := quantileRank(len(hits), q); rank < len(times) {
			return times[rank]
		}
		return -1
	}
	return hittingTime{Q50: at(.5), Q90: at(.9), Count: len(times)}
}
