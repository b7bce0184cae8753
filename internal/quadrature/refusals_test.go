package quadrature

import (
	"math"
	"testing"
)

// A refusal comes with no value, and a bound that nothing passes: who reads the bound alone is not misled.
func TestRefusalsBoundNothing(t *testing.T) {
	one := func(float64) float64 { return 1 }
	for name, refused := range map[string]func() (float64, float64, error){
		"one point":        func() (float64, float64, error) { return Integrate(one, []float64{0}, 1e-9) },
		"falling points":   func() (float64, float64, error) { return Integrate(one, []float64{1, 0}, 1e-9) },
		"no number":        func() (float64, float64, error) { return Integrate(one, []float64{math.NaN(), 0}, 1e-9) },
		"tolerance 0":      func() (float64, float64, error) { return Integrate(one, []float64{0, 1}, 0) },
		"tolerance NaN":    func() (float64, float64, error) { return Integrate(one, []float64{0, 1}, math.NaN()) },
		"relative below 0": func() (float64, float64, error) { return Relative(one, []float64{0, 1}, -1) },
		"infinite": func() (float64, float64, error) {
			return Integrate(func(float64) float64 { return math.Inf(1) }, []float64{0, 1}, 1e-9)
		},
		"not to be had": func() (float64, float64, error) {
			return Integrate(func(x float64) float64 { return 1 + 0.5*math.Sin(1/x) }, []float64{0, 1}, 1e-300)
		},
	} {
		if value, bound, err := refused(); err == nil || name != "not to be had" && (value != 0 ||
			!math.IsInf(bound, 1)) {
			t.Errorf("%s: %g ± %g, %v", name, value, bound, err)
		}
	}
}
