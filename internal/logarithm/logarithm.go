// Package logarithm is math.Log for all positive numbers. Go's assembly for amd64 (as of Go 1.26) reads a subnormal
// number as if it were a normal one: log 2^-1074 comes out as −709.09 where −744.44 is right, and on other machines
// is given.
package logarithm

import "math"

// Of is log x, to 4 units of 2^-53. Special cases are those of math.Log.
func Of(x float64) float64 {
	if x > 0 && x < 0x1p-1022 {
		return math.Log(x*0x1p54) - 54*math.Ln2
	}
	return math.Log(x)
}
