package properties

import (
	"errors"
	"testing"

	"itermle/estimators"
	"itermle/theorems"
)

// An experiment whose trial cannot be made is undecided for the reason that it gives, whatever kind it is of and
// however many workers ask.
func TestTrialsThatCannotBeMade(t *testing.T) {
	lost, want := errors.New("no such family"), "the trial cannot be made: no such family"
	for name, experiment := range map[string]theorems.Experiment{
		"rate": theorems.Rate{Allowed: 0.1, Tolerated: 0.3,
			New: func() (estimators.Trial[bool], error) { return nil, lost }},
		"ratio": theorems.Rate{Allowed: 0.1, Tolerated: 0.3,
			Ratio: func() (estimators.Trial[float64], error) { return nil, lost }},
		"law": theorems.Law{CDF: func(x float64) float64 { return x }, Distance: 0.1,
			New: func() (estimators.Trial[float64], error) { return nil, lost }},
		"mean": theorems.Mean{Value: 0.5, Tolerance: 0.1, Upper: 1,
			New: func() (estimators.Trial[float64], error) { return nil, lost }},
	} {
		for _, workers := range []int{1, 3} {
			report, err := Decide("lost", theorems.Scenario{Name: name, Experiment: experiment},
				Design{Alpha: 1e-3, Beta: 1e-3, MaxReplicates: 1000}, 1, workers)
			if err != nil || report.Verdict != theorems.Undecided || report.Error != want {
				t.Errorf("%s, %d workers: %v, error %q (%v)", name, workers, report.Verdict, report.Error, err)
			}
		}
	}
}
