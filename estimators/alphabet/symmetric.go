package alphabet

import (
	"math"

	"itermle/internal/interval"
)

// spectrum encloses the least and the greatest eigenvalue of every symmetric matrix in A (d×d, row-major): with Q the
// computed eigenvectors of A's middle, B = QᵀAQ and N = QᵀQ,
//
//	λ_min(A) = min_y yᵀBy/yᵀNy,
//
// numerators bounded by Gershgorin's discs, |yᵀNy − 1| ≤ ‖N − 1‖_∞ for unit y, and the Rayleigh quotients B_ii/N_ii
// from the other side.
func spectrum(a []enclosure, d int) (least, greatest enclosure) {
	if d == 1 {
		return a[0], a[0]
	}
	q, finite := eigenvectors(a, d)
	if !finite {
		return interval.Whole(), interval.Whole()
	}
	entry := func(i, j int, through []enclosure) enclosure {
		sum := enclosure{}
		for k := range d {
			for l := range d {
				if through == nil && k != l {
					continue
				}
				term := interval.Point(q[k*d+i]).Mul(interval.Point(q[l*d+j]))
				if through != nil {
					term = term.Mul(through[k*d+l])
				}
				sum = sum.Add(term)
			}
		}
		return sum
	}
	least = enclosure{Lo: math.Inf(1), Hi: math.Inf(1)}
	greatest = enclosure{Lo: math.Inf(-1), Hi: math.Inf(-1)}
	off := 0.0
	for i := range d {
		b, n := entry(i, i, a), entry(i, i, nil)
		radius, row := enclosure{}, n.Sub(interval.Point(1)).Abs()
		for j := range d {
			if j != i {
				radius = radius.Add(entry(i, j, a).Abs())
				row = row.Add(entry(i, j, nil).Abs())
			}
		}
		off = math.Max(off, row.Hi)
		quotient := b.Div(n)
		least = enclosure{Lo: math.Min(least.Lo, b.Sub(radius).Lo), Hi: math.Min(least.Hi, quotient.Hi)}
		greatest = enclosure{Lo: math.Max(greatest.Lo, quotient.Lo), Hi: math.Max(greatest.Hi, b.Add(radius).Hi)}
	}
	if !(off < 0.5) {
		return interval.Whole(), interval.Whole()
	}
	norm := interval.Point(1).Add(enclosure{Lo: -off, Hi: off})
	least.Lo = math.Min(least.Hi, interval.Point(least.Lo).Div(norm).Lo)
	greatest.Hi = math.Max(greatest.Lo, interval.Point(greatest.Hi).Div(norm).Hi)
	return least, greatest
}

// eigenvectors of the middle of A, in columns, by Jacobi's rotations.
func eigenvectors(a []enclosure, d int) (q []float64, finite bool) {
	m, q := make([]float64, d*d), make([]float64, d*d)
	for i, v := range a {
		if m[i] = v.Middle(); math.IsInf(v.Lo, 0) || math.IsInf(v.Hi, 0) || v.Lo > v.Hi {
			return nil, false
		}
	}
	for i := range d {
		q[i*d+i] = 1
	}
	for range 12 { // sweeps: convergence is quadratic
		for i := range d {
			for j := range i {
				if m[i*d+j] == 0 {
					continue
				}
				tau := (m[j*d+j] - m[i*d+i]) / (2 * m[i*d+j])
				t := math.Copysign(1, tau) / (math.Abs(tau) + math.Sqrt(1+tau*tau))
				c := 1 / math.Sqrt(1+t*t)
				s := t * c
				for k := range d {
					m[k*d+i], m[k*d+j] = c*m[k*d+i]-s*m[k*d+j], s*m[k*d+i]+c*m[k*d+j]
				}
				for k := range d {
					m[i*d+k], m[j*d+k] = c*m[i*d+k]-s*m[j*d+k], s*m[i*d+k]+c*m[j*d+k]
					q[k*d+i], q[k*d+j] = c*q[k*d+i]-s*q[k*d+j], s*q[k*d+i]+c*q[k*d+j]
				}
			}
		}
	}
	return q, true
}

// norm encloses the operator norms of the symmetric matrices in A.
func norm(a []enclosure, d int) enclosure {
	least, greatest := spectrum(a, d)
	return enclosure{Lo: math.Max(0, math.Max(greatest.Lo, -least.Hi)), Hi: math.Max(greatest.Hi, -least.Lo)}
}

// tensorNorm encloses the operator norm of the d×d² matrices T_{i,(jl)} for T d×d×d: at least the norm sup |T[u,v,w]|
// of the tensors, at most √d times it, equal to it for d = 1.
func tensorNorm(t []enclosure, d int) enclosure {
	if d == 1 {
		return t[0].Abs()
	}
	square := make([]enclosure, d*d)
	for i := range d {
		for j := range i + 1 {
			sum := enclosure{}
			for l := range d * d {
				a, b := t[i*d*d+l], t[j*d*d+l]
				if i == j {
					sum = sum.Add(a.Square())
				} else {
					sum = sum.Add(a.Mul(b))
				}
			}
			square[i*d+j], square[j*d+i] = sum, sum
		}
	}
	_, greatest := spectrum(square, d)
	return enclosure{Lo: math.Max(0, greatest.Lo), Hi: greatest.Hi}.Sqrt()
}
