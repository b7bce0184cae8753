package properties

import (
	"errors"
	"fmt"
	"sync/atomic"

	"itermle/estimators"
	"itermle/internal/parallel"
	"itermle/theorems"
)

// rule consumes values of replicates 0, 1, 2, … until it has a verdict.
type rule interface {
	// observe takes the next value; once it has returned a verdict other than Undecided it is not called again.
	observe(value float64) (theorems.Verdict, error)
	// horizon is how many more replicates are worth computing at once: if possible, the fewest after
	// which the rule could support.
	horizon() int
	// describe fills in what the rule has seen.
	describe(report *ScenarioReport)
}

// crew lends workers: a scenario runs on one worker of its own, and takes others while they are free.
type crew struct {
	free chan struct{}   // one token for each worker that waits
	busy atomic.Bool     // scenarios are waiting for a worker: lend none
	stop <-chan struct{} // closed: nobody wants what is at work; nil: never
}

// stopped says whether nobody wants what is at work.
func (c *crew) stopped() bool {
	select {
	case <-c.stop:
		return true
	default:
		return false
	}
}

func newCrew(spare int) *crew {
	spare = min(spare, crewBatch) // no batch has work for more
	c := &crew{free: make(chan struct{}, spare+1)}
	for range spare {
		c.free <- struct{}{}
	}
	return c
}

// borrow takes up to k workers that are free now.
func (c *crew) borrow(k int) int {
	if c.busy.Load() {
		return 0
	}
	for taken := range k {
		select {
		case <-c.free:
		default:
			return taken
		}
	}
	return k
}

func (c *crew) giveBack(k int) {
	for range k {
		c.free <- struct{}{}
	}
}

const (
	soloBatch  = 256   // replicates between two looks for free workers
	crewBatch  = 16384 // replicates computed at once at most
	chunkParts = 8     // chunks for each worker in a batch, so that unequal costs even out
)

// runner computes the replicates of one scenario.
type runner struct {
	crew   *crew
	stream func() *estimators.Stream
	trials []estimators.Trial[float64] // one for each worker that has ever helped
	keys   []*estimators.Stream
	drawn  uint64 // by the replicates consumed
}

// replicate is a value and how many words its trial has drawn.
type replicate struct {
	value float64
	drawn uint64
}

// errDecided ends a loop over replicates once there is a verdict, errStopped one that nobody waits for.
var errDecided, errStopped = errors.New("decided"), errors.New("stopped")

// run feeds the rule with replicates 0, 1, 2, … in this order, until it has a verdict or the design's replicates or
// draws are spent, and returns the number consumed. Workers may compute replicates beyond the one that stops the rule;
// nobody looks at them: verdict and number are those of a single worker. An error or a panic at a replicate that is
// consumed ends the run; it is estimators.ErrDrawsSpent at the first that would take more draws than are left.
func (r *runner) run(
	rule rule, trials estimators.Trials[float64], design Design,
) (n int, verdict theorems.Verdict, err error) {
	if err := r.grow(trials, 1); err != nil {
		return 0, theorems.Undecided, err
	}
	consume := func(x replicate) (err error) {
		if x.drawn > design.MaxDraws-r.drawn {
			return estimators.ErrDrawsSpent
		}
		if verdict, err = rule.observe(x.value); err != nil {
			return err
		}
		r.drawn += x.drawn
		if n++; verdict != theorems.Undecided {
			return errDecided
		}
		return nil
	}
	for n < design.MaxReplicates {
		if r.crew.stopped() {
			return n, theorems.Undecided, errStopped
		}
		want := min(max(rule.horizon(), 1), design.MaxReplicates-n)
		helpers := 0
		if want > 1 {
			helpers = r.crew.borrow(min(want-1, cap(r.crew.free)))
		}
		var failure *parallel.Failure
		left := design.MaxDraws - r.drawn
		if helpers == 0 {
			failure = parallel.Loop{N: min(want, soloBatch), Workers: 1}.Do(func(_, _ int) error {
				x, err := r.perform(0, n, left)
				if err == nil {
					err = consume(x)
				}
				return err
			})
		} else { // half as many again as have been seen: a rule that stops early wastes little
			size := min(want, crewBatch, max(soloBatch/4, n/2))
			failure = r.together(trials, n, size, helpers, left, consume)
		}
		switch {
		case failure == nil:
		case errors.Is(failure, errDecided):
			return n, verdict, nil
		case errors.Is(failure, estimators.ErrDrawsSpent):
			return n, theorems.Undecided, estimators.ErrDrawsSpent
		default:
			return n, theorems.Undecided, fmt.Errorf("replicate %d: %w", n, failure.Brief())
		}
	}
	return n, theorems.Undecided, nil
}

// grow makes trials and streams for k workers.
func (r *runner) grow(trials estimators.Trials[float64], k int) error {
	for len(r.trials) < k {
		t, err := trials()
		if err != nil {
			return fmt.Errorf("the trial cannot be made: %w", err)
		}
		r.trials = append(r.trials, t)
		r.keys = append(r.keys, r.stream())
	}
	return nil
}

// perform makes a worker's trial, which may take so many draws.
func (r *runner) perform(worker, n int, draws uint64) (x replicate, err error) {
	key := r.keys[worker]
	before := key.Drawn()
	key.Limit(draws)
	x.value, err = r.trials[worker](key, uint64(n))
	x.drawn = key.Drawn() - before
	return x, err
}

// together computes size replicates from first on with borrowed helpers, who are given back, and then consumes them
// in order, up to the first failure.
func (r *runner) together(trials estimators.Trials[float64], first, size, helpers int, draws uint64,
	consume func(replicate) error,
) *parallel.Failure {
	workers := helpers + 1
	values := make([]replicate, size)
	loop := parallel.Loop{N: size, Workers: workers, Chunk: size / (chunkParts * workers)}
	failed := func() *parallel.Failure {
		defer r.crew.giveBack(helpers)
		if err := r.grow(trials, workers); err != nil {
			return &parallel.Failure{Err: err}
		}
		return loop.Do(func(worker, i int) (err error) {
			values[i], err = r.perform(worker, first+i, draws)
			return err
		})
	}()
	sound := size
	if failed != nil {
		sound = failed.Index
	}
	if failure := (parallel.Loop{N: sound, Workers: 1}).Do(func(_, i int) error {
		return consume(values[i])
	}); failure != nil {
		return failure
	}
	return failed
}

// notData is the error of a replicate whose value is NaN, infinite, or too large to compute with.
func notData(x float64) error { return fmt.Errorf("the value is %g, which is not data", x) }
