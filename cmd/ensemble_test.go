package cmd

import (
	"math"
	"sync"
	"testing"

	"itermle/estimators"
	"itermle/internal/suiteseed"
)

// Generations that are held in windows give what each replicate gives alone, replicate by replicate, for any number of
// workers; of a window, no more is held than 2^23 bytes and the pools.
func TestWindowsChangeNothing(t *testing.T) {
	const replicates, generations = 130, 15_000
	family := estimators.NewExponential()
	what := subject{Setup: estimators.Setup[estimators.Pool]{Truth: []float64{2}, Generations: generations,
		NewPool:  estimators.FamilyPool(family, estimators.AutoPath, estimators.Replace()),
		Schedule: estimators.ConstantSchedule(1000), Workflow: estimators.Replace()},
		need: func() poolNeed { return poolNeed{memory: 100} }}
	l := what.layout(replicates)
	if !l.resumes || !(l.window < generations) || !(l.bytes < 2*windowBytes) {
		t.Fatalf("%+v: want windows", l)
	}
	want := make(map[int][]float64)
	it, err := what.Worker()
	if err != nil {
		t.Fatal(err)
	}
	stream := estimators.NewStream(suiteseed.Seed(), "windows")
	watched := []int{1, l.window, l.window + 1, generations}
	for replicate := range uint64(replicates) {
		if err := it.Run(stream, replicate, func(t int, theta []float64) bool {
			for _, at := range watched {
				if t == at {
					want[t] = append(want[t], math.Abs(theta[0]-2))
				}
			}
			return true
		}); err != nil {
			t.Fatal(err)
		}
	}
	for _, workers := range []int{1, 3} {
		var mu sync.Mutex
		seen := 0
		ends, err := simulateEnsemble(what, replicates, workers, suiteseed.Seed(), []string{"windows"},
			func(generation int, at observed) {
				mu.Lock()
				defer mu.Unlock()
				seen++
				squares := 0.0
				for i, distance := range want[generation] {
					squares += distance * distance
					if at.distance[i] != distance {
						t.Errorf("t = %d, replicate %d: %g, alone %g", generation, i, at.distance[i], distance)
					}
				}
				if mse := squares / replicates; mse > 0 && !(math.Abs(at.moments[0].mse/mse-1) <= 1e-12) {
					t.Errorf("t = %d: mse %g, of the replicates %g", generation, at.moments[0].mse, mse)
				}
			})
		if err != nil || ends != (tally{}) || seen != generations {
			t.Errorf("%d workers: %v, %+v, %d generations seen", workers, err, ends, seen)
		}
	}
}
