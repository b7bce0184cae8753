package counterexamples

import (
	"math"
	"testing"
)

// The ends fall, each interval has the mass 1 − c to 10^-8, and a level that no integral can be had of is an error, not
// four ends.
func TestBahadurEnds(t *testing.T) {
	f := bahadur{level: 0.5}
	ends, err := f.ends()
	if err != nil || len(ends) != 5 || ends[0] != 1 {
		t.Fatalf("%v, %v", ends, err)
	}
	for k := 1; k < len(ends); k++ {
		// Simpson's rule on 2000 panels.
		left, right, mass := ends[k], ends[k-1], 0.0
		step := (right - left) / 4000
		for i := 0; i <= 4000; i++ {
			x, weight := left+float64(i)*step, float64(2+2*(i%2))
			if i == 0 || i == 4000 {
				weight = 1
			}
			mass += weight * (math.Exp(1/(x*x)) - f.level) * step / 3
		}
		if !(left < right && math.Abs(mass-(1-f.level)) <= 1e-8) {
			t.Errorf("(%g, %g]: mass %.12g, want %g", left, right, mass, 1-f.level)
		}
	}
	if ends, err := (bahadur{level: math.NaN()}).ends(); err == nil {
		t.Errorf("a level that is no number has the ends %v", ends)
	}
}
