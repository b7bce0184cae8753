package random

import (
	"math"
	"math/rand/v2"
)

// Gamma returns a draw of the gamma law of the given shape and scale 1, mean = variance = shape.
//
// For shapes of at least 1 it is the cubed Gaussian of G. Marsaglia and W. W. Tsang, "A simple method for generating
// gamma variables" (2000), with the acceptance log-probability in the form
//
//	3d [log(1+z) − z + z²/2 − z³/3],  d = shape − 1/3,  z = x/√(9d),
//
// equal to theirs, x²/2 + d − dv + d log v, but free of its cancellation: exact up to shape 2^53 and beyond. Below 1,
// Gamma(shape) = Gamma(shape+1)·U^{1/shape}; it underflows to 0 where the draw is below the least float64, which for
// a shape of 1e-3 is about every second draw: logGamma does not.
//
// It panics if the shape is not positive and finite.
func Gamma(shape float64, random *rand.Rand) float64 {
	if shape < 1 {
		return math.Exp(logGamma(shape, random))
	}
	if math.IsInf(shape, 1) || math.IsNaN(shape) {
		panic("random: Gamma wants a finite shape > 0")
	}
	d := shape - 1.0/3
	c := 1 / (3 * math.Sqrt(d))
	for {
		x := Normal(random)
		z := c * x
		v := 1 + z
		if v <= 0 {
			continue
		}
		v = v * v * v
		u := random.Float64()
		square := x * x
		if u < 1-0.0331*square*square || math.Log(u) < 3*d*logRemainder(z) {
			return d * v
		}
	}
}

// logRemainder is log(1+z) − z + z²/2 − z³/3 ≤ 0 for z > −1.
func logRemainder(z float64) float64 {
	if math.Abs(z) > 0.125 {
		return math.Log1p(z) - z*(1-z*(0.5-z/3))
	}
	// −z⁴/4 + z⁵/5 − …; 16 terms leave (1/8)^16 of the first.
	sum := 0.0
	for k := 19; k >= 4; k-- {
		sum = 1/float64(k) - z*sum
	}
	return -sum * z * z * z * z
}

// logGamma returns the logarithm of a draw of the gamma law of the given shape and scale 1. For tiny shapes the draw
// itself underflows, its logarithm, of order −1/shape, does not: it overflows to −Inf only for shapes below 1e-306.
//
// It panics if the shape is not positive and finite.
func logGamma(shape float64, random *rand.Rand) float64 {
	if !(shape > 0) || math.IsInf(shape, 1) {
		panic("random: Gamma wants a finite shape > 0")
	}
	if shape < 1 {
		return math.Log(Gamma(shape+1, random)) - Exponential(random)/shape
	}
	return math.Log(Gamma(shape, random))
}

// ChiSquare returns a draw of the χ² law with k > 0 degrees of freedom, whole or not.
func ChiSquare(k float64, random *rand.Rand) float64 { return 2 * Gamma(k/2, random) }
