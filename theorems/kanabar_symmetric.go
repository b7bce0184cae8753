package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
)

// kanabarSymmetric is the information in a watermark seen through a binary symmetric channel of crossover e, a share a
// of real samples: χ² of Q_1 = (e, 1−e) against a Q_1 + (1−a) Q_0, Q_0 = (1−e, e), is as printed
//
//	(1 − 2e) [1/(a/(1−a) + e/(1−e)) − 1/(a/(1−a) + (1−e)/e)],
//
// compared with the definition Σ Q_1²/Q̄ − 1 in rationals.
func kanabarSymmetric() Claim {
	odds := func(x *big.Rat) *big.Rat { return rational.Quo(x, rational.Sub(big.NewRat(1, 1), x)) }
	scenario := func(a, e *big.Rat, formula func(a, e *big.Rat) *big.Rat) Scenario {
		return exactly(fmt.Sprintf("a=%s e=%s", a.RatString(), e.RatString()), func() Outcome {
			right := rational.Sub(big.NewRat(1, 1), e)
			value := watermark(a, []*big.Rat{right, e}, []*big.Rat{e, right})
			return identical(equality{"χ²", value, formula(a, e)})
		})
	}
	printed := func(a, e *big.Rat) *big.Rat {
		one := big.NewRat(1, 1)
		first := rational.Quo(one, rational.Add(odds(a), odds(e)))
		second := rational.Quo(one, rational.Add(odds(a), rational.Quo(one, odds(e))))
		return rational.Mul(rational.Sub(one, rational.Add(e, e)), rational.Sub(first, second))
	}
	tenth, fifth := big.NewRat(1, 10), big.NewRat(1, 5)
	return Claim{
		ID: "kanabar-symmetric", Statement: "kanabar-symmetric", Expect: Supported,
		Title: "a watermark through a binary symmetric channel: χ² as printed",
		Says:  "χ²(Q_1 ‖ aQ_1 + (1−a)Q_0) = (1−2e)[1/(a/(1−a) + e/(1−e)) − 1/(a/(1−a) + (1−e)/e)], in rationals.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(tenth, fifth, printed), scenario(tenth, big.NewRat(1, 2), printed)}
		},
		Draw: func(choose Chooser) Scenario {
			return scenario(drawShares(choose, 2, 100)[0], drawShares(choose, 2, 100)[0], printed)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"plus", scenario(tenth, fifth, func(a, e *big.Rat) *big.Rat {
					return rational.Add(printed(a, e), big.NewRat(1, 1))
				})},
				{"shares-swapped", scenario(tenth, fifth, func(a, e *big.Rat) *big.Rat { return printed(e, a) })},
				{"real-share-for-synthetic", scenario(tenth, fifth, func(a, e *big.Rat) *big.Rat {
					return printed(rational.Sub(big.NewRat(1, 1), a), e)
				})},
			}
		},
	}
}
