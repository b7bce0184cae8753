package nested

import (
	"fmt"
	"itermle/internal/suiteseed"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// referenceBits holds every point of these tests exactly: at most 4 levels of 2^-800, with 53+62 bits a level.
const referenceBits = 5000

func float() *big.Float { return new(big.Float).SetPrec(referenceBits) }

func exactWidth(w Width) *big.Float {
	mantissa, exponent := w.Number()
	return float().SetMantExp(float().SetInt(mantissa), int(exponent))
}

func exactPoint(p Position) *big.Float {
	if p.Spike == nil {
		return float().SetMantExp(float().SetUint64(p.Near), -63)
	}
	step := float().SetMantExp(float().SetInt64(p.Offset), -62)
	return float().Add(exactPoint(p.Spike.Anchor), step.Mul(step, exactWidth(p.Spike.Width)))
}

// drawPoints makes a tree of spikes, narrow and wide, some inside others and some at the same anchor, and points in it.
func drawPoints(t *rapid.T) []Position {
	logs := rapid.SampledFrom([]float64{-3.7, -4, -8, -20, -44, -60, -120, -800 * math.Ln2})
	const unit = OffsetUnit
	offsets := rapid.SampledFrom([]int64{0, 1, unit / 8, unit / 3, unit / 2, unit - 1, unit})
	points := []Position{}
	for range rapid.IntRange(1, 4).Draw(t, "raw") {
		// Raw points keep clear of the ends, so that no spike leaves [2, 3].
		coarse, fine := rapid.IntRange(0, 8).Draw(t, "16ths"), rapid.IntRange(0, 3).Draw(t, "units")
		points = append(points, Position{Near: Unit/4 + uint64(coarse)*(Unit/16) + uint64(fine)})
	}
	for range rapid.IntRange(0, 4).Draw(t, "spikes") {
		anchor := points[rapid.IntRange(0, len(points)-1).Draw(t, "anchor")]
		log := logs.Draw(t, "log width")
		if anchor.Spike != nil {
			log = min(log, anchor.Spike.Width.Log-1) // nested spikes are narrower
		}
		left := rapid.SampledFrom([]int64{0, -OffsetUnit}).Draw(t, "left")
		s := NewSpike(anchor, left, Width{Log: log})
		for range rapid.IntRange(1, 3).Draw(t, "points") {
			points = append(points, s.At(s.Left+offsets.Draw(t, "offset")))
		}
	}
	// Raw points a few units from the samples of spikes, where near does not decide the order.
	for _, p := range points {
		if p.Spike != nil && rapid.Bool().Draw(t, "neighbour") {
			right := rapid.SampledFrom([]int{1, 2, 5, 20}).Draw(t, "right")
			points = append(points, Position{Near: p.Near + uint64(right) - 3})
		}
	}
	return points
}

// TestPositionsAgainstBigFloats compares order, distance and near with numbers of thousands of bits.
func TestPositionsAgainstBigFloats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := drawPoints(t)
		for i, p := range points {
			near := float().SetMantExp(float().SetUint64(p.Near), -63)
			miss, _ := near.Sub(near, exactPoint(p)).Float64()
			if !(math.Abs(miss) <= math.Ldexp(float64(p.slack()), -63)) {
				t.Fatalf("point %d: near is off by %g units, slack %d", i, math.Ldexp(miss, 63), p.slack())
			}
			for _, q := range points[:i] {
				difference := float().Sub(exactPoint(p), exactPoint(q))
				if got := Compare(p, q); got != difference.Sign() {
					t.Fatalf("Compare(%+v, %+v) = %d, want %d", p, q, got, difference.Sign())
				}
				sign, size := Difference(p, q)
				if sign != difference.Sign() {
					t.Fatalf("Difference(%+v, %+v) has sign %d, want %d", p, q, sign, difference.Sign())
				}
				if sign == 0 {
					continue
				}
				want := float().Abs(difference)
				// sumTerms may round up by 2^-249 of the sum.
				miss := float().Sub(exactWidth(size), want)
				if miss.Sign() < 0 || miss.Cmp(float().SetMantExp(want, -249)) > 0 {
					t.Fatalf("Difference(%+v, %+v) = %v, want %v", p, q, exactWidth(size), want)
				}
				exponent := want.MantExp(nil)
				mantissa, _ := float().SetMantExp(want, -exponent).Float64()
				if log := math.Log(mantissa) + float64(exponent)*math.Ln2; !(math.Abs(log-size.Log) <= logSlack(log)) {
					t.Fatalf("log of the distance %.17g, want %.17g", size.Log, log)
				}
				low, high := p, q
				if sign > 0 {
					low, high = q, p
				}
				below, above := Width{Log: size.Log - 1e-3}, Width{Log: size.Log + 1e-3}
				for _, limit := range []Width{size, {Log: -4}, {Log: -50}, below, above} {
					if got, want := within(low, high, limit), want.Cmp(exactWidth(limit)) <= 0; got != want {
						t.Fatalf("within(%+v, %+v, %g) = %v", low, high, limit.Log, got)
					}
				}
				for _, r := range points {
					if Compare(low, r) < 0 && Compare(r, high) < 0 {
						down := float().Sub(exactPoint(r), exactPoint(low))
						up := float().Sub(exactPoint(high), exactPoint(r))
						if got := nearer(r, low, high); got != down.Cmp(up) {
							t.Fatalf("nearer = %d, want %d", got, down.Cmp(up))
						}
					}
				}
			}
		}
	})
}

