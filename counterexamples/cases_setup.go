package counterexamples

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"

	"itermle/estimators"
	"itermle/theorems"
)

// runner is Algorithm 1 on a replicate's stream, as estimators.Along passes it on.
type runner = func(estimators.Visit) error

// setup is accumulation from θ* with n samples a generation.
func setup[P estimators.Pool](truth []float64, n int64, generations int, pool func() (P, error)) estimators.Setup[P] {
	return estimators.Setup[P]{NewPool: pool, Truth: truth, Schedule: estimators.ConstantSchedule(n),
		Generations: generations}
}

// size is the n of such a setup.
func size[P estimators.Pool](s estimators.Setup[P]) int64 { return s.Schedule.Size(0) }

// after is estimators.After for what a pool tells without error.
func after[R any, P estimators.Pool](s estimators.Setup[P], of func(pool P) R) estimators.Trials[R] {
	return estimators.After(s, func(pool P) (R, error) { return of(pool), nil })
}

// rate claims that the finished replicate is bad with probability at most allowed.
func rate[P estimators.Pool](s estimators.Setup[P], allowed, tolerated float64, bad func(pool P) bool) theorems.Rate {
	return theorems.Rate{Allowed: allowed, Tolerated: tolerated, New: after(s, bad)}
}

// frequency claims that an event of the finished replicate has the given probability.
func frequency[P estimators.Pool](s estimators.Setup[P], value, tolerance float64, event func(P) bool) theorems.Mean {
	return theorems.Mean{Value: value, Tolerance: tolerance, Lower: 0, Upper: 1, New: after(s, func(pool P) float64 {
		if event(pool) {
			return 1
		}
		return 0
	})}
}

// onSamples makes the trials "n samples are bad".
func onSamples(n int64, sample func(dst []float64, r *rand.Rand), bad func(x []float64) bool) estimators.Trials[bool] {
	return func() (estimators.Trial[bool], error) {
		x := make([]float64, n)
		return func(s *estimators.Stream, replicate uint64) (bool, error) {
			sample(x, s.At(replicate, 0))
			return bad(x), nil
		}, nil
	}
}

// decided is a scenario that nothing is left to chance in.
func decided(name string, decide func() (theorems.Outcome, error)) theorems.Scenario {
	return theorems.Scenario{Name: name, Experiment: theorems.Deterministic{Decide: decide}}
}

// atMost decides value ≤ bound for numbers whose difference is known to within slack ≥ 0.
func atMost(out *theorems.Outcome, value, bound, slack float64, format string, arguments ...any) {
	if value > bound-slack && value <= bound+slack && slack > 0 {
		out.Doubt("too near to tell: "+format, arguments...)
		return
	}
	out.Check(value <= bound-slack, format, arguments...)
}

// always are scenarios that every profile decides.
func always(scenarios ...theorems.Scenario) func(theorems.Profile) []theorems.Scenario {
	return func(theorems.Profile) []theorems.Scenario { return slices.Clone(scenarios) }
}

// whenAsked is always of scenarios that take computing: no command but those that read them waits for it.
func whenAsked(scenarios func() []theorems.Scenario) func(theorems.Profile) []theorems.Scenario {
	once := sync.OnceValue(scenarios)
	return func(theorems.Profile) []theorems.Scenario { return slices.Clone(once()) }
}

// mutants are a claim's.
type mutants []theorems.Mutant

func (m mutants) all() []theorems.Mutant { return m }

// ever is the largest of some number of a trajectory.
func ever(run estimators.Setup[estimators.Pool], of func(theta float64) float64) estimators.Trials[float64] {
	return estimators.Along(run, func(_ estimators.Pool, run runner) (largest float64, err error) {
		err = run(func(_ int, theta []float64) bool {
			largest = math.Max(largest, of(theta[0]))
			return true
		})
		return largest, err
	})
}
