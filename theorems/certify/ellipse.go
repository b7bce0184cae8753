package certify

import "math"

// ellipseRadius is Mixture's z for d = 2 where I* has eigenvalues λ < λ/a², a = ratio: ‖I*⁻¹M‖ ≤ z √(κV_T/λ),
// that is
//
//	z = max{ √(m_1² + a² m_2²) : f(m) ≤ e^level },  f(m) = mean over j of exp(y_j·m − ½‖y_j‖²)
//
// in units where κV_T = 1, for 4·16 points y_j = c(cos φ_j, b sin φ_j) of an ellipse, b ≤ 1. Any finite set of y's
// gives a supermartingale; c and b are chosen on a grid. For a → 0 the best z tends to what one dimension has, for a =
// 1 to the circle's.
//
// {f ≤ e^level} is convex and symmetric in both axes, and the tangents at boundary points enclose it: the norm is
// largest at a vertex where neighbouring tangents meet, which bounds it from above.
func ellipseRadius(ratio, level float64) (c, z float64, corners []corner) {
	z = math.Inf(1)
	centre := math.Sqrt(2 * level)
	for _, b := range []float64{1, 0.7, 0.5, 0.35, 0.25, 0.15} {
		for scale := 0.8; scale < 1.7; scale += 0.1 {
			mixture := newEllipseMixture(scale*centre, b)
			around := mixture.corners(level)
			if found := farthestCorner(around, ratio, 0); found < z {
				c, z, corners = scale*centre, found, around
			}
		}
	}
	return c, z, corners
}

// ellipsePoints are the points in one quadrant; the others mirror them.
const ellipsePoints = 16

type ellipseMixture struct{ y1, y2, logWeight [ellipsePoints]float64 }

func newEllipseMixture(c, b float64) *ellipseMixture {
	var e ellipseMixture
	for j := range ellipsePoints {
		sine, cosine := math.Sincos((float64(j) + 0.5) / ellipsePoints * math.Pi / 2)
		e.y1[j], e.y2[j] = c*cosine, c*b*sine
		e.logWeight[j] = -(e.y1[j]*e.y1[j]+e.y2[j]*e.y2[j])/2 - math.Log(4*ellipsePoints)
	}
	return &e
}

// at is log f with its gradient for m_1, m_2 ≥ 0: by symmetry f = Σ weight·4 cosh(y_1 m_1) cosh(y_2 m_2), and its terms
// are kept relative to the largest exponential, for δ down to the least float64.
func (e *ellipseMixture) at(m1, m2 float64) (value, g1, g2 float64) {
	var exponents [ellipsePoints]float64
	largest := math.Inf(-1)
	for j := range exponents {
		exponents[j] = e.y1[j]*m1 + e.y2[j]*m2 + e.logWeight[j]
		largest = max(largest, exponents[j])
	}
	sum, d1, d2 := 0.0, 0.0, 0.0
	for j, exponent := range exponents {
		term, u, v := math.Exp(exponent-largest), math.Exp(-2*e.y1[j]*m1), math.Exp(-2*e.y2[j]*m2)
		sum += term * (1 + u) * (1 + v)
		d1 += term * e.y1[j] * (1 - u) * (1 + v)
		d2 += term * e.y2[j] * (1 + u) * (1 - v)
	}
	return largest + math.Log(sum), d1 / sum, d2 / sum
}

// corner is a vertex (m_1, m_2) of a polygon.
type corner struct{ m1, m2 float64 }

// farthestCorner is the bound of √(m_1² + a² m_2²) + ε√(m_1² + m_2²) in the polygon of the corners and their mirror
// images: the expression is convex.
func farthestCorner(corners []corner, a, epsilon float64) float64 {
	largest := 0.0
	for _, m := range corners {
		largest = max(largest, math.Hypot(m.m1, a*m.m2)+epsilon*math.Hypot(m.m1, m.m2))
	}
	return largest * (1 + 1e-7) // the tangents' slopes are rounded, and their crossings divide by sin(π/48)
}

// corners are those, in one quadrant, of a polygon about {log f ≤ level}; one at infinity if that is too large.
func (e *ellipseMixture) corners(level float64) []corner {
	const rays = 24
	type tangent struct{ g1, g2, offset float64 } // g·m ≤ offset
	var previous tangent
	var corners []corner
	for i := range rays + 1 {
		sine, cosine := math.Sincos(float64(i) / rays * math.Pi / 2)
		// Newton's method for log f = outside, which is convex along the ray, stays beyond the root. The two slacks are
		// far above the rounding of log f and far below the reach of farthestCorner's.
		outside, high := level+1e-10*(1+level), 1.0
		value, g1, g2 := e.at(high*cosine, high*sine)
		for ; !(value > outside); value, g1, g2 = e.at(high*cosine, high*sine) {
			if high *= 2; high > 1e3 {
				return []corner{{math.Inf(1), math.Inf(1)}}
			}
		}
		for value > outside+1e-10*(1+level) {
			high -= (value - outside) / (g1*cosine + g2*sine)
			value, g1, g2 = e.at(high*cosine, high*sine)
		}
		// The tangent to the level set through a point outside encloses a larger one; on an axis the other slope is 0
		// by symmetry.
		if i == 0 {
			g2 = 0
		}
		if i == rays {
			g1 = 0
		}
		now := tangent{g1, g2, (g1*cosine + g2*sine) * high}
		if i > 0 {
			det := previous.g1*now.g2 - previous.g2*now.g1
			m1 := (previous.offset*now.g2 - previous.g2*now.offset) / det
			m2 := (previous.g1*now.offset - previous.offset*now.g1) / det
			corners = append(corners, corner{m1, m2})
		}
		previous = now
	}
	return corners
}
