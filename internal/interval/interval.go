// Package interval encloses real functions over sets: every operation returns an interval that holds each value that
// the exact operation takes on its arguments, because each end is moved outward past the rounding.
//
// The opinion of the package: a bound that was not proved over the whole set is not a bound. Ends may be infinite;
// they are never NaN. Arguments outside the domain of an operation give the whole line.
package interval

import (
	"math"

	"itermle/internal/logarithm"
	"itermle/internal/rounding"
)

// Interval is the set [Lo, Hi] of real numbers.
type Interval struct{ Lo, Hi float64 }

// Point is the interval {v}.
func Point(v float64) Interval { return Interval{v, v} }

// Whole is the real line.
func Whole() Interval { return Interval{math.Inf(-1), math.Inf(1)} }

// outward widens correctly rounded ends by one unit; a NaN (∞−∞, 0·∞) becomes the whole line.
func outward(lo, hi float64) Interval {
	if math.IsNaN(lo) || math.IsNaN(hi) {
		return Whole()
	}
	return Interval{rounding.Below(lo), rounding.Above(hi)}
}

// Add is {a+b}.
func (a Interval) Add(b Interval) Interval { return outward(a.Lo+b.Lo, a.Hi+b.Hi) }

// Sub is {a−b}.
func (a Interval) Sub(b Interval) Interval { return outward(a.Lo-b.Hi, a.Hi-b.Lo) }

// Neg is {−a}.
func (a Interval) Neg() Interval { return Interval{-a.Hi, -a.Lo} }

// Mul is {ab}.
func (a Interval) Mul(b Interval) Interval {
	p, q, r, s := a.Lo*b.Lo, a.Lo*b.Hi, a.Hi*b.Lo, a.Hi*b.Hi
	return outward(min(min(p, q), min(r, s)), max(max(p, q), max(r, s)))
}

// Times is {ca}.
func (a Interval) Times(c float64) Interval { return a.Mul(Point(c)) }

// Div is {a/b}; the whole line where b holds 0.
func (a Interval) Div(b Interval) Interval {
	if !(b.Lo > 0 || b.Hi < 0) {
		return Whole()
	}
	p, q, r, s := a.Lo/b.Lo, a.Lo/b.Hi, a.Hi/b.Lo, a.Hi/b.Hi
	return outward(min(min(p, q), min(r, s)), max(max(p, q), max(r, s)))
}

// Abs is {|a|}.
func (a Interval) Abs() Interval {
	switch {
	case a.Lo >= 0:
		return a
	case a.Hi <= 0:
		return a.Neg()
	}
	return Interval{0, max(-a.Lo, a.Hi)}
}

// Square is {a²}, which is narrower than a.Mul(a) where a holds both signs.
func (a Interval) Square() Interval {
	a = a.Abs()
	square := outward(a.Lo*a.Lo, a.Hi*a.Hi)
	return Interval{max(0, square.Lo), square.Hi}
}

// Sqrt is {√a} of the part of a that is not negative; math.Sqrt rounds correctly.
func (a Interval) Sqrt() Interval {
	root := outward(math.Sqrt(max(0, a.Lo)), math.Sqrt(max(0, a.Hi)))
	return Interval{max(0, root.Lo), root.Hi}
}

// elementary widens by 8 units of 2^-53 and one place: four times what package math promises for Exp and Log, an error
// below one unit in the last place.
func elementary(lo, hi float64) Interval {
	widened := outward(rounding.Down(lo, 8), rounding.Up(hi, 8))
	if math.IsInf(lo, 0) {
		widened.Lo = lo
	}
	if math.IsInf(hi, 0) {
		widened.Hi = hi
	}
	return widened
}

// Exp is {e^a}. Where e^a overflows the lower end is the largest float64.
func (a Interval) Exp() Interval {
	e := elementary(math.Exp(a.Lo), math.Exp(a.Hi))
	if math.IsInf(e.Lo, 1) {
		e.Lo = math.MaxFloat64
	}
	return Interval{max(0, e.Lo), e.Hi}
}

// Log is {log a} of the part of a that is positive.
func (a Interval) Log() Interval {
	if !(a.Hi > 0) {
		return Whole()
	}
	return elementary(logarithm.Of(max(0, a.Lo)), logarithm.Of(a.Hi))
}

// Hull is the smallest interval that holds both.
func (a Interval) Hull(b Interval) Interval {
	return Interval{min(a.Lo, b.Lo), max(a.Hi, b.Hi)}
}

// Min is {min(a, b)}, Max is {max(a, b)}.
func (a Interval) Min(b Interval) Interval {
	return Interval{min(a.Lo, b.Lo), min(a.Hi, b.Hi)}
}

// Max is {max(a, b)}.
func (a Interval) Max(b Interval) Interval {
	return Interval{max(a.Lo, b.Lo), max(a.Hi, b.Hi)}
}

// Width is Hi − Lo.
func (a Interval) Width() float64 { return a.Hi - a.Lo }

// Middle is a float64 in a.
func (a Interval) Middle() float64 { return max(a.Lo, min(a.Lo/2+a.Hi/2, a.Hi)) }
