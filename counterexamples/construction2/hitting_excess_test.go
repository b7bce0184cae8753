package construction2

import (
	"testing"

	"itermle/internal/rational"
)

// The bound of partial integration against rationals, over n and t at which both are at hand, every n to 40 and fewer
// to 120, and against 1/(5n) where the derivation says that it is below.
func TestHittingExcess(t *testing.T) {
	for n := int64(1); n <= 120; n += 1 + n/40*8 {
		for _, at := range []int64{0, 1, 2, 3, 4, 5, 8, 13, 40} {
			bound := excessBound(n, at)
			exact, _ := rational.Sub(exactHittingSurvival(n, at), rational.Of(2, at+2)).Float64()
			if n*(at+2) > 3 && !(exact >= 0 && exact <= bound) {
				t.Errorf("P(τ > %d) − 2/(t+2) = %g > %g at n = %d", at, exact, bound, n)
			}
			proved := n >= 4 || n == 3 && at >= 2 || n == 2 && at >= 3 || n == 1 && at >= 5
			if proved && !(bound <= 0.2/float64(n)) || at == 1 && n >= 20 && !(bound <= 1.5*exact) {
				t.Errorf("bound %g, exactly %g, at n = %d, t = %d", bound, exact, n, at)
			}
		}
	}
	for _, row := range [][2]int64{{0, 1}, {1, -1}} {
		if _, err := HittingExcess(row[0], row[1]); err == nil {
			t.Errorf("n = %d, t = %d: no error", row[0], row[1])
		}
	}
}
