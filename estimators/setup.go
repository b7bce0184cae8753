package estimators

import "fmt"

// Setup is an Iteration before it has a pool: what each worker of an experiment needs to make its own.
type Setup struct {
	Pool        func() (Pool, error)
	Truth       []float64 // θ* = θ^(0)
	Schedule    Schedule  // n_t
	Workflow    Workflow  // zero value: accumulate
	Generations int       // T ≥ 1
}

// Worker is a new iteration with a pool of its own, checked. Errors: those of the pool's maker and of Iteration.Check.
func (s Setup) Worker() (*Iteration, error) {
	pool, err := s.Pool()
	if err != nil {
		return nil, err
	}
	it := &Iteration{Pool: pool, Truth: s.Truth, Schedule: s.Schedule, Workflow: s.Workflow, Generations: s.Generations}
	if err := it.Check(); err != nil {
		return nil, err
	}
	return it, nil
}

// After makes trials that run the setup to its end and ask of what they found of θ^(T), a view.
func After[R any](setup Setup, of func(theta []float64) (R, error)) Trials[R] {
	return func() (Trial[R], error) {
		it, err := setup.Worker()
		if err != nil {
			return nil, err
		}
		return func(s *Stream, replicate uint64) (none R, err error) {
			if err := it.Run(s, replicate, nil); err != nil {
				return none, err
			}
			return of(it.Pool.Theta())
		}, nil
	}
}

// Along makes trials that see the pool after every fit, t = 1, …, T, the model being pool.Theta(). Each replicate's
// result starts at its zero value and visit changes it; returning false ends the run early. P is the pool's type, for
// pools that know more than their model, or Pool. visit serves all workers at once and keeps nothing beside result.
//
// Errors: those of Worker, and *UnsupportedError where the setup's pool is no P.
func Along[P Pool, R any](setup Setup, visit func(result *R, t int, pool P) (more bool)) Trials[R] {
	return func() (Trial[R], error) {
		it, err := setup.Worker()
		if err != nil {
			return nil, err
		}
		pool, ok := it.Pool.(P)
		if !ok {
			return nil, &UnsupportedError{What: fmt.Sprintf("%T", it.Pool), Action: "this view of a run",
				Accept: fmt.Sprintf("a pool of type %T", pool)}
		}
		var result R
		step := func(t int, _ []float64) bool { return visit(&result, t, pool) }
		return func(s *Stream, replicate uint64) (none R, err error) {
			result = none
			if err := it.Run(s, replicate, step); err != nil {
				return none, err
			}
			return result, nil
		}, nil
	}
}
