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
	pool        func(estimators.Pool) estimators.Pool // a mutant's; nil for none
	run         runner                                // a mutant's; nil for Iteration.Run
}

// A flaw makes a mutant of a run.
type flaw func(run *iteratedEstimate)

func (it iteratedEstimate) with(flaws ...flaw) iteratedEstimate {
	for _, f := range flaws {
		f(&it)
	}
	return it
}

func replacing(run *iteratedEstimate)   { run.workflow = estimators.Replace() }
func oneTooFar(run *iteratedEstimate)   { run.generations++ }
func reusingSeed(run *iteratedEstimate) { run.run = runReusingSeed }

// oneSampleLess lowers every n_t by one.
func oneSampleLess(run *iteratedEstimate) {
	sizes := laws.ScheduleSizes(run.schedule, run.generations)
	for t := range sizes {
		sizes[t] = max(1, sizes[t]-1)
	}
	run.schedule = estimators.ListSchedule(sizes...)
}

// biasedBy multiplies the last coordinate of every fit by factor.
func biasedBy(factor float64) flaw {
	return func(run *iteratedEstimate) {
		run.pool = func(p estimators.Pool) estimators.Pool { return biasedPool{p, factor, 0} }
	}
}

// iterated makes trials that run Algorithm 1 on the statistic path and return of(θ^(T)).
func iterated[R any](it iteratedEstimate, of func(theta []float64) R) estimators.Trials[R] {
	setup := estimators.Setup[estimators.Pool]{NewPool: it.newPool, Truth: it.truth, Schedule: it.schedule,
		Workflow: it.workflow, Generations: it.generations}
	run := it.run
	if run == nil {
		run = (*estimators.Iteration).Run
	}
	return func() (estimators.Trial[R], error) {
		iteration, err := setup.Worker()
		return func(s *estimators.Stream, replicate uint64) (result R, err error) {
			if err = run(iteration, s, replicate, nil); err == nil {
				result = of(iteration.Pool.Theta())
			}
			return result, err
		}, err
	}
}

func (it iteratedEstimate) newPool() (estimators.Pool, error) {
	family, err := estimators.ParseFamily(it.family)
	if err != nil {
		return nil, err
	}
	pool, err := estimators.NewPool(family, estimators.AutoPath, it.workflow)
	if err == nil && it.pool != nil {
		pool = it.pool(pool)
	}
	return pool, err
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

// runner is Iteration.Run, or what a mutant has in its place.
type runner func(it *estimators.Iteration, s *estimators.Stream, replicate uint64,
	visit func(int, []float64) bool) error

// runReusingSeed is Algorithm 1 with the same random numbers in every generation. For a Gaussian mean the errors then
// add up as Σ 1/t and no longer as √Σ 1/t².
func runReusingSeed(it *estimators.Iteration, s *estimators.Stream, replicate uint64,
	visit func(int, []float64) bool) error {
	if err := it.Pool.Start(it.Truth); err != nil {
		return err
	}
	for t := range it.Generations {
		if err := it.Pool.Draw(it.Schedule.Size(t), s.At(replicate, 0)); err != nil {
			return err
		}
		if err := it.Pool.Fit(); err != nil {
			return err
		}
		if visit != nil && !visit(t+1, it.Pool.Theta()) {
			return nil
		}
	}
	return nil
}

// biasedPool is a pool whose every fit turns the last coordinate x into times·x + plus. Theta is a view: the pool draws
// from what is written there.
type biasedPool struct {
	estimators.Pool
	times, plus float64
}

func (p biasedPool) Fit() error {
	err := p.Pool.Fit()
	if theta := p.Theta(); err == nil {
		theta[len(theta)-1] = theta[len(theta)-1]*p.times + p.plus
	}
	return err
}
