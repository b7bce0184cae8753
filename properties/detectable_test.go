package properties

import (
	"testing"

	"itermle/internal/bisect"
	"itermle/theorems"
)

// TestMeanDetectable pins the stated power of a mean test on both sides: it is no better than the exact power of the
// test on coins, computed over all paths, and Ville's inequality does not lose more than a third of it.
func TestMeanDetectable(t *testing.T) {
	for _, row := range []struct {
		e theorems.Mean
		d Design
	}{
		{theorems.Mean{Value: 0.5, Tolerance: 0.2, Upper: 1}, Design{Alpha: 1e-3, Beta: 1e-3, MaxReplicates: 150}},
		{theorems.Mean{Value: 0.2, Tolerance: 0.15, Upper: 1}, Design{Alpha: 1e-3, Beta: 1e-4, MaxReplicates: 150}},
		{theorems.Mean{Value: 0.5, Tolerance: 0.2, Variance: 0.25},
			Design{Alpha: 1e-3, Beta: 1e-3, MaxReplicates: 150}},
	} {
		m, err := newMeanTest(row.e, row.d)
		if err != nil {
			t.Fatal(err)
		}
		m.n = row.d.MaxReplicates
		stated := m.detectable()
		exact := bisect.Within(row.e.Tolerance, 0, 0.002, func(distance float64) bool {
			for _, p := range []float64{row.e.Value + distance, row.e.Value - distance} {
				if _, supported := fold(t, row.e, row.d, p); supported > 0.01 {
					return false
				}
			}
			return true
		})
		if ratio := stated / exact; !(ratio >= 1 && ratio <= 1.35) {
			t.Errorf("%+v %+v: stated %g, exact %g", row.e, row.d, stated, exact)
		}
	}
}
