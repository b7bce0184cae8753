package theorems

import (
	"errors"
	"math"
	"testing"

	"itermle/estimators"
	"itermle/internal/geometry"
	"itermle/internal/suiteseed"
	"itermle/theorems/certify"
)

// A tolerance of 0 is an exact maximiser; a larger one never certifies less distance, and one that fills the ball
// certifies nothing.
func TestApproximateRadii(t *testing.T) {
	for _, c := range everyFamily("poly:100000,1", 50, naturalMethod) {
		constants, err := c.family.AssumptionConstants(c.truth, 1)
		if err != nil {
			t.Fatal(err)
		}
		q := certify.Request{Constants: constants, Dim: c.family.Dim(), Radius: 1, Schedule: c.schedule,
			Generations: c.generations, Delta: 0.05, Trajectory: true}
		exact, err := certify.Natural(q)
		if err != nil || !exact.Certified {
			t.Fatalf("%s: %v %s", c.name(), err, exact.Reason)
		}
		before := 0.0
		for _, tolerance := range []float64{0, 1e-6, 1e-3, 1} {
			found, err := certify.Approximate(q, tolerance)
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case tolerance == 1:
				if found.Certified || found.Reason == "" {
					t.Errorf("%s: certified with a tolerance of 1", c.name())
				}
				continue
			case !found.Certified || !(found.Rho > before) || len(found.Trajectory) != c.generations+1:
				t.Errorf("%s: tolerance %g: %+v", c.name(), tolerance, found.Reason)
			}
			want := exact.Rho + tolerance*certify.ErrorAmplification(c.schedule, c.generations)/constants.Lambda0
			if !(math.Abs(found.Rho-want) <= 1e-10*want) { // some 150 roundings outward by 2^-50
				t.Errorf("%s: tolerance %g: ρ_T = %.15g, want %.15g", c.name(), tolerance, found.Rho, want)
			}
			before = found.Rho
		}
		for _, tolerance := range []float64{-1, math.NaN(), math.Inf(1)} {
			var outside *estimators.RangeError
			if _, err := certify.Approximate(q, tolerance); !errors.As(err, &outside) {
				t.Errorf("tolerance %v: error %v, want a *RangeError", tolerance, err)
			}
		}
	}
}

// outward uses the tolerance up, and does not exceed it, on every natural family.
func TestOutward(t *testing.T) {
	const tolerance = 0.01
	for _, c := range everyFamily("const:1000", 5, naturalMethod) {
		exact, err := estimators.NewPool(c.family, estimators.AutoPath, estimators.Accumulate())
		if err != nil {
			t.Fatal(err)
		}
		pool := outward(tolerance)(exact, c)
		if err := pool.Start(c.truth); err != nil {
			t.Fatal(err)
		}
		if err := pool.Draw(1000, estimators.NewStream(suiteseed.Seed(), "outward").At(0, 0)); err != nil {
			t.Fatal(err)
		}
		if err := exact.Fit(); err != nil {
			t.Fatal(err)
		}
		d := c.family.Dim()
		theta := append([]float64(nil), exact.Theta()...)
		if err := pool.Fit(); err != nil {
			t.Fatal(err)
		}
		x, a, b := make([]float64, c.family.SampleDim()), make([]float64, d), make([]float64, d)
		c.family.Sample(x, c.truth, estimators.NewStream(suiteseed.Seed(), "sample").At(0, 0))
		c.family.Score(a, theta, x)
		c.family.Score(b, pool.Theta(), x)
		if score := geometry.Distance(a, b); !(score <= tolerance*(1+1e-9) && score >= 0.999*tolerance) {
			t.Errorf("%s: mean score %g at the tolerance %g", c.name(), score, tolerance)
		}
		if !(geometry.Distance(pool.Theta(), c.truth) > geometry.Distance(theta, c.truth)) {
			t.Errorf("%s: not outward", c.name())
		}
	}
}
