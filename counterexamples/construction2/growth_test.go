package construction2

import (
	"errors"
	"math"
	"testing"

	"itermle/estimators"
	"itermle/internal/tower"
)

func TestGrowthRoundTrip(t *testing.T) {
	for _, text := range []string{"loglog", "sqrtlog", "log", "power:0.1", "power:3"} {
		phi, err := ParseGrowth(text)
		if err != nil || phi.String() != text {
			t.Fatalf("%s: %v, %v", text, phi, err)
		}
		for _, n := range []float64{2, 10, 1e3, 1e6, 1e15} {
			// The inverse exceeds n by what it does not subtract, 1, and by the rounding of exp(exp ·).
			got := phi.Inverse(tower.Of(phi.At(n))).Float64()
			if !(got >= n*(1-1e-12) && got <= (n+1)*(1+1e-12)) {
				t.Errorf("%s: φ⁻¹(φ(%g)) = %g", text, n, got)
			}
		}
	}
	if phi, _ := ParseGrowth("power:0.1"); !(math.Abs(phi.At(1e10)-10) <= 1e-14) {
		t.Errorf("φ(10^10) = %g for φ(n) = n^0.1", phi.At(1e10))
	}
}

func TestGrowthRefuses(t *testing.T) {
	var syntax *estimators.SyntaxError
	for _, text := range []string{"", "exp", "power", "power:", "power:0", "power:-1", "power:NaN", "power:Inf",
		"loglog:2"} {
		if _, err := ParseGrowth(text); !errors.As(err, &syntax) {
			t.Errorf("%q: %v, want a *SyntaxError", text, err)
		}
	}
	var outside *estimators.RangeError
	identity := func(y tower.Number) tower.Number { return y }
	for name, value := range map[string]func(float64) float64{
		"constant":   func(float64) float64 { return 1 },
		"decreasing": func(n float64) float64 { return 1 / n },
		"NaN":        func(float64) float64 { return math.NaN() },
		"infinite":   func(n float64) float64 { return math.Exp(n) },
	} {
		if _, err := NewGrowth(name, value, identity); !errors.As(err, &outside) {
			t.Errorf("%s: %v, want a *RangeError", name, err)
		}
	}
	if _, err := NewGrowth("inverse too small", math.Sqrt, identity); !errors.As(err, &outside) {
		t.Errorf("inverse too small: %v, want a *RangeError", err)
	}
	if _, err := NewGrowth("square root", math.Sqrt,
		func(y tower.Number) tower.Number { return y.Times(y) }); err != nil {
		t.Error(err)
	}
}

// WaitingTime against its formula with e², logarithms and the product over k written out.
func TestWaitingTimeAgainstFormula(t *testing.T) {
	for _, delta := range []float64{0.5, 0.25, 0.1, 0.01, 1e-4} {
		for J := 1; J <= 4; J++ {
			sum, product := 0.0, delta/4
			for j := 1; j <= J; j++ {
				sum += math.Ceil(4.0 / 3 * math.Log(4*float64(J)/delta) / product)
				q := 2 + math.E*math.E*product + 2*math.Log(8*float64(J)/delta)
				product *= delta / (16 * float64(J) * q)
			}
			got, err := WaitingTime(J, delta)
			if err != nil || !(math.Abs(got.Float64()-sum) <= 1e-12*sum) {
				t.Errorf("t_%d(%g) = %v, want %g (%v)", J, delta, got, sum, err)
			}
		}
	}
	if psi2, psi3 := LevelTime(2).Float64(), LevelTime(3).Float64(); psi2 != 23 || psi3 != 50615 {
		t.Errorf("ψ(2), ψ(3) = %g, %g", psi2, psi3)
	}
	// Beyond float64 the time still grows with J and with 1/δ.
	last := tower.Of(0)
	for J := 1; J <= 400; J++ {
		now, err := WaitingTime(J, 0.5)
		smaller, _ := WaitingTime(J, 0.4)
		if err != nil || !last.Less(now) || !now.Less(smaller) {
			t.Fatalf("t_%d(½) = %v after %v, t_%d(0.4) = %v (%v)", J, now, last, J, smaller, err)
		}
		last = now
	}
	var outside *estimators.RangeError
	for _, row := range []struct {
		J     int
		delta float64
	}{{0, 0.5}, {-1, 0.5}, {1, 0}, {1, 1}, {1, math.NaN()}, {1, -0.1}} {
		if _, err := WaitingTime(row.J, row.delta); !errors.As(err, &outside) {
			t.Errorf("t_%d(%g): %v, want a *RangeError", row.J, row.delta, err)
		}
	}
}

// The survival function against its closed form at n = 1, where M is one uniform sample, and its limit.
func TestHittingSurvival(t *testing.T) {
	for _, k := range []int{0, 1, 2, 5, 40, 1000} {
		s, err := HittingSurvival(1, k)
		T := float64(k)
		want := math.Pow(0.75, T)/2 + 2/(T+1)*(1-math.Pow(0.75, T+1))
		if err != nil || !(math.Abs(s.Value-want) <= s.Error+1e-15) || !(s.Error <= 1e-12) {
			t.Errorf("n = 1: P(τ > %d) = %v, want %g (%v)", k, s, want, err)
		}
		s, err = HittingSurvival(1e15, k)
		if want = 2 / (T + 2); err != nil || !(math.Abs(s.Value-want) <= s.Error+1e-15) {
			t.Errorf("n = 10^15: P(τ > %d) = %v, want %g (%v)", k, s, want, err)
		}
	}
	var outside *estimators.RangeError
	if _, err := HittingSurvival(0, 1); !errors.As(err, &outside) {
		t.Errorf("n = 0: %v", err)
	}
	if _, err := HittingSurvival(1, -1); !errors.As(err, &outside) {
		t.Errorf("t = -1: %v", err)
	}
}

// The second hitting time is at least 2: generation 0 leaves the cap, generation 1 may hit [1, 2], generation 2 [2, 3].
func TestSecondHittingSurvival(t *testing.T) {
	last := 1.0
	for k := range 40 {
		s, err := SecondHittingSurvival(k)
		if err != nil {
			t.Fatal(err)
		}
		if k <= 1 && !(math.Abs(s.Value-1) <= s.Error) || k > 1 && !(s.Value < last) || !(s.Error <= 2e-8) {
			t.Errorf("P(τ_2 > %d) = %v after %g", k, s, last)
		}
		if !(s.Value >= 2/(float64(k)+2)) {
			t.Errorf("P(τ_2 > %d) = %v is below P(τ_1 > %d)", k, s, k)
		}
		last = s.Value
	}
	if _, err := SecondHittingSurvival(-1); !errors.As(err, new(*estimators.RangeError)) {
		t.Errorf("t = -1: %v", err)
	}
}
