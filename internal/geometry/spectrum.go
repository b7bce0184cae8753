package geometry

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// Spectrum is the least eigenvalue and the operator norm of a symmetric d×d matrix.
func Spectrum(matrix []float64, d int) (least, norm float64) {
	var eigen mat.EigenSym
	if !eigen.Factorize(mat.NewSymDense(d, matrix), false) {
		return math.NaN(), math.NaN()
	}
	values := eigen.Values(nil)
	return values[0], math.Max(math.Abs(values[0]), math.Abs(values[d-1]))
}

// RelativeRounding covers the eigenvalue solver and a dozen operations of each side.
const RelativeRounding = 1e-11
