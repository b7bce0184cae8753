package estimators

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// drawSchedule makes a valid schedule of any kind.
func drawSchedule(t *rapid.T) Schedule {
	n := rapid.Int64Range(1, 1000)
	switch rapid.IntRange(0, 4).Draw(t, "kind") {
	case 0:
		return ConstantSchedule(rapid.Int64Range(1, maxScheduleSize).Draw(t, "n"))
	case 1:
		return GeometricSchedule(n.Draw(t, "n"), rapid.Float64Range(1e-3, 2).Draw(t, "ratio"))
	case 2:
		return PolynomialSchedule(n.Draw(t, "n"), rapid.Float64Range(-3, 3).Draw(t, "power"))
	case 3:
		return SlowSchedule(n.Draw(t, "n_0"), n.Draw(t, "n_1"))
	}
	return ListSchedule(rapid.SliceOfN(n, 1, 6).Draw(t, "sizes")...)
}

func TestScheduleRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSchedule(t)
		parsed, err := ParseSchedule(s.String())
		if err != nil {
			t.Fatalf("%v: %v", s, err)
		}
		if parsed.String() != s.String() {
			t.Fatalf("%v is read as %v", s, parsed)
		}
		for i := range 20 {
			if got, want := parsed.Size(i), s.Size(i); got != want || got < 1 || got > maxScheduleSize {
				t.Fatalf("%v: n_%d is %d before and %d after", s, i, want, got)
			}
		}
	})
}

// The sizes as documented, rounded and at least 1.
func TestScheduleSizes(t *testing.T) {
	for text, want := range map[string][]int64{
		"const:100":      {100, 100, 100},
		"geom:100,2":     {100, 200, 400, 800},
		"geom:100,0.5":   {100, 50, 25, 13, 6, 3, 2, 1, 1, 1, 1},
		"poly:100,1.5":   {100, 283, 520, 800},
		"poly:4,-1":      {4, 2, 1, 1, 1, 1, 1, 1, 1},
		"slow:1000,1":    {1000, 1, 1, 1},
		"list:100,10,20": {100, 10, 20, 20, 20},
	} {
		s, err := ParseSchedule(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		for i, n := range want {
			if got := s.Size(i); got != n {
				t.Errorf("%s: n_%d = %d, want %d", text, i, got, n)
			}
		}
	}
}

func TestScheduleRefusals(t *testing.T) {
	var syntax *SyntaxError
	var bounds *RangeError
	for _, text := range []string{"", "const", "const:", "const:x", "const:1.5", "const:1,2", "geom:100", "geom:100,x",
		"geom:1,2,3", "poly:3",
		"slow:5", "slow:5,x", "list:", "list:1,,2", "list:1,x", "linear:3", "const:1e3", "const:99999999999999999999",
		"const: 5", ":5"} {
		if _, err := ParseSchedule(text); !errors.As(err, &syntax) {
			t.Errorf("%q: %v, want a SyntaxError", text, err)
		}
	}
	for _, text := range []string{"const:0", "const:-5", "geom:0,2", "geom:5,0", "geom:5,-1", "geom:5,NaN",
		"geom:5,Inf", "poly:5,NaN", "poly:5,-Inf",
		"slow:5,0", "slow:0,5", "list:1,0", "list:-1", "const:9007199254740993", "slow:1,10000000000000002"} {
		if _, err := ParseSchedule(text); !errors.As(err, &bounds) {
			t.Errorf("%q: %v, want a RangeError", text, err)
		}
	}
	if err := (Schedule{}).Check(1); err == nil {
		t.Error("the zero Schedule passes Check")
	}
	if err := ListSchedule().Check(1); err == nil {
		t.Error("an empty list passes Check")
	}
}

// Check refuses exactly the horizons at which a size would pass 2^53.
func TestScheduleOverflow(t *testing.T) {
	for _, row := range []struct {
		text string
		last int // the last T that fits
	}{
		{"geom:1,2", 54}, // n_53 = 2^53
		{"geom:100,10", 14},
		{"poly:1,10", 39}, // 39^10 = 8.1e15 < 2^53 = 9.0e15 < 40^10
	} {
		s, err := ParseSchedule(row.text)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Check(row.last); err != nil {
			t.Errorf("%s at T=%d: %v", row.text, row.last, err)
		}
		var bounds *RangeError
		if err := s.Check(row.last + 1); !errors.As(err, &bounds) {
			t.Errorf("%s at T=%d: %v, want a RangeError", row.text, row.last+1, err)
		}
	}
	if err := GeometricSchedule(1, 2).Check(math.MaxInt32); err == nil {
		t.Error("2^(2^31) passes Check")
	}
}

// VarianceSum against rational arithmetic, below 2/n_0 for every schedule (n_t/N_t² ≤ 1/N_{t−1} − 1/N_t, derived here).
func TestScheduleVarianceSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSchedule(t)
		generations := rapid.IntRange(1, 12).Draw(t, "T")
		if s.Check(generations) != nil {
			t.Skip("too large for this T")
		}
		sum, total := new(big.Rat), new(big.Int)
		for i := range generations {
			n := big.NewInt(s.Size(i))
			total.Add(total, n)
			sum.Add(sum, new(big.Rat).SetFrac(n, new(big.Int).Mul(total, total)))
		}
		want, _ := sum.Float64()
		// Three roundings a term and one a sum.
		if got := s.VarianceSum(generations); !(math.Abs(got-want) <= 64*0x1p-53*want) {
			t.Fatalf("%v, T=%d: %v, exactly %v", s, generations, got, want)
		}
		if bound := new(big.Rat).SetFrac64(2, s.Size(0)); sum.Cmp(bound) >= 0 {
			t.Fatalf("%v, T=%d: Σ n_t/N_t² = %v is not below 2/n_0 = %v", s, generations, sum, bound)
		}
	})
}
