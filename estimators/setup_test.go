package estimators

import (
	"errors"
	"slices"
	"testing"
)

func exponentialSetup() Setup[Pool] {
	family := NewExponential()
	return Setup[Pool]{NewPool: FamilyPool(family, StatisticPath, Accumulate()), Truth: []float64{2},
		Schedule: ConstantSchedule(5), Generations: 4}
}

// After and Along are Iteration.Run on a pool of the worker's own: the same estimates, whichever worker performs the
// replicate and whatever it did before.
func TestSetupRunsTheIteration(t *testing.T) {
	setup, stream := exponentialSetup(), NewStream(1, "setup")
	it, err := setup.Worker()
	if err != nil {
		t.Fatal(err)
	}
	var want []float64
	if err := it.Run(stream, 7,
		func(_ int, theta []float64) bool { want = append(want, theta[0]); return true }); err != nil {
		t.Fatal(err)
	}
	after := After(setup, func(pool Pool) (float64, error) { return pool.Theta()[0], nil })
	along := Along(setup, func(_ Pool, run func(Visit) error) (path []float64, err error) {
		err = run(func(_ int, theta []float64) bool { path = append(path, theta[0]); return true })
		return path, err
	})
	last, err := after()
	if err != nil {
		t.Fatal(err)
	}
	path, err := along()
	if err != nil {
		t.Fatal(err)
	}
	for _, replicate := range []uint64{7, 3, 7} {
		value, errAfter := last(stream, replicate)
		visited, errAlong := path(stream, replicate)
		if err := errors.Join(errAfter, errAlong); err != nil {
			t.Fatal(err)
		}
		if same := slices.Equal(visited, want); same != (replicate == 7) || value != visited[3] {
			t.Errorf("replicate %d: after %g, along %v, want %v for replicate 7", replicate, value, visited, want)
		}
	}
	if allocated := testing.AllocsPerRun(100,
		func() { _, _ = last(stream, 7) }); allocated > float64(setup.Generations) {
		t.Errorf("a trial allocates %g times: want at most once a generation, for its stream", allocated)
	}
}

// The pool's own type reaches the experiment, and a run ends where its visit says.
func TestSetupKeepsThePoolsType(t *testing.T) {
	type mine struct{ Pool }
	setup := Setup[*mine]{NewPool: func() (*mine, error) {
		pool, err := NewPool(NewExponential(), RawPath, Accumulate())
		return &mine{pool}, err
	}, Truth: []float64{2}, Schedule: ConstantSchedule(5), Generations: 4}
	trial, err := Along(setup, func(pool *mine, run func(Visit) error) (last int, err error) {
		err = run(func(t int, theta []float64) bool { last = t; return t < 2 && theta[0] == pool.Theta()[0] })
		return last, err
	})()
	if err != nil {
		t.Fatal(err)
	}
	if last, err := trial(NewStream(1, "setup"), 0); last != 2 || err != nil {
		t.Errorf("the run ended after generation %d with %v: want 2", last, err)
	}
}

func TestSetupErrors(t *testing.T) {
	never := func(Pool) (int, error) { t.Error("asked for the value of a failed run"); return 0, nil }
	var out *RangeError
	setup := exponentialSetup()
	setup.Generations = 0
	if _, err := After(setup, never)(); !errors.As(err, &out) {
		t.Errorf("T = 0: %v, want a *RangeError", err)
	}
	failed := errors.New("no pool")
	setup.NewPool = func() (Pool, error) { return nil, failed }
	if _, err := After(setup, never)(); !errors.Is(err, failed) {
		t.Errorf("no pool: %v", err)
	}
	var parameter *ParameterError
	setup = exponentialSetup()
	setup.Truth = []float64{-1}
	trial, err := After(setup, never)()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := trial(NewStream(1, "setup"), 0); !errors.As(err, &parameter) {
		t.Errorf("θ* outside Θ: %v, want a *ParameterError", err)
	}
}
