package theorems

import (
	"math"
	"math/big"

	"itermle/internal/rational"
)

// seddikVocabulary is Theorem 3, E‖p^(m) − p^(1)‖_1 < (1/N)√(πn/2) (2^s − 2) for s < 4C n + 2 tokens, its first case,
// with what is true without the 2^s, ours: with y = E‖p^(m) − p^(1)‖² < (1 − S_1) n/(N² + 2nN + n) and Cauchy–Schwarz,
//
//	E‖p^(m) − p^(1)‖_1 ≤ √(s (1 − S_1) n/(N² + 2nN + n)) < √((s−1)n)/N,
//
// since 1 − S_1 ≤ 1 − 1/s: below print for every s ≥ 2, and for large n free of n.
func seddikVocabulary() Claim {
	scenario := func(l partial, factor *big.Rat, constant float64) Scenario {
		return exactly(l.String()+" factor "+factor.RatString(), func() Outcome {
			deviation := new(big.Rat)
			for _, share := range l.p {
				deviation.Add(deviation, l.expect(share, func(first, last *big.Rat) *big.Rat {
					d := rational.Sub(last, first)
					return d.Abs(d)
				}))
			}
			start := l
			start.generations = 1
			s, n, real := int64(len(l.p)), l.synthetic, l.real
			limit := rational.Mul(rational.Sub(big.NewRat(1, 1), start.collision()), big.NewRat(s*n,
				real*real+2*n*real+n))
			limit.Mul(limit, factor)
			deviation.Mul(deviation, deviation)
			out := atMost("", deviation, limit)
			bound := math.Sqrt(math.Pi*float64(n)/2) / float64(real) * (math.Exp2(float64(s)) - 2) * constant
			ours := math.Sqrt(float64((s-1)*n)) / float64(real)
			reached := math.Sqrt(rational.Nearest(limit))
			out.Check(reached < ours && ours < bound, "the bounds are %.9g, %.9g and, in print, %.9g", reached, ours,
				bound)
			if out.Evidence = out.Counterexample; out.Evidence == "" {
				out.Evidence = "bounds " + number(reached) + ", " + number(ours) + " and, in print, " + number(bound)
			}
			return out
		})
	}
	one := big.NewRat(1, 1)
	single := partial{4, 1, []*big.Rat{big.NewRat(1, 2), big.NewRat(1, 2)}, 2}
	return Claim{
		ID: "seddik-vocabulary", Statement: "seddik-vocabulary", Expect: Supported,
		Title: "unigrams with a fixed real part: Theorem 3, with √(s−1) for √(π/2)(2^s − 2)",
		Says: "E‖p^(m) − p^(1)‖_1 ≤ √(s(1−S_1)n/(N²+2nN+n)) < √((s−1)n)/N < (1/N)√(πn/2)(2^s − 2) for every m: the " +
			"bound of Theorem 3 holds, and grows like √s, not 2^s.",
		Deviation: "the first two bounds are ours, from the martingale; of print the first case, s < 0.8n + 2",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(partialInstance, one, 1), scenario(single, one, 1)}
		},
		Draw: func(choose Chooser) Scenario {
			l := partial{2 + int64(choose.Choose("N−2", 6)), 3 + int64(choose.Choose("n−3", 5)),
				drawShares(choose, Pick(choose, "s", 2, 3, 4), 40), 2 + choose.Choose("m−2", 4)}
			return scenario(l, one, 1)
		},
		Mutants: func() []Mutant {
			return []Mutant{{"bound-halved", scenario(single, big.NewRat(1, 4), 1)},
				{"square-0.6", scenario(single, big.NewRat(3, 5), 1)},
				{"print-a-third", scenario(single, one, 1.0/3)}}
		},
	}
}
