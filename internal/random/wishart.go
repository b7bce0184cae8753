package random

import (
	"math"
	"math/rand/v2"
)

// Wishart stores in dst (d×d, row-major, symmetric) the scatter Σ x_i x_iᵀ of n ≥ 0 independent Gaussian vectors of
// mean 0 and covariance L Lᵀ, where cholesky holds L (d×d, lower triangular, what is above the diagonal is not read):
//
//	S = (L A)(L A)ᵀ,  A_ii² ~ χ²_{n−i} (i from 0),  A_ij ~ N(0, 1) for j < i,
//
// the decomposition of M. S. Bartlett (1933), d(d+1)/2 draws whatever n is. For n < d the matrix A has n columns
// and S has rank n, as the scatter itself.
//
// It panics if the lengths do not fit or n is negative.
func Wishart(dst []float64, n int64, cholesky []float64, random *rand.Rand) {
	d := int(math.Sqrt(float64(len(dst))) + 0.5)
	if d*d != len(dst) || len(cholesky) != len(dst) || n < 0 {
		panic("random: Wishart wants square matrices of one size and n ≥ 0")
	}
	for i := range d {
		for j := range d {
			switch {
			case int64(j) >= n || j > i:
				dst[i*d+j] = 0
			case j == i:
				dst[i*d+i] = math.Sqrt(ChiSquare(float64(n-int64(i)), random))
			default:
				dst[i*d+j] = Normal(random)
			}
		}
	}
	// L A in place, from the last row up: row i needs the rows k ≤ i of A.
	for i := d - 1; i >= 0; i-- {
		for j := 0; j <= i; j++ {
			sum := 0.0
			for k := j; k <= i; k++ {
				sum += cholesky[i*d+k] * dst[k*d+j]
			}
			dst[i*d+j] = sum
		}
	}
	// (L A)(L A)ᵀ into the upper triangle, from the last row up, so that no row is overwritten before its last use.
	for i := d - 1; i >= 0; i-- {
		for j := 0; j <= i; j++ {
			sum := 0.0
			for k := 0; k <= j; k++ {
				sum += dst[i*d+k] * dst[j*d+k]
			}
			dst[j*d+i] = sum
		}
	}
	for i := range d {
		for j := range i {
			dst[i*d+j] = dst[j*d+i]
		}
	}
}
