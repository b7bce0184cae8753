package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// bakshiFixedSize is the paper's recursion R_t = R_0 + (1 − 1/n)(1−α)² R_{t−1} at one size n and one real share α,
// R_t = E‖p_t − p*‖²: so
//
//	R_t = R_0 Σ_{j≤t} q^j,   q = (1 − 1/n)(1−α)²
//
// rises to R_0/(1−q): at a fixed size no α < 1 makes any later model better than the first.
func bakshiFixedSize() Claim {
	one := big.NewRat(1, 1)
	ratio := func(n int64, alpha *big.Rat) *big.Rat {
		rest := rational.Sub(one, alpha)
		return rational.Mul(big.NewRat(n-1, n), rational.Mul(rest, rest))
	}
	scenario := func(p, alpha *big.Rat, n int64, generations int, claimed func(n int64,
		alpha *big.Rat) *big.Rat) Scenario {
		name := fmt.Sprintf("p*=%s α=%s n=%d t=%d", p.RatString(), alpha.RatString(), n, generations)
		return exactly(name, func() Outcome {
			sizes, share := []int64{n}, []*big.Rat{one}
			first := squaredDeviation(laws.EnumerateMixture(p, sizes, share), p)
			q, sum, power := claimed(n, alpha), big.NewRat(1, 1), big.NewRat(1, 1)
			var pairs []equality
			for t := 1; t <= generations; t++ {
				sizes, share = append(sizes, n), append(share, alpha)
				power = rational.Mul(power, q)
				sum = rational.Add(sum, power)
				risk := squaredDeviation(laws.EnumerateMixture(p, sizes, share), p)
				pairs = append(pairs, equality{fmt.Sprintf("R_%d/R_0", t), rational.Quo(risk, first), sum})
			}
			return identical(pairs...)
		})
	}
	quarter, tenth := big.NewRat(1, 4), big.NewRat(1, 10)
	return Claim{
		ID: "bakshi-fixed-size", Statement: "bakshi-fixed-size", Expect: Supported,
		Title: "fresh share α at a fixed size n: no later model is better than the first",
		Says: "Categorical batches of n of αp* + (1−α)p_{t−1} have E‖p_t − p*‖² = R_0 Σ_{j≤t} q^j, q = (1 − " +
			"1/n)(1−α)²: the risk rises with t, to R_0/(1−q), for every α < 1.",
		Deviation: "ours, from Theorem 3.1 as quoted by a secondary source: the paper lets n grow",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(quarter, tenth, 5, 3, ratio), scenario(quarter, one, 4, 2, ratio),
				scenario(quarter, new(big.Rat), 3, 4, ratio)}
		},
		Draw: func(choose Chooser) Scenario {
			return scenario(drawShare(choose, "128 p*−1"), drawShare(choose, "128 α−1"), DrawSize(choose, "n", 1, 8),
				1+choose.Choose("t−1", 3), ratio)
		},
		Mutants: func() []Mutant {
			mutant := func(claimed func(n int64, alpha *big.Rat) *big.Rat) Scenario {
				return scenario(quarter, tenth, 5, 3, claimed)
			}
			return []Mutant{
				{"size-forgotten", mutant(func(_ int64, a *big.Rat) *big.Rat { return ratio(1<<40, a) })},
				{"share-for-its-complement", mutant(func(n int64, a *big.Rat) *big.Rat {
					return ratio(n, rational.Sub(one, a))
				})},
				{"square-forgotten", mutant(func(n int64, a *big.Rat) *big.Rat {
					return rational.Mul(big.NewRat(n-1, n), rational.Sub(one, a))
				})},
			}
		},
	}
}
