package properties

import (
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"itermle/estimators"
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
	free chan struct{} // one token for each worker that waits
	busy atomic.Bool   // scenarios are waiting for a worker: lend none
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
}

// failure is a replicate that gave no value.
type failure struct {
	index int
	err   error
	panic any
	stack []byte
}

// run feeds the rule with replicates 0, 1, 2, … in this order, until it has a verdict or limit is reached, and
// returns the number consumed. Workers may compute replicates beyond the one that stops the rule; nobody looks at them:
// verdict and number are those of a single worker. An error at a replicate that is consumed ends the run.
// A panic at such a replicate is raised again here.
func (r *runner) run(
	rule rule, trials estimators.Trials[float64], limit int,
) (n int, verdict theorems.Verdict, err error) {
	if err := r.grow(trials, 1); err != nil {
		return 0, theorems.Undecided, err
	}
	values := make([]float64, 0, soloBatch)
	for n < limit {
		want := min(max(rule.horizon(), 1), limit-n)
		helpers := 0
		if want > 1 {
			helpers = r.crew.borrow(min(want-1, cap(r.crew.free)))
		}
		if helpers == 0 {
			for range min(want, soloBatch) {
				value, err := r.trials[0](r.keys[0], uint64(n))
				if err != nil {
					return n, theorems.Undecided, fmt.Errorf("replicate %d: %w", n, err)
				}
				n++
				if verdict, err = rule.observe(value); verdict != theorems.Undecided || err != nil {
					return n, verdict, err
				}
			}
			continue
		}
		// Half as many again as have been seen: a rule that stops early wastes little.
		size := min(want, crewBatch, max(soloBatch/4, n/2))
		if cap(values) < size {
			values = make([]float64, size)
		}
		values = values[:size]
		if err := r.grow(trials, helpers+1); err != nil {
			r.crew.giveBack(helpers)
			return n, theorems.Undecided, err
		}
		failed := r.batch(values, n, helpers+1)
		r.crew.giveBack(helpers)
		for _, value := range values {
			if failed != nil && failed.index == n {
				if failed.panic != nil {
					panic(fmt.Sprintf("replicate %d: %v\n%s", failed.index, failed.panic, failed.stack))
				}
				return n, theorems.Undecided, fmt.Errorf("replicate %d: %w", n, failed.err)
			}
			n++
			if verdict, err = rule.observe(value); verdict != theorems.Undecided || err != nil {
				return n, verdict, err
			}
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

// batch computes replicates first, first+1, … into values on k workers and returns the failure of lowest index.
// Chunks are handed out in order and a worker ends its chunk at a failure, so everything below that index has a value.
func (r *runner) batch(values []float64, first, k int) *failure {
	chunk := max(1, len(values)/(chunkParts*k))
	var next atomic.Int64
	failures := make([]*failure, k)
	var group sync.WaitGroup
	work := func(worker int) {
		defer group.Done()
		for {
			start := int(next.Add(int64(chunk))) - chunk
			if start >= len(values) {
				return
			}
			if f := r.chunk(worker, values, first, start, min(start+chunk, len(values))); f != nil {
				failures[worker] = f
				return // what this worker would have done next lies beyond its failure
			}
		}
	}
	group.Add(k)
	for worker := 1; worker < k; worker++ {
		go work(worker)
	}
	work(0)
	group.Wait()
	var lowest *failure
	for _, f := range failures {
		if f != nil && (lowest == nil || f.index < lowest.index) {
			lowest = f
		}
	}
	return lowest
}

func (r *runner) chunk(worker int, values []float64, first, start, end int) (f *failure) {
	i := start
	defer func() {
		if p := recover(); p != nil {
			f = &failure{index: first + i, panic: p, stack: debug.Stack()}
		}
	}()
	for ; i < end; i++ {
		value, err := r.trials[worker](r.keys[worker], uint64(first+i))
		if err != nil {
			return &failure{index: first + i, err: err}
		}
		values[i] = value
	}
	return nil
}

// notData is the error of a replicate whose value is NaN, infinite, or too large to compute with.
func notData(x float64) error { return fmt.Errorf("the value is %g, which is not data", x) }
