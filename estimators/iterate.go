package estimators

// Iteration is Algorithm 1 with its parameters: what is iterated, from where, for how long.
type Iteration struct {
	Pool        Pool
	Truth       []float64 // θ* = θ^(0)
	Schedule    Schedule  // n_t
	Workflow    Workflow  // zero value: accumulate
	Generations int       // T ≥ 1
}

// Check says whether the iteration can run. Run asks it first; a command asks it before it starts many runs.
// A pool that can draw more than 2^53 samples at once says so by a method LargestDraw() int64.
func (it *Iteration) Check() error {
	if it.Generations < 1 {
		return &RangeError{What: "T", Value: float64(it.Generations), Accept: "T ≥ 1"}
	}
	largest := int64(maxScheduleSize)
	if pool, more := it.Pool.(interface{ LargestDraw() int64 }); more {
		largest = pool.LargestDraw()
	}
	if err := it.Schedule.checkUpTo(it.Generations, largest); err != nil {
		return err
	}
	if pool, limited := it.Pool.(interface {
		checkSampling(truth []float64, n int64) error
	}); limited && it.Schedule.Size(0) > 0 {
		if err := pool.checkSampling(it.Truth, it.Schedule.Size(0)); err != nil {
			return err
		}
	}
	return it.Workflow.check(it.Pool)
}

// Visit is what a run calls after the fit of generation t−1 with θ^(t), 1 ≤ t ≤ T; false ends the run. The slice is a
// view that the next fit overwrites.
type Visit = func(t int, theta []float64) bool

// Run is Algorithm 1 (arXiv:2505.19046, section 3):
//
//	θ^(0) = θ*;  for t = 0, …, T−1:  X^(t) ~ p_θ(t)^{n_t},  θ^(t+1) = MLE of X^(≤t)
//
// with the pool's content decided by the workflow: Begin, then Step for each t. After each fit visit(t+1, θ^(t+1)) is
// called, if not nil. Run does not allocate beyond what the pool does.
func (it *Iteration) Run(s *Stream, replicate uint64, visit Visit) error {
	if err := it.Begin(); err != nil {
		return err
	}
	for t := range it.Generations {
		if err := it.Step(s, replicate, t); err != nil {
			return err
		}
		if visit != nil && !visit(t+1, it.Pool.Theta()) {
			return nil
		}
	}
	return nil
}

// Begin is Check, and puts the pool at θ^(0).
func (it *Iteration) Begin() error {
	if err := it.Check(); err != nil {
		return err
	}
	return it.Pool.Start(it.Truth)
}

// Step takes a pool that is at θ^(t) to θ^(t+1). Generation t of the replicate draws from its own stream,
// s.At(replicate, t), so that several iterations may take turns on one Stream.
func (it *Iteration) Step(s *Stream, replicate uint64, t int) error {
	if pool, ok := it.Pool.(*statisticPool); ok {
		pool.stream = s
	}
	return it.Workflow.generation(it.Pool, t, &it.Schedule, s.At(replicate, uint64(t)))
}
