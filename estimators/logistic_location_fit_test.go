package estimators

import (
	"fmt"
	"math"
	"testing"

	"itermle/internal/suiteseed"
)

// Fits whose score or information underflows at the start or at the maximum.
func TestLogisticFarFits(t *testing.T) {
	for _, c := range []struct {
		x, w       []float64
		from, want float64
	}{
		{[]float64{-50, 50}, nil, 5, 0},
		{[]float64{0, 1, 99, 100}, nil, 40, 50},
		{[]float64{-40, 40}, nil, 5, 0},
		{[]float64{-800, 800}, nil, 0, 0},
		{[]float64{-800, 800}, nil, 799, 0},
		{[]float64{-1e300, 1e300}, nil, 1, 1}, // flat to rounding of the data: any point is as good
		{[]float64{-1e300, 7, 1e300}, nil, 1e299, 7},
		{[]float64{0, 50}, nil, -3, 25},
		{[]float64{0, 27188.53, 268.6, 140434}, nil, 0, (268.6 + 27188.53) / 2},
		// Both middle samples pull alike when the weight 3 is 3e^{−z}: z = 500 + ½ log 3.
		{[]float64{0, 1000, 1e5, 1e5, 1e5, 1e5}, []float64{3, 1, 0.5, 0.5, 0.5, 0.5}, 900, 500 + math.Log(3)/2},
		{[]float64{5}, nil, 1e9, 5},
		{[]float64{3e10, 3e10, 3e10 + 1}, nil, 0, 3e10 + 0.2993},
	} {
		t.Run(fmt.Sprint(c.x), func(t *testing.T) {
			got := []float64{math.NaN()}
			if err := NewLogisticLocation().Fit(got, []float64{c.from}, Data{X: c.x, W: c.w}); err != nil {
				t.Fatal(err)
			}
			if !(math.Abs(got[0]-c.want) <= 1e-12*(1+math.Abs(c.want))) {
				t.Errorf("from %g: %.17g, want %.17g", c.from, got[0], c.want)
			}
		})
	}
}

// Genuine samples at offsets where float64 resolves no better than 2^-2 are fitted, equivariantly: x + a gives θ + a.
func TestLogisticFitAtLargeOffsets(t *testing.T) {
	family := NewLogisticLocation()
	x, shifted := make([]float64, 101), make([]float64, 101)
	for k, offset := range []float64{3e10, -1e12, 1e14, 0x1p50, 0x1p52} {
		family.Sample(x, []float64{0}, NewStream(suiteseed.Seed(), "logistic-offset").At(0, uint64(k)))
		for i := range x {
			shifted[i] = x[i] + offset
			x[i] = shifted[i] - offset // exact: what the offset has left of it
		}
		at, far := []float64{0}, []float64{0}
		if err := family.Fit(at, []float64{0.5}, Data{X: x}); err != nil {
			t.Fatal(err)
		}
		if err := family.Fit(far, []float64{offset - 3}, Data{X: shifted}); err != nil {
			t.Fatalf("offset %g: %v", offset, err)
		}
		if gap := math.Nextafter(math.Abs(offset),
			math.Inf(1)) - math.Abs(offset); !(math.Abs(far[0]-offset-at[0]) <= 2*gap) {
			t.Errorf("offset %g: %g, without it %g", offset, far[0]-offset, at[0])
		}
	}
}
