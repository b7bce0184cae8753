package estimators

import (
	"errors"
	"math"
	"testing"
)

// The estimate is (x̄, √(Σ(x−x̄)²/(n−1))), whether samples come at once, weighted or batch by batch.
func TestUnbiased(t *testing.T) {
	family, dst := Unbiased(NewGaussian()), make([]float64, 2)
	x := []float64{1, 4, -2, 0.5, 3, 3}
	want := []float64{9.5 / 6, math.Sqrt((1 + 16 + 4 + 0.25 + 9 + 9 - 9.5*9.5/6) / 5)}
	check := func(what string) {
		for i, v := range want {
			if !(math.Abs(dst[i]/v-1) <= 1e-14) {
				t.Errorf("%s: %v, want %v", what, dst, want)
			}
		}
	}
	if err := family.Fit(dst, nil, Data{X: x}); err != nil {
		t.Fatal(err)
	}
	check("at once")
	if err := family.Fit(dst, nil, Data{X: x[:5], W: []float64{1, 1, 1, 1, 2}}); err != nil {
		t.Fatal(err)
	}
	check("weighted")
	pool, batch := make([]float64, 4), make([]float64, 4)
	family.Summarize(batch, x[:2])
	family.Merge(pool, 0, batch, 2)
	family.Summarize(batch, x[2:])
	family.Merge(pool, 2, batch, 4)
	if err := family.FitStatistic(dst, nil, pool); err != nil {
		t.Fatal(err)
	}
	check("in batches")
	var missing *NoMLEError
	if err := family.Fit(dst, nil, Data{X: x[:1]}); !errors.As(err, &missing) {
		t.Errorf("one sample: %v, want a *NoMLEError", err)
	}
	if _, known := family.(EstimatorLaw); known {
		t.Error("the law of the MLE is claimed for another estimator")
	}
}
