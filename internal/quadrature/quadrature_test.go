package quadrature

import (
	"errors"
	"math"
	"testing"
)

// Every row has a closed form; the bound must hold and must not be idle.
func TestIntegrate(t *testing.T) {
	for _, test := range []struct {
		name   string
		f      func(float64) float64
		points []float64
		want   float64
	}{
		{"constant", func(float64) float64 { return 2 }, []float64{-1, 3}, 8},
		{"normal density", func(x float64) float64 { return math.Exp(-x*x/2) / math.Sqrt(2*math.Pi) },
			[]float64{-40, -1, 1, 40}, 1},
		{"narrow peak", func(x float64) float64 { return math.Exp(-x * x * 1e12) }, []float64{-1, -1e-5, 1e-5, 1},
			math.Sqrt(math.Pi) * 1e-6},
		{"kink at a point", math.Abs, []float64{-1, 0, 2}, 2.5},
		{"oscillation", func(x float64) float64 { return math.Cos(100 * x) }, []float64{0, 1}, math.Sin(100) / 100},
		{"root at the end", math.Sqrt, []float64{0, 1}, 2.0 / 3},
	} {
		value, bound, err := Integrate(test.f, test.points, 1e-12)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		if !(math.Abs(value-test.want) <= bound) || !(bound <= 1e-12) {
			t.Errorf("%s: %v ± %v, want %v", test.name, value, bound, test.want)
		}
	}
}

// Kinks are promised to be named: a kink beyond the last node of its panel is invisible to every rule. Named, the
// bound must hold wherever they are; unnamed, the error may leave the bound, and does so at the depth h of the
// last bisection by no more than the triangle (h/250)² under a kink that no node sees.
func TestIntegrateKinks(t *testing.T) {
	outside := 0
	for i := range 1000 {
		kink := math.Mod(float64(i)*math.Phi, 1)
		f := func(x float64) float64 { return math.Abs(x - kink) }
		want := (kink*kink + (1-kink)*(1-kink)) / 2
		value, bound, err := Integrate(f, []float64{0, kink, 1}, 1e-14)
		if err != nil || !(math.Abs(value-want) <= bound) {
			t.Fatalf("named kink %v: %v ± %v (%v), want %v", kink, value, bound, err, want)
		}
		value, bound, err = Integrate(f, []float64{0, 1}, 1e-10)
		if err != nil || !(math.Abs(value-want) <= bound) {
			outside++
		}
	}
	if outside == 0 {
		t.Error("no unnamed kink left its bound: the documented limit is not real any more")
	}
	t.Logf("%d of 1000 unnamed kinks left their bound", outside)
}

func TestIntegrateErrors(t *testing.T) {
	var failed *NotConvergedError
	pole := func(x float64) float64 { return 1 / math.Abs(x-1/math.Pi) }
	if _, bound, err := Integrate(pole, []float64{0, 1}, 1e-10); !errors.As(err, &failed) || !(bound > 1e-10) {
		t.Errorf("∫dx/|x−1/π|: %v, bound %v: want a NotConvergedError", err, bound)
	}
	for name, points := range map[string][]float64{"none": nil, "one": {1}, "falling": {1, 0}, "NaN": {math.NaN(), 1}} {
		if _, _, err := Integrate(math.Abs, points, 1e-10); err == nil {
			t.Errorf("points %s: no error", name)
		}
	}
	if _, _, err := Integrate(math.Abs, []float64{0, 1}, 0); err == nil {
		t.Error("tolerance 0: no error")
	}
	if _, _, err := Integrate(math.Log, []float64{-1, 1}, 1e-3); err == nil {
		t.Error("NaN integrand: no error")
	}
}

func TestIntegrateSingular(t *testing.T) {
	for _, test := range []struct {
		name string
		f    func(left, right float64) float64
		want float64
	}{
		{"x^-1/2", func(left, _ float64) float64 { return 1 / math.Sqrt(left) }, 2},
		{"-log x", func(left, _ float64) float64 { return -math.Log(left) }, 1},
		{"power density θ=0.1", func(left, _ float64) float64 { return 0.1 * math.Pow(left, -0.9) }, 1},
		{"arcsine density", func(left, right float64) float64 { return 1 / (math.Pi * math.Sqrt(left*right)) }, 1},
		{"log(1-x) at the right end", func(_, right float64) float64 { return math.Log(right) }, -1},
	} {
		value, bound, err := IntegrateSingular(test.f, 0, 1, 1e-11)
		if err != nil || !(math.Abs(value-test.want) <= bound) {
			t.Errorf("%s: %v ± %v (%v), want %v", test.name, value, bound, err, test.want)
		}
	}
	var failed *NotConvergedError
	inverse := func(left, _ float64) float64 { return 1 / left }
	if value, bound, err := IntegrateSingular(inverse, 0, 1, 1e-8); !errors.As(err, &failed) {
		t.Errorf("∫dx/x = %v ± %v, %v: want a NotConvergedError", value, bound, err)
	}
	if _, _, err := IntegrateSingular(func(_, _ float64) float64 { return 1 }, 0, math.Inf(1), 1e-8); err == nil {
		t.Error("an unbounded interval is accepted")
	}
}

func BenchmarkIntegrate(b *testing.B) {
	b.ReportAllocs()
	f := func(x float64) float64 { return math.Exp(-x * x / 2) }
	for b.Loop() {
		if _, _, err := Integrate(f, []float64{-40, 0, 40}, 1e-12); err != nil {
			b.Fatal(err)
		}
	}
}

// A relative tolerance is met whatever the size of the integral is, and is relative to ∫|f| where f cancels.
func TestRelative(t *testing.T) {
	for _, size := range []float64{1e-200, 1, 1e200} {
		bell := func(x float64) float64 { return size * math.Exp(-x*x/2) }
		value, bound, err := Relative(bell, []float64{-9, 9}, 1e-12)
		want := size * math.Sqrt(2*math.Pi)
		if err != nil || !(math.Abs(value-want) <= bound && bound <= 1e-12*want) {
			t.Errorf("%g ± %g (%v), want %g", value, bound, err, want)
		}
		value, bound, err = Relative(func(x float64) float64 { return size * math.Sin(x) }, []float64{-3, 3}, 1e-12)
		if err != nil || !(math.Abs(value) <= bound && bound <= 1e-11*size) {
			t.Errorf("%g ± %g (%v), want 0", value, bound, err)
		}
	}
	if value, bound, err := Relative(math.Log, []float64{0, 1}, 1e-30); err == nil {
		t.Errorf("%g ± %g without an error: no rule is that good", value, bound)
	}
}
