package estimators

import (
	"math"

	"itermle/internal/rounding"
)

// EncodedFamily is a family whose samples float64 holds badly, as where they underflow or crowd at an end of the
// support, while it holds a one-to-one function y(x) of them well. Encoded is the family of y, with the same θ and
// name: its likelihood is that of x up to a factor free of θ, so the MLE is the same, and Algorithm 1 on y is Algorithm
// 1 on x. Pools that draw samples hold y; Data, as Fit takes it, is x.
type EncodedFamily interface {
	Family
	Encoded() Family
}

// encoded is the family whose samples a pool holds.
func encoded(family Family) Family {
	if e, ok := family.(EncodedFamily); ok {
		return e.Encoded()
	}
	return family
}

// SamplingFamily knows where float64 no longer holds its samples, or the averages of n of them. CheckSampling returns a
// *RangeError that names the range for a θ outside it. Iteration.Check asks at θ*, pools at every θ they draw from,
// with n = 1.
type SamplingFamily interface {
	Family
	CheckSampling(theta []float64, n int64) error
}

// resolved refuses a location, the coordinate i of θ, at which neighbouring float64 are further apart than the standard
// deviation of the average of n samples, scale/√n: averages would round to θ, and errors to 0 or to that distance.
func (d *Description) resolved(theta []float64, i int, scale float64, n int64) error {
	least := scale
	if n > 1 {
		least = scale / math.Sqrt(float64(n))
	}
	if math.Abs(theta[i]) < 0x1p52*least { // the gap is at most 2^-52 of it, and 2^-1074
		return nil
	}
	if gap := rounding.Above(math.Abs(theta[i])) - math.Abs(theta[i]); !(gap <= least) {
		return &RangeError{What: d.name + ": " + d.coordinates[i].Symbol, Value: theta[i],
			Accept: "|" + d.coordinates[i].Symbol +
				"| so small that float64 resolves the deviation of the average of n_0 " +
				"samples; here neighbours are further apart"}
	}
	return nil
}

// A sample that underflows is wrong by 2^-1075 at most: beside a scale of 2^-1000 and more that is nothing.
const (
	leastScale   = 0x1p-1000
	largestScale = 0x1p1000
)

// scaled refuses a scale, the coordinate i of θ or its inverse, whose samples underflow or overflow.
func (d *Description) scaled(theta []float64, i int) error {
	if v := theta[i]; !(v >= leastScale && v <= largestScale) {
		return &RangeError{What: d.name + ": " + d.coordinates[i].Symbol, Value: v,
			Accept: "2^-1000 ≤ " + d.coordinates[i].Symbol + " ≤ 2^1000, where float64 holds the samples"}
	}
	return nil
}

// UnresolvedError is a model that an iteration has come to, of whose samples float64 holds no more than where they are;
// Err says of which coordinate, and its range.
type UnresolvedError struct{ Err error }

func (e *UnresolvedError) Error() string { return e.Err.Error() }
func (e *UnresolvedError) Unwrap() error { return e.Err }

// checkSampling is the family's own CheckSampling, where it has one.
func checkSampling(family Family, theta []float64, n int64) error {
	if limited, ok := family.(SamplingFamily); ok {
		return limited.CheckSampling(theta, n)
	}
	return nil
}
