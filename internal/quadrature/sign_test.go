package quadrature

import (
	"math"
	"testing"
)

// The integral of −f is that of f with its sign changed, and has the same error: rounding is of |f|, never of f.
func TestErrorForgetsTheSign(t *testing.T) {
	for name, f := range map[string]func(float64) float64{
		"constant": func(float64) float64 { return 3 }, "exp": math.Exp,
		"odd": func(x float64) float64 { return x * x * x }, "left": func(x float64) float64 { return math.Min(0, x) },
	} {
		value, bound, err := Integrate(f, []float64{-1, 2}, 1e-9)
		mirrored, same, wrong := Integrate(func(x float64) float64 { return -f(x) }, []float64{-1, 2}, 1e-9)
		if err != nil || wrong != nil || value != -mirrored || bound != same || !(bound > 0) {
			t.Errorf("%s: %g ± %g (%v), of its negative %g ± %g (%v)", name, value, bound, err, mirrored, same, wrong)
		}
	}
}
