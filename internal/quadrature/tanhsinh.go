package quadrature

import (
	"fmt"
	"math"
)

// IntegrateSingular is ∫ f over (a, b) where f may be infinite at either end, by the double exponential rule of
// Takahasi and Mori (1974) with step halving. f is given the distances to both ends, left = x − a and right = b − x,
// each to full relative precision, because next to a singularity x itself has lost them.
//
// The bound is the change of the last halving plus the last terms summed plus 32 units in the last place of ∫|f|. For
// an integrand analytic inside (a, b) the number of digits doubles at each halving, so the last change overstates the
// error of the last value.
func IntegrateSingular(f func(left, right float64) float64, a, b, tolerance float64) (value, bound float64, err error) {
	if !(a < b) || math.IsInf(b-a, 0) {
		return 0, math.Inf(1), fmt.Errorf("quadrature: (%g, %g) is not a bounded interval", a, b)
	}
	const lastLevel = 12
	width := b - a
	sum, absolute := 0.0, 0.0
	previous := math.NaN()
	for level := 0; level <= lastLevel; level++ {
		h := math.Ldexp(1, -level)
		edge := 0.0
		for _, side := range [2]float64{1, -1} {
			for k := 0; ; k++ {
				// After the first level only odd multiples of h are new.
				if level > 0 && k%2 == 0 || k == 0 && side < 0 {
					continue
				}
				t := side * float64(k) * h
				// x = a + width/(1+e^{−2u}), u = (π/2) sinh t, dx/dt = width·(π/2) cosh t/(2 cosh² u).
				u := math.Pi / 2 * math.Sinh(t)
				near := 1 / (1 + math.Exp(2*math.Abs(u))) // distance to the nearer end, in widths
				left, right := width*near, width*(1-near)
				if u > 0 {
					left, right = right, left
				}
				weight := width * math.Pi * math.Cosh(t) * near * (1 - near)
				if left == 0 || right == 0 || weight == 0 {
					break
				}
				term := weight * f(left, right)
				if math.IsNaN(term) || math.IsInf(term, 0) {
					return 0, math.Inf(1), fmt.Errorf("quadrature: the integrand is not finite at %g", a+left)
				}
				sum += term
				absolute += math.Abs(term)
				edge = math.Max(edge, math.Abs(term)*boolean(near < 0x1p-1000))
				if math.Abs(term) <= 0x1p-80*absolute && math.Abs(t) > 2 {
					break
				}
			}
		}
		value = h * sum
		bound = math.Abs(value-previous) + h*edge*4 + evaluation*h*absolute
		if level >= 3 && bound <= tolerance {
			return value, bound, nil
		}
		previous = value
	}
	return value, bound, &NotConvergedError{Value: value, Bound: bound, Tolerance: tolerance, Panels: 1 << lastLevel}
}

func boolean(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
