package search

import (
	"math"
	"testing"
)

// The interval's ends by hand, and infinite where the sample is too small for one: below where P(no value ≤ q) =
// (1−level)^n, above where level^n exceeds α/2.
func TestQuantileIntervalOfFewValues(t *testing.T) {
	inf := math.Inf(1)
	for _, row := range []struct {
		n            int
		level, alpha float64
		low, high    float64
	}{
		{10, 0.999, 0.01, 9, inf}, // 45·0.001² ≤ 0.005 < 10·0.001, and 0.999^10 = 0.99
		{10, 0.001, 0.01, -inf, 2},
		{10, 0.5, 0.01, 1, 10},    // 2^-10 ≤ 0.005 < 11·2^-10
		{7, 0.5, 0.01, -inf, inf}, // 2^-7 > 0.005
		{8, 0.5, 0.01, 1, 8},      // 2^-8 ≤ 0.005 < 9·2^-8
	} {
		sorted := make([]float64, row.n)
		for i := range sorted {
			sorted[i] = float64(i + 1)
		}
		if low, high := quantileInterval(sorted, row.level, row.alpha); low != row.low || high != row.high {
			t.Errorf("%d values, level %g, α = %g: [%g, %g], want [%g, %g]", row.n, row.level, row.alpha, low, high,
				row.low, row.high)
		}
	}
}
