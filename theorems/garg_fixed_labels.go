package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// gargFixedLabels is the same with the real labels of generation 0 throughout: their noise keeps the weight 1, since w
// + (1−w)·1 = 1, and the synthetic labels' adds up, so that
//
//	c_t = Σ_{j≤t} (1−w)^{2j} → 1/(w(2−w)):
//
// least at w = 1, training on the real labels alone. Old labels have no golden ratio.
func gargFixedLabels() Claim {
	one := big.NewRat(1, 1)
	powers := func(w *big.Rat, generations int) *big.Rat {
		rest, sum := rational.Sub(one, w), new(big.Rat)
		for j := range generations + 1 {
			sum.Add(sum, laws.RationalPower(rest, 2*j))
		}
		return sum
	}
	type limits func(w *big.Rat) *big.Rat
	scenario := func(l weightedLabels, w *big.Rat, variance func(w *big.Rat, generations int) *big.Rat,
		at limits) Scenario {
		name := fmt.Sprintf("X=%v β=%v w=%s T=%d fresh=%v", l.design, l.beta, w.RatString(), len(l.weights), l.fresh)
		return exactly(name, func() Outcome {
			bias, unit := l.parts()
			claimed := variance(w, len(l.weights))
			out := identical(equality{"risk given X", l.risk(), rational.Add(bias, rational.Mul(claimed, unit))})
			limit := at(w)
			out.Check(claimed.Cmp(one) >= 0 && claimed.Cmp(limit) <= 0, "c_%d = %s is not from 1 to %s", len(l.weights),
				claimed.RatString(), limit.RatString())
			if out.Verdict == Refuted {
				out.Evidence = out.Counterexample
			}
			return out
		})
	}
	limit := func(w *big.Rat) *big.Rat {
		x := rational.Mul(w, rational.Sub(big.NewRat(2, 1), w))
		return x.Inv(x)
	}
	wide, beta, half := [][]int64{{1, 0, 2}, {3, 1, -1}}, []int64{1, 2, 0}, big.NewRat(1, 2)
	return Claim{
		ID: "garg-fixed-labels", Statement: "garg-fixed-labels", Expect: Supported,
		Title: "least-norm interpolation, weight w on old real labels: variance × Σ (1−w)^{2j}, best at w = 1",
		Says: "Where the real labels are those of the first generation, c_t = Σ_{j≤t} (1−w)^{2j} → 1/(w(2−w)), " +
			"which is least at w = 1: synthetic labels only harm.",
		Deviation: "as quoted from Theorem 5.1 by a secondary source, for n, p → ∞; exact at every n < p here",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(oneWeight(wide, beta, half, 3, false), half, powers, limit),
				scenario(oneWeight(wide, beta, one, 2, false), one, powers, limit)}
		},
		Draw: func(choose Chooser) Scenario {
			design, w := drawWide(choose), drawShare(choose, "128 w−1")
			beta := drawWhole(choose, "β", len(design[0]), 9)
			return scenario(oneWeight(design, beta, w, 1+choose.Choose("T−1", 3), false), w, powers, limit)
		},
		Mutants: func() []Mutant {
			three := oneWeight(wide, beta, half, 3, false)
			fresh := three
			fresh.fresh = true
			return []Mutant{{"fresh-labels", scenario(fresh, half, powers, limit)},
				{"one-generation-fewer", scenario(three, half, func(w *big.Rat, t int) *big.Rat {
					return powers(w, t-1)
				}, limit)},
				{"weight-of-synthetic", scenario(oneWeight(wide, beta, big.NewRat(1, 4), 3, false), big.NewRat(1, 4),
					func(w *big.Rat, t int) *big.Rat { return powers(rational.Sub(one, w), t) }, limit)},
				{"no-harm", scenario(three, half, func(*big.Rat, int) *big.Rat { return one }, limit)},
				{"limit-1", scenario(three, half, powers, func(*big.Rat) *big.Rat { return one })}}
		},
	}
}
