package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
)

// labelVariance is c_T of weights w_1, …, w_T on fresh real labels: c_t = w_t² + (1−w_t)²(1 + c_{t−1}), c_0 = 1.
func labelVariance(weights []*big.Rat) *big.Rat {
	one, c := big.NewRat(1, 1), big.NewRat(1, 1)
	for _, w := range weights {
		rest := rational.Sub(one, w)
		c = rational.Add(rational.Mul(w, w), rational.Mul(rational.Mul(rest, rest), rational.Add(one, c)))
	}
	return c
}

// labelLimit is c(w) = (w² + (1−w)²)/(w(2−w)), to which c_t tends at one weight w.
func labelLimit(w *big.Rat) *big.Rat {
	rest := rational.Sub(big.NewRat(1, 1), w)
	both := rational.Add(rational.Mul(w, w), rational.Mul(rest, rest))
	return both.Quo(both, rational.Mul(w, rational.Add(big.NewRat(1, 1), rest)))
}

// gargWeighted is interpolation of least norm on one design X of n < p rows, weights w_t on fresh real labels: given X
//
//	E‖β̂_t − β‖² = β'(I − X⁺X)β + σ² c_t tr (XX')^{−1}
//
// since Xβ̂_t are the labels themselves. The second factor is n/(p−n−1) and the first ‖β‖²(1 − n/p) on average for
// isotropic Gaussian rows. At one weight w c_t → c(w) = (w² + (1−w)²)/(w(2−w)), which print has in the limit of large n
// and p, and c_t falls with t iff (3w−1)(w−1) < 0: iff 1/3 < w < 1.
func gargWeighted() Claim {
	type limits func(w *big.Rat) *big.Rat
	scenario := func(l weightedLabels, w *big.Rat, variance func(weights []*big.Rat) *big.Rat, at limits) Scenario {
		name := fmt.Sprintf("X=%v β=%v w=%s T=%d fresh=%v", l.design, l.beta, w.RatString(), len(l.weights), l.fresh)
		return exactly(name, func() Outcome {
			bias, unit := l.parts()
			c := variance(l.weights)
			out := identical(equality{"risk given X", l.risk(), rational.Add(bias, rational.Mul(c, unit))})
			one := big.NewRat(1, 1)
			rest := rational.Sub(one, w)
			limit := at(w)
			next := rational.Mul(rational.Mul(rest, rest), rational.Add(one, limit))
			next.Add(next, rational.Mul(w, w))
			out.Check(next.Cmp(limit) == 0, "c(w) = %s is not fixed", limit.RatString())
			if t := len(l.weights); t > 0 {
				steps := rational.Sub(c, variance(l.weights[:t-1]))
				falls := rational.Mul(rational.Sub(rational.Mul(big.NewRat(3, 1), w), one), rational.Sub(w, one))
				out.Check(steps.Sign() == falls.Sign(), "c_%d − c_%d = %s at w = %s", t, t-1, steps.RatString(),
					w.RatString())
			}
			if out.Verdict == Refuted {
				out.Evidence = out.Counterexample
			}
			return out
		})
	}
	wide, beta, half := [][]int64{{1, 0, 2}, {3, 1, -1}}, []int64{1, 2, 0}, big.NewRat(1, 2)
	return Claim{
		ID: "garg-weighted", Statement: "garg-weighted", Expect: Supported,
		Title: "least-norm interpolation with weight w on fresh labels: bias + σ² c_t tr (XX')^{−1}",
		Says: "On one design of n < p rows with weight w on fresh real labels the risk given X is β'(I − X⁺X)β + " +
			"σ² c_t tr (XX')^{−1}, c_t = w² + (1−w)²(1 + c_{t−1}) → (w²+(1−w)²)/(w(2−w)), which falls with t iff " +
			"1/3 < w < 1.",
		Deviation: "as quoted from Theorem 3.1 by a secondary source, for n, p → ∞; exact at every n < p here",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(oneWeight(wide, beta, half, 3, true), half, labelVariance, labelLimit),
				scenario(oneWeight(wide, beta, big.NewRat(1, 3), 2, true), big.NewRat(1, 3), labelVariance, labelLimit),
				scenario(oneWeight(wide[:1], beta, big.NewRat(1, 8), 4, true), big.NewRat(1, 8), labelVariance,
					labelLimit)}
		},
		Draw: func(choose Chooser) Scenario {
			design, w := drawWide(choose), drawShare(choose, "128 w−1")
			beta := drawWhole(choose, "β", len(design[0]), 9)
			return scenario(oneWeight(design, beta, w, choose.Choose("T", 4), true), w, labelVariance, labelLimit)
		},
		Mutants: func() []Mutant {
			three := oneWeight(wide, beta, half, 3, true)
			old := three
			old.fresh = false
			return []Mutant{{"labels-not-fresh", scenario(old, half, labelVariance, labelLimit)},
				{"one-generation-fewer", scenario(three, half, func(weights []*big.Rat) *big.Rat {
					return labelVariance(weights[:max(0, len(weights)-1)])
				}, labelLimit)},
				{"no-noise-of-its-own", scenario(three, half, func(weights []*big.Rat) *big.Rat {
					return rational.Mul(labelVariance(weights), half)
				}, labelLimit)},
				{"limit-at-half-the-weight", scenario(three, half, labelVariance, func(w *big.Rat) *big.Rat {
					return labelLimit(rational.Mul(half, w))
				})},
				{"weight-of-another", scenario(three, big.NewRat(1, 4), labelVariance, labelLimit)}}
		},
	}
}
