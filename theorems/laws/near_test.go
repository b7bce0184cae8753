package laws

import (
	"math"
	"testing"
)

// near fails unless |got − want| ≤ tolerance·|want|.
func near(t testing.TB, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Abs(want)) {
		t.Errorf("%s = %.17g, want %.17g within %.1g", what, got, want, tolerance)
	}
}
