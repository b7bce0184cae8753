package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
)

func erasureScenario(a, e *big.Rat, formula func(a, e *big.Rat) *big.Rat) Scenario {
	return exactly(fmt.Sprintf("a=%s e=%s", a.RatString(), e.RatString()), func() Outcome {
		kept, none := rational.Sub(big.NewRat(1, 1), e), new(big.Rat)
		value := watermark(a, []*big.Rat{kept, none, e}, []*big.Rat{none, kept, e})
		return identical(equality{"χ²", value, formula(a, e)})
	})
}

func drawErasure(choose Chooser, formula func(a, e *big.Rat) *big.Rat) Scenario {
	return erasureScenario(drawShares(choose, 2, 100)[0], drawShares(choose, 2, 100)[0], formula)
}

func printedErasure(a, e *big.Rat) *big.Rat {
	return rational.Sub(big.NewRat(1, 1), rational.Quo(e, a))
}

func mendedErasure(a, e *big.Rat) *big.Rat {
	one := big.NewRat(1, 1)
	return rational.Quo(rational.Mul(rational.Sub(one, e), rational.Sub(one, a)), a)
}

// kanabarErasurePrinted is χ² of a watermark through a binary erasure channel as printed, 1 − e/a: negative for e > a.
func kanabarErasurePrinted() Claim {
	tenth, fifth := big.NewRat(1, 10), big.NewRat(1, 5)
	return Claim{
		ID: "kanabar-erasure-printed", Statement: "kanabar-erasure", Expect: Refuted,
		Title: "a watermark through a binary erasure channel: χ² = 1 − e/a, as printed",
		Says:  "χ²(Q_1 ‖ aQ_1 + (1−a)Q_0) = 1 − e/a, which is negative for e > a.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{erasureScenario(tenth, fifth, printedErasure)}
		},
		Draw: func(choose Chooser) Scenario {
			// The two agree where (1−e)(1−a) = a − e alone: e(2 − a) = 2a − 1.
			a, e := drawShares(choose, 2, 100)[0], drawShares(choose, 2, 100)[0]
			if printedErasure(a, e).Cmp(mendedErasure(a, e)) == 0 {
				e = rational.Mul(e, big.NewRat(1, 2))
			}
			return erasureScenario(a, e, printedErasure)
		},
		Mutants: func() []Mutant {
			return []Mutant{{"mended", erasureScenario(tenth, fifth, mendedErasure)},
				{"mended-more-real", erasureScenario(big.NewRat(9, 10), fifth, mendedErasure)},
				{"mended-half", erasureScenario(big.NewRat(1, 3), big.NewRat(1, 2), mendedErasure)}}
		},
	}
}

// kanabarErasure has (1−e)(1−a)/a: the erasure says nothing, and a received symbol has Q̄ = a(1−e) where Q_1 has 1−e.
func kanabarErasure() Claim {
	tenth, fifth := big.NewRat(1, 10), big.NewRat(1, 5)
	return Claim{
		ID: "kanabar-erasure", Statement: "kanabar-erasure", Expect: Supported,
		Title:     "a watermark through a binary erasure channel: χ² = (1 − e)(1 − a)/a",
		Says:      "χ²(Q_1 ‖ aQ_1 + (1−a)Q_0) = (1−e)(1−a)/a, in rationals.",
		Deviation: "print has 1 − e/a",
		Fixed:     func(Profile) []Scenario { return []Scenario{erasureScenario(tenth, fifth, mendedErasure)} },
		Draw:      func(choose Chooser) Scenario { return drawErasure(choose, mendedErasure) },
		Mutants: func() []Mutant {
			return []Mutant{{"as-printed", erasureScenario(tenth, fifth, printedErasure)},
				{"no-erasure", erasureScenario(tenth, fifth, func(a, _ *big.Rat) *big.Rat {
					return mendedErasure(a, new(big.Rat))
				})},
				{"shares-swapped", erasureScenario(tenth, fifth, func(a, e *big.Rat) *big.Rat {
					return mendedErasure(e, a)
				})}}
		},
	}
}
