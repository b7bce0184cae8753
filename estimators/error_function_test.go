package estimators

import (
	"math"
	"testing"
)

// erf is within 4 units of math.Erf, itself within one, on a grid that meets every centre and the middles between them.
func TestErrorFunction(t *testing.T) {
	for i := 0; i <= 7<<14; i++ {
		x := float64(i) / (1 << 14)
		if got, want := erf(x), math.Erf(x); !(math.Abs(got-want) <= 4*0x1p-53*want) {
			t.Fatalf("erf(%g) = %g, want %g: %g units", x, got, want, (got-want)/want*0x1p53)
		}
	}
	for _, x := range []float64{1e-300, 1e-20, 1e-8, 0.03124, math.Inf(1)} {
		if got, want := erf(x), math.Erf(x); !(math.Abs(got-want) <= 4*0x1p-53*want) {
			t.Errorf("erf(%g) = %g, want %g", x, got, want)
		}
	}
}
