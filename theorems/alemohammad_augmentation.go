package theorems

import (
	"math/big"

	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// alemohammadAugmentation is the synthetic augmentation loop, a fixed real set of N with n synthetic samples of the
// last model, which print finds to "only delay" degradation. For Bernoulli data, ours: D_t = E(m_t − m_1)² has
// D_{t+1} = r²[D_t(1 − 1/n) + V(1 − 1/N)/n], r = n/(N+n), V = p*(1−p*), so that with q = r²(1 − 1/n)
//
//	E(m_T − p*)² = V/N + r² V(1 − 1/N)/n · (1 − q^{T−1})/(1 − q) ≤ 3V/(2N)   for every n and T.
//
// since r²/(n(1 − q)) = 1/(1 + N(2n + N)/n) < 1/(2N + 1). For large N it tends to (V/N)(1 + n/(N + 2n)).
func alemohammadAugmentation() Claim {
	one := big.NewRat(1, 1)
	formula := func(l partial) *big.Rat {
		variance := rational.Mul(l.p[0], rational.Sub(one, l.p[0]))
		share := square(l.synthetic, l.real+l.synthetic)
		q := rational.Mul(share, big.NewRat(l.synthetic-1, l.synthetic))
		sum := rational.Sub(one, laws.RationalPower(q, l.generations-1))
		sum.Quo(sum, rational.Sub(one, q)).Mul(sum, share).Mul(sum, big.NewRat(l.real-1, l.real*l.synthetic))
		return sum.Add(sum, big.NewRat(1, l.real)).Mul(sum, variance)
	}
	scenario := func(l partial, claimed, factor *big.Rat) Scenario {
		return exactly(l.String()+" factor "+factor.RatString(), func() Outcome {
			got := l.expect(l.p[0], func(_, last *big.Rat) *big.Rat {
				d := rational.Sub(last, l.p[0])
				return d.Mul(d, d)
			})
			out := identical(equality{"E(m_T − p*)²", got, claimed})
			limit := rational.Mul(l.p[0], l.p[1])
			limit.Mul(limit, big.NewRat(1, l.real)).Mul(limit, factor)
			// The error is at least that of the real data alone.
			out.Pin("3V/(2N)", rational.Nearest(rational.Quo(limit, got)), 1, rational.Nearest(factor))
			return out
		})
	}
	half := big.NewRat(3, 2)
	large := partial{4, 12, []*big.Rat{big.NewRat(1, 4), big.NewRat(3, 4)}, 5}
	return Claim{
		ID: "alemohammad-augmentation", Statement: "alemohammad-augmentation", Expect: Supported,
		Title: "a fixed real set with any number of synthetic samples: error ≤ 3V/(2N) for ever",
		Says: "With N fixed real samples and n of the last model E(m_T − p*)² = V/N + r²V(1 − 1/N)/n (1 − q^{T−1})/" +
			"(1 − q) ≤ 3V/(2N) for every n and T: for Bernoulli means a fixed real set does more than delay.",
		Deviation: "ours: print has the loop by experiment, on other families and a distance of distributions",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(partialInstance, formula(partialInstance), half),
				scenario(large, formula(large), half)}
		},
		Draw: func(choose Chooser) Scenario {
			l := partial{1 + int64(choose.Choose("N−1", 6)), 1 + int64(choose.Choose("n−1", 8)),
				drawShares(choose, 2, 60), 1 + choose.Choose("T−1", 5)}
			return scenario(l, formula(l), half)
		},
		Mutants: func() []Mutant {
			earlier := large
			earlier.generations = 1
			return []Mutant{{"real-data-alone", scenario(large, formula(earlier), half)},
				{"bound-1.2", scenario(large, formula(large), big.NewRat(6, 5))},
				{"bound-1", scenario(partialInstance, formula(partialInstance), one)}}
		},
	}
}
