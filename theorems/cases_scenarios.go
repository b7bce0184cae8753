package theorems

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"itermle/internal/rational"
)

// poolSize is N_{T−1} = Σ n_t.
func poolSize(sizes []int64) *big.Rat {
	total := new(big.Int)
	for _, n := range sizes {
		total.Add(total, big.NewInt(n))
	}
	return new(big.Rat).SetInt(total)
}

// The bounds of π²/6 = 1.6449340668482264364724…
var (
	piSquaredSixthBelow = rational.Parse("1.6449340668482264364724")
	piSquaredSixthAbove = rational.Parse("1.6449340668482264364725")
)

// less is an Outcome that is Supported if all the given strict inequalities hold.
func less(chain ...*big.Rat) Outcome {
	var shown []string
	for _, r := range chain {
		shown = append(shown, strconv.FormatFloat(rational.Nearest(r), 'g', 12, 64))
	}
	text := strings.Join(slices.Compact(shown), " < ") // what differs beyond the digits shown is shown once
	var out Outcome
	for i := 1; i < len(chain); i++ {
		out.Check(chain[i-1].Cmp(chain[i]) < 0, "false: %s", text)
	}
	out.Evidence = cmp.Or(out.Counterexample, text)
	return out
}

// atMost is an Outcome that is Supported if value ≤ limit > 0; text says so.
func atMost(text string, value, limit *big.Rat) Outcome {
	var out Outcome
	out.reaches(rational.Nearest(new(big.Rat).Quo(value, limit)))
	out.Check(value.Cmp(limit) <= 0, "false: %s", text)
	out.Evidence = cmp.Or(out.Counterexample, text)
	return out
}

// each lists the scenarios of a list of instances.
func each[T any](instances []T, scenario func(T) Scenario) []Scenario {
	scenarios := make([]Scenario, len(instances))
	for i, x := range instances {
		scenarios[i] = scenario(x)
	}
	return scenarios
}

// exactly is a scenario that is decided without an error.
func exactly(name string, decide func() Outcome) Scenario {
	return Scenario{Name: name, Experiment: Deterministic{Decide: func() (Outcome, error) { return decide(), nil }}}
}
