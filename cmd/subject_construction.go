package cmd

import (
	"slices"
	"strconv"

	"itermle/counterexamples/construction1"
	"itermle/counterexamples/construction2"
	"itermle/estimators"
)

// construction is the subject of construction1 or construction2 before it is run.
type construction struct {
	options  *simulateOptions
	schedule estimators.Schedule
	workflow estimators.Workflow
}

// readConstruction reads the flags that both constructions share.
func (o *simulateOptions) readConstruction() (construction, error) {
	c := construction{options: o}
	path, err := estimators.ParsePath(o.path)
	if err != nil {
		return c, err
	}
	if path == estimators.RawPath {
		return c, &estimators.UnsupportedError{What: o.family, Action: "path raw",
			Accept: "path auto: only what the maximiser depends on is drawn"}
	}
	if c.schedule, err = estimators.ParseSchedule(o.schedule); err != nil {
		return c, err
	}
	c.workflow, err = estimators.ParseWorkflow(o.workflow)
	return c, err
}

// subject starts a subject from --theta, or else from the paper's θ*, with the pools of a construction.
func (c construction) subject(truth []float64, symbols []string,
	newPool func() (estimators.Pool, error)) (subject, error) {
	if c.options.theta != "" {
		var err error
		if truth, err = parseNumbers(c.options.theta, symbols); err != nil {
			return subject{}, err
		}
	}
	what := subject{
		iteration: estimators.Iteration{Truth: truth, Schedule: c.schedule, Workflow: c.workflow,
			Generations: c.options.generations},
		newPool: newPool,
		totalVariation: func(pool estimators.Pool) (float64, error) {
			return pool.(interface{ TotalVariation() float64 }).TotalVariation(), nil
		},
	}
	pool, err := newPool()
	if err != nil {
		return subject{}, err
	}
	return what, pool.Start(truth)
}

// simulateConstruction1 runs Construction 1 with N = n_0; its bound N is the number of samples of a generation.
func (o *simulateOptions) simulateConstruction1() (*simulation, error) {
	c, err := o.readConstruction()
	if err != nil {
		return nil, err
	}
	n := c.schedule.Size(0)
	if c.schedule.String() != estimators.ConstantSchedule(n).String() {
		return nil, &estimators.SyntaxError{What: "--schedule", Value: o.schedule,
			Accept: "const:N: the family of Construction 1 is made for one N"}
	}
	pool, err := construction1.New(n)
	if err != nil {
		return nil, err
	}
	names := pool.Events()
	observed := make([][]bool, o.replicates)
	what, err := c.subject(construction1.Truth(), construction1.Symbols(),
		func() (estimators.Pool, error) { return construction1.New(n) })
	if err != nil {
		return nil, err
	}
	what.finish = func(pool estimators.Pool, replicate int) {
		observed[replicate] = pool.(*construction1.Pool).Observed(nil)
	}
	result, err := o.run(what, "construction1", construction1.Symbols())
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
func (o *simulateOptions) simulateConstruction2() (*simulation, error) {
	c, err := o.readConstruction()
	if err != nil {
		return nil, err
	}
	width, err := o.spikeWidth()
	if err != nil {
		return nil, err
	}
	newPool := func() (estimators.Pool, error) { return construction2.New(width) }
	if o.levelsOnly {
		newPool = func() (estimators.Pool, error) { return construction2.NewWide(), nil }
	}
	collapsed := make([]bool, o.replicates)
	hits := make([][hittingLevels]int, o.replicates)
	what, err := c.subject(construction2.Truth(), construction2.Symbols(), newPool)
	if err != nil {
		return nil, err
	}
	if !slices.Equal(what.iteration.Truth, construction2.Truth()) {
		what.totalVariation = nil // in closed form against U[0, 1] only
	}
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
	result, err := o.run(what, "construction2", construction2.Symbols())
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

// spikeWidth is the user's f, or the canonical one for φ. Both flags are read, so a mistake in either is seen.
func (o *simulateOptions) spikeWidth() (construction2.SpikeWidth, error) {
	phi, err := construction2.ParseGrowth(o.phi)
	if err != nil {
		return construction2.SpikeWidth{}, err
	}
	if o.width != "" {
		return construction2.ParseSpikeWidth(o.width)
	}
	return construction2.CanonicalWidth(phi), nil
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
