package alphabet

import (
	"math"

	"itermle/internal/interval"
)

// concave says whether ℓ is known to be strictly concave on the hull, behind no channel.
func (a *ascent) concave(hull []enclosure) bool {
	if a.l.f.channel != nil {
		return false
	}
	curvature := a.l.over(a.charts.chart(hull)).hessian
	for i, v := range curvature {
		curvature[i] = v.Neg()
	}
	least, _ := spectrum(curvature, len(hull))
	return least.Lo > 0
}

// newton is a box that holds the maximiser of a concave ℓ inside Θ and nothing else of its zeros of ∇ℓ; nil where
// Newton's method does not find it, such as for a maximum on the boundary.
func (a *ascent) newton(hull []enclosure) []enclosure {
	d := len(hull)
	theta, step := middle(hull), make([]float64, d)
	for range 50 {
		gradient, hessian := a.slope(theta)
		y, ok := inverse(hessian, d)
		if !ok {
			return nil
		}
		size := 0.0
		for i := range d {
			step[i] = 0
			for j := range d {
				step[i] -= y[i*d+j] * gradient[j]
			}
			size = math.Max(size, math.Abs(step[i])/a.scale[i])
		}
		// Half of Θ at most: far from the maximum the Hessian fades.
		shrink := math.Min(1, 0.5/size)
		for i := range d {
			theta[i] += shrink * step[i]
		}
		if !a.space.holds(theta) {
			a.space.project(theta, theta)
		}
		if size <= 1e-9 {
			return a.enclose(theta)
		}
	}
	return nil
}

// slope is the gradient and the Hessian of ℓ at θ, in floating point.
func (a *ascent) slope(theta []float64) (gradient []float64, hessian []enclosure) {
	f, d := a.l.f, len(theta)
	c := f.cumulants(theta)
	gradient, hessian = make([]float64, d), make([]enclosure, d*d)
	weight := a.l.total.Middle()
	for i := range d {
		gradient[i] = weight * c.gradient[i][0] // −W E∂_i o, for o_0 = 0
		for m, powers := range f.monomials {
			gradient[i] += a.l.a[m].Middle() * derivative(powers, theta, i)
		}
		for j := range d {
			hessian[i*d+j] = interval.Point(-weight * c.mean(c.gradient[i], c.gradient[j]))
		}
	}
	return gradient, hessian
}

// enclose proves that a zero of ∇ℓ lies near θ, and shrinks the box as far as it goes; nil where it cannot.
func (a *ascent) enclose(theta []float64) []enclosure {
	box := make([]enclosure, len(theta))
	for i, v := range theta {
		reach := 0x1p-24 * a.scale[i]
		box[i] = enclosure{Lo: v - reach, Hi: v + reach}
	}
	_, inside := a.space.cut(box)
	if !inside || !a.space.holds(corner(box, false)) || !a.space.holds(corner(box, true)) {
		return nil
	}
	for round := 0; ; round++ {
		size, _ := a.size(box)
		view := a.l.over(a.l.f.chart(box))
		next, proved := contract(box, view.gradientAt, view.hessian)
		if next == nil || round == 0 && !proved {
			return nil
		}
		box = next
		if after, _ := a.size(box); after > size/2 {
			return box
		}
	}
}

func corner(box []enclosure, high bool) []float64 {
	theta := make([]float64, len(box))
	for i, side := range box {
		if theta[i] = side.Lo; high {
			theta[i] = side.Hi
		}
	}
	return theta
}
