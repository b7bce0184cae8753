package counterexamples

import (
	"slices"
	"strconv"

	"itermle/estimators"
	"itermle/theorems"
)

// instance is Algorithm 1 from θ* on one family, with n samples a generation, for T generations. Each worker makes its
// own pool.
type instance[P estimators.Pool] struct {
	pool        func() (P, error)
	truth       []float64
	n           int64
	generations int
	workflow    estimators.Workflow
}

// visit is called after each fit, t = 1, 2, …, with θ^(t); false ends the replicate.
type visit = func(t int, theta []float64) bool

// along makes trials whose result of finds while it runs the replicate: run takes the visit, nil for none.
func along[R any, P estimators.Pool](i instance[P],
	of func(pool P, run func(visit) error) (R, error)) estimators.Trials[R] {
	return func() (estimators.Trial[R], error) {
		pool, err := i.pool()
		if err != nil {
			return nil, err
		}
		iteration := estimators.Iteration{Pool: pool, Truth: i.truth, Schedule: estimators.ConstantSchedule(i.n),
			Workflow: i.workflow, Generations: i.generations}
		if err := iteration.Check(); err != nil {
			return nil, err
		}
		var stream *estimators.Stream
		var replicate uint64
		run := func(v visit) error { return iteration.Run(stream, replicate, v) }
		return func(s *estimators.Stream, r uint64) (R, error) {
			stream, replicate = s, r
			return of(pool, run)
		}, nil
	}
}

// after makes trials whose result is that of the pool after T generations.
func after[R any, P estimators.Pool](i instance[P], of func(pool P) R) estimators.Trials[R] {
	return along(i, func(pool P, run func(visit) error) (R, error) {
		err := run(nil)
		return of(pool), err
	})
}

// indicator is 1 where the event holds.
func indicator[P any](event func(P) bool) func(P) float64 {
	return func(x P) float64 {
		if event(x) {
			return 1
		}
		return 0
	}
}

// rate claims that the finished replicate is bad with probability at most allowed.
func (i instance[P]) rate(allowed, tolerated float64, bad func(pool P) bool) theorems.Rate {
	return theorems.Rate{Allowed: allowed, Tolerated: tolerated, New: after(i, bad)}
}

// frequency claims that an event of the finished replicate has the given probability.
func (i instance[P]) frequency(value, tolerance float64, event func(pool P) bool) theorems.Mean {
	return theorems.Mean{Value: value, Tolerance: tolerance, Lower: 0, Upper: 1, New: after(i, indicator(event))}
}

// scenario names an experiment by its n.
func (i instance[P]) scenario(experiment theorems.Experiment) theorems.Scenario {
	return theorems.Scenario{Name: "n=" + strconv.FormatInt(i.n, 10), Experiment: experiment}
}

// always are scenarios that every profile decides.
func always(scenarios ...theorems.Scenario) func(theorems.Profile) []theorems.Scenario {
	return func(theorems.Profile) []theorems.Scenario { return slices.Clone(scenarios) }
}
