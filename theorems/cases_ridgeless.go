package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
)

// ridgeless is iterated least squares without a ridge on designs X_1, X_2, … (T rows, d columns, of full rank), taken
// in turn: a list of one is a design reused. Generation 1 is fitted to y = X_1 w* + E_1, and generation i to labels
// X_i ŵ_{i−1} + E_i with fresh noise of variance σ² = 1,
//
//	accumulate  on X_1, …, X_i, with the labels of all generations
//	replace     on X_i, with the newest labels
//	multiple    on i copies of X_i, each with labels of its own from ŵ_{i−1}
//
// ŵ_n − w* is a linear map of the noise: it is propagated as a d×(number of noises) matrix of rationals, and fitted by
// the normal equations of the stacked design. The error given X is the sum of the squares of the map's entries.
type ridgeless struct {
	designs     [][][]int64
	generations int
	workflow    string
}

// labelled is a design with its labels, as maps of the noise.
type labelled struct {
	design [][]int64
	labels [][]*big.Rat
}

// design is X_i.
func (r ridgeless) design(i int) [][]int64 { return r.designs[(i-1)%len(r.designs)] }

// label gives a design the labels of a model; its own noise starts at the entry first.
func label(design [][]int64, weights [][]*big.Rat, first, noises int) labelled {
	labels := make([][]*big.Rat, len(design))
	for row, x := range design {
		labels[row] = zeros(noises)
		for j := range x {
			for c := range noises {
				labels[row][c].Add(labels[row][c], rational.Mul(big.NewRat(x[j], 1), weights[j][c]))
			}
		}
		labels[row][first+row].SetInt64(1)
	}
	return labelled{design, labels}
}

// fitted solves (Σ X'X) w = Σ X'y over the designs.
func fitted(data []labelled) [][]*big.Rat {
	dim, noises := len(data[0].design[0]), len(data[0].labels[0])
	gram, moment := make([][]*big.Rat, dim), make([][]*big.Rat, dim)
	for i := range dim {
		gram[i], moment[i] = zeros(dim), zeros(noises)
		for _, d := range data {
			for row, x := range d.design {
				for j := range dim {
					gram[i][j].Add(gram[i][j], big.NewRat(x[i]*x[j], 1))
				}
				for c := range noises {
					moment[i][c].Add(moment[i][c], rational.Mul(big.NewRat(x[i], 1), d.labels[row][c]))
				}
			}
		}
	}
	return solved(gram, moment)
}

// maps are ŵ_1 − w*, …, ŵ_n − w* as maps of the noise.
func (r ridgeless) maps() [][][]*big.Rat {
	fresh, noises := func(i int) int {
		if r.workflow == "multiple" {
			return i
		}
		return 1
	}, 0
	for i := 1; i <= r.generations; i++ {
		noises += fresh(i) * len(r.design(i))
	}
	weights, used := make([][]*big.Rat, len(r.design(1)[0])), 0
	for j := range weights {
		weights[j] = zeros(noises)
	}
	var kept []labelled
	var maps [][][]*big.Rat
	for i := 1; i <= r.generations; i++ {
		if r.workflow != "accumulate" {
			kept = nil
		}
		for range fresh(i) {
			kept = append(kept, label(r.design(i), weights, used, noises))
			used += len(r.design(i))
		}
		weights = fitted(kept)
		maps = append(maps, weights)
	}
	return maps
}

// inverseTrace is tr (Σ X'X)^{−1} over the designs.
func inverseTrace(designs ...[][]int64) *big.Rat {
	dim := len(designs[0][0])
	gram, unit := make([][]*big.Rat, dim), make([][]*big.Rat, dim)
	for i := range dim {
		gram[i], unit[i] = zeros(dim), zeros(dim)
		unit[i][i].SetInt64(1)
		for _, design := range designs {
			for _, x := range design {
				for j := range dim {
					gram[i][j].Add(gram[i][j], big.NewRat(x[i]*x[j], 1))
				}
			}
		}
	}
	inverse, trace := solved(gram, unit), new(big.Rat)
	for i := range inverse {
		trace.Add(trace, inverse[i][i])
	}
	return trace
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
	return exactly(fmt.Sprintf("ridgeless X=%v n=%d %s", r.designs, r.generations, r.workflow), func() Outcome {
		return identical(equality{"error over the first generation's", r.inflation(), claimed(int64(r.generations))})
	})
}

// drawDesign draws a design of full rank of up to 6 rows and 3 columns: its first d rows are lower triangular.
func drawDesign(choose Chooser) [][]int64 {
	return drawDesignOf(choose, 1+choose.Choose("d−1", 3))
}

// drawDesignOf draws one of dim columns.
func drawDesignOf(choose Chooser, dim int) [][]int64 {
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
	return ridgeless{[][][]int64{drawDesign(choose)}, 2 + choose.Choose("n−2", 3), workflow}
}
