package kolmogorov

import (
	"math"
	"testing"
)

func TestBetween(t *testing.T) {
	for _, row := range []struct {
		a, b      []float64
		tie, want float64
	}{
		{[]float64{1, 2, 3, 4}, []float64{1, 2, 3, 4}, 0, 0},
		{[]float64{1, 2, 3, 4}, []float64{5, 6, 7, 8}, 0, 1},
		{[]float64{1, 2, 3, 4}, []float64{2, 3, 4, 5}, 0, 0.25},
		{[]float64{1, 1, 3, 3}, []float64{1, 1 + 1e-12, 3, 3}, 1e-9, 0},
		{[]float64{1, 1, 3, 3}, []float64{1, 1 + 1e-12, 3, 3}, 0, 0.25},
	} {
		if got := Between(row.a, row.b, row.tie); got != row.want {
			t.Errorf("distance of %v and %v is %v, want %v", row.a, row.b, got, row.want)
		}
	}
}

// √(½ log(2/α)) is the 0.95 quantile of Kolmogorov's limit law, to 1e-4: 1.3581 for √n·d at α = 0.05.
func TestCritical(t *testing.T) {
	if got := Critical(100, 0.05); !(math.Abs(got-0.13581) <= 1e-5) {
		t.Errorf("critical distance of 100 samples at 0.05 is %v, want 0.13581", got)
	}
}
