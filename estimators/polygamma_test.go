package estimators

import (
	"math"
	"testing"
)

// h at the shapes where ψ is known, by its recursion, and its derivatives by gonum's ζ (whose ψ is good to 10^-10).
func TestDigammaDeficit(t *testing.T) {
	harmonic := 0.0
	for j := 1.0; j < 100; j++ {
		harmonic += 1 / j
	}
	for k, want := range map[float64]float64{1: eulerGamma, 0.5: eulerGamma + math.Ln2,
		0.25: eulerGamma + math.Pi/2 + math.Ln2, 100: math.Log(100) + eulerGamma - harmonic} {
		if got := digammaDeficit(k); !(math.Abs(got-want) <= 4e-15) {
			t.Errorf("h(%g) = %.17g, want %.17g", k, got, want)
		}
	}
	for _, k := range []float64{1.0 / 16, 0.3, 1, 2.5, 7, 15.99, 16, 40, 1e3} {
		for _, row := range []struct {
			name      string
			got, want float64
			size      float64 // of what cancels in want
		}{
			{"h", digammaDeficit(k), digammaDeficit(k+1) + logRemainder(1/k), 0},
			{"−h′", trigammaExcess(k), trigamma(k) - 1/k, 1/k + 1/k/k},
			{"h″", tetragammaExcess(k), -tetragamma(k) - 1/k/k, 1/k/k + 2/k/k/k},
		} {
			if !(math.Abs(row.got-row.want) <= 1e-14*(math.Abs(row.want)+row.size)) {
				t.Errorf("%s(%g) = %.17g, want %.17g", row.name, k, row.got, row.want)
			}
		}
		for _, x := range []float64{0, 1, 3, 20, 1e4} {
			got, want := digammaDeficitFall(k, x), digammaDeficit(k)-digammaDeficit(k+x)
			if !(math.Abs(got-want) <= 1e-14*digammaDeficit(k)) {
				t.Errorf("h(%g) − h(%g) = %.17g, want %.17g", k, k+x, got, want)
			}
		}
	}
	for _, k := range []float64{16, 1e3, 1e6, 1e9, 1e12} {
		if got, want := digammaDeficitFall(k, 1), logRemainder(1/k); !(math.Abs(got/want-1) <= 1e-14) {
			t.Errorf("h(%g) − h(k+1) = %.17g, want %.17g", k, got, want)
		}
		got, want := digammaDeficitFall(k, 3), logRemainder(1/k)+logRemainder(1/(k+1))+logRemainder(1/(k+2))
		if !(math.Abs(got/want-1) <= 1e-14) {
			t.Errorf("h(%g) − h(k+3) = %.17g, want %.17g", k, got, want)
		}
		if got := 2 * k * digammaDeficit(k); !(got > 1 && got < 1+1/k) {
			t.Errorf("2k h(k) = %v at %g", got, k)
		}
	}
}