// TestWindowsAgainstCounting compares most, narrowest and place with counting over all pairs.
func TestWindowsAgainstCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := drawPoints(t)
		var w Windows
		for i, p := range points {
			w.Add(p)
			if i%3 == 2 {
				w.Settle()
			}
		}
		w.Settle()
		if len(w.Points) != len(points) || w.Len() != len(points) {
			t.Fatalf("%d points settled of %d", len(w.Points), len(points))
		}
		exact := make([]*big.Float, len(points))
		for i, p := range w.Points {
			exact[i] = exactPoint(p)
			if i > 0 && exact[i].Cmp(exact[i-1]) < 0 {
				t.Fatalf("points %d and %d are out of order", i-1, i)
			}
		}
		limit := Width{Log: rapid.SampledFrom([]float64{-3.7, -10, -50, -130, -600}).Draw(t, "limit")}
		most := 0
		for i := range exact {
			for j := i; j < len(exact); j++ {
				if float().Sub(exact[j], exact[i]).Cmp(exactWidth(limit)) <= 0 {
					most = max(most, j-i+1)
				}
			}
		}
		if got := w.Most(limit); got != most {
			t.Fatalf("Most = %d, want %d", got, most)
		}
		for count := 2; count <= len(exact); count++ {
			got := w.Narrowest(count)
			least := float().SetInf(false)
			for i := 0; i+count <= len(exact); i++ {
				if d := float().Sub(exact[i+count-1], exact[i]); d.Cmp(least) < 0 {
					least = d
				}
			}
			if least.Sign() == 0 && math.IsInf(got.Log, -1) {
				continue
			}
			if miss := float().Sub(exactWidth(got), least); miss.Abs(miss).Cmp(float().SetMantExp(least, -249)) > 0 {
				t.Fatalf("Narrowest(%d) = %v, want %v", count, exactWidth(got), least)
			}
		}
		start := NewSpike(Position{Near: uint64(rapid.IntRange(0, 30).Draw(t, "current")) * (Unit / 32)}, 0, limit)
		placed := w.Place(start, most, limit)
		covered := 0
		for _, p := range w.Points {
			if Compare(p, placed.LeftEnd()) >= 0 && Compare(p, placed.RightEnd()) <= 0 {
				covered++
			}
		}
		if covered != most || exactPoint(placed.LeftEnd()).Sign() < 0 ||
			exactPoint(placed.RightEnd()).Cmp(float().SetInt64(1)) > 0 {
			t.Fatalf("the placed spike covers %d of %d, from %v to %v", covered, most, placed.LeftEnd(),
				placed.RightEnd())
		}
		w.Rehome(placed)
		for i, p := range w.Points {
			if exactPoint(p).Cmp(exact[i]) != 0 {
				t.Fatalf("Rehome moved point %d", i)
			}
		}
	})
}

// TestSpikeFarBelowFloat64: e^(−48·10^6), the width of f(¼) at N = 10^6, has an exponent of −69 million.
func TestSpikeFarBelowFloat64(t *testing.T) {
	r := rand.New(rand.NewPCG(suiteseed.Seed(), 0))
	outer := NewSpike(Position{Near: Unit / 3}, -OffsetUnit, Width{Log: -48e6})
	p, q := outer.Sample(r), outer.Sample(r)
	inner := NewSpike(p, 0, Width{Log: -96e6})
	x, y := inner.At(1), inner.At(OffsetUnit)
	if Compare(x, y) >= 0 || Compare(p, x) >= 0 || Compare(p, q) != Compare(x, q) || Compare(outer.Anchor, x) <= 0 {
		t.Error("points of nested spikes are out of order")
	}
	if _, size := Difference(y, x); size.Log < -96e6-1 || size.Log > -96e6+1 {
		t.Errorf("distance e^%g inside a spike of width e^−96e6", size.Log)
	}
	if !within(x, y, Width{Log: -95e6}) || within(p, q, Width{Log: -96e6}) ||
		!within(p, outer.Anchor, Width{Log: -48e6}) {
		t.Error("widths of nested spikes are confused")
	}
}

func BenchmarkMost(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, m := range []int{10, 1000, 100_000} {
		b.Run(fmt.Sprintf("m=%d", m), func(b *testing.B) {
			var w Windows
			s := NewSpike(Position{Near: Unit / 2}, 0, Width{Log: -1e5})
			for i := range m {
				if i%2 == 0 {
					w.Add(s.Sample(r))
				} else {
					w.Add(RawSample(r))
				}
			}
			w.Settle()
			b.ReportAllocs()
			for b.Loop() {
				w.Most(Width{Log: -5e4})
			}
		})
	}
}

func TestMain(m *testing.M) { suiteseed.Main(m) }
