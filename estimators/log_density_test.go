package estimators

import (
	"errors"
	"itermle/internal/suiteseed"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/num/hyperdual"
)

// describedGaussian is N(μ, σ²) as a user would describe it.
func describedGaussian() DensityDescription {
	gaussian := NewGaussian()
	return DensityDescription{
		Name: "described-gaussian", Symbols: []string{"μ", "σ"}, SampleDim: 1,
		Value:  gaussian.LogDensity,
		Sample: func(dst, theta []float64, random *rand.Rand) { gaussian.Sample(dst, theta, random) },
		Check:  gaussian.Check,
	}
}

func dualGaussian(theta []hyperdual.Number, x []float64) hyperdual.Number {
	z := hyperdual.Mul(hyperdual.Sub(hyperdual.Number{Real: x[0]}, theta[0]), hyperdual.Inv(theta[1]))
	return hyperdual.Sub(hyperdual.Scale(-0.5, hyperdual.Mul(z, z)), hyperdual.Log(theta[1]))
}

// Derivatives of a described family against the closed forms, relative to the largest entry. A central difference of
// step h errs by h²/6 of the derivative two orders up, here at most 60 times as large: 4e-10 for h = 6e-6 (beside
// 2^-53/h = 2e-11), 8e-5 for h = 2e-3 twice, 3e-4 more for h = 5e-3. The tolerances leave a factor 3 at least.
// Hyperdual numbers only round.
func TestDescribedDerivatives(t *testing.T) {
	exact := NewGaussian()
	for name, row := range map[string]struct {
		dual      func([]hyperdual.Number, []float64) hyperdual.Number
		tolerance [3]float64
	}{
		"differences": {nil, [3]float64{1e-8, 3e-4, 1e-3}},
		"hyperdual":   {dualGaussian, [3]float64{1e-14, 1e-13, 1e-3}},
	} {
		description := describedGaussian()
		description.Dual = row.dual
		family, err := FromLogDensity(description)
		if err != nil {
			t.Fatal(err)
		}
		for _, theta := range [][]float64{{0, 1}, {1, 2}, {-0.5, 1.3}} {
			for _, x := range []float64{0.3, -1.7, 2.5} {
				for order, size := range []int{2, 4, 8} {
					got, want := make([]float64, size), make([]float64, size)
					for _, side := range []struct {
						family Family
						dst    []float64
					}{{family, got}, {exact, want}} {
						switch order {
						case 0:
							side.family.Score(side.dst, theta, []float64{x})
						case 1:
							side.family.Hessian(side.dst, theta, []float64{x})
						case 2:
							side.family.ThirdDerivative(side.dst, theta, []float64{x})
						}
					}
					largest := 1.0
					for _, v := range want {
						largest = math.Max(largest, math.Abs(v))
					}
					for i := range want {
						if !(math.Abs(got[i]-want[i]) <= row.tolerance[order]*largest) {
							t.Errorf("%s, order %d at θ = %v, x = %g: entry %d is %g, want %g", name, order+1, theta,
								x, i, got[i], want[i])
						}
					}
				}
			}
		}
	}
}

// A described family runs through Algorithm 1 and finds the closed-form MLE on the same samples.
func TestDescribedFamilyIterates(t *testing.T) {
	for _, dual := range []func([]hyperdual.Number, []float64) hyperdual.Number{nil, dualGaussian} {
		description := describedGaussian()
		description.Dual = dual
		family, err := FromLogDensity(description)
		if err != nil {
			t.Fatal(err)
		}
		truth := []float64{0, 1}
		x := make([]float64, 200)
		family.Sample(x, truth, NewStream(suiteseed.Seed(), "described").At(0, 0))
		got, want := make([]float64, 2), make([]float64, 2)
		if err := family.Fit(got, truth, Data{X: x}); err != nil {
			t.Fatal(err)
		}
		if err := NewGaussian().Fit(want, truth, Data{X: x}); err != nil {
			t.Fatal(err)
		}
		// A score that errs by 1e-9 in units of one standard deviation moves the estimate by as much.
		if !(math.Abs(got[0]-want[0]) <= 1e-8 && math.Abs(got[1]-want[1]) <= 1e-8) {
			t.Errorf("MLE %v, want %v", got, want)
		}
		pool, err := NewPool(family, AutoPath, Workflow{})
		if err != nil {
			t.Fatal(err)
		}
		iteration := Iteration{Pool: pool, Truth: truth, Schedule: ConstantSchedule(50), Generations: 2}
		if err := iteration.Run(NewStream(suiteseed.Seed(), "described", "run"), 0, nil); err != nil {
			t.Fatal(err)
		}
		exact, err := NewPool(NewGaussian(), RawPath, Workflow{})
		if err != nil {
			t.Fatal(err)
		}
		iteration.Pool = exact
		if err := iteration.Run(NewStream(suiteseed.Seed(), "described", "run"), 0, nil); err != nil {
			t.Fatal(err)
		}
		for i, v := range exact.Theta() {
			// The sampler turns each 1e-8 of the first estimate into as much of the second.
			if !(math.Abs(pool.Theta()[i]-v) <= 1e-7) {
				t.Errorf("θ^(2) = %v, want %v", pool.Theta(), exact.Theta())
			}
		}
	}
}

func TestDescribedFamilyErrors(t *testing.T) {
	for what, spoil := range map[string]func(*DensityDescription){
		"name": func(d *DensityDescription) { d.Name = "" }, "symbols": func(d *DensityDescription) { d.Symbols = nil },
		"SampleDim": func(d *DensityDescription) { d.SampleDim = 0 },
		"Value":     func(d *DensityDescription) { d.Value = nil },
		"Sample":    func(d *DensityDescription) { d.Sample = nil },
	} {
		description := describedGaussian()
		spoil(&description)
		var syntax *SyntaxError
		if _, err := FromLogDensity(description); !errors.As(err, &syntax) {
			t.Errorf("without %s: %v", what, err)
		}
	}
	family, err := FromLogDensity(describedGaussian())
	if err != nil {
		t.Fatal(err)
	}
	var dimension *DimensionError
	var parameter *ParameterError
	var unsupported *UnsupportedError
	if err := family.Check([]float64{0}); !errors.As(err, &dimension) {
		t.Errorf("wrong length: %v", err)
	}
	if err := family.Check([]float64{0, -1}); !errors.As(err, &parameter) {
		t.Errorf("the user's own check: %v", err)
	}
	if err := family.Check([]float64{math.NaN(), 1}); !errors.As(err, &parameter) {
		t.Errorf("NaN: %v", err)
	}
	if _, err := family.KL([]float64{0, 1}, []float64{0, 1}); !errors.As(err, &unsupported) {
		t.Errorf("KL: %v", err)
	}
	if err := family.Fit(make([]float64, 2), []float64{0, 1}, Data{}); !errors.Is(err, ErrEmptyPool) {
		t.Errorf("empty pool: %v", err)
	}
}
