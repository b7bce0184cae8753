package properties

import (
	"fmt"
	"os"
	"strconv"
	"testing"

	"itermle/estimators"
	"itermle/theorems"
)

// suiteSeed is the seed of all randomness in these tests: ITERMLE_SEED, by default 1. The assertions below hold whatever it is,
// but for probabilities that each test states.
func suiteSeed(t testing.TB) uint64 {
	text := os.Getenv("ITERMLE_SEED")
	if text == "" {
		return 1
	}
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("ITERMLE_SEED=%q: want a whole number", text)
	}
	return seed
}

// tight is a design whose errors nobody will live to see.
var tight = Design{Alpha: 1e-12, Beta: 1e-12, MaxReplicates: 200_000}

// coin is the claim P(bad) ≤ allowed about a coin with P(bad) = p.
func coin(p, allowed, tolerated float64) theorems.Rate {
	return theorems.Rate{Allowed: allowed, Tolerated: tolerated, New: func() (func(*estimators.Stream, uint64) (bool, error), error) {
		return func(s *estimators.Stream, replicate uint64) (bool, error) {
			return s.At(replicate, 0).Float64() < p, nil
		}, nil
	}}
}

// value is a trial that returns one number.
type value = func(*estimators.Stream, uint64) (float64, error)

func always(f value) func() (value, error) { return func() (value, error) { return f, nil } }

func uniform(s *estimators.Stream, replicate uint64) (float64, error) {
	return s.At(replicate, 0).Float64(), nil
}

func normal(s *estimators.Stream, replicate uint64) (float64, error) {
	return s.At(replicate, 0).NormFloat64(), nil
}

func uniformCDF(x float64) float64 { return max(0, min(1, x)) }

func coinScenario(p, allowed, tolerated float64) theorems.Scenario {
	return theorems.Scenario{Name: fmt.Sprintf("p=%g δ=%g δ′=%g", p, allowed, tolerated), Experiment: coin(p, allowed, tolerated)}
}

func mustDecide(t *testing.T, s theorems.Scenario, d Design) ScenarioReport {
	t.Helper()
	report, err := Decide("coin", s, d, suiteSeed(t), 2)
	if err != nil {
		t.Fatal(err)
	}
	return report
}
