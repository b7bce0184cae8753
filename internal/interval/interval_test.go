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
	interval := Interval{min(a, b), max(a, b)}
	member := interval.Lo + rapid.Float64Range(0, 1).Draw(t, label+" share")*(interval.Hi-interval.Lo)
	return interval, max(interval.Lo, min(member, interval.Hi))
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
		if back := got.Log(); !(back.Lo <= x && x <= back.Hi) || !(back.Width() <= 1e-13*max(1, math.Abs(x))) {
			t.Errorf("log exp %g = %v", x, back)
		}
	}
	if e := Point(1000).Exp(); e.Lo != math.MaxFloat64 || !math.IsInf(e.Hi, 1) {
		t.Errorf("exp 1000 = %v", e)
	}
	if e := Point(-1000).Exp(); e.Lo != 0 || !(e.Hi > 0) {
		t.Errorf("exp −1000 = %v", e)
	}
	// Below 2^-1022 a float64 has few digits, and its logarithm has all.
	if l := Point(0x1p-1074).Log(); !(l.Lo <= -1074*math.Ln2 && l.Hi >= -1074*math.Ln2 && l.Width() <= 1e-11) {
		t.Errorf("log 2^-1074 = %v", l)
	}
	if Point(1).Div(Interval{-1, 1}) != Whole() || Point(math.Inf(1)).Sub(Point(math.Inf(1))) != Whole() {
		t.Error("outside the domain: want the whole line")
	}
}

// Jets of f = x e^{x²}, g = 1+2x+x², fg and f/g hold value and derivatives at each member, from f′ = (1+2x²)e^{x²},
// f″ = (6x+4x³)e^{x²}, and are narrow at a point. 1e-13 is for what the closed forms round: terms up to 40 and
// quotients by 0.04.
func TestJetsEnclose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Float64Range(-0.8, 1).Draw(t, "end"), rapid.Float64Range(-0.8, 1).Draw(t, "end")
		over := Interval{min(a, b), max(a, b)}
		x := max(over.Lo, min(over.Lo+rapid.Float64Range(0, 1).Draw(t, "share")*(over.Hi-over.Lo), over.Hi))
		e := math.Exp(x * x)
		f, g := [3]float64{x * e, (1 + 2*x*x) * e, (6*x + 4*x*x*x) * e}, [3]float64{(1 + x) * (1 + x), 2 * (1 + x), 2}
		quotient := [3]float64{f[0] / g[0], (f[1]*g[0] - f[0]*g[1]) / (g[0] * g[0])}
		quotient[2] = (f[2] - 2*quotient[1]*g[1] - quotient[0]*g[2]) / g[0]
		jets := func(x Interval) []Jet {
			v := Variable(x)
			f, g := v.Mul(v.Mul(v).Exp()), v.Scale(Point(2), Point(1)).Add(v.Mul(v))
			return []Jet{f, g, f.Mul(g), f.Div(g)}
		}
		wide, narrow := jets(over), jets(Point(x))
		product := [3]float64{f[0] * g[0], f[1]*g[0] + f[0]*g[1], f[2]*g[0] + 2*f[1]*g[1] + f[0]*g[2]}
		for i, want := range [][3]float64{f, g, product, quotient} {
			w, n := wide[i], narrow[i]
			for order, got := range [3][2]Interval{{w.Value, n.Value}, {w.First, n.First}, {w.Second, n.Second}} {
				slack := 1e-13 * (40 + math.Abs(want[order])/(g[0]*g[0]*g[0]))
				if !(got[0].Lo <= want[order]+slack && got[0].Hi >= want[order]-slack) ||
					!(math.Abs(got[1].Middle()-want[order])+got[1].Width() <= 4*slack) {
					t.Fatalf("function %d, derivative %d at %g in %v: %v and %v, want %g",
						i, order, x, over, got[0], got[1], want[order])
				}
			}
		}
	})
	// ∫_0^1 e^x dx = e − 1 on 64 cells: the midpoints miss it by h²(e−1)/24 = 2e-5, and f″ varies by the share h over
	// a cell: 3e-7.
	sum, h := Point(0), Point(1./64)
	for i := range 64 {
		low := float64(i) / 64
		cell := Variable(Interval{low, low + 1./64}).Exp()
		sum = sum.Add(Integral(Point(low+1./128).Exp(), cell, h))
	}
	if !(sum.Lo <= math.E-1 && sum.Hi >= math.E-1 && sum.Width() <= 4e-7) {
		t.Errorf("∫_0^1 e^x dx = %v, want %g", sum, math.E-1)
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
