package theorems

import (
	"math/big"

	"itermle/internal/rational"
)

// whole is a matrix of whole numbers as rationals.
func whole(rows [][]int64) [][]*big.Rat {
	matrix := make([][]*big.Rat, len(rows))
	for i, row := range rows {
		matrix[i] = make([]*big.Rat, len(row))
		for j, x := range row {
			matrix[i][j] = big.NewRat(x, 1)
		}
	}
	return matrix
}

// transposed is A'.
func transposed(a [][]*big.Rat) [][]*big.Rat {
	t := make([][]*big.Rat, len(a[0]))
	for j := range t {
		t[j] = make([]*big.Rat, len(a))
		for i := range a {
			t[j][i] = a[i][j]
		}
	}
	return t
}

// times is AB.
func times(a, b [][]*big.Rat) [][]*big.Rat {
	product := make([][]*big.Rat, len(a))
	for i := range a {
		product[i] = zeros(len(b[0]))
		for k, x := range a[i] {
			if x.Sign() == 0 {
				continue
			}
			for j := range product[i] {
				product[i][j].Add(product[i][j], rational.Mul(x, b[k][j]))
			}
		}
	}
	return product
}

// pseudoInverse is X⁺ = X'(XX')^{−1} of a design of full rank with no more rows than columns: X⁺y has the least norm of
// the w with Xw = y.
func pseudoInverse(design [][]int64) [][]*big.Rat {
	x := whole(design)
	return transposed(solved(times(x, transposed(x)), whole(design)))
}

// drawWide draws a design of full rank with fewer rows than columns, of up to 4 columns: its first columns are lower
// triangular.
func drawWide(choose Chooser) [][]int64 {
	columns := 2 + choose.Choose("p−2", 3)
	design := make([][]int64, 1+choose.Choose("n−1", columns-1))
	for i := range design {
		design[i] = make([]int64, columns)
		for j := range design[i] {
			switch {
			case i == j:
				design[i][j] = 1 + int64(choose.Choose("x−1", 9))
			case i > j || j >= len(design):
				design[i][j] = int64(choose.Choose("x+9", 19)) - 9
			}
		}
	}
	return design
}

// drawWhole draws whole numbers from −size to size, the first from 1 to size.
func drawWhole(choose Chooser, label string, count, size int) []int64 {
	values := make([]int64, count)
	for i := range values {
		values[i] = int64(choose.Choose(label, 2*size+1) - size)
	}
	values[0] = int64(choose.Choose(label, size)) + 1
	return values
}

// weightedLabels is regression of least norm on one design of fewer rows than columns, with a weight w_t on real labels
// Xβ + E and 1 − w_t on labels of the last model with noise of their own; generation 0 has real labels alone. The real
// labels are new in every generation, or those of generation 0.
type weightedLabels struct {
	design  [][]int64
	beta    []int64
	weights []*big.Rat // w_1, …, w_T
	fresh   bool
}

// oneWeight has the same weight in all the given generations.
func oneWeight(design [][]int64, beta []int64, w *big.Rat, generations int, fresh bool) weightedLabels {
	l := weightedLabels{design: design, beta: beta, fresh: fresh}
	for range generations {
		l.weights = append(l.weights, w)
	}
	return l
}

// risk is E‖β̂_T − β‖² given the design, for noise of variance 1: β̂_t is propagated as a matrix whose first column is
// its mean and whose others are its coefficients of the noises.
func (l weightedLabels) risk() *big.Rat {
	inverse, x, n := pseudoInverse(l.design), whole(l.design), len(l.design)
	noises := n * (1 + 2*len(l.weights))
	beta := make([][]int64, len(l.beta))
	for j, b := range l.beta {
		beta[j] = []int64{b}
	}
	signal := times(x, whole(beta))
	labels := func(mean [][]*big.Rat, first int) [][]*big.Rat { // with noise of their own from first on
		rows := make([][]*big.Rat, n)
		for i := range rows {
			rows[i] = zeros(1 + noises)
			for j := range mean[i] {
				rows[i][j].Set(mean[i][j])
			}
			rows[i][1+first+i].SetInt64(1)
		}
		return rows
	}
	real := labels(signal, 0)
	model := times(inverse, real)
	for t, w := range l.weights {
		if l.fresh {
			real = labels(signal, n*(2*t+1))
		}
		synthetic := labels(times(x, model), n*(2*t+2))
		for i := range synthetic {
			for j := range synthetic[i] {
				synthetic[i][j] = rational.Add(rational.Mul(w, real[i][j]),
					rational.Mul(rational.Sub(big.NewRat(1, 1), w), synthetic[i][j]))
			}
		}
		model = times(inverse, synthetic)
	}
	for j := range model {
		model[j][0] = rational.Sub(model[j][0], big.NewRat(l.beta[j], 1))
	}
	return squares(model)
}

// parts are bias, β'(I − X⁺X)β, and unit, tr (XX')^{−1}: the first generation's risk is bias + unit.
func (l weightedLabels) parts() (bias, unit *big.Rat) {
	inverse := pseudoInverse(l.design)
	beta := make([][]int64, len(l.beta))
	for j, b := range l.beta {
		beta[j] = []int64{b}
	}
	seen := times(inverse, times(whole(l.design), whole(beta)))
	return rational.Sub(squares(whole(beta)), squares(seen)), squares(inverse)
}
