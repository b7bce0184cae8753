package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// shumailovDiscrete is a discrete law without functional error, as a chain on its counts: its only absorbing states are
// point masses, it ends in that of a state of probability q with probability q, and so loses that state in the end with
// probability 1 − q, which print gives; one generation of M samples loses it with probability (1 − q)^M.
func shumailovDiscrete() Claim {
	scenario := func(q *big.Rat, n int64, once, ever func(q *big.Rat) *big.Rat) Scenario {
		return exactly(fmt.Sprintf("q=%s M=%d", q.RatString(), n), func() Outcome {
			one := big.NewRat(1, 1)
			ends, _ := fixation(n)
			first := laws.EnumerateBinomial(1, q, []int64{n}, true)
			kept := expectation(first, func(s int64) *big.Rat { return ends[s] })
			out := identical(equality{"P(lost in one generation)", first[0], once(q)},
				equality{"P(lost in the end)", rational.Sub(one, kept), ever(q)})
			for s := int64(1); s < n; s++ {
				stay := binomialLaw(n, big.NewRat(s, n))[s]
				out.Check(stay.Cmp(one) < 0, "the count %d of %d is absorbing", s, n)
			}
			return out
		})
	}
	missed := func(n int64) func(q *big.Rat) *big.Rat {
		return func(q *big.Rat) *big.Rat { return laws.RationalPower(rational.Sub(big.NewRat(1, 1), q), int(n)) }
	}
	tenth := big.NewRat(1, 10)
	return Claim{
		ID: "shumailov-discrete", Statement: "shumailov-discrete", Expect: Supported,
		Title: "discrete laws, replacing: a state of probability q is lost in the end with probability 1 − q",
		Says: "The chain's absorbing states are the point masses; a state of probability q is lost in one generation " +
			"of M samples with probability (1 − q)^M, and in the end with probability 1 − q.",
		Deviation: "print does not say that 1 − q is the probability in the end",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(tenth, 1, missed(1), missed(1)), scenario(tenth, 8, missed(8), missed(1))}
		},
		Draw: func(choose Chooser) Scenario {
			n := DrawSize(choose, "M", 1, 9)
			return scenario(drawShares(choose, 2, 200)[0], n, missed(n), missed(1))
		},
		Mutants: func() []Mutant {
			return []Mutant{{"1−q-at-once", scenario(tenth, 8, missed(1), missed(1))},
				{"(1−q)^M-in-the-end", scenario(tenth, 8, missed(8), missed(8))},
				{"one-sample-fewer", scenario(tenth, 8, missed(7), missed(1))}}
		},
	}
}
