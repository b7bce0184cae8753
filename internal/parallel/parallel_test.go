package parallel

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
)

// TestEveryCallOnce: each index once, whatever the workers and chunks, and no worker in two calls at a time.
func TestEveryCallOnce(t *testing.T) {
	for _, n := range []int{-1, 0, 1, 2, 7, 100} {
		for _, workers := range []int{-1, 0, 1, 2, 3, 200} {
			for _, chunk := range []int{0, 1, 3, 1000} {
				calls := make([]int, max(n, 0))
				busy := make([]atomic.Bool, max(workers, runtime.GOMAXPROCS(0)))
				failure := Loop{N: n, Workers: workers, Chunk: chunk}.Do(func(worker, i int) error {
					if busy[worker].Swap(true) {
						return errors.New("the worker is in another call")
					}
					calls[i]++
					busy[worker].Store(false)
					return nil
				})
				if failure != nil || failure.Raise() != nil {
					t.Fatalf("N = %d, %d workers, chunks of %d: %+v", n, workers, chunk, failure)
				}
				for i, k := range calls {
					if k != 1 {
						t.Fatalf("N = %d, %d workers, chunks of %d: call %d was made %d times", n, workers, chunk, i, k)
					}
				}
			}
		}
	}
}

// TestFirstFailureByIndex: of the calls that fail, by error or panic, the lowest is reported, though another of them
// may be the first in time; all below have been made.
func TestFirstFailureByIndex(t *testing.T) {
	for _, first := range []int{0, 1, 41, 99} {
		for _, workers := range []int{1, 2, 8} {
			for _, chunk := range []int{1, 7} {
				var made [100]atomic.Bool
				failure := Loop{N: 100, Workers: workers, Chunk: chunk}.Do(func(_, i int) error {
					made[i].Store(true)
					switch {
					case i == first:
						for range 100 {
							runtime.Gosched() // let later failures come before
						}
						return fmt.Errorf("call %d", i)
					case i > first && i%2 == 0:
						panic(i)
					case i > first:
						return fmt.Errorf("call %d", i)
					}
					return nil
				})
				if failure == nil || failure.Index != first ||
					failure.Raise().Error() != fmt.Sprintf("call %d", first) {
					t.Fatalf("%d workers: %+v, want call %d", workers, failure, first)
				}
				for i := range first {
					if !made[i].Load() {
						t.Fatalf("%d workers: call %d below the failure %d was not made", workers, i, first)
					}
				}
			}
		}
	}
}

// TestFailureStops: after a failure the calls not yet handed out are not made.
func TestFailureStops(t *testing.T) {
	made := 0
	failure := Loop{N: 1 << 30, Workers: 1}.Do(func(_, i int) error {
		made++
		if i == 5 {
			return errors.ErrUnsupported
		}
		return nil
	})
	if made != 6 || !errors.Is(failure.Raise(), errors.ErrUnsupported) {
		t.Errorf("%d calls, %v", made, failure.Raise())
	}
	var all atomic.Int64
	Loop{N: 1 << 30, Workers: 4}.Do(func(_, i int) error {
		all.Add(1)
		if i == 5 {
			return errors.ErrUnsupported
		}
		return nil
	})
	if all.Load() > 1<<29 {
		t.Errorf("%d calls after the failure of call 5", all.Load())
	}
}

// TestPanicsAreCarried to the caller's goroutine, with the place where they began.
func TestPanicsAreCarried(t *testing.T) {
	for _, workers := range []int{1, 4} {
		failure := Loop{N: 20, Workers: workers}.Do(func(_, i int) error {
			if i >= 3 {
				explode(i)
			}
			return nil
		})
		if failure == nil || failure.Index != 3 || failure.Panic != "boom 3" {
			t.Fatalf("%+v", failure)
		}
		func() {
			defer func() {
				raised, ok := recover().(*Failure)
				if !ok || !strings.HasPrefix(raised.Error(), "boom 3\n") ||
					!strings.Contains(raised.Error(), "parallel.explode") {
					t.Errorf("raised %+v", raised)
				}
			}()
			failure.Raise()
		}()
	}
}

// TestBrief names value and line, through a loop in a loop, and for panics that the runtime makes.
func TestBrief(t *testing.T) {
	var none []int
	var nowhere *int
	once := Loop{N: 1}
	for name, work := range map[string]func(int, int) error{
		"boom 0": func(_, i int) error { explode(i); return nil },
		"nested": func(_, _ int) error { return once.Do(func(_, i int) error { panic("nested") }).Raise() },
		"runtime error: index out of range [0] with length 0": func(_, i int) error { none[i]++; return nil },
		"runtime error: invalid memory address or nil pointer dereference": func(_,
			i int) error {
			*nowhere = i
			return nil
		},
		"two": func(_, _ int) error { panic("two\nlines") },
	} {
		got := once.Do(work).Brief().Error()
		rest, found := strings.CutPrefix(got, "panic: "+name+", at parallel/parallel_test.go:")
		if _, err := strconv.Atoi(rest); !found || err != nil {
			t.Errorf("%s: %q", name, got)
		}
	}
	fails := func(int, int) error { return errors.ErrUnsupported }
	if got := once.Do(fails); got.Brief() != errors.ErrUnsupported || !errors.Is(got, errors.ErrUnsupported) {
		t.Errorf("%v", got)
	}
}

func explode(i int) { panic(fmt.Sprintf("boom %d", i)) }

// TestSameForAnyWorkers: results in out[i] do not depend on the workers.
func TestSameForAnyWorkers(t *testing.T) {
	run := func(workers int) []int {
		out := make([]int, 1000)
		Loop{N: len(out), Workers: workers, Chunk: 10}.Do(func(_, i int) error {
			out[i] = i * i
			return nil
		})
		return out
	}
	if one, many := run(1), run(8); !slices.Equal(one, many) {
		t.Error("1 and 8 workers differ")
	}
}
