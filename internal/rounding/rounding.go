// Package rounding is the vocabulary for bounds that must hold in spite of rounding: how a computed number is moved so
// that the real one is certainly on its other side.
//
// Its opinion: a caller counts the roundings behind a number and says the count; how far that is, no caller spells out.
// There are three ways to know how wrong a number can be, and two words for each:
//
//	Up, Down      relative: a chain of roundings, without cancellation
//	Above, Below  one operation, rounded correctly
//	UpBy, DownBy  absolute: a bound on the error is at hand
package rounding

import "math"

// Unit is u = 2^-53, the largest relative error of one operation of float64 whose result is at least 2^-1022.
const Unit = 0x1p-53

// least is the smallest positive float64; a result below 2^-1022 is wrong by at most half of it.
const least = math.SmallestNonzeroFloat64

// Up is x + units·u·|x|, rounded to nearest: at least every real number that units−2 roundings can have turned into x,
// for 2 ≤ units ≤ 2^26. A chain of k roundings without cancellation makes of y an x with
//
//	|y − x| ≤ ((1−u)^−k − 1)|x| < (k + k²u)u|x|,
//
// and the move itself is rounded once. An odd number of units counts as the next even one: 1 + u is no float64.
//
// Special cases are:
//
//	Up(x, units) = x + units·2^-1074 for 0 < |x| < 2^-1022, where the units are no share of x
//	Up(x, units) = x for ±0, ±Inf and NaN, which are taken for exact: UpBy is for what can underflow to 0
func Up(x float64, units int) float64 {
	e := float64(units+units&1) * Unit
	switch {
	case x >= 0x1p-1022:
		return x * (1 + e)
	case x <= -0x1p-1022:
		return x * (1 - e)
	case x == 0:
		return x
	}
	return x + float64(units)*least
}

// Down is −Up(−x, units): at most every real number that units−2 roundings can have turned into x.
func Down(x float64, units int) float64 { return -Up(-x, units) }

// Above is the float64 after x: more than the real number that was rounded to x. It is NaN for NaN, and
//
//	Above(±0) = 2^-1074
//	Above(+Inf) = +Inf
//	Above(−Inf) = −MaxFloat64
func Above(x float64) float64 {
	// math.Nextafter(x, +Inf) but for a call, on which interval arithmetic spends a tenth of its time.
	switch {
	case x < 0:
		return math.Float64frombits(math.Float64bits(x) - 1)
	case x == 0:
		return least
	case x <= math.MaxFloat64:
		return math.Float64frombits(math.Float64bits(x) + 1)
	}
	return x
}

// Below is −Above(−x), the float64 before x.
func Below(x float64) float64 { return -Above(-x) }

// UpBy is at least x + slack for slack ≥ 0, of which it is at most two neighbours above.
func UpBy(x, slack float64) float64 { return Above(x + slack) }

// DownBy is at most x − slack for slack ≥ 0.
func DownBy(x, slack float64) float64 { return Below(x - slack) }
