package estimators

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/num/hyperdual"
)

// describedGamma has shape and rate unknown, by its log-density alone.
func describedGamma(t *testing.T) Family {
	family, err := FromLogDensity(DensityDescription{Name: "gamma-both", Symbols: []string{"a", "b"}, SampleDim: 1,
		Value: func(theta, x []float64) float64 {
			logGamma, _ := math.Lgamma(theta[0])
			return theta[0]*math.Log(theta[1]) - logGamma + (theta[0]-1)*math.Log(x[0]) - theta[1]*x[0]
		},
		Sample: func(_, _ []float64, _ *rand.Rand) { t.Error("a fit draws samples") },
		Check: func(theta []float64) error {
			if !(theta[0] > 0 && theta[1] > 0) {
				return &ParameterError{Family: "gamma-both", Name: "a", Value: theta[0], Accept: "a, b > 0"}
			}
			return nil
		}})
	if err != nil {
		t.Fatal(err)
	}
	return family
}

// Shape 1494.7 and rate 1160.5 in any unit of x, from starts whose units are wrong by three orders and more: the score
// is a difference of values of size 10⁴, so the estimate is good to 1e-8, not to the last digit.
func TestGammaFitsAtOtherScales(t *testing.T) {
	family := describedGamma(t)
	data := []float64{1.27, 1.31, 1.25, 1.33, 1.29, 1.30, 1.24, 1.35, 1.28, 1.26}
	for _, unit := range []float64{1, 1e-3, 1e3, 1e6} {
		x := make([]float64, len(data))
		for i, v := range data {
			x[i] = v * unit
		}
		for _, from := range [][]float64{{1, 1 / unit}, {1500, 1200 / unit}, {1500, 1200}} {
			got := make([]float64, 2)
			if err := family.Fit(got, from, Data{X: x}); err != nil {
				t.Errorf("unit %g from %v: %v", unit, from, err)
				continue
			}
			for j, want := range []float64{1494.7152282144923, 1160.49318960752508 / unit} {
				if !(math.Abs(got[j]/want-1) <= 2e-8) {
					t.Errorf("unit %g from %v: %v, coordinate %d should be %.17g", unit, from, got, j, want)
				}
			}
		}
	}
}

// A logistic regression on separable data has no maximum: its slope runs away, whatever the derivatives come from.
func TestSeparableDataIsRefused(t *testing.T) {
	value := func(theta, x []float64) float64 { return -softplus((1 - 2*x[1]) * theta[0] * x[0]) }
	dual := func(theta []hyperdual.Number, x []float64) hyperdual.Number {
		one := hyperdual.Number{Real: 1}
		e := hyperdual.Exp(hyperdual.Scale((1-2*x[1])*x[0], theta[0]))
		return hyperdual.Scale(-1, hyperdual.Log(hyperdual.Add(one, e)))
	}
	score := func(dst, theta, x []float64) {
		sign := 1 - 2*x[1]
		_, q := logistic(-sign * theta[0] * x[0])
		dst[0] = -sign * x[0] * q
	}
	for name, description := range map[string]DensityDescription{
		"value": {Value: value}, "dual": {Value: value, Dual: dual}, "score": {Value: value, Score: score},
	} {
		description.Name, description.Symbols, description.SampleDim = "slope", []string{"β"}, 2
		description.Sample = func(_, _ []float64, _ *rand.Rand) {}
		family, err := FromLogDensity(description)
		if err != nil {
			t.Fatal(err)
		}
		for _, start := range []float64{0, 1, 10, 25, 35, 42.99, 100} {
			t.Run(fmt.Sprint(name, start), func(t *testing.T) {
				got := []float64{math.NaN()}
				var stopped *NotConvergedError
				err := family.Fit(got, []float64{start}, Data{X: []float64{1, 1, 2, 1, -1, 0, -0.5, 0}})
				if !errors.As(err, &stopped) {
					t.Errorf("%v, β = %v: want a *NotConvergedError", err, got)
				}
			})
		}
	}
}

// softplus is log(1+e^z).
func softplus(z float64) float64 { return math.Max(z, 0) + math.Log1p(math.Exp(-math.Abs(z))) }

// Where the information has vanished next to the scores of single samples, a score of 0 is no certificate.
func TestFlatLikelihoodIsNotCertified(t *testing.T) {
	for _, start := range []float64{-8, 5, 0.5} {
		got := []float64{0}
		err := Maximise(NewLogisticLocation(), got, []float64{start}, Data{X: []float64{-50, 50}})
		if err == nil && !(math.Abs(got[0]) <= 1e-9) {
			t.Errorf("from %g: %g is certified, the maximum is at 0", start, got[0])
		}
	}
}

// The score of a description reaches Fit, and a description that asks for too much is refused.
func TestDescribedScore(t *testing.T) {
	description := DensityDescription{Name: "shifted", Symbols: []string{"θ"}, SampleDim: 1,
		Value:  func(theta, x []float64) float64 { return -(x[0] - theta[0]) * (x[0] - theta[0]) / 2 },
		Score:  func(dst, theta, x []float64) { dst[0] = x[0] - theta[0] - 1 },
		Sample: func(dst, _ []float64, _ *rand.Rand) { dst[0] = math.NaN() }}
	family, err := FromLogDensity(description)
	if err != nil {
		t.Fatal(err)
	}
	got := []float64{0}
	if err := family.Fit(got, got, Data{X: []float64{2, 4}}); err != nil || !(math.Abs(got[0]-2) <= 1e-9) {
		t.Errorf("%v, θ = %v: want 2, the root of the given score", err, got)
	}
	func() {
		defer func() {
			if err, ok := recover().(*SampleError); !ok {
				t.Errorf("the information of a NaN sampler gives %v, want a panic with a *SampleError", err)
			}
		}()
		family.FisherInformation(got, got)
	}()
	description.SampleDim = 1 << 40
	var out *RangeError
	if _, err := FromLogDensity(description); !errors.As(err, &out) {
		t.Errorf("SampleDim = 2^40: %v, want a *RangeError", err)
	}
}
