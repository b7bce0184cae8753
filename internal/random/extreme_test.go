package random

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"itermle/internal/saddlepoint"
)

func TestSpecialCases(t *testing.T) {
	r := stream(t)
	for range 100 {
		for name, got := range map[string]float64{
			"Binomial(n, 0, 1)":      float64(Binomial(1<<60, 0, 1, r)),
			"n − Binomial(n, 1, 0)":  float64(1<<60 - Binomial(1<<60, 1, 0, r)),
			"Binomial(0, p, q)":      float64(Binomial(0, 0.5, 0.5, r)),
			"Poisson(0)":             Poisson(0, r),
			"NegativeBinomial(k, 0)": NegativeBinomial(3, 0, r),
			"Geometric(0)":           Geometric(0, r),
			"VonMises(1, +Inf) − 1":  VonMises(1, math.Inf(1), r) - 1,
		} {
			if got != 0 {
				t.Fatalf("%s = %g, want 0", name, got)
			}
		}
	}
}

// Draws stay in the support and finite at the ends of every argument's range.
func TestExtremeArguments(t *testing.T) {
	r := stream(t)
	tiny, huge := math.SmallestNonzeroFloat64, math.MaxFloat64
	for range 200 {
		for _, p := range []float64{tiny, 1e-300, 1e-20, 0x1p-53, 0.3, 0.5} {
			for _, n := range []int64{1, 19, 1e9, 1 << 53} {
				if x := Binomial(n, p, 1-p, r); x < 0 || x > n {
					t.Fatalf("Binomial(%d, %g) = %d", n, p, x)
				}
				if x := Binomial(n, 1-p, p, r); x < 0 || x > n {
					t.Fatalf("Binomial(%d, 1−%g) = %d", n, p, x)
				}
			}
		}
		finite := func(name string, x float64) {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				t.Fatalf("%s = %g", name, x)
			}
		}
		for _, mean := range []float64{tiny, 1e-20, 9.999999, 10, 1e15, 1e30, 1e300} {
			finite(fmt.Sprintf("Poisson(%g)", mean), Poisson(mean, r))
			finite(fmt.Sprintf("Geometric(%g)", mean), Geometric(mean, r))
			for _, k := range []float64{1e-300, 1e-3, 1, 1e15, 1e300} {
				finite(fmt.Sprintf("NegativeBinomial(%g, %g)", k, mean),
					NegativeBinomial(k, math.Min(mean, 1e280*k), r))
			}
		}
		for _, shape := range []float64{1e-300, 1e-3, 1, 1e16, 1e300} {
			finite(fmt.Sprintf("Gamma(%g)", shape), Gamma(shape, r))
			finite(fmt.Sprintf("logGamma(%g)", shape), logGamma(shape, r))
		}
		for _, n := range []float64{1, 1.5, 2, 1e9, 1e30} {
			for _, mean := range []float64{0, tiny, 1e8, 1e100} {
				finite(fmt.Sprintf("HyperbolicSecantMean(%g, %g)", n, mean), HyperbolicSecantMean(n, mean, r))
			}
		}
		for _, kappa := range []float64{tiny, 1e-18, 1e-17, 1e150, huge} {
			if x := VonMises(3, kappa, r); !(x > -math.Pi && x <= math.Pi) {
				t.Fatalf("VonMises(3, %g) = %g", kappa, x)
			}
		}
	}
}

// A rare success has its probability however small it is: 2^53 trials of probability 2^-60, or 2^56 of 2^-63, succeed
// with probability 2^-7, which a uniform number of 53 bits compared with q^n, 1 to all digits for smaller p, could
// not give.
func TestRareSuccesses(t *testing.T) {
	r := stream(t)
	for _, c := range []struct {
		n int64
		p float64
	}{{1 << 53, 0x1p-60}, {1 << 56, 0x1p-63}, {1, 0x1p-7}} {
		want := -math.Expm1(float64(c.n) * math.Log1p(-c.p))
		draw := func() float64 { return float64(Binomial(c.n, c.p, 1-c.p, r)) }
		if found := counted(0, []float64{1 - want}, draw); found != "" {
			t.Errorf("n=%d p=%g: %s", c.n, c.p, found)
		}
	}
	// The uniform number itself, below 2^-70: P(u ≤ x) = x relative to what leads there.
	if found := uniformly(func() float64 { return smallUniform(0, r) * 0x1p64 }); found != "" {
		t.Errorf("a small uniform number: %s", found)
	}
}

func TestPanics(t *testing.T) {
	r := stream(t)
	for name, call := range map[string]func(){
		"Binomial p":            func() { Binomial(1, math.NaN(), 1, r) },
		"Binomial n":            func() { Binomial(-1, 0.5, 0.5, r) },
		"Poisson":               func() { Poisson(-1, r) },
		"Geometric":             func() { Geometric(math.Inf(1), r) },
		"Gamma":                 func() { Gamma(0, r) },
		"logGamma":              func() { logGamma(math.NaN(), r) },
		"ChiSquare":             func() { ChiSquare(-2, r) },
		"NegativeBinomial":      func() { NegativeBinomial(0, 1, r) },
		"HyperbolicSecant n":    func() { HyperbolicSecantMean(0.5, 0, r) },
		"VonMises":              func() { VonMises(0, -1, r) },
		"Wishart":               func() { Wishart(make([]float64, 3), 1, make([]float64, 3), r) },
		"HyperbolicSecant mean": func() { HyperbolicSecantMean(2, math.Inf(1), r) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: a caller's bug does not panic", name)
				}
			}()
			call()
		}()
	}
}

func TestNoAllocations(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	scatter, identity := make([]float64, 4), []float64{1, 0, 0, 1}
	for name, draw := range map[string]func(){
		"Binomial":         func() { Binomial(1000, 0.3, 0.7, r) },
		"Poisson":          func() { Poisson(1000, r) },
		"Gamma":            func() { Gamma(0.3, r) },
		"NegativeBinomial": func() { NegativeBinomial(3, 2, r) },
		"HyperbolicSecant": func() { HyperbolicSecantMean(30, 1.5, r) },
		"VonMises":         func() { VonMises(0, 3, r) },
		"Wishart":          func() { Wishart(scatter, 10, identity, r) },
	} {
		if allocations := testing.AllocsPerRun(100, draw); allocations != 0 {
			t.Errorf("%s allocates %g times", name, allocations)
		}
	}
}

// Stirling's error against log Γ where that has its digits.
func TestStirlingError(t *testing.T) {
	for _, x := range []float64{0.01, 0.5, 1, 2, 2.5, 7, 15, 15.5, 16, 17, 30} {
		gamma, _ := math.Lgamma(x + 1)
		want := gamma - ((x+0.5)*math.Log(x) - x + 0.5*math.Log(2*math.Pi))
		if got := saddlepoint.StirlingError(x); !(math.Abs(got-want) <= 1e-13) {
			t.Errorf("StirlingError(%g) = %g, want %g", x, got, want)
		}
	}
}
