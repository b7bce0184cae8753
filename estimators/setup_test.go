package estimators

import (
	"errors"
	"math"
	"testing"

	"itermle/internal/suiteseed"
)

func gaussianSetup(t *testing.T, generations int) Setup {
	t.Helper()
	family, err := NewGaussianMean(1)
	if err != nil {
		t.Fatal(err)
	}
	return Setup{Pool: func() (Pool, error) { return NewPool(family, AutoPath, Accumulate()) },
		Truth: []float64{1}, Schedule: ConstantSchedule(7), Generations: generations}
}

// Two workers of one setup find the same value for a replicate, that of Iteration.Run, in whatever order they perform
// them; what Along keeps of the last generation is what After sees.
func TestTrialsDependOnTheReplicateAlone(t *testing.T) {
	setup := gaussianSetup(t, 4)
	after := After(setup, func(theta []float64) (float64, error) { return theta[0], nil })
	type seen struct {
		last  float64
		steps int
	}
	along := Along(setup, func(result *seen, generation int, pool Pool) bool {
		result.last, result.steps = pool.Theta()[0], result.steps+1
		if result.steps != generation {
			t.Errorf("visit %d is of generation %d", result.steps, generation)
		}
		return true
	})
	worker, err := setup.Worker()
	if err != nil {
		t.Fatal(err)
	}
	stream := NewStream(suiteseed.Seed(), t.Name())
	var want [5]float64
	for replicate := range want {
		if err := worker.Run(stream, uint64(replicate), nil); err != nil {
			t.Fatal(err)
		}
		want[replicate] = worker.Pool.Theta()[0]
	}
	first, err := after()
	if err != nil {
		t.Fatal(err)
	}
	second, err := along()
	if err != nil {
		t.Fatal(err)
	}
	for replicate := len(want) - 1; replicate >= 0; replicate-- {
		got, err := first(stream, uint64(replicate))
		if err != nil || got != want[replicate] {
			t.Errorf("After, replicate %d: %v, %v, want %v", replicate, got, err, want[replicate])
		}
		followed, err := second(stream, uint64(replicate))
		if err != nil || followed != (seen{want[replicate], 4}) {
			t.Errorf("Along, replicate %d: %v, %v, want 4 steps to %v", replicate, followed, err, want[replicate])
		}
	}
	if allocations := testing.AllocsPerRun(20, func() { _, _ = second(stream, 3) }); allocations != 0 {
		t.Errorf("%g allocations a replicate, want 0", allocations)
	}
}

// Along ends a run where visit says so; the next replicate starts from nothing.
func TestAlongEndsEarly(t *testing.T) {
	trial, err := Along(gaussianSetup(t, 9), func(steps *int, generation int, _ Pool) bool {
		*steps++
		return generation < 3
	})()
	if err != nil {
		t.Fatal(err)
	}
	stream := NewStream(suiteseed.Seed(), t.Name())
	for replicate := range uint64(2) {
		if steps, err := trial(stream, replicate); steps != 3 || err != nil {
			t.Errorf("replicate %d: %d steps, %v, want 3", replicate, steps, err)
		}
	}
}

// What is wrong with a setup is found before the first replicate.
func TestSetupIsChecked(t *testing.T) {
	refused := errors.New("no pool today")
	noPool := gaussianSetup(t, 4)
	noPool.Pool = func() (Pool, error) { return nil, refused }
	noSchedule := gaussianSetup(t, 4)
	noSchedule.Schedule = Schedule{}
	for name, setup := range map[string]Setup{"T = 0": gaussianSetup(t, 0), "pool": noPool, "schedule": noSchedule} {
		_, after := After(setup, func(theta []float64) (float64, error) { return theta[0], nil })()
		_, along := Along(setup, func(*float64, int, Pool) bool { return true })()
		if after == nil || along == nil || name == "pool" && !(errors.Is(after, refused) && errors.Is(along, refused)) {
			t.Errorf("%s: errors %v and %v", name, after, along)
		}
	}
	var unsupported *UnsupportedError
	if _, err := Along(gaussianSetup(t, 4), func(*float64, int, *samplePool) bool { return true })(); !errors.As(err,
		&unsupported) {
		t.Errorf("a statistic pool seen as a sample pool: %v", err)
	}
	failing := gaussianSetup(t, 2)
	trial, err := After(failing, func(theta []float64) (float64, error) { return 0, refused })()
	if err != nil {
		t.Fatal(err)
	}
	if value, err := trial(NewStream(1), 0); !errors.Is(err, refused) || math.IsNaN(value) {
		t.Errorf("of's error is lost: %v", err)
	}
}
