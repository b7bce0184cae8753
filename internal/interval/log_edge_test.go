package interval

import "testing"

// Where no number is positive there is no logarithm to enclose, and nothing is claimed.
func TestLogOfNothingPositive(t *testing.T) {
	for _, a := range []Interval{{-1, 0}, {-2, -1}, {0, 0}} {
		if got := a.Log(); got != Whole() {
			t.Errorf("log of %v is %v", a, got)
		}
	}
}
