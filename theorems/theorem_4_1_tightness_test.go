package theorems

import (
	"math"
	"testing"

	"itermle/theorems/certify"
)

// For a Gaussian mean the two quantiles are one, P(|Z| > z) = δ; far out NormalQuantile alone keeps its digits, for d =
// 2 by e^{−z²/2} = δ.
func TestNormalQuantile(t *testing.T) {
	for _, delta := range []float64{0.9, 0.05, 1e-4, 1e-20, 1e-300} {
		c := fixedInstance("gaussian-mean", []float64{2}, "geom:100,2", 5, delta, naturalMethod)
		q, ok := certify.NormalQuantile(c.family, c.truth, c.schedule, c.generations, delta)
		z := q / math.Sqrt(c.schedule.VarianceSum(5))
		if !ok || !(math.Abs(math.Erfc(z/math.Sqrt2)/delta-1) <= 1e-10) { // z ≤ 38 amplifies its rounding by z²
			t.Errorf("δ=%g: z = %.15g", delta, z)
		}
		if exact := estimatorQuantile(c); delta > 1e-6 && !(math.Abs(q-exact) <= 1e-10*exact) {
			t.Errorf("δ=%g: %.15g, exactly %.15g", delta, q, exact)
		}
		plane := fixedInstance("gaussian-vector", []float64{0, 0}, "const:1", 1, delta, naturalMethod)
		if q, ok := certify.NormalQuantile(plane.family, plane.truth, plane.schedule, 1, delta); !ok ||
			!(math.Abs(q*q/(-2*math.Log(delta))-1) <= 1e-12) {
			t.Errorf("δ=%g: %.15g in the plane", delta, q)
		}
	}
	space := fixedInstance("gaussian-vector:3", make([]float64, 3), "const:1", 1, 0.05, naturalMethod)
	if _, ok := certify.NormalQuantile(space.family, space.truth, space.schedule, 1, 0.05); ok {
		t.Error("a quantile in three dimensions")
	}
}
