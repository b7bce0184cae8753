// Package parallel is the one loop that runs on several goroutines.
//
// Its opinion: how many workers there are must not show. Call i writes to out[i], so a result that is read in the
// order of i after the loop is the same for any number of workers, and so is what is reported of calls that fail.
package parallel

import (
	"fmt"
	"path"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
)

// Loop calls work for 0 … N−1, in that order by one worker and nearly so by several.
type Loop struct {
	N       int
	Workers int // goroutines, the caller's own included; 0 and less are as many as GOMAXPROCS
	Chunk   int // successive calls that a worker takes at a time; 0 and less are 1. More are for calls below some 10 µs
}

// A Failure is the first call, by its index, that returned an error or panicked.
type Failure struct {
	Index int
	Err   error  // nil if it panicked
	Panic any    // what it panicked with, else nil
	Stack []byte // of the goroutine that panicked
}

// Raise returns the error of f, nil for f = nil, and panics with f where the call panicked: a *Failure keeps the value
// and the stack, which would be lost otherwise, on the way through another loop too.
func (f *Failure) Raise() error {
	switch {
	case f == nil:
		return nil
	case f.Panic != nil:
		panic(f)
	}
	return f.Err
}

// Error says what failed: where there was a panic, with the stack.
func (f *Failure) Error() string {
	if f.Panic != nil {
		return fmt.Sprintf("%v\n%s", f.Panic, f.Stack)
	}
	return f.Err.Error()
}

// Unwrap returns Err, or the error that the call panicked with.
func (f *Failure) Unwrap() error {
	if err, ok := f.Panic.(error); ok {
		return err
	}
	return f.Err
}

// Brief is the error, or one of a single line with the panic's value and the line of source that it came from, such as
// "panic: boom, at theorems/lemma_c_2.go:40".
func (f *Failure) Brief() error {
	if f.Panic == nil {
		return f.Err
	}
	if inner, ok := f.Panic.(*Failure); ok {
		return inner.Brief()
	}
	value, _, _ := strings.Cut(fmt.Sprint(f.Panic), "\n")
	return fmt.Errorf("panic: %s, at %s", value, origin(string(f.Stack)))
}

// origin is file and line of the frame of a stack that called panic. A frame takes two lines: the call, then a tab and
// where it stands. Those of the runtime itself, but for panic, are not in a stack.
func origin(stack string) string {
	_, frames, _ := strings.Cut(stack, "\npanic(")
	lines := strings.Split(frames, "\n")
	if len(lines) < 4 {
		return "an unknown line"
	}
	where, _, _ := strings.Cut(strings.TrimSpace(lines[3]), " ")
	folder, file := filepath.Split(where)
	return path.Join(filepath.Base(folder), file)
}

// Do makes the calls and returns their first failure by index, or nil. Every call below that index has been made; of
// those above, which ones have is left to chance. worker is from 0 to Workers−1, and no two calls with the same
// worker overlap: it may index buffers. A call must not end its goroutine (runtime.Goexit, testing.T.FailNow).
func (l Loop) Do(work func(worker, i int) error) *Failure {
	n, workers, chunk := max(0, l.N), l.Workers, max(1, l.Chunk)
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	var next, stop atomic.Int64 // calls from stop on are not wanted
	stop.Store(int64(n))
	failures := make([]*Failure, min(workers, (n+chunk-1)/chunk))
	run := func(worker int) {
		for {
			start := int(next.Add(int64(chunk))) - chunk
			if start >= int(stop.Load()) {
				return
			}
			if f := calls(work, worker, start, min(start+chunk, n)); f != nil {
				// Chunks are handed out in order: what this worker would do next lies beyond its failure.
				failures[worker] = f
				lower(&stop, int64(f.Index))
				return
			}
		}
	}
	var group sync.WaitGroup
	for worker := 1; worker < len(failures); worker++ {
		group.Go(func() { run(worker) })
	}
	if len(failures) > 0 {
		run(0)
	}
	group.Wait()
	return first(failures)
}

// calls makes the calls start … end−1 up to one that fails.
func calls(work func(worker, i int) error, worker, start, end int) (failure *Failure) {
	i := start
	defer func() {
		if value := recover(); value != nil {
			failure = &Failure{Index: i, Panic: value, Stack: debug.Stack()}
		}
	}()
	for ; i < end; i++ {
		if err := work(worker, i); err != nil {
			return &Failure{Index: i, Err: err}
		}
	}
	return nil
}

// lower stores v where it is the less.
func lower(least *atomic.Int64, v int64) {
	for {
		old := least.Load()
		if old <= v || least.CompareAndSwap(old, v) {
			return
		}
	}
}

// first is the failure of lowest index, nil if there is none.
func first(failures []*Failure) *Failure {
	var lowest *Failure
	for _, f := range failures {
		if f != nil && (lowest == nil || f.Index < lowest.Index) {
			lowest = f
		}
	}
	return lowest
}
