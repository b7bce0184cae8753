package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
)

// ridgeless is iterated least squares without a ridge on one design X (T rows, d columns, of full rank): generation 1
// is fitted to y = Xw* + E_1, and generation i to labels X ŵ_{i−1} + E_i with fresh noise of variance σ² = 1,
//
//	accumulate  on i copies of X, with the labels of all generations
//	replace     on X, with the newest labels
//	multiple    on i copies of X, each with labels of its own from ŵ_{i−1}
//
// ŵ_n − w* is a linear map of the noise: it is propagated as a d×(number of noises) matrix of rationals, and fitted by
// the normal equations of the stacked design. The error given X is the sum of the squares of the map's entries.
type ridgeless struct {
	design      [][]int64
	generations int
	workflow    string
}

// labels are those of one copy of the design, as maps of the noise; its own noise starts at the entry first.
func (r ridgeless) labels(weights [][]*big.Rat, first, noises int) [][]*big.Rat {
	labels := make([][]*big.Rat, len(r.design))
	for row, x := range r.design {
		labels[row] = zeros(noises)
		for j := range x {
			for c := range noises {
				labels[row][c].Add(labels[row][c], rational.Mul(big.NewRat(x[j], 1), weights[j][c]))
			}
		}
		labels[row][first+row].SetInt64(1)
	}
	return labels
}

// fit solves (Σ X'X) w = Σ X'y over the copies.
func (r ridgeless) fit(copies [][][]*big.Rat) [][]*big.Rat {
	dim, noises := len(r.design[0]), len(copies[0][0])
	gram, moment := make([][]*big.Rat, dim), make([][]*big.Rat, dim)
	for i := range dim {
		gram[i], moment[i] = zeros(dim), zeros(noises)
		for _, labels := range copies {
			for row, x := range r.design {
				for j := range dim {
					gram[i][j].Add(gram[i][j], big.NewRat(x[i]*x[j], 1))
				}
				for c := range noises {
					moment[i][c].Add(moment[i][c], rational.Mul(big.NewRat(x[i], 1), labels[row][c]))
				}
			}
		}
	}
	return solved(gram, moment)
}

// maps are ŵ_1 − w*, …, ŵ_n − w* as maps of the noise.
func (r ridgeless) maps() [][][]*big.Rat {
	noises := len(r.design) * r.generations * (r.generations + 1) / 2
	weights, used := make([][]*big.Rat, len(r.design[0])), 0
	for j := range weights {
		weights[j] = zeros(noises)
	}
	var kept, maps [][][]*big.Rat
	for i := 1; i <= r.generations; i++ {
		fresh := 1
		switch r.workflow {
		case "replace":
			kept = nil
		case "multiple":
			kept, fresh = nil, i
		}
		for range fresh {
			kept = append(kept, r.labels(weights, used, noises))
			used += len(r.design)
		}
		weights = r.fit(kept)
		maps = append(maps, weights)
	}
	return maps
}

// inflation is the last generation's error over the first's.
func (r ridgeless) inflation() *big.Rat {
	maps := r.maps()
	return rational.Quo(squares(maps[len(maps)-1]), squares(maps[0]))
}

func squares(rows [][]*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for _, row := range rows {
		for _, x := range row {
			sum.Add(sum, rational.Mul(x, x))
		}
	}
	return sum
}

func zeros(n int) []*big.Rat {
	row := make([]*big.Rat, n)
	for i := range row {
		row[i] = new(big.Rat)
	}
	return row
}

// scenario compares the inflation with the claimed function of the generations.
func (r ridgeless) scenario(claimed func(n int64) *big.Rat) Scenario {
	return exactly(fmt.Sprintf("ridgeless X=%v n=%d %s", r.design, r.generations, r.workflow), func() Outcome {
		return identical(equality{"error over the first generation's", r.inflation(), claimed(int64(r.generations))})
	})
}

// drawDesign draws a design of full rank of up to 6 rows and 3 columns: its first d rows are lower triangular.
func drawDesign(choose Chooser) [][]int64 {
	dim := 1 + choose.Choose("d−1", 3)
	design := make([][]int64, dim+1+choose.Choose("T−d−1", 3))
	for row := range design {
		design[row] = make([]int64, dim)
		for j := range dim {
			switch {
			case row == j:
				design[row][j] = 1 + int64(choose.Choose("x−1", 20))
			case row > j:
				design[row][j] = int64(choose.Choose("x+20", 41)) - 20
			}
		}
	}
	return design
}

// drawRidgeless draws a design and up to 4 generations.
func drawRidgeless(choose Chooser, workflow string) ridgeless {
	return ridgeless{drawDesign(choose), 2 + choose.Choose("n−2", 3), workflow}
}
