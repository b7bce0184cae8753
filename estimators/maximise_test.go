package estimators

import (
	"errors"
	"fmt"
	"math"
	"testing"
)

// Where the estimate has a closed form the numerical one is the same to the certificate's 1e-9 standard deviations.
func TestMaximiseMatchesClosedForms(t *testing.T) {
	for _, row := range []struct {
		family Family
		start  []float64
		data   Data
		want   []float64
	}{
		{NewGaussian(), []float64{0, 1}, Data{X: []float64{1, 2, 3, 6}}, []float64{3, math.Sqrt(3.5)}},
		{NewGaussian(), []float64{0, 1}, Data{X: []float64{1, 2}, W: []float64{3, 1}},
			[]float64{1.25, math.Sqrt(3) / 4}},
		{NewExponential(), []float64{100}, Data{X: []float64{1, 2, 6}}, []float64{3}},
		{NewPower(), []float64{1}, Data{X: []float64{math.Exp(-1), math.Exp(-3)}}, []float64{0.5}},
	} {
		got := make([]float64, row.family.Dim())
		if err := Maximise(row.family, got, row.start, row.data); err != nil {
			t.Errorf("%s: %v", row.family.Name(), err)
			continue
		}
		for j, want := range row.want {
			if !(math.Abs(got[j]-want) <= 1e-8*math.Abs(want)) {
				t.Errorf("%s of %v: %v, want %v", row.family.Name(), row.data, got, row.want)
			}
		}
	}
}

// A likelihood without a maximum must not be certified, also where the score has long vanished.
func TestMaximiseRefusesRunaways(t *testing.T) {
	for _, row := range []struct {
		name   string
		family Family
		start  []float64
		x      []float64
	}{
		{"one Gaussian sample, σ → 0", NewGaussian(), []float64{0, 1}, []float64{2}},
		{"equal angles, κ → ∞", NewVonMises(), []float64{0, 1}, []float64{0.5, 0.5}},
		{"equal angles from κ = 10⁸", NewVonMises(), []float64{0.5, 1e8}, []float64{0.5, 0.5}},
		{"Weibull samples 1, k → ∞", NewWeibullShape(), []float64{1}, []float64{1, 1}},
		{"power samples 1, θ → ∞", NewPower(), []float64{1}, []float64{1}},
	} {
		got := make([]float64, row.family.Dim())
		var stopped *NotConvergedError
		if err := Maximise(row.family, got, row.start, Data{X: row.x}); !errors.As(err, &stopped) {
			t.Errorf("%s: %v, θ = %v: want a NotConvergedError", row.name, err, got)
		}
	}
	logit, err := ParseFamily("bernoulli-logit")
	if err != nil {
		t.Fatal(err)
	}
	for _, start := range []float64{0, 5, 20, 30} {
		var stopped *NotConvergedError
		got := []float64{0}
		if err := Maximise(logit, got, []float64{start}, Data{X: []float64{1, 1, 1}}); !errors.As(err, &stopped) {
			t.Errorf("all successes from logit %v: %v, θ = %v: want a NotConvergedError", start, err, got)
		}
	}
}

func TestMaximiseErrors(t *testing.T) {
	got := []float64{0}
	if err := Maximise(NewLogisticLocation(), got, got, Data{}); !errors.Is(err, ErrEmptyPool) {
		t.Errorf("no data: %v, want ErrEmptyPool", err)
	}
	var sample *SampleError
	if err := Maximise(NewLogisticLocation(), got, got, Data{X: []float64{0, math.NaN()}}); !errors.As(err, &sample) ||
		sample.Index != 1 {
		t.Errorf("NaN in the data: %v, want a SampleError at 1", err)
	}
}

// dst may be from, and a start at the maximum stays there.
func TestMaximiseInPlace(t *testing.T) {
	theta, data := []float64{-3}, Data{X: []float64{0.5, 1, 4}}
	if err := Maximise(NewLogisticLocation(), theta, theta, data); err != nil {
		t.Fatal(err)
	}
	first := theta[0]
	if err := Maximise(NewLogisticLocation(), theta, theta, data); err != nil {
		t.Fatal(err)
	}
	if !(math.Abs(theta[0]-first) <= 1e-14) {
		t.Errorf("the maximum %v moves to %v", first, theta[0])
	}
}

// BenchmarkFit is one numerical fit of n samples, warm-started at θ*.
func BenchmarkFit(b *testing.B) {
	for _, name := range []string{"logistic-location", "weibull-shape", "gaussian-mixture", "laplace-location",
		"von-mises"} {
		family, err := ParseFamily(name)
		if err != nil {
			b.Fatal(err)
		}
		theta := map[string][]float64{"von-mises": {0, 1}, "weibull-shape": {2}, "gaussian-mixture": {0.4}}[name]
		if theta == nil {
			theta = []float64{0}
		}
		for _, n := range []int{100, 10000} {
			b.Run(fmt.Sprintf("family=%s/n=%d", name, n), func(b *testing.B) {
				x, got := make([]float64, n), make([]float64, family.Dim())
				family.Sample(x, theta, NewStream(1, "benchmark", name).At(0, 0))
				b.ReportAllocs()
				for b.Loop() {
					if err := family.Fit(got, theta, Data{X: x}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
