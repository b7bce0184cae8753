package laws

import (
	"math"
	"testing"
)

// Steps of one, two and three samples by hand: |x_1 − x_2|/2 has E S = ¾ and E S² = ¼·2·Var x = 1. The range of three
// has the mean 5/2 and variance 9/4 where they differ in sign, ¾, else 3/2 and 5/4, so that 3S has the mean 9/4 and the
// second moment 29/4. The median of one is the sample, that of two nearest to 0 is 0 or the lesser.
func TestLaplaceStep(t *testing.T) {
	for n, want := range map[int]LaplaceStep{1: {0, 0, 2}, 2: {0.75, 1, 0.25}, 3: {0.75, 29.0 / 36, 23.0 / 36}} {
		got := NewLaplaceStep(n)
		for _, pair := range [][2]float64{{got.Mean, want.Mean}, {got.Square, want.Square},
			{got.Location, want.Location}} {
			if !(math.Abs(pair[0]-pair[1]) <= 1e-14) {
				t.Errorf("n = %d: %+v, want %+v", n, got, want)
				break
			}
		}
	}
	// (u/2) tanh(u/2) = 1, and a large sample has S → 1 and n E M² → 1.
	if root := WeibullPair / 2; !(math.Abs(root*math.Tanh(root)-1) <= 1e-15) {
		t.Errorf("u = %v is no root", WeibullPair)
	}
	if step := NewLaplaceStep(1000); !(math.Abs(step.Mean-1) <= 2e-3 && math.Abs(1000*step.Location-1) <= 0.1) {
		t.Errorf("n = 1000: %+v", step)
	}
}
