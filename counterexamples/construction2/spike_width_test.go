package construction2

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"itermle/estimators"
	"itermle/internal/rational"
	"itermle/internal/tower"
)

func TestSpikeWidths(t *testing.T) {
	for _, text := range []string{"canonical:loglog", "canonical:sqrtlog", "canonical:log", "canonical:power:0.1",
		"canonical:power:3",
		"exp:1", "exp:0.001", "exp:2500", "power:3", "power:0.5", "list:0.49", "list:0.4,0.3,1e-200",
		"nats:3", "nats:0.5,1000,1e+15"} {
		width, err := ParseSpikeWidth(text)
		if err != nil || width.String() != text {
			t.Fatalf("%s: %v, %v", text, width, err)
		}
		last := Width{Float64: 0.5}
		for J := 2; J <= 60; J++ {
			w, err := width.At(J)
			if err != nil {
				t.Fatal(err)
			}
			if !last.narrowness.Less(w.narrowness) || !(w.Float64 < last.Float64 || w.Float64 == 0) {
				t.Fatalf("%s: f(%d) = %v does not decrease from %v", text, J, w, last)
			}
			if y := w.narrowness.Float64(); w.Float64 > 0 && !(math.Abs(math.Log(2*w.Float64)+y) <= 1e-12*y+1e-15) {
				t.Fatalf("%s: f(%d) = %v contradicts itself", text, J, w)
			}
			last = w
		}
	}
	width, _ := ParseSpikeWidth("list:0.4,0.25")
	if f := width.function(4).Float64; !(math.Abs(f-0.125) <= 1e-16) {
		t.Errorf("f(4) = %g after list:0.4,0.25, want 0.125", f)
	}
	if _, err := width.At(1); !errors.As(err, new(*estimators.RangeError)) {
		t.Errorf("f(1): %v, want a *RangeError", err)
	}
}

// Eq. 36 holds with room for every n that level J answers for: log(1/(2f(J))) > n (ψ(J)+1) log(3J).
func TestCanonicalWidthIsNarrowEnough(t *testing.T) {
	for _, text := range []string{"loglog", "sqrtlog", "log", "power:0.1", "power:3"} {
		phi, err := ParseGrowth(text)
		if err != nil {
			t.Fatal(err)
		}
		width := CanonicalWidth(phi)
		for J := 2; J <= 40; J++ {
			samples := phi.Inverse(LevelTime(J + 1)).Times(LevelTime(J).Plus(tower.Of(1)))
			needed := samples.Times(tower.Of(math.Log(3 * float64(J))))
			got := width.function(J).narrowness
			if got.Less(needed) || got.Level == 0 && !needed.Less(got) {
				t.Errorf("%s: log(1/2f(%d)) = %v, needed %v", text, J, got, needed)
			}
		}
	}
}

func TestSpikeWidthRefuses(t *testing.T) {
	var syntax *estimators.SyntaxError
	for _, text := range []string{"", "canonical", "canonical:exp", "exp", "exp:", "exp:x", "list:", "list:0.4,",
		"nats:", "nats:x", "wide"} {
		if _, err := ParseSpikeWidth(text); !errors.As(err, &syntax) {
			t.Errorf("%q: %v, want a *SyntaxError", text, err)
		}
	}
	var outside *estimators.RangeError
	for _, text := range []string{"exp:0", "exp:-1", "exp:NaN", "exp:1e308", "power:0", "power:1e301", "power:Inf",
		"list:0.5", "list:0", "list:-0.1", "list:NaN",
		"list:0.3,0.3", "list:0.3,0.4", "nats:0", "nats:-1", "nats:NaN", "nats:2e15", "nats:2,2"} {
		if _, err := ParseSpikeWidth(text); !errors.As(err, &outside) {
			t.Errorf("%q: %v, want a *RangeError", text, err)
		}
	}
}

// Offsets against math/big.
func TestOffsetArithmetic(t *testing.T) {
	one := new(big.Int).Lsh(big.NewInt(1), 128)
	integer := func(a offset) *big.Int { return rational.Mul(a.rational(), new(big.Rat).SetInt(one)).Num() }
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.OneOf(rapid.Uint64(), rapid.SampledFrom([]uint64{0, 1, math.MaxUint64, 1 << 63}))
		a, b := offset{word.Draw(t, "a1"), word.Draw(t, "a0")}, offset{word.Draw(t, "b1"), word.Draw(t, "b0")}
		x, y := integer(a), integer(b)
		sum, carry := a.plus(b)
		difference, borrow := a.minus(b)
		wantSum := new(big.Int).Add(x, y)
		if got := new(big.Int).Add(integer(sum),
			new(big.Int).Mul(one, big.NewInt(int64(carry)))); got.Cmp(wantSum) != 0 {
			t.Fatalf("%v + %v = %v carry %d", a, b, sum, carry)
		}
		wantDifference := new(big.Int).Sub(x, y)
		if got := new(big.Int).Sub(integer(difference),
			new(big.Int).Mul(one, big.NewInt(int64(borrow)))); got.Cmp(wantDifference) != 0 {
			t.Fatalf("%v − %v = %v borrow %d", a, b, difference, borrow)
		}
		if got := integer(a.scaled(b)); got.Cmp(new(big.Int).Rsh(new(big.Int).Mul(x, y), 128)) != 0 {
			t.Fatalf("%v · %v = %v", a, b, got)
		}
		if a.compare(b) != x.Cmp(y) {
			t.Fatalf("compare %v %v", a, b)
		}
		gap, _ := new(big.Rat).SetFrac(new(big.Int).Sub(one, x), one).Float64()
		if !(math.Abs(a.gap()-gap) <= 0x1p-51*gap) {
			t.Fatalf("gap of %v = %g, want %g", a, a.gap(), gap)
		}
		f := rapid.Float64Range(0, 0.999).Draw(t, "f")
		if f >= 0x1p-75 && offsetOf(f).rational().Cmp(rational.FromFloat(f)) != 0 {
			t.Fatalf("offset of %g = %v", f, offsetOf(f))
		}
	})
}
