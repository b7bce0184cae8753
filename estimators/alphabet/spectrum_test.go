package alphabet

import (
	"testing"

	"itermle/internal/interval"
)

// Matrices of known eigenvalues: both are enclosed, to rounding where the entries are points and to the norm of the
// entries' radius ρ where they are intervals, which moves an eigenvalue by at most dρ.
func TestSpectrumOfKnownMatrices(t *testing.T) {
	for _, c := range []struct {
		entries         []float64
		d               int
		least, greatest float64
	}{
		{[]float64{-3}, 1, -3, -3},
		{[]float64{2, 1, 1, 2}, 2, 1, 3},
		{[]float64{1, 2, 2, 1}, 2, -1, 3},
		{[]float64{5, 0, 0, 0, -4, 0, 0, 0, 1}, 3, -4, 5},
		{[]float64{2, -1, -1, -1, 2, -1, -1, -1, 2}, 3, 0, 3},
	} {
		for _, radius := range []float64{0, 1e-3} {
			a := make([]enclosure, len(c.entries))
			for i, v := range c.entries {
				a[i] = interval.Interval{Lo: v - radius, Hi: v + radius}
			}
			least, greatest := spectrum(a, c.d)
			// The disc and the quotient from either side: twice dρ each, and some rounding.
			allowed := 4*float64(c.d)*radius + 1e-13
			for _, end := range []struct {
				name  string
				found enclosure
				want  float64
			}{{"least", least, c.least}, {"greatest", greatest, c.greatest}} {
				if !(end.found.Lo <= end.want && end.want <= end.found.Hi && end.found.Hi-end.found.Lo <= allowed) {
					t.Errorf("%g ± %g: %s eigenvalue %v, want %g within %.2g", c.entries, radius, end.name, end.found,
						end.want, allowed)
				}
			}
		}
	}
}
