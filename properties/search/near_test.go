package search

import "testing"

// Ratios are the same up to a share of their size, whatever their sign.
func TestNear(t *testing.T) {
	for _, ratio := range []float64{2, 1e-9, -2} {
		for _, exact := range []bool{true, false} {
			at := func(r float64) *instance { return &instance{ratio: r, exact: exact} }
			if !near(at(ratio), at(ratio)) || near(at(ratio), at(1.5*ratio)) || near(at(ratio), at(-ratio)) {
				t.Errorf("ratio %g, exact %v: near 1.5 times or minus itself, or not near itself", ratio, exact)
			}
		}
	}
}
