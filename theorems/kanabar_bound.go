package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
)

// kanabarBound bounds the information in a watermark with the least ratio ε = min Q_0/Q_1: Q̄ = aQ_1 + (1−a)Q_0 ≥ (a +
// ε − aε) Q_1, so that
//
//	1 + χ²(Q_1 ‖ aQ_1 + (1−a)Q_0) = Σ Q_1²/Q̄ ≤ 1/(a + ε − aε)
//
// with equality where Q_0 = εQ_1 wherever Q_1 > 0.
func kanabarBound() Claim {
	scenario := func(a *big.Rat, synthetic, real []*big.Rat, bound func(a, least *big.Rat) *big.Rat) Scenario {
		name := fmt.Sprintf("a=%s Q_0=%v Q_1=%v", a.RatString(), ratios(synthetic), ratios(real))
		return exactly(name, func() Outcome {
			var least *big.Rat
			for i, q := range real {
				if q.Sign() == 0 {
					continue
				}
				if r := rational.Quo(synthetic[i], q); least == nil || r.Cmp(least) < 0 {
					least = r
				}
			}
			value := rational.Add(watermark(a, synthetic, real), big.NewRat(1, 1))
			limit := bound(a, least)
			return atMost(fmt.Sprintf("1 + χ² = %.9g ≤ %.9g, ε = %s", rational.Nearest(value), rational.Nearest(limit),
				least.RatString()), value, limit)
		})
	}
	right := func(a, least *big.Rat) *big.Rat {
		sum := rational.Add(a, least)
		sum.Sub(sum, rational.Mul(a, least))
		return sum.Inv(sum)
	}
	law := func(parts ...int64) []*big.Rat {
		total, p := int64(0), make([]*big.Rat, len(parts))
		for _, x := range parts {
			total += x
		}
		for i, x := range parts {
			p[i] = big.NewRat(x, total)
		}
		return p
	}
	tenth, equal, erased := big.NewRat(1, 10), law(1, 1, 2), law(1, 1, 0)
	return Claim{
		ID: "kanabar-bound", Statement: "kanabar-bound", Expect: Supported,
		Title: "a watermark's information: 1 + χ² ≤ 1/(a + ε − aε), ε = min Q_0/Q_1",
		Says: "1 + χ²(Q_1 ‖ aQ_1 + (1−a)Q_0) ≤ 1/(a + ε − aε) with ε = min Q_0/Q_1, with equality where Q_0 = εQ_1 " +
			"on the support of Q_1.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(tenth, equal, erased, right), scenario(tenth, law(1, 2, 3), law(3, 2, 1), right)}
		},
		Draw: func(choose Chooser) Scenario {
			size := 2 + choose.Choose("outcomes−2", 5)
			return scenario(drawShare(choose, "128 a−1"), drawShares(choose, size, 40),
				drawShares(choose, size, 40), right)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"no-information", scenario(tenth, equal, erased, func(a, _ *big.Rat) *big.Rat {
					return big.NewRat(1, 1)
				})},
				{"sum-without-product", scenario(tenth, equal, erased, func(a, least *big.Rat) *big.Rat {
					sum := rational.Add(a, least)
					return sum.Inv(sum)
				})},
				{"real-share-for-synthetic", scenario(tenth, law(1, 9), law(9, 1), func(a, least *big.Rat) *big.Rat {
					return right(rational.Sub(big.NewRat(1, 1), a), least)
				})},
			}
		},
	}
}
