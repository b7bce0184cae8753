package estimators

import (
	"math"

	"itermle/internal/rounding"
)

// decreasingRoot is where f, which decreases and returns its value and its slope, changes sign between low and high:
// f(low) > 0 ≥ f(high) are not evaluated. Newton's method from start, with a bisection where a step leaves what is
// known to hold the root; it ends where a step is a rounding, or the bracket is.
func decreasingRoot(low, high, start float64, f func(k float64) (value, slope float64)) float64 {
	at := start
	for range maxRootSteps {
		value, slope := f(at)
		if value > 0 {
			low = at
		} else {
			high = at
		}
		next := at - value/slope
		if !(next > low && next < high) {
			if next = low + (high-low)/2; high > 4*low && low > 0 {
				next = math.Sqrt(low) * math.Sqrt(high)
			}
		}
		if math.Abs(next-at) <= 2*rounding.Unit*math.Abs(at) || next == low || next == high {
			return next
		}
		at = next
	}
	return at
}

// maxRootSteps are far more than the bisections between any two positive float64.
const maxRootSteps = 200
