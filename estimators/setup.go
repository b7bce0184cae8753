package estimators

// Trial is one replicate of an experiment: a function of the stream and the replicate alone, so that its value does
// not depend on which worker performs it, or when.
type Trial[R any] func(s *Stream, replicate uint64) (R, error)

// Trials makes one worker's trial. The trial may keep a pool and other storage of its own from replicate to
// replicate, and is not safe for concurrent use; each worker makes its own.
type Trials[R any] func() (Trial[R], error)

// Setup is Algorithm 1 before it has a pool: its parameters, those of Iteration, and how to make one. Any number of
// workers share a Setup; each calls NewPool once. P is Pool, or the type of the pool where an experiment reads from it
// more than θ.
type Setup[P Pool] struct {
	NewPool     func() (P, error)
	Truth       []float64 // θ* = θ^(0)
	Schedule    Schedule  // n_t
	Workflow    Workflow  // zero value: accumulate
	Generations int       // T ≥ 1
}

// FamilyPool is the NewPool of a family: NewPool(family, path, workflow) anew for each worker.
func FamilyPool(family Family, path Path, workflow Workflow) func() (Pool, error) {
	return func() (Pool, error) { return NewPool(family, path, workflow) }
}

// Worker is the Iteration of one worker, on a pool of its own. Errors: those of NewPool and of Iteration.Check.
func (s Setup[P]) Worker() (*Iteration, error) {
	pool, err := s.NewPool()
	if err != nil {
		return nil, err
	}
	it := &Iteration{Pool: pool, Truth: s.Truth, Schedule: s.Schedule, Workflow: s.Workflow, Generations: s.Generations}
	if err := it.Check(); err != nil {
		return nil, err
	}
	return it, nil
}

// After makes the trials whose value is of(pool) once Algorithm 1 has come to θ^(T). A run that ends in an error, such
// as a *NoMLEError, is an error of the trial, and of is not asked.
func After[P Pool, R any](s Setup[P], of func(pool P) (R, error)) Trials[R] {
	return Along(s, func(pool P, run func(Visit) error) (R, error) {
		if err := run(nil); err != nil {
			var none R
			return none, err
		}
		return of(pool)
	})
}

// Along makes the trials that watch Algorithm 1 on its way: of calls run, which is Iteration.Run on the replicate's
// stream, with a visit that sees every generation, and returns what it has seen. A second run within the trial repeats
// the first, draw by draw.
func Along[P Pool, R any](s Setup[P], of func(pool P, run func(Visit) error) (R, error)) Trials[R] {
	return func() (Trial[R], error) {
		it, err := s.Worker()
		if err != nil {
			return nil, err
		}
		pool := it.Pool.(P)
		var (
			stream *Stream
			number uint64
		)
		run := func(visit Visit) error { return it.Run(stream, number, visit) }
		return func(s *Stream, replicate uint64) (R, error) {
			stream, number = s, replicate
			return of(pool, run)
		}, nil
	}
}
