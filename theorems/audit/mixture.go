package audit

import (
	"math"

	"itermle/internal/interval"
)

// mixtureMoments encloses I(w) = ∫ (φ_a − φ_b)²/p and I′(w) = −∫ (φ_a − φ_b)³/p², p = wφ_a + (1−w)φ_b, at a point 0 < w
// < 1: the midpoint rule with its remainder over 512 cells, which reach 9 beyond both means. With |φ_a − φ_b| ≤
// max(φ_a, φ_b) ≤ p/min(w, 1−w) the rest of ∫ |φ_a − φ_b|^{j+1}/p^j is at most 2 P(|Z| ≥ 9)/min(w, 1−w)^j <
// 10^-18/min(w, 1−w)^j.
func mixtureMoments(a, b float64) func(w float64) (information, slope interval.Interval) {
	const cells, beyond = 512, 9.0
	low, high := math.Min(a, b)-beyond, math.Max(a, b)+beyond
	normaliser := number(2).Mul(interval.Interval{Lo: math.Pi, Hi: math.Nextafter(math.Pi, 4)}).Sqrt()
	density := func(x interval.Interval, mean float64) interval.Jet {
		z := interval.Variable(x).Scale(number(1), number(-mean))
		return z.Mul(z).Scale(number(-0.5), number(0)).Exp().Scale(reciprocal(normaliser), number(0))
	}
	type cell struct{ difference, a, b, middleDifference, middleA, middleB interval.Jet }
	table, widths := make([]cell, cells), make([]interval.Interval, cells)
	edge := func(i int) float64 { return low + float64(i)*((high-low)/cells) }
	for i := range table {
		x := interval.Interval{Lo: edge(i), Hi: edge(i + 1)}
		// The exact middle of two float64 may lie between two others: an interval holds it.
		middle := number(x.Lo).Add(number(x.Hi)).Times(0.5)
		c := cell{a: density(x, a), b: density(x, b), middleA: density(middle, a), middleB: density(middle, b)}
		c.difference = c.a.Add(c.b.Scale(number(-1), number(0)))
		c.middleDifference = c.middleA.Add(c.middleB.Scale(number(-1), number(0)))
		table[i], widths[i] = c, number(x.Hi).Sub(number(x.Lo))
	}
	moments := func(difference, a, b interval.Jet, w, v interval.Interval) (square, cube interval.Jet) {
		score := difference.Div(a.Scale(w, number(0)).Add(b.Scale(v, number(0))))
		square = difference.Mul(score)
		return square, square.Mul(score)
	}
	return func(w float64) (information, slope interval.Interval) {
		p, q := number(w), number(1).Sub(number(w))
		for i := range table {
			c := &table[i]
			square, cube := moments(c.difference, c.a, c.b, p, q)
			middleSquare, middleCube := moments(c.middleDifference, c.middleA, c.middleB, p, q)
			information = information.Add(interval.Integral(middleSquare.Value, square, widths[i]))
			slope = slope.Sub(interval.Integral(middleCube.Value, cube, widths[i]))
		}
		rest := reciprocal(p.Min(q)).Times(1e-18)
		more := rest.Mul(reciprocal(p.Min(q)))
		return information.Add(interval.Interval{Lo: 0, Hi: rest.Hi}),
			slope.Add(interval.Interval{Lo: -more.Hi, Hi: more.Hi})
	}
}

// mixtureInformation encloses I over a box of weights. I is convex in w, as 1/p is: it lies above its tangent at the
// middle, and below the larger of its values at the ends.
func mixtureInformation(a, b float64) func(theta []interval.Interval) interval.Interval {
	moments := mixtureMoments(a, b)
	return func(theta []interval.Interval) interval.Interval {
		w := theta[0]
		at, slope := moments(w.Middle())
		if w.Width() == 0 {
			return at
		}
		reach := number(w.Hi).Sub(number(w.Middle())).Hull(number(w.Middle()).Sub(number(w.Lo)))
		low, _ := moments(w.Lo)
		high, _ := moments(w.Hi)
		return interval.Interval{Lo: at.Lo - slope.Abs().Mul(reach).Hi*(1+0x1p-50) - math.Abs(at.Lo)*0x1p-50,
			Hi: math.Max(low.Hi, high.Hi)}
	}
}
