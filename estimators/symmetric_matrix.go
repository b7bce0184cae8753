package estimators

import "math"

// Symmetric d×d matrices are packed by the rows of their lower triangle, (1,1), (2,1), (2,2), (3,1), …: entry (i, j)
// with j ≤ i, from 0, is at i(i+1)/2 + j. Triangular factors and inverses are full, d×d row-major.

// smallSquare is d² for the largest d whose matrices live on the stack.
const smallSquare = 16

// square is room for a d×d matrix: the array behind fixed where it suffices.
func square(fixed []float64, d int) []float64 {
	if d*d <= len(fixed) {
		return fixed[:d*d]
	}
	return make([]float64, d*d)
}

// packed is the position of entry (i, j), in either order.
func packed(i, j int) int {
	if i < j {
		i, j = j, i
	}
	return i*(i+1)/2 + j
}

// packedLength is d(d+1)/2.
func packedLength(d int) int { return d * (d + 1) / 2 }

// factor stores in l the lower triangular L with L Lᵀ = Σ, Σ packed, and says whether all pivots are > 0 and finite.
func factor(l, sigma []float64, d int) bool {
	for i := range d {
		for j := 0; j <= i; j++ {
			sum := sigma[packed(i, j)]
			for k := range j {
				sum -= l[i*d+k] * l[j*d+k]
			}
			if j < i {
				l[i*d+j] = sum / l[j*d+j]
				continue
			}
			if !(sum > 0) || math.IsInf(sum, 1) {
				return false
			}
			l[i*d+i] = math.Sqrt(sum)
		}
		clear(l[i*d+i+1 : (i+1)*d])
	}
	return true
}

// cholesky is factor for a Σ that is positive definite beyond doubt: the determinant of its correlation matrix R must
// exceed d²·2^-44. A pivot over its diagonal entry is 1 − rᵀR⁻¹r for the leading block R before it; entries wrong by
// u = 2^-53 change it by at most u(1+‖R⁻¹r‖_1)² ≤ 4 d u/λ_min(R), and det R ≤ e λ_min(R), so a singular matrix leaves
// a product of pivots below 11 d u times the few roundings behind each entry, far below the threshold.
func cholesky(l, sigma []float64, d int) bool {
	if !factor(l, sigma, d) {
		return false
	}
	determinant := 1.0
	for i := range d {
		determinant *= l[i*d+i] * l[i*d+i] / sigma[packed(i, i)]
	}
	return determinant > float64(d*d)*0x1p-44
}

// mustCholesky is cholesky of a Σ that has passed Check.
func mustCholesky(l, sigma []float64, d int) {
	if !cholesky(l, sigma, d) {
		panic("estimators: gaussian-covariance: Σ is not positive definite: Check was not called")
	}
}

// multiplyLower replaces x by L x, from the last row up.
func multiplyLower(l, x []float64) {
	d := len(x)
	for i := d - 1; i >= 0; i-- {
		sum := 0.0
		for k := range i + 1 {
			sum += l[i*d+k] * x[k]
		}
		x[i] = sum
	}
}

// solveLower replaces x by L⁻¹x.
func solveLower(l, x []float64) {
	d := len(x)
	for i := range d {
		sum := x[i]
		for k := range i {
			sum -= l[i*d+k] * x[k]
		}
		x[i] = sum / l[i*d+i]
	}
}

// solveUpper replaces x by L⁻ᵀx.
func solveUpper(l, x []float64) {
	d := len(x)
	for i := d - 1; i >= 0; i-- {
		sum := x[i]
		for k := i + 1; k < d; k++ {
			sum -= l[k*d+i] * x[k]
		}
		x[i] = sum / l[i*d+i]
	}
}

// inverseLower stores L⁻¹ in dst.
func inverseLower(dst, l []float64, d int) {
	clear(dst[:d*d])
	for j := range d {
		dst[j*d+j] = 1 / l[j*d+j]
		for i := j + 1; i < d; i++ {
			sum := 0.0
			for k := j; k < i; k++ {
				sum -= l[i*d+k] * dst[k*d+j]
			}
			dst[i*d+j] = sum / l[i*d+i]
		}
	}
}

// symmetricEigen diagonalises the full symmetric matrix a in place by cyclic Jacobi rotations (Golub and Van Loan,
// Matrix Computations, section 8.5), applying the rotations to the vector x as well: a becomes diagonal, and x its
// coordinates in the eigenvectors. Backward stable: the eigenvalues err by a small multiple of d·2^-53·‖a‖.
func symmetricEigen(a, x []float64) {
	d := len(x)
	for range 60 {
		off, norm := 0.0, 0.0
		for i := range d {
			for j := range d {
				if square := a[i*d+j] * a[i*d+j]; i != j {
					off += square
				} else {
					norm += square
				}
			}
		}
		if off <= 0x1p-108*(norm+off) {
			return
		}
		for p := range d {
			for q := p + 1; q < d; q++ {
				if a[p*d+q] != 0 {
					rotate(a, x, p, q)
				}
			}
		}
	}
}

// rotate is the Jacobi rotation that makes a_pq vanish.
func rotate(a, x []float64, p, q int) {
	d := len(x)
	tau := (a[q*d+q] - a[p*d+p]) / (2 * a[p*d+q])
	t := math.Copysign(1, tau) / (math.Abs(tau) + math.Hypot(1, tau))
	c := 1 / math.Hypot(1, t)
	s := t * c
	for k := range d {
		kp, kq := a[k*d+p], a[k*d+q]
		a[k*d+p], a[k*d+q] = c*kp-s*kq, s*kp+c*kq
	}
	for k := range d {
		pk, qk := a[p*d+k], a[q*d+k]
		a[p*d+k], a[q*d+k] = c*pk-s*qk, s*pk+c*qk
	}
	a[p*d+q], a[q*d+p] = 0, 0
	x[p], x[q] = c*x[p]-s*x[q], s*x[p]+c*x[q]
}

// norm is ‖x‖.
func norm(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v * v
	}
	return math.Sqrt(sum)
}
