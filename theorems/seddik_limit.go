package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
)

// seddikLimit is where replacement ends: the model becomes token i with probability p_i. Solved from the chain's linear
// equations, from every count, and averaged over the first sample; a vocabulary is its two-category chains.
func seddikLimit() Claim {
	scenario := func(share *big.Rat, n int64, claimed *big.Rat) Scenario {
		return exactly(fmt.Sprintf("token p*=%s n=%d", share.RatString(), n), func() Outcome {
			ends, _ := fixation(n)
			pairs := make([]equality, 0, n+2)
			for s, end := range ends {
				pairs = append(pairs, equality{fmt.Sprintf("P(end at the token | %d of %d)", s, n), end,
					big.NewRat(int64(s), n)})
			}
			average := expectation(binomialLaw(n, share), func(s int64) *big.Rat { return ends[s] })
			return identical(append(pairs, equality{"P(end at the token)", average, claimed})...)
		})
	}
	quarter := big.NewRat(1, 4)
	return Claim{
		ID: "seddik-limit", Statement: "seddik-limit", Expect: Supported,
		Title: "unigrams, replacing: the last token is i with probability p_i",
		Says:  "Under replacement lim p^(m) is the point mass on token i with probability p_i, whatever n.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(quarter, 2, quarter), scenario(quarter, 8, quarter)}
		},
		Draw: func(choose Chooser) Scenario {
			share := drawShares(choose, 2, 200)[0]
			return scenario(share, DrawSize(choose, "n", 1, 9), share)
		},
		Mutants: func() []Mutant {
			one := big.NewRat(1, 1)
			lost := one
			for range 5 {
				lost = rational.Mul(lost, rational.Sub(one, quarter))
			}
			return []Mutant{{"kept-by-the-first-sample", scenario(quarter, 5, rational.Sub(one, lost))},
				{"uniform", scenario(quarter, 5, big.NewRat(1, 2))},
				{"square", scenario(quarter, 5, big.NewRat(1, 16))}}
		},
	}
}
