package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
)

// goldenLoop is the limit of the error with a weight w on n fresh real samples and 1 − w on m = n/k synthetic ones, of
// a family with b = 1 + v2/m: in units of V/n
//
//	c(w) = (w² + k(1−w)²)/(1 − b(1−w)²)   where b(1−w)² < 1, and ∞ elsewhere: nil.
func goldenLoop(w, k, b *big.Rat) *big.Rat {
	rest := rational.Sub(big.NewRat(1, 1), w)
	rest.Mul(rest, rest)
	left := rational.Sub(big.NewRat(1, 1), rational.Mul(b, rest))
	if left.Sign() <= 0 {
		return nil
	}
	return rational.Quo(rational.Add(rational.Mul(w, w), rational.Mul(k, rest)), left)
}

// heGolden is the best weight. c′(w) = 0 is b w² + (1 + k − b) w = k, ours, of which print has the case b = 1 of a
// variance that does not depend on the mean,
//
//	w² + k w = k,   w* = (√(k² + 4k) − k)/2,   1/φ for k = 1;
//
// in both the least error is w* itself, c(w*) = w*. At finite m it lies above print's for v2 > 0 and below for v2 < 0.
// Every w in (0, 1) is the best for k = w(1 − b(1−w))/(1−w), so that the instances are rational.
func heGolden() Claim {
	type best func(w, b *big.Rat) (k *big.Rat)
	// Another weight's error, times rival, is above the least; side is 1. Both but for mutants.
	scenario := func(w, v2, other *big.Rat, m int64, ratio best, rival *big.Rat, side int) Scenario {
		name := fmt.Sprintf("w=%s v2=%s m=%d other w=%s", w.RatString(), v2.RatString(), m, other.RatString())
		b := rational.Add(big.NewRat(1, 1), rational.Mul(v2, big.NewRat(1, m)))
		k := ratio(w, b)
		if k.Sign() <= 0 {
			return Scenario{Name: name, Unmet: "w is best for no positive k"}
		}
		return exactly(name, func() Outcome {
			least := goldenLoop(w, k, b)
			// The fixed point in units of V/n: c = w² + (1−w)²(b c + k).
			rest := rational.Sub(big.NewRat(1, 1), w)
			next := rational.Mul(rational.Mul(rest, rest), rational.Add(rational.Mul(b, least), k))
			next.Add(next, rational.Mul(w, w))
			out := identical(equality{"the next error", next, least}, equality{"the least error", least, w})
			if c := goldenLoop(other, k, b); c != nil && other.Cmp(w) != 0 {
				out.Check(rational.Mul(c, rival).Cmp(least) > 0, "w = %s has the error %.9g, less than %.9g",
					other.RatString(), rational.Nearest(c), rational.Nearest(least))
			}
			// The sign of w² + kw − k is that of w over print's weight.
			printed := rational.Sub(rational.Mul(w, rational.Add(w, k)), k)
			out.Check(printed.Sign() == side*v2.Sign(), "w = %s is on the wrong side of the root of w² + kw = k",
				w.RatString())
			if out.Verdict == Refuted {
				out.Evidence = out.Counterexample
			}
			return out
		})
	}
	right := func(w, b *big.Rat) *big.Rat {
		rest := rational.Sub(big.NewRat(1, 1), w)
		k := rational.Sub(big.NewRat(1, 1), rational.Mul(b, rest))
		return k.Mul(k, w).Quo(k, rest)
	}
	printed := func(w, _ *big.Rat) *big.Rat { return right(w, big.NewRat(1, 1)) }
	threeFifths, zero, one := big.NewRat(3, 5), new(big.Rat), big.NewRat(1, 1)
	return Claim{
		ID: "he-golden", Statement: "he-golden", Expect: Supported,
		Title: "the best weight of fresh data: bw² + (1+k−b)w = k, and the least error is w V/n",
		Says: "With n fresh real samples and m = n/k synthetic ones the limiting error is least at the root of bw² " +
			"+ (1 + k − b)w = k, b = 1 + v2/m, and is w V/n there; b = 1 gives w = (√(k²+4k) − k)/2, 1/φ for k = 1.",
		Deviation: "as quoted from the abstract for b = 1, which is exact for v2 = 0 and the limit of m → ∞ else; " +
			"the root at finite m and the least error are ours",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(threeFifths, zero, big.NewRat(1, 2), 1, right, one, 1),
				scenario(threeFifths, one, big.NewRat(3, 4), 2, right, one, 1),
				scenario(big.NewRat(1, 2), big.NewRat(-1, 1), threeFifths, 3, right, one, 1)}
		},
		Draw: func(choose Chooser) Scenario {
			v2 := Pick(choose, "v2", "0", "-1", "-1/2", "1/2", "1", "2")
			return scenario(drawShare(choose, "128 w−1"), rational.Parse(v2),
				drawShare(choose, "128 other−1"), DrawSize(choose, "m", 1, 1000), right, one, 1)
		},
		Mutants: func() []Mutant {
			return []Mutant{{"golden-at-finite-m", scenario(threeFifths, one, big.NewRat(3, 4), 2, printed, one, 1)},
				{"pooled", scenario(threeFifths, zero, big.NewRat(1, 2), 1, func(w, _ *big.Rat) *big.Rat {
					return rational.Quo(w, rational.Sub(one, w)) // w = k/(1 + k)
				}, one, 1)},
				{"one-real-sample-of-two", scenario(threeFifths, zero, big.NewRat(1, 2), 1, func(w,
					b *big.Rat) *big.Rat {
					return rational.Mul(right(w, b), big.NewRat(2, 1))
				}, one, 1)},
				{"other-weight-better", scenario(threeFifths, zero, big.NewRat(1, 2), 1, right, big.NewRat(9, 10), 1)},
				{"below-for-above", scenario(threeFifths, one, big.NewRat(3, 4), 2, right, one, -1)}}
		},
	}
}
