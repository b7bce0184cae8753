package audit

import (
	"math"

	"itermle/internal/interval"
	"itermle/internal/rounding"
)

// mixtureInformation encloses I over a box of weights 0 < w < 1. With D = |a − b|, y = |x − (a+b)/2| and e = e^{−Dy}
//
//	I(w) = ∫ (φ_a − φ_b)²/(wφ_a + (1−w)φ_b) = J(w) + J(1−w),   J(w) = ∫_0^∞ φ(y − D/2) (1−e)²/(w + (1−w)e) dy,
//
// whose integrand keeps its digits however small D is. I is convex in w, as 1/p is, and I(w) = I(1−w): it is least at
// the weight nearest ½ and largest at an end.
func mixtureInformation(a, b float64) func(theta []interval.Interval) interval.Interval {
	at := mixtureInformationAt(a, b)
	return func(theta []interval.Interval) interval.Interval {
		w := theta[0]
		least := at(math.Max(w.Lo, math.Min(0.5, w.Hi)))
		if w.Width() == 0 {
			return least
		}
		return interval.Interval{Lo: least.Lo, Hi: at(w.Lo).Max(at(w.Hi)).Hi}
	}
}

// mixtureInformationAt encloses I at a point by the midpoint rule with its remainder over 512 cells, y ≤ 9 + D/2. With
// |φ_a − φ_b| ≤ max(φ_a, φ_b) ≤ p/min(w, 1−w) the rest is at most 2 P(|Z| ≥ 9)/min(w, 1−w) < 10^-18/min(w, 1−w), and
// with 1 − e ≤ Dy, D ≤ 20 at most 2D² ∫_9^∞ (z + D/2)² φ(z) dz/min(w, 1−w) < 10^-16 D²/min(w, 1−w).
func mixtureInformationAt(a, b float64) func(w float64) interval.Interval {
	const cells, beyond = 512, 9.0
	distance := number(a).Sub(number(b)).Abs()
	far := beyond + distance.Hi/2
	normaliser := reciprocal(number(2).Mul(interval.Interval{Lo: math.Pi, Hi: rounding.Above(math.Pi)}).Sqrt())
	// top is φ(y − D/2)(1−e)², e is e.
	type terms struct{ top, e interval.Jet }
	over := func(y interval.Interval) terms {
		v := interval.Variable(y)
		e := v.Scale(distance.Neg(), number(0)).Exp()
		rest := interval.Jet{Value: fall(y.Mul(distance)), First: e.First.Neg(), Second: e.Second.Neg()}
		z := v.Scale(number(1), distance.Times(-0.5))
		return terms{z.Mul(z).Scale(number(-0.5), number(0)).Exp().Mul(rest.Mul(rest)), e}
	}
	type cell struct {
		width         interval.Interval
		whole, middle terms
	}
	table := make([]cell, cells)
	edge := func(i int) float64 { return float64(i) * (far / cells) }
	for i := range table {
		low, high := number(edge(i)), number(edge(i+1))
		// The exact middle of two float64 may lie between two others: an interval holds it.
		table[i] = cell{high.Sub(low), over(low.Hull(high)), over(low.Add(high).Times(0.5))}
	}
	return func(w float64) (sum interval.Interval) {
		p, q := number(w), number(1).Sub(number(w))
		both := func(t *terms) interval.Jet { return t.top.Div(t.e.Scale(q, p)).Add(t.top.Div(t.e.Scale(p, q))) }
		for i := range table {
			c := &table[i]
			sum = sum.Add(interval.Integral(both(&c.middle).Value, both(&c.whole), c.width))
		}
		rest := reciprocal(p.Min(q)).Mul(number(1e-18).Min(square(distance).Times(1e-16)))
		sum = sum.Mul(normaliser)
		return interval.Interval{Lo: math.Max(0, sum.Lo), Hi: sum.Add(rest).Hi}
	}
}

// fall encloses 1 − e^{−s} over s ≥ 0, which increases: by exponentials, and next to 0, where they cancel, by s − s²/2
// ≤ 1 − e^{−s} ≤ s.
func fall(s interval.Interval) interval.Interval {
	at := func(s float64) interval.Interval {
		if s < 1e-5 {
			return number(s).Sub(square(number(s)).Times(0.5)).Hull(number(math.Max(0, s)))
		}
		return number(1).Sub(number(-s).Exp())
	}
	return interval.Interval{Lo: math.Max(0, at(math.Max(0, s.Lo)).Lo), Hi: at(s.Hi).Hi}
}
