package alphabet

import (
	"math"

	"itermle/internal/interval"
)

// contract returns a box that holds every zero of F in x: Krawczyk's operator, for the middle c of x and an
// approximate inverse Y of the Jacobian,
//
//	K(x) = c − Y F(c) + (1 − Y J(x))(x − c),
//
// cut with x; nil where they do not meet. One zero exists if K(x) lies inside of x, which proved says.
// at is F(c), jacobian is J(x), n×n. Where J's middle is singular x is returned as it is.
func contract(x, at, jacobian []enclosure) (within []enclosure, proved bool) {
	n := len(x)
	y, ok := inverse(jacobian, n)
	if !ok {
		return x, false
	}
	centre := middle(x)
	within, proved = make([]enclosure, n), true
	for i := range n {
		image := interval.Point(centre[i])
		for j := range n {
			image = image.Sub(at[j].Times(y[i*n+j]))
			slope := enclosure{}
			if i == j {
				slope = interval.Point(1)
			}
			for k := range n {
				slope = slope.Sub(jacobian[k*n+j].Times(y[i*n+k]))
			}
			image = image.Add(slope.Mul(x[j].Sub(interval.Point(centre[j]))))
		}
		proved = proved && image.Lo > x[i].Lo && image.Hi < x[i].Hi
		if within[i] = meet(image, x[i]); within[i].Lo > within[i].Hi {
			return nil, false
		}
	}
	return within, proved
}

// inverse is that of the middle of an interval matrix, by Gauss–Jordan with pivots.
func inverse(a []enclosure, n int) (y []float64, ok bool) {
	m, y := make([]float64, n*n), make([]float64, n*n)
	for i, v := range a {
		if m[i] = v.Middle(); math.IsInf(v.Lo, 0) || math.IsInf(v.Hi, 0) {
			return nil, false
		}
	}
	for i := range n {
		y[i*n+i] = 1
	}
	for c := range n {
		pivot := c
		for r := c + 1; r < n; r++ {
			if math.Abs(m[r*n+c]) > math.Abs(m[pivot*n+c]) {
				pivot = r
			}
		}
		if !(math.Abs(m[pivot*n+c]) > 0) {
			return nil, false
		}
		for k := range n {
			m[c*n+k], m[pivot*n+k] = m[pivot*n+k], m[c*n+k]
			y[c*n+k], y[pivot*n+k] = y[pivot*n+k], y[c*n+k]
		}
		scale := m[c*n+c]
		for k := range n {
			m[c*n+k] /= scale
			y[c*n+k] /= scale
		}
		for r := range n {
			if factor := m[r*n+c]; r != c && factor != 0 {
				for k := range n {
					m[r*n+k] -= factor * m[c*n+k]
					y[r*n+k] -= factor * y[c*n+k]
				}
			}
		}
	}
	for _, v := range y {
		if math.IsInf(v, 0) || math.IsNaN(v) {
			return nil, false
		}
	}
	return y, true
}
