package estimators

import (
	"errors"
	"testing"
)

// Covariances whose divergence leaves float64 are refused, and those just within are not.
func TestCovarianceScalesTooFarApart(t *testing.T) {
	family, err := NewGaussianCovariance(2)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		theta, eta []float64
		refused    bool
	}{
		{[]float64{0, 0, 1e200, 0, 1}, []float64{0, 0, 1e-200, 0, 1}, true},
		{[]float64{1e200, 0, 1, 0, 1}, []float64{-1e200, 0, 1, 0, 1}, true},
		{[]float64{0, 0, 1e100, 0, 1}, []float64{0, 0, 1e-50, 0, 1}, false},
	} {
		found, err := family.KL(c.theta, c.eta)
		var out *RangeError
		if errors.As(err, &out) != c.refused || !c.refused && !(found.Value > 0 && found.Value-found.Value == 0) {
			t.Errorf("KL(%g, %g) = %+v, %v", c.theta, c.eta, found, err)
		}
	}
}
