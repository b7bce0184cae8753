package logarithm

import (
	"math"
	"testing"
)

// Against the mantissa's and the exponent's logarithm apart; 2e-13 is two units in the last place of 745.
func TestOf(t *testing.T) {
	for x := math.SmallestNonzeroFloat64; x < 1e-290; x *= 1.7 + 0x1p-30 {
		mantissa, exponent := math.Frexp(x)
		if want := math.Log(mantissa) + float64(exponent)*math.Ln2; !(math.Abs(Of(x)-want) <= 2*0x1p-43) {
			t.Errorf("log %g = %.17g, want %.17g", x, Of(x), want)
		}
	}
	if !math.IsInf(Of(0), -1) || !math.IsNaN(Of(-5e-324)) || Of(1) != 0 {
		t.Errorf("log 0 = %g, log of a negative number = %g, log 1 = %g", Of(0), Of(-5e-324), Of(1))
	}
}
