package search

import (
	"errors"
	"testing"

	"itermle/estimators"
	"itermle/theorems"
)

// Held-out replicates are as many as have 40 bad ones at P(bad) = δ, at least 8000 and at most 100 000.
func TestHeldOutReplicates(t *testing.T) {
	for allowed, want := range map[float64]int{0.5: 8000, 0.002: 20_000, 1e-5: 100_000} {
		made := 0
		x := instance{Scenario: theorems.Scenario{Name: "uniform", Experiment: theorems.Rate{Allowed: allowed,
			Tolerated: 0.9, Ratio: func() (estimators.Trial[float64], error) {
				return func(s *estimators.Stream, replicate uint64) (float64, error) {
					made++
					return s.At(replicate, 0).Float64(), nil
				}, nil
			}}}, level: 1 - allowed}
		found, err := x.heldOut("uniform", 1)
		if err != nil || made < want-1 || made > want { // 1 − (1 − δ) is δ but for its rounding
			t.Errorf("δ = %g: %d replicates, want %d (%v)", allowed, made, want, err)
		}
		if err == nil && !(found.Low <= found.Ratio && found.Ratio <= 1) {
			t.Errorf("δ = %g: %+v", allowed, found)
		}
	}
}

// A panic in a worker is one of the search: it must not pass for work that was done.
func TestParallelPanics(t *testing.T) {
	defer func() {
		err, _ := recover().(error)
		if !errors.Is(err, errNotANumber) {
			t.Errorf("recovered %v", err)
		}
	}()
	(&search{}).parallel(3, func(i int) {
		if i == 1 {
			panic(errNotANumber)
		}
	})
}
