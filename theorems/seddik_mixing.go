package theorems

import (
	"fmt"
	"math"
	"math/big"

	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// mixingRate is φ(x) = log((1−x)/x)/(1−2x), 2 at ½.
func mixingRate(x float64) float64 {
	if d := 1 - 2*x; math.Abs(d) > 1e-4 {
		return math.Log((1-x)/x) / d
	}
	return 2
}

// largestSpread is E max_A p^(1)(A) p^(1)(A^c) of N samples from two or three tokens, where A may be a single one.
func largestSpread(p []*big.Rat, size int64) float64 {
	of := func(counts ...int64) *big.Rat {
		most := new(big.Rat)
		for _, c := range counts {
			if v := big.NewRat(c*(size-c), size*size); v.Cmp(most) > 0 {
				most = v
			}
		}
		return most
	}
	if len(p) == 2 {
		return rational.Nearest(expectation(binomialLaw(size, p[0]), func(k int64) *big.Rat { return of(k) }))
	}
	sum := new(big.Rat)
	for counts, mass := range laws.EnumerateCategorical([3]*big.Rat{p[0], p[1], p[2]}, []int64{size}) {
		sum.Add(sum, rational.Mul(mass, of(counts[:]...)))
	}
	return rational.Nearest(sum)
}

// seddikMixing is Theorem 4, a finer bound for up to 0.8n + 2 tokens,
//
//	E‖p^(m) − p^(1)‖_1 < (1/N)√(nπ/φ(ζ)) (2^s − 2),   φ(x) = log((1−x)/x)/(1−2x),   φ(½) = 2,
//	ζ = ½ − (½ − 2 E max_A p^(1)(A)p^(1)(A^c)) (N/(N+n))²:
//
// of two or three tokens, where the largest A is a single token, with E max over all real samples.
func seddikMixing() Claim {
	scenario := func(l partial, bound func(size, synthetic, e float64, tokens int) float64) Scenario {
		return exactly(l.String(), func() Outcome {
			deviation := new(big.Rat)
			for _, share := range l.p {
				deviation.Add(deviation, l.expect(share, func(first, last *big.Rat) *big.Rat {
					d := rational.Sub(last, first)
					return d.Abs(d)
				}))
			}
			limit := bound(float64(l.real), float64(l.synthetic), largestSpread(l.p, l.real), len(l.p))
			value := rational.Nearest(deviation)
			var out Outcome
			out.reaches(value / limit)
			out.Check(value < limit, "E‖p^(m) − p^(1)‖_1 = %.9g ≥ %.9g", value, limit)
			out.Evidence = fmt.Sprintf("E‖p^(m) − p^(1)‖_1 = %.6g, bound %.6g", value, limit)
			return out
		})
	}
	zeta := func(size, synthetic, e float64) float64 {
		share := size / (size + synthetic)
		return 0.5 - (0.5-2*e)*share*share
	}
	printed := func(size, synthetic, e float64, tokens int) float64 {
		return math.Sqrt(synthetic*math.Pi/mixingRate(zeta(size, synthetic,
			e))) / size * (math.Exp2(float64(tokens)) - 2)
	}
	single := partial{8, 1, []*big.Rat{big.NewRat(1, 2), big.NewRat(1, 2)}, 2}
	return Claim{
		ID: "seddik-mixing", Statement: "seddik-mixing", Expect: Supported,
		Title: "unigrams with a fixed real part: Theorem 4, on two and three tokens",
		Says: "E‖p^(m) − p^(1)‖_1 < (1/N)√(nπ/φ(ζ))(2^s − 2), φ(x) = log((1−x)/x)/(1−2x), ζ = ½ − (½ − 2E max_A " +
			"p^(1)(A)p^(1)(A^c))(N/(N+n))².",
		Deviation: "the first case of print's function of s and n, s < 0.8n + 2",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(partialInstance, printed), scenario(single, printed)}
		},
		Draw: func(choose Chooser) Scenario {
			return scenario(partial{1 + int64(choose.Choose("N−1", 7)), 2 + int64(choose.Choose("n−2", 6)),
				drawShares(choose, Pick(choose, "s", 2, 3), 40), 2 + choose.Choose("m−2", 4)}, printed)
		},
		Mutants: func() []Mutant {
			mutant := func(factor float64) Scenario {
				return scenario(single, func(size, synthetic, e float64, tokens int) float64 {
					return factor * printed(size, synthetic, e, tokens)
				})
			}
			return []Mutant{{"π-forgotten-and-a-half", mutant(0.5 / math.Sqrt(math.Pi))}, {"a-quarter", mutant(0.25)},
				{"over-N²", scenario(single, func(size, synthetic, e float64, tokens int) float64 {
					return printed(size, synthetic, e, tokens) / size
				})}}
		},
	}
}
