package theorems

import (
	"fmt"
	"math/big"
	"math/bits"

	"itermle/internal/rational"
)

// badLabels are the averages of G^{−1}W δ and of its square over all choices of the given number of bad rows.
func badLabels(rows [][]int64, bad int, delta []int64) (bias []*big.Rat, squared *big.Rat) {
	bias, squared = zeros(len(delta)), new(big.Rat)
	count := int64(0)
	for chosen := range 1 << len(rows) {
		if bits.OnesCount(uint(chosen)) != bad {
			continue
		}
		labels := make([][]*big.Rat, len(rows)) // of E ŵ − w*: x'δ or 0
		for i, x := range rows {
			labels[i] = zeros(1)
			for j := range x {
				if chosen>>i&1 == 1 {
					labels[i][0].Add(labels[i][0], big.NewRat(x[j]*delta[j], 1))
				}
			}
		}
		fit := fitted([]labelled{{rows, labels}})
		for j := range fit {
			bias[j].Add(bias[j], fit[j][0])
		}
		squared.Add(squared, squares(fit))
		count++
	}
	for j := range bias {
		bias[j].Mul(bias[j], big.NewRat(1, count))
	}
	return bias, squared.Mul(squared, big.NewRat(1, count))
}

// dohmatobStrong is regression on n rows of which n_2 carry labels of another vector, w* + δ, and the others of w*:
// given the noise ŵ has the bias G^{−1}W δ, W = Σ xx' over the n_2 rows and G over all. Rows that are exchangeable
// give, ours, at every n,
//
//	E ŵ − w* = (n_2/n) δ,   E‖ŵ − w*‖² ≥ (n_2/n)² ‖δ‖² + σ² E tr G^{−1}:
//
// a share p_2 of bad labels leaves p_2²‖δ‖² however large n. Decided as an average over all choices of the n_2 rows.
func dohmatobStrong() Claim {
	type shares struct{ bias, floor func(bad, n int64) *big.Rat }
	scenario := func(rows [][]int64, bad int, delta []int64, claimed shares) Scenario {
		return exactly(fmt.Sprintf("X=%v n_2=%d δ=%v", rows, bad, delta), func() Outcome {
			bias, squared := badLabels(rows, bad, delta)
			dim, length := len(delta), squares(whole([][]int64{delta}))
			pairs := make([]equality, dim)
			share := claimed.bias(int64(bad), int64(len(rows)))
			for j := range bias {
				pairs[j] = equality{fmt.Sprintf("E ŵ_%d − w*_%d", j+1, j+1), bias[j], rational.Mul(share,
					big.NewRat(delta[j], 1))}
			}
			out := identical(pairs...)
			floor := rational.Mul(claimed.floor(int64(bad), int64(len(rows))), length)
			out.reaches(rational.Nearest(rational.Quo(floor, squared)))
			if !out.Check(floor.Cmp(squared) <= 0, "E‖bias‖² = %.9g, below %.9g", rational.Nearest(squared),
				rational.Nearest(floor)) {
				out.Evidence = out.Counterexample
			}
			return out
		})
	}
	right := shares{func(bad, n int64) *big.Rat { return big.NewRat(bad, n) },
		func(bad, n int64) *big.Rat { return square(bad, n) }}
	equal, uneven := [][]int64{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}, [][]int64{{1, 0}, {2, 1}, {-1, 3}, {1, 1}, {0, 2}}
	return Claim{
		ID: "dohmatob-strong", Statement: "dohmatob-strong", Expect: Supported,
		Title: "a share p_2 of bad labels leaves ‖E ŵ − w*‖ = p_2‖δ‖ at every n",
		Says: "Least squares on n exchangeable rows, n_2 with labels of w* + δ: E ŵ − w* = (n_2/n)δ, and the error " +
			"is at least (n_2/n)²‖δ‖², which no n removes.",
		Deviation: "ours: print's abstract says that the error does not vanish; here not just in the limit",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(uneven, 2, []int64{1, -2}, right), scenario(uneven, 5, []int64{3, 1}, right)}
		},
		Draw: func(choose Chooser) Scenario {
			rows := drawDesign(choose)
			delta := make([]int64, len(rows[0]))
			for j := range delta {
				delta[j] = int64(choose.Choose("δ−1", 40)) + 1
			}
			return scenario(rows, 1+choose.Choose("n_2−1", len(rows)), delta, right)
		},
		Mutants: func() []Mutant {
			mutant := func(rows [][]int64, claimed shares) Scenario {
				return scenario(rows, 2, []int64{1, -2}, claimed)
			}
			return []Mutant{
				{"real-share-for-bad", mutant(uneven, shares{func(bad, n int64) *big.Rat {
					return big.NewRat(n-bad, n)
				}, right.floor})},
				{"no-bias", mutant(uneven, shares{func(int64, int64) *big.Rat { return new(big.Rat) }, right.floor})},
				{"floor-p_2", mutant(equal, shares{right.bias, right.bias})},
			}
		},
	}
}
