package interval

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// rational is the exact value of a float64.
func rational(v float64) *big.Rat { return new(big.Rat).SetFloat64(v) }

func holds(a Interval, v *big.Rat) bool {
	return (math.IsInf(a.Lo, -1) || rational(a.Lo).Cmp(v) <= 0) && (math.IsInf(a.Hi, 1) || rational(a.Hi).Cmp(v) >= 0)
}

func drawInterval(t *rapid.T, label string) (Interval, float64) {
	finite := rapid.Float64Range(-1e6, 1e6)
	a, b := finite.Draw(t, label+" end"), finite.Draw(t, label+" end")
	interval := Interval{math.Min(a, b), math.Max(a, b)}
	member := interval.Lo + rapid.Float64Range(0, 1).Draw(t, label+" share")*(interval.Hi-interval.Lo)
	return interval, math.Max(interval.Lo, math.Min(member, interval.Hi))
}

// Every operation on members, in exact rationals, is a member of the operation on intervals.
func TestArithmeticEncloses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, x := drawInterval(t, "a")
		b, y := drawInterval(t, "b")
		p, q := rational(x), rational(y)
		check := func(name string, got Interval, want *big.Rat) {
			if !holds(got, want) {
				t.Fatalf("%s: %v of %v and %v does not hold the value at %g, %g", name, got, a, b, x, y)
			}
		}
		check("add", a.Add(b), new(big.Rat).Add(p, q))
		check("sub", a.Sub(b), new(big.Rat).Sub(p, q))
		check("mul", a.Mul(b), new(big.Rat).Mul(p, q))
		check("square", a.Square(), new(big.Rat).Mul(p, p))
		check("abs", a.Abs(), new(big.Rat).Abs(p))
		if y != 0 {
			check("div", a.Div(b), new(big.Rat).Quo(p, q))
		}
		root := a.Abs().Sqrt()
		low, high := rational(root.Lo), rational(root.Hi)
		absolute := new(big.Rat).Abs(p)
		if low.Mul(low, low).Cmp(absolute) > 0 || high.Mul(high, high).Cmp(absolute) < 0 {
			t.Fatalf("sqrt: %v does not hold the root of |%g|", root, x)
		}
	})
}

// An end rounded to nearest, not outward, is wrong: the mutants that the test above must be able to see.
func TestRoundingToNearestIsCaught(t *testing.T) {
	third := Interval{1.0 / 3, 1.0 / 3}
	if holds(third, big.NewRat(1, 3)) {
		t.Fatal("the float64 next to 1/3 passes for 1/3")
	}
	if !holds(Point(1).Div(Point(3)), big.NewRat(1, 3)) {
		t.Fatal("1/3 is not in 1/[3, 3]")
	}
}

// exp and log against 200-bit series: e^x by 100 terms after halving x twenty times, log by its inverse.
func TestExpAndLogEnclose(t *testing.T) {
	for _, x := range []float64{0, 1, -1, 0.5, 1e-10, -1e-10, 30, -30, 700, -700, math.Ln2, 7.3} {
		reduced := new(big.Float).SetPrec(400).SetFloat64(x)
		reduced.SetMantExp(reduced, -20)
		sum, term := big.NewFloat(1).SetPrec(400), big.NewFloat(1).SetPrec(400)
		for k := 1; k <= 100; k++ {
			term.Mul(term, reduced)
			term.Quo(term, new(big.Float).SetPrec(400).SetInt64(int64(k)))
			sum.Add(sum, term)
		}
		for range 20 {
			sum.Mul(sum, sum)
		}
		got := Point(x).Exp()
		if big.NewFloat(got.Lo).Cmp(sum) > 0 || big.NewFloat(got.Hi).Cmp(sum) < 0 {
			t.Errorf("exp %g: %v does not hold %v", x, got, sum)
		}
		if !(got.Width() <= 1e-14*got.Hi) {
			t.Errorf("exp %g: %v is wide", x, got)
		}
		if back := got.Log(); !(back.Lo <= x && x <= back.Hi) || !(back.Width() <= 1e-13*math.Max(1, math.Abs(x))) {
			t.Errorf("log exp %g = %v", x, back)
		}
	}
	if e := Point(1000).Exp(); e.Lo != math.MaxFloat64 || !math.IsInf(e.Hi, 1) {
		t.Errorf("exp 1000 = %v", e)
	}
	if e := Point(-1000).Exp(); e.Lo != 0 || !(e.Hi > 0) {
		t.Errorf("exp −1000 = %v", e)
	}
	if Point(1).Div(Interval{-1, 1}) != Whole() || Point(math.Inf(1)).Sub(Point(math.Inf(1))) != Whole() {
		t.Error("outside the domain: want the whole line")
	}
}

// The supremum of x(1−x)y on [0,1]×[1,2] is ½ at (½, 2), the infimum 0.
func TestSupremum(t *testing.T) {
	f := func(b []Interval) Interval { return b[0].Mul(Point(1).Sub(b[0])).Mul(b[1]) }
	box := []Interval{{0, 1}, {1, 2}}
	high := Supremum(f, box, 1e-6, 100000)
	if !(high.Lower <= 0.5 && high.Upper >= 0.5 && high.Upper-high.Lower <= 1e-6*0.5) {
		t.Errorf("supremum ½: %+v", high)
	}
	if math.Abs(high.At[0]-0.5) > 1e-2 || math.Abs(high.At[1]-2) > 1e-2 {
		t.Errorf("the supremum is at (½, 2): %+v", high)
	}
	low := Infimum(f, box, 1e-6, 1000)
	if !(low.Lower <= 0 && low.Upper >= 0 && low.Upper <= 1e-3) {
		t.Errorf("infimum 0: %+v", low)
	}
	// Cells spent: the bound is loose and still right.
	if b := Supremum(f, box, 0, 7); !(b.Cells <= 8 && b.Upper >= 0.5 && b.Lower <= 0.5) {
		t.Errorf("after 7 cells: %+v", b)
	}
	// log x² is −∞ at the middle of [−1, 1], and 0 at the ends.
	pole := Supremum(func(b []Interval) Interval { return b[0].Square().Log() }, []Interval{{-1, 1}}, 0.1, 1000)
	if !(pole.Lower >= -0.1 && pole.Lower <= 0 && pole.Upper >= 0 && pole.Upper <= 0.1) {
		t.Errorf("supremum 0 beside a pole: %+v", pole)
	}
	// A single point needs no search.
	if b := Supremum(f, []Interval{Point(0.5), Point(2)}, 0, 100); !(b.Lower <= 0.5 && b.Upper >= 0.5 && b.Cells == 1) {
		t.Errorf("a point: %+v", b)
	}
}
