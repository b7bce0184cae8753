package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
)

// dohmatobLinear is regression under replacement with a design X_k of T_k rows and noise of variance σ_k² in generation
// k: ŵ_k = ŵ_{k−1} + (X_k'X_k)^{−1}X_k'E_k, so that given the designs, ours,
//
//	E‖ŵ_n − w*‖² = Σ_{k≤n} σ_k² tr (X_k'X_k)^{−1}
//
// which is Σ σ_k² d/(T_k − d − 1) for Gaussian rows: linear in n where nothing changes with k.
func dohmatobLinear() Claim {
	scenario := func(r ridgeless, noise []int64, claimed func(k int) *big.Rat) Scenario {
		return exactly(fmt.Sprintf("X=%v %s σ²=%v", r.designs, r.workflow, noise), func() Outcome {
			maps, total, sum, first := r.maps(), new(big.Rat), new(big.Rat), 0
			last := maps[r.generations-1]
			for k := 1; k <= r.generations; k++ {
				end := first + len(r.design(k))
				for _, row := range last {
					part := squares([][]*big.Rat{row[first:end]})
					total.Add(total, part.Mul(part, big.NewRat(noise[k-1], 1)))
				}
				sum.Add(sum, rational.Mul(claimed(k), inverseTrace(r.design(k))))
				first = end
			}
			return identical(equality{"error given the designs", total, sum})
		})
	}
	variance := func(noise []int64) func(k int) *big.Rat {
		return func(k int) *big.Rat { return big.NewRat(noise[k-1], 1) }
	}
	three := [][][]int64{{{1, 0}, {2, 1}, {-1, 3}}, {{2, 0}, {1, 1}}, {{1, 0}, {0, 3}, {1, 1}}}
	noise := []int64{1, 4, 2}
	return Claim{
		ID: "dohmatob-linear", Statement: "dohmatob-linear", Expect: Supported,
		Title: "regression, replacing, fresh designs: error Σ σ_k² tr (X_k'X_k)^{−1}",
		Says: "Under replacement with designs X_k and noise of variance σ_k² the error given the designs is Σ_{k≤n} " +
			"σ_k² tr (X_k'X_k)^{−1}, Σ σ_k² d/(T_k − d − 1) on average for Gaussian rows: linear in n.",
		Deviation: "the exact value is ours: print's abstract says linearly",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(ridgeless{three, 3, "replace"}, noise, variance(noise))}
		},
		Draw: func(choose Chooser) Scenario {
			dim, n := 1+choose.Choose("d−1", 3), 1+choose.Choose("n−1", 4)
			r, sizes := ridgeless{make([][][]int64, n), n, "replace"}, make([]int64, n)
			for k := range n {
				r.designs[k], sizes[k] = drawDesignOf(choose, dim), DrawSize(choose, "σ²", 1, 100)
			}
			return scenario(r, sizes, variance(sizes))
		},
		Mutants: func() []Mutant {
			replace := ridgeless{three, 3, "replace"}
			return []Mutant{{"accumulate", scenario(ridgeless{three, 3, "accumulate"}, noise, variance(noise))},
				{"noise-of-the-first", scenario(replace, noise, func(int) *big.Rat { return big.NewRat(1, 1) })},
				{"first-generation-for-all", scenario(replace, noise, func(k int) *big.Rat {
					return rational.Quo(rational.Mul(big.NewRat(noise[k-1], 1), inverseTrace(three[0])),
						inverseTrace(three[k-1]))
				})}}
		},
	}
}
