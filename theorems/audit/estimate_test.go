package audit

import (
	"errors"
	"math/rand/v2"
	"testing"

	"itermle/estimators"
)

// A user's own description of the logistic location gets estimates that are near the certified constants of the same
// law, and certifies nothing.
func TestAuditOfALogDensityIsNotCertified(t *testing.T) {
	known := estimators.NewLogisticLocation()
	family, err := estimators.FromLogDensity(estimators.DensityDescription{
		Name: "described-logistic", Symbols: []string{"θ"}, SampleDim: 1, Value: known.LogDensity,
		Sample: func(dst, theta []float64, random *rand.Rand) { known.Sample(dst, theta, random) },
		Check: func(theta []float64) error {
			if !(theta[0] <= 5) {
				return &estimators.ParameterError{Family: "described-logistic", Name: "θ", Value: theta[0],
					Accept: "θ ≤ 5"}
			}
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	a, err := Ball(family, []float64{0.5}, 1)
	if err != nil {
		t.Fatal(err)
	}
	certified, err := Ball(known, []float64{0.5}, 1)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range a.All() {
		if c.Basis != NotCertified || c.Reason == "" {
			t.Errorf("%s of a bare log-density: %v, %s", c.Symbol, c.Basis, c.Reason)
		}
		// Samples find most of K2 and K3, up to the differences' errors; λ0 is an average of 4096 squares of standard
		// deviation below 1/3.
		if want := certified.All()[i].Value; (i == 1 || i == 2 || i == 3) &&
			!(c.Value > 0.9*want && c.Value < 1.1*want) {
			t.Errorf("%s is estimated as %g, want %g", c.Symbol, c.Value, want)
		}
	}
	var missing *NotCertifiedError
	if _, err := a.Constants(); !errors.As(err, &missing) || missing.Constant != "K1" {
		t.Errorf("Constants: %v", err)
	}
	var ranged *estimators.RangeError
	if _, err := Ball(family, []float64{0.5}, 10); !errors.As(err, &ranged) {
		t.Errorf("a ball outside Θ: %v", err)
	}
	var outside *estimators.ParameterError
	if _, err := Ball(family, []float64{6}, 1); !errors.As(err, &outside) {
		t.Errorf("θ* outside Θ: %v", err)
	}
}
