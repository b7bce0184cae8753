package theorems

import (
	"itermle/estimators"
	"itermle/theorems/laws"
)

// iteratedEstimate is Algorithm 1 as the claims about exact laws run it, with what a mutant does wrong to it.
type iteratedEstimate struct {
	family      string // specification for estimators.ParseFamily
	truth       []float64
	schedule    estimators.Schedule
	workflow    estimators.Workflow
	generations int
	reuse       bool    // mutant: every generation draws from the stream of generation 0
	scale       float64 // mutant: every fit multiplies the last coordinate by it; 0 for none
}

// trial is a New of Law and Mean: one replicate runs Algorithm 1 on the statistic path and returns of(θ^(T)).
func (it iteratedEstimate) trial(of func(theta []float64) float64) func() (estimators.Trial[float64], error) {
	return iterated(it, of)
}

// event is a New of Rate: of says whether θ^(T) is bad.
func (it iteratedEstimate) event(of func(theta []float64) bool) func() (estimators.Trial[bool], error) {
	return iterated(it, of)
}

func iterated[R any](it iteratedEstimate, of func(theta []float64) R) func() (estimators.Trial[R], error) {
	return func() (estimators.Trial[R], error) {
		run, err := it.runner()
		if err != nil {
			return nil, err
		}
		return func(s *estimators.Stream, replicate uint64) (result R, err error) {
			theta, err := run(s, replicate)
			if err == nil {
				result = of(theta)
			}
			return result, err
		}, nil
	}
}

// runner returns a function that runs one replicate and returns θ^(T), a view.
func (it iteratedEstimate) runner() (estimators.Trial[[]float64], error) {
	family, err := estimators.ParseFamily(it.family)
	if err != nil {
		return nil, err
	}
	pool, err := estimators.NewPool(family, estimators.AutoPath, it.workflow)
	if err != nil {
		return nil, err
	}
	iteration := estimators.Iteration{Pool: pool, Truth: it.truth, Schedule: it.schedule, Workflow: it.workflow, Generations: it.generations}
	if err := iteration.Check(); err != nil {
		return nil, err
	}
	if it.reuse || it.scale != 0 {
		return it.flawed(pool), nil
	}
	return func(s *estimators.Stream, replicate uint64) ([]float64, error) {
		err := iteration.Run(s, replicate, nil)
		return pool.Theta(), err
	}, nil
}

// flawed is Algorithm 1 under accumulation with the mutants' errors.
func (it iteratedEstimate) flawed(pool estimators.Pool) func(*estimators.Stream, uint64) ([]float64, error) {
	return func(s *estimators.Stream, replicate uint64) ([]float64, error) {
		if err := pool.Start(it.truth); err != nil {
			return nil, err
		}
		for t := range it.generations {
			generation := uint64(t)
			if it.reuse {
				generation = 0
			}
			if err := pool.Draw(it.schedule.Size(t), s.At(replicate, generation)); err != nil {
				return nil, err
			}
			if err := pool.Fit(); err != nil {
				return nil, err
			}
			if theta := pool.Theta(); it.scale != 0 { // a view: the pool draws from what is written here
				theta[len(theta)-1] *= it.scale
			}
		}
		return pool.Theta(), nil
	}
}

// minus returns the schedule with every n_t lowered by one, for t < generations.
func minus(schedule estimators.Schedule, generations int) estimators.Schedule {
	sizes := laws.ScheduleSizes(schedule, generations)
	for t := range sizes {
		sizes[t] = max(1, sizes[t]-1)
	}
	return estimators.ListSchedule(sizes...)
}

func squared(center, scale float64) func(theta []float64) float64 {
	return func(theta []float64) float64 {
		z := (theta[0] - center) / scale
		return z * z
	}
}

func standardized(center, scale float64) func(theta []float64) float64 {
	return func(theta []float64) float64 { return (theta[0] - center) / scale }
}
