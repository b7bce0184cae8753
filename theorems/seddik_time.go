package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
)

// seddikTime bounds the expected number of generations until a single token is left,
//
//	1 + (1 − S_0)/(1 − 1/s) (n − 1) ≤ E T ≤ 1 + (1 − S_0) n(n − 1),
//
// against the solution of the chain's linear equations for s = 2 tokens.
func seddikTime() Claim {
	scenario := func(share *big.Rat, n int64, lower, upper *big.Rat) Scenario {
		p := []*big.Rat{share, rational.Sub(big.NewRat(1, 1), share)}
		return exactly(fmt.Sprintf("%s factors %s %s", unigramName(p, n, 0), lower.RatString(), upper.RatString()),
			func() Outcome {
				one := big.NewRat(1, 1)
				_, later := fixation(n)
				time := rational.Add(one,
					expectation(binomialLaw(n, share), func(s int64) *big.Rat { return later[s] }))
				spread := rational.Mul(rational.Sub(one, collisionOf(p)), big.NewRat(n-1, 1))
				low := rational.Add(one, rational.Mul(lower, spread))
				high := rational.Add(one, rational.Mul(upper, spread))
				text := fmt.Sprintf("%.6g ≤ E T = %.6g ≤ %.6g", rational.Nearest(low), rational.Nearest(time),
					rational.Nearest(high))
				out := atMost(text, time, high)
				if !out.Check(low.Cmp(time) <= 0, "false: %s", text) {
					out.Evidence = out.Counterexample
				}
				// E T ≥ low, and high/low < n/2.
				out.Pin("E T from above", rational.Nearest(rational.Quo(high, time)), 1, max(1, float64(n)/2))
				return out
			})
	}
	full, two, third := func(n int64) *big.Rat { return big.NewRat(n, 1) }, big.NewRat(2, 1), big.NewRat(1, 3)
	return Claim{
		ID: "seddik-time", Statement: "seddik-time", Expect: Supported,
		Title: "unigrams, replacing: the generations until one token is left",
		Says: "1 + (1 − S_0)/(1 − 1/s)(n − 1) ≤ E T ≤ 1 + (1 − S_0) n(n − 1), against the exact chain of two tokens; " +
			"the upper bound is of order n², E T of order n.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(third, 2, two, full(2)), scenario(third, 9, two, full(9))}
		},
		Draw: func(choose Chooser) Scenario {
			n := DrawSize(choose, "n", 2, 10)
			return scenario(drawShares(choose, 2, 200)[0], n, two, full(n))
		},
		Mutants: func() []Mutant {
			return []Mutant{{"upper-of-order-n", scenario(third, 6, two, two)},
				{"lower-factor-4", scenario(third, 6, big.NewRat(4, 1), full(6))},
				{"upper-halved", scenario(third, 2, two, big.NewRat(1, 1))}}
		},
	}
}
