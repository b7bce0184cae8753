package theorems

import (
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
	outcome := Outcome{Verdict: Supported, Cases: len(chain) - 1}
	for i := 1; i < len(chain); i++ {
		if chain[i-1].Cmp(chain[i]) >= 0 {
			outcome.Verdict = Refuted
		}
	}
	var shown []string
	for _, r := range chain {
		shown = append(shown, strconv.FormatFloat(rational.Nearest(r), 'g', 12, 64))
	}
	outcome.Evidence = strings.Join(slices.Compact(shown), " < ") // what differs beyond the digits shown is shown once
	if outcome.Verdict == Refuted {
		outcome.Evidence = "false: " + outcome.Evidence
	}
	return outcome
}

func exactly(name string, decide func() Outcome) Scenario {
	return Scenario{Name: name, Experiment: Deterministic{Decide: func() (Outcome, error) { return decide(), nil }}}
}
