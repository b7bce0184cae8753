package properties

import (
	"math"
	"testing"

	"itermle/internal/rounding"
)

// The slack of a mixture's logarithm covers the logarithm itself: 2^-49 of it where it is far below 0, too.
func TestSlackGrowsWithTheLogarithm(t *testing.T) {
	m := newMixture(0.99, 0.5)
	m.add(0.01, 1) // bad trials are 99 times rarer than under the null
	for _, bad := range []int{1, 100, 10_000} {
		value, slack := m.log(bad, 0)
		want := float64(bad) * math.Log(0.01/0.99)
		least := 16 * rounding.Unit * (math.Abs(want) + float64(bad)*(1+math.Log(99)))
		if !(math.Abs(value-want) <= slack && slack >= least && slack <= 2*least+1e-12) {
			t.Errorf("%d bad: %g ± %g, want %g and a slack of at least %g", bad, value, slack, want, least)
		}
	}
}
