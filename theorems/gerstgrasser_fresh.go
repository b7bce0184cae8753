package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
)

// subsets are the sets of i of the given designs.
func subsets(designs [][][]int64, i int) [][][][]int64 {
	if i == 0 {
		return [][][][]int64{nil}
	}
	if len(designs) < i {
		return nil
	}
	found := subsets(designs[1:], i)
	for _, rest := range subsets(designs[1:], i-1) {
		found = append(found, append([][][]int64{designs[0]}, rest...))
	}
	return found
}

// orders are the permutations of the given designs.
func orders(designs [][][]int64) [][][][]int64 {
	if len(designs) == 0 {
		return [][][][]int64{nil}
	}
	var found [][][][]int64
	for i := range designs {
		others := append(append([][][]int64(nil), designs[:i]...), designs[i+1:]...)
		for _, rest := range orders(others) {
			found = append(found, append([][][]int64{designs[i]}, rest...))
		}
	}
	return found
}

// gerstgrasserFresh is the accumulating regression with a design of its own in each generation, ours. With W_i =
// X_i'X_i and G_i = W_1 + … + W_i the error is a martingale, ŵ_i = ŵ_{i−1} + G_i^{−1} X_i'E_i, since the old labels fit
// ŵ_{i−1} in their normal equations; and W_1, …, W_i are exchangeable given G_i, so that
//
//	E‖ŵ_n − w*‖² = σ² Σ_i E tr G_i^{−1} W_i G_i^{−1} = σ² Σ_{i≤n} (1/i) E tr G_i^{−1}
//
// which is σ² Σ d/(i(iT − d − 1)) for Gaussian rows. Decided as an average over all orders of a list of designs, the
// second side over its subsets of i.
func gerstgrasserFresh() Claim {
	scenario := func(designs [][][]int64, workflow string, weight func(i int64) *big.Rat) Scenario {
		return exactly(fmt.Sprintf("X=%v %s", designs, workflow), func() Outcome {
			n, average, all := len(designs), new(big.Rat), orders(designs)
			for _, order := range all {
				maps := ridgeless{order, n, workflow}.maps()
				average.Add(average, squares(maps[n-1]))
			}
			average.Mul(average, big.NewRat(1, int64(len(all))))
			claimed := new(big.Rat)
			for i := 1; i <= n; i++ {
				sets := subsets(designs, i)
				for _, set := range sets {
					share := rational.Mul(weight(int64(i)), big.NewRat(1, int64(len(sets))))
					claimed.Add(claimed, share.Mul(share, inverseTrace(set...)))
				}
			}
			return identical(equality{"error, over all orders", average, claimed})
		})
	}
	inverse := func(i int64) *big.Rat { return big.NewRat(1, i) }
	two := [][][]int64{{{1, 0}, {2, 1}, {-1, 3}}, {{2, 0}, {1, 1}}, {{1, 0}, {0, 3}, {1, 1}}}
	return Claim{
		ID: "gerstgrasser-fresh", Statement: "gerstgrasser-fresh", Expect: Supported,
		Title: "ridgeless regression, accumulating, a fresh design each generation: error Σ (1/i) tr G_i^{−1}",
		Says: "With exchangeable designs X_1, X_2, … and G_i = Σ_{j≤i} X_j'X_j accumulation has the test error σ² " +
			"Σ_{i≤n} (1/i) E tr G_i^{−1}, which is σ² Σ d/(i(iT−d−1)) for Gaussian rows: below that of a design " +
			"reused.",
		Deviation: "ours: print, read in a secondary source, reuses one design",
		Fixed:     func(Profile) []Scenario { return []Scenario{scenario(two, "accumulate", inverse)} },
		Draw: func(choose Chooser) Scenario {
			dim, designs := 1+choose.Choose("d−1", 2), make([][][]int64, 1+choose.Choose("n−1", 3))
			for i := range designs {
				designs[i] = drawDesignOf(choose, dim)
			}
			return scenario(designs, "accumulate", inverse)
		},
		Mutants: func() []Mutant {
			return []Mutant{{"replace", scenario(two, "replace", inverse)},
				{"several-batches", scenario(two, "multiple", inverse)},
				{"weight-1/i²", scenario(two, "accumulate", func(i int64) *big.Rat { return big.NewRat(1, i*i) })}}
		},
	}
}
