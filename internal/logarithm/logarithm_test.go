package logarithm

import (
	"math"
	"testing"
)

// log 2^k = k log 2, whose rounding is half a unit of what the logarithm may err by.
func TestPowersOfTwo(t *testing.T) {
	for k := -1074; k <= 1023; k++ {
		if got, want := Of(math.Ldexp(1, k)), float64(k)*math.Ln2; !(math.Abs(got-want) <= 4*0x1p-53*math.Abs(want)) {
			t.Errorf("log 2^%d = %.17g, want %.17g", k, got, want)
		}
	}
	if !math.IsInf(Of(0), -1) || !math.IsNaN(Of(-0x1p-1074)) {
		t.Errorf("log 0 = %g, log −2^-1074 = %g", Of(0), Of(-0x1p-1074))
	}
}
