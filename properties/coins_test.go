package properties

import (
	"fmt"
	"testing"

	"itermle/estimators"
	"itermle/internal/suiteseed"
	"itermle/theorems"
)

// tight is a design whose errors nobody will live to see.
var tight = Design{Alpha: 1e-12, Beta: 1e-12, MaxReplicates: 200_000}

// coin is the claim P(bad) ≤ allowed about a coin with P(bad) = p.
func coin(p, allowed, tolerated float64) theorems.Rate {
	return theorems.Rate{Allowed: allowed, Tolerated: tolerated,
		New: func() (estimators.Trial[bool], error) {
			return func(s *estimators.Stream, replicate uint64) (bool, error) {
				return s.At(replicate, 0).Float64() < p, nil
			}, nil
		}}
}

// exactly is a scenario that is decided to have the outcome.
func exactly(name string, outcome theorems.Outcome, err error) theorems.Scenario {
	decide := func() (theorems.Outcome, error) { return outcome, err }
	return theorems.Scenario{Name: name, Experiment: theorems.Deterministic{Decide: decide}}
}

// value is a trial that returns one number.
type value = estimators.Trial[float64]

func always(f value) estimators.Trials[float64] { return func() (value, error) { return f, nil } }

func uniform(s *estimators.Stream, replicate uint64) (float64, error) {
	return s.At(replicate, 0).Float64(), nil
}

func normal(s *estimators.Stream, replicate uint64) (float64, error) {
	return s.At(replicate, 0).NormFloat64(), nil
}

func uniformCDF(x float64) float64 { return max(0, min(1, x)) }

func coinScenario(p, allowed, tolerated float64) theorems.Scenario {
	return theorems.Scenario{Name: fmt.Sprintf("p=%g δ=%g δ′=%g", p, allowed, tolerated),
		Experiment: coin(p, allowed, tolerated)}
}

func mustDecide(t *testing.T, s theorems.Scenario, d Design) ScenarioReport {
	t.Helper()
	report, err := Decide("coin", s, d, suiteseed.Seed(), 2)
	if err != nil {
		t.Fatal(err)
	}
	return report
}
