package tower

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// relative is the tolerance for a mantissa: a result passes through at most one exp and one log of a number below
// 1e300, and exp turns the rounding 2^-53·691 of a logarithm into a relative error of 7.7e-14.
const relative = 2e-13

func near(a, b float64) bool { return math.Abs(a-b) <= relative*math.Max(math.Abs(a), math.Abs(b)) }

func TestLevelZeroIsFloat64(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := rapid.Float64Range(1e-140, 1e140).Draw(t, "x"), rapid.Float64Range(1e-140, 1e140).Draw(t, "y")
		a, b := Of(x), Of(y)
		if a.Plus(b) != Of(x+y) || a.Times(b) != Of(x*y) || a.Less(b) != (x < y) {
			t.Fatalf("%g and %g: sum %v, product %v, less %v", x, y, a.Plus(b), a.Times(b), a.Less(b))
		}
		if got := a.Exp().Log(); x >= 1 && !near(got.Float64(), x) {
			t.Fatalf("log e^%g = %v", x, got)
		}
	})
}

// A product and a sum of numbers up to 10^(10^5) against math/big, by their logarithms.
func TestLevelOneAgainstBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i, j := rapid.IntRange(1, 300000).Draw(t, "i"), rapid.IntRange(1, 300000).Draw(t, "j")
		big2 := func(k int) *big.Float { return new(big.Float).SetMantExp(big.NewFloat(1), k) }
		tower2 := func(k int) Number { return Of(float64(k) * math.Ln2).Exp() }
		log := func(x *big.Float) float64 {
			mantissa := new(big.Float)
			exponent := x.MantExp(mantissa)
			m, _ := mantissa.Float64()
			return math.Log(m) + float64(exponent)*math.Ln2
		}
		product := new(big.Float).Mul(big2(i), big2(j))
		if got := tower2(i).Times(tower2(j)).Log(); !near(got.Float64(), log(product)) {
			t.Fatalf("log(2^%d·2^%d) = %v, want %g", i, j, got, log(product))
		}
		sum := new(big.Float).SetPrec(700000).Add(big2(i), big2(j))
		if got := tower2(i).Plus(tower2(j)).Log(); !near(got.Float64(), log(sum)) {
			t.Fatalf("log(2^%d+2^%d) = %v, want %g", i, j, got, log(sum))
		}
	})
}

func TestHighLevels(t *testing.T) {
	x := Of(1000).Exp().Exp().Exp() // e^e^e^1000
	y := Of(1000.5).Exp().Exp().Exp()
	for _, row := range []struct {
		name string
		ok   bool
	}{
		{"order", x.Less(y) && !y.Less(x) && !x.Less(x)},
		{"order across levels", Of(1e300).Less(Of(700).Exp()) && Of(1e299).Exp().Less(x)},
		{"normal form", x == Number{3, 1000} && Of(1).Exp().Exp() == Of(math.Exp(math.E))},
		{"logarithm", x.Log().Log().Log() == Of(1000)},
		{"sum is the larger", x.Plus(y) == y && y.Plus(x) == y && x.Plus(Of(-5)) == x},
		{"product with a small number", x.Times(Of(1e-300)) == x},
		{"square of e^e^1000", Of(1000).Exp().Exp().Times(Of(1000).Exp().Exp()).Log().Log().Mantissa == 1000+math.Ln2},
		{"float", math.IsInf(x.Float64(), 1) && Of(3).Float64() == 3 && math.IsInf(Of(800).Exp().Float64(), 1)},
		{"print", x.String() == "e^e^e^1000" && Of(2.5).String() == "2.5"},
	} {
		if !row.ok {
			t.Errorf("%s fails", row.name)
		}
	}
}

func TestMisusePanics(t *testing.T) {
	for name, misuse := range map[string]func(){
		"NaN":               func() { Of(math.NaN()) },
		"infinity":          func() { Of(math.Inf(1)) },
		"logarithm of zero": func() { Of(0).Log() },
		"negative factor":   func() { Of(-1).Times(Of(2)) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			misuse()
		}()
	}
}
