package theorems

import (
	"math/big"

	"itermle/internal/rational"
)

// seddikDeviation is what a fixed real part does, ours, against the paper's advice to keep the synthetic part
// exponentially smaller than the real one: given p^(1) the later models are a martingale about it, and
//
//	E‖p^(m) − p^(1)‖² = S_m − S_1 < (1 − S_1)/(2N + 1),   E‖p^(m) − p^(1)‖_1 ≤ √(s (1 − S_1)/(2N + 1)),
//
// for every n and m: with x_m = E[1 − ‖p^(m)‖² | p^(1)] the deviation is y = α²(y + x/n), x + y = 1 − S_1, so y tends
// to (1 − S_1) α²/(n(1 − α²) + α²) from below, and n(1 − α²)/α² = N(2n + N)/n > 2N. The first claim asks both; the
// second by Cauchy and Schwarz.
func seddikDeviation() Claim {
	scenario := func(l partial, factor *big.Rat) Scenario {
		return exactly(l.String()+" factor "+factor.RatString(), func() Outcome {
			squared, absolute := new(big.Rat), new(big.Rat)
			for _, share := range l.p {
				squared.Add(squared, l.expect(share, func(first, last *big.Rat) *big.Rat {
					d := rational.Sub(last, first)
					return d.Mul(d, d)
				}))
				absolute.Add(absolute, l.expect(share, func(first, last *big.Rat) *big.Rat {
					d := rational.Sub(last, first)
					return d.Abs(d)
				}))
			}
			start := l
			start.generations = 1
			one := start.collision()
			limit := rational.Mul(rational.Sub(big.NewRat(1, 1), one), big.NewRat(1, 2*l.real+1))
			limit.Mul(limit, factor)
			out := identical(equality{"E‖p^(m) − p^(1)‖²", squared, rational.Sub(l.collision(), one)})
			out.Check(squared.Cmp(limit) <= 0, "E‖p^(m) − p^(1)‖² = %.9g > %.9g", rational.Nearest(squared),
				rational.Nearest(limit))
			spread := rational.Mul(limit, big.NewRat(int64(len(l.p)), 1))
			out.Check(rational.Mul(absolute, absolute).Cmp(spread) <= 0, "(E‖p^(m) − p^(1)‖₁)² = %.9g > %.9g",
				rational.Nearest(rational.Mul(absolute, absolute)), rational.Nearest(spread))
			if out.Verdict == Refuted {
				out.Evidence = out.Counterexample
			}
			return out
		})
	}
	one := big.NewRat(1, 1)
	many := partial{2, 14, []*big.Rat{big.NewRat(1, 4), big.NewRat(3, 4)}, 9}
	return Claim{
		ID: "seddik-deviation", Statement: "seddik-deviation", Expect: Supported,
		Title: "unigrams with a fixed real part: a deviation bound free of the synthetic size",
		Says: "E‖p^(m) − p^(1)‖² = S_m − S_1 ≤ (1 − S_1)/(2N + 1) and E‖p^(m) − p^(1)‖_1 ≤ √(s(1 − S_1)/(2N + 1)) " +
			"for every n and m: that the synthetic part must be exponentially smaller than the real one is the " +
			"bound's doing.",
		Deviation: "ours: print bounds the L1 deviation by (1/N)√(πn/2) G_n(s), which grows with n",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(partialInstance, one), scenario(many, one)}
		},
		Draw: func(choose Chooser) Scenario {
			l := drawPartial(choose, 2)
			l.real++
			return scenario(l, one)
		},
		Mutants: func() []Mutant {
			return []Mutant{{"constant-halved", scenario(many, big.NewRat(1, 2))},
				{"constant-0.7", scenario(many, big.NewRat(7, 10))},
				{"over-3N", scenario(many, big.NewRat(5, 7))}}
		},
	}
}
