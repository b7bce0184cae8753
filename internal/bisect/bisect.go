// Package bisect finds where a condition that changes once changes.
//
// Its opinion: a bisection has a safe side. Every function takes a point good, where the condition holds, and a point
// bad, where it does not, and returns good or a point where it was seen to hold, however it behaves in between: a
// condition that flickers by rounding costs sharpness, not safety. The two points are not evaluated, and either may
// be the larger. Who wants the other side negates the condition and swaps the points.
package bisect

import "math"

// Int is n with holds(n), next to a number towards bad for which it does not: the smallest such n > bad for bad <
// good, if the condition holds from there on.
func Int[N int | int64](good, bad N, holds func(n N) bool) N {
	n, _ := TryInt(good, bad, func(n N) (bool, error) { return holds(n), nil }) // there is no error to lose
	return n
}

// TryInt is Int for a condition that may fail to be decided: it ends at the first error, which it returns with 0.
func TryInt[N int | int64](good, bad N, holds func(n N) (bool, error)) (N, error) {
	for {
		middle := good&bad + (good^bad)>>1 // ⌊(good+bad)/2⌋ without overflow
		if middle == good || middle == bad {
			return good, nil
		}
		ok, err := holds(middle)
		if err != nil {
			return 0, err
		}
		if ok {
			good = middle
		} else {
			bad = middle
		}
	}
}

// Float is x with holds(x), next to a float64 towards bad for which it does not. It takes at most 64 calls, since it
// bisects the ranks of float64, not their values: a tiny x is found as soon and as sharply as any other. The points
// may be infinite; it panics if one is NaN. For 0 the condition is asked at +0.
func Float(good, bad float64, holds func(x float64) bool) float64 {
	return value(Int(rank(good), rank(bad), func(n int64) bool { return holds(value(n)) }))
}

// rank numbers the float64 in their order, 0 for ±0.
func rank(x float64) int64 {
	if math.IsNaN(x) {
		panic("bisect: a point is NaN")
	}
	bits := int64(math.Float64bits(x))
	if bits < 0 {
		return math.MinInt64 - bits
	}
	return bits
}

// value is the float64 of a rank.
func value(rank int64) float64 {
	if rank < 0 {
		return math.Float64frombits(uint64(math.MinInt64 - rank))
	}
	return math.Float64frombits(uint64(rank))
}

// Within is x with holds(x), at most width from a point towards bad for which it does not: for a condition that is
// dear, or blurred by more than a unit in the last place. It halves values, and ends at neighbours where width is
// below their distance. It is good if one of the points is NaN or infinite, or their sum overflows.
func Within(good, bad, width float64, holds func(x float64) bool) float64 {
	for math.Abs(good-bad) > width {
		middle := (good + bad) / 2
		if middle == good || middle == bad || math.IsInf(middle, 0) || math.IsNaN(middle) {
			break
		}
		if holds(middle) {
			good = middle
		} else {
			bad = middle
		}
	}
	return good
}
