package construction1

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"itermle/estimators"
	"itermle/internal/nested"
	"itermle/internal/suiteseed"
)

// referenceOf draws every point of the pool that was not yet needed and hands the pool to the reference.
func referenceOf(c *Pool, current *nested.Spike, alpha float64) *referencePool {
	p := &referencePool{family: c.family, alpha: alpha, current: referencePoint(current.LeftEnd())}
	for _, s := range c.low.look(nil, 0, 0.5, &c.reserve) {
		p.low = append(p.low, bigNumber(s))
	}
	for range c.low.beyond {
		p.low = append(p.low, bigNumber(1))
	}
	for _, x := range c.high.Points {
		p.high = append(p.high, referencePoint(x))
	}
	slices.SortFunc(p.high, (*big.Float).Cmp)
	return p
}

// compareWithReference checks the fit that c has just made, from the model (current, alpha), against the reference.
// It reports whether the two best values were too close for float64 to tell.
func compareWithReference(t interface{ Fatalf(string, ...any) }, c *Pool, current *nested.Spike,
	alpha float64) (tie bool) {
	p := referenceOf(c, current, alpha)
	want := p.fit()
	got := c.last
	value, _ := want.value.Float64()
	// Values are sums of at most four products, each good to a few units in its last place.
	slack := 1e-13 * (1 + math.Abs(value) + float64(len(p.low)) +
		float64(got.covered)*math.Abs(c.family.LogWidth(LargestAlpha)))
	if !(math.Abs(value-got.logLikelihood) <= slack) {
		t.Fatalf("log-likelihood %.17g, reference %.17g: family %+v, %d low, %d high, fit %+v at %v; reference at %v "+
			"drops %d covers %d",
			got.logLikelihood, value, c.family, len(p.low), len(p.high), got, c.Theta(), want.alpha.Text('g',
				17), want.dropped, want.covered)
	}
	if want.runnerUp != nil {
		if gap, _ := bigSub(want.value, want.runnerUp).Float64(); gap <= slack {
			return true
		}
	}
	wantAlpha, _ := want.alpha.Float64()
	if !(math.Abs(wantAlpha-c.parameter[0]) <= 1e-14) || int64(want.dropped) != got.dropped ||
		want.covered != got.covered {
		t.Fatalf("fit %+v at %v; reference α = %v drops %d covers %d", got, c.Theta(), wantAlpha, want.dropped,
			want.covered)
	}
	size := referenceWidth(c.spike.Width)
	miss := bigSub(referencePoint(c.spike.LeftEnd()), want.mu)
	miss.Abs(miss)
	if miss.Cmp(bigMul(size, bigNumber(0x1p-40))) > 0 {
		t.Fatalf("spike at 2+%v, reference 2+%v, width %v", referencePoint(c.spike.LeftEnd()).Text('g', 30),
			want.mu.Text('g', 30), size.Text('g', 6))
	}
	return false
}

// TestArgmaxAgainstReference runs Algorithm 1 with families from far too wide to the paper's, for a few generations,
// and compares every part of the last fit, lazily drawn, with the brute-force reference on the pool drawn in full.
func TestArgmaxAgainstReference(t *testing.T) {
	var ties, collapsed, nested, dropped int
	rapid.Check(t, func(t *rapid.T) {
		family := Family{
			N:     rapid.SampledFrom([]int64{1, 2, 3, 5, 8, 30}).Draw(t, "N"),
			Decay: rapid.SampledFrom([]float64{8, 2, 0.5, 0.1, 0.02, 0.004}).Draw(t, "decay"),
		}
		family.Depth = family.Decay * rapid.SampledFrom([]float64{6, 4.5, 1.5, 12}).Draw(t, "depth/decay")
		c := NewOf(family)
		generations := rapid.IntRange(1, 6).Draw(t, "T")
		size := rapid.SampledFrom([]int64{1, 2, 3, 5, 8, 13, 20}).Draw(t, "n")
		truth := []float64{rapid.SampledFrom([]float64{0, 0.01, 0.1, 0.12, 0.2, 0.25}).Draw(t, "α*"), 2}
		truth[1] += rapid.SampledFrom([]float64{0, 0.25, 0.5, 0.75, 1}).Draw(t,
			"μ*") * (1 - math.Exp(family.LogWidth(truth[0])))
		seed := rapid.Uint64().Draw(t, "seed")
		s := estimators.NewStream(seed, "reference")
		if err := c.Start(truth); err != nil {
			t.Fatalf("%v", err)
		}
		for g := range generations {
			if err := c.Draw(size, s.At(0, uint64(g))); err != nil {
				t.Fatalf("%v", err)
			}
			before, alpha := c.spike, c.parameter[0]
			if err := c.Fit(); err != nil {
				t.Fatalf("%v", err)
			}
			if g < generations-1 {
				continue
			}
			if compareWithReference(t, c, before, alpha) {
				ties++
			}
			if c.parameter[0] > 0.1 && c.last.covered > 0 {
				collapsed++
			}
			if c.last.covered > 1 && c.spike.Anchor.Spike != nil {
				nested++
			}
			if c.last.dropped > 0 {
				dropped++
			}
		}
	})
	// A third of the runs collapse and a third drop points: none of 100 has a probability below 1e−15.
	if collapsed == 0 || dropped == 0 {
		t.Errorf("%d collapsed, %d dropped points: nothing was exercised", collapsed, dropped)
	}
	t.Logf("%d collapsed, %d with a nested spike, %d dropped points, %d ties", collapsed, nested, dropped, ties)
}

// TestArgmaxOnGrids does the same for pools put together by rapid: many equal points, points on the breakpoints,
// windows exactly as wide as f allows.
func TestArgmaxOnGrids(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		family := Family{
			N:     rapid.SampledFrom([]int64{1, 2, 5}).Draw(t, "N"),
			Decay: rapid.SampledFrom([]float64{8, 0.5, 0.02}).Draw(t, "decay"),
		}
		c := NewOf(family)
		alpha := rapid.SampledFrom([]float64{0, 0.05, 0.15, 0.25}).Draw(t, "α")
		if err := c.Start([]float64{alpha, 2.5}); err != nil {
			t.Fatalf("%v", err)
		}
		low := rapid.SliceOfN(rapid.SampledFrom([]float64{0.01, 0.02, 0.125, 0.2, 0.25, 0.3, 0.4375}), 0, 12).Draw(t,
			"complements")
		slices.Sort(low)
		left := 0.0
		c.low.pieces = c.low.pieces[:0]
		for _, s := range low {
			c.low.pieces = append(c.low.pieces, piece{left, s, 0}, piece{s, s, 1})
			left = s
		}
		c.low.pieces = append(c.low.pieces, piece{left, 0.5, 0})
		c.low.beyond = int64(rapid.IntRange(0, 30).Draw(t, "beyond"))
		c.low.total = int64(len(low)) + c.low.beyond
		for _, numerator := range rapid.SliceOfN(rapid.IntRange(0, 64), 0, 6).Draw(t, "64ths") {
			c.high.Add(nested.Position{Near: uint64(numerator) * (nested.Unit / 64)})
		}
		for range rapid.IntRange(0, 3).Draw(t, "in spike") {
			c.high.Add(c.spike.At(c.spike.Left + nested.OffsetUnit/8*int64(rapid.IntRange(0, 8).Draw(t, "eighths"))))
		}
		if c.low.total+int64(c.high.Len()) == 0 {
			return
		}
		before := c.spike
		if err := c.Fit(); err != nil {
			t.Fatalf("%v", err)
		}
		compareWithReference(t, c, before, alpha)
	})
}

// TestReferenceIsMaximal checks the reference itself: no θ of a fine grid over Θ has a larger product of densities.
func TestReferenceIsMaximal(t *testing.T) {
	r := rand.New(rand.NewPCG(suiteseed.Seed(), 0))
	for range 30 {
		family := Family{N: 2, Decay: []float64{8, 0.5, 0.05, 0.01}[r.IntN(4)]}
		p := &referencePool{family: family, current: bigNumber(0.5)}
		var low, high []float64
		for range 1 + r.IntN(12) {
			low = append(low, r.Float64())
			p.low = append(p.low, bigNumber(low[len(low)-1]))
		}
		for range r.IntN(5) {
			high = append(high, r.Float64())
		}
		slices.Sort(high)
		for _, x := range high {
			p.high = append(p.high, bigNumber(x))
		}
		best, _ := p.fit().value.Float64()
		logDensity := func(alpha, mu float64) (sum float64) {
			for _, s := range low {
				if 1-s <= 1-2*alpha {
					sum += math.Log(0.5 + (1-alpha)/(2*(1-2*alpha)))
				} else {
					sum -= math.Ln2
				}
			}
			f := math.Exp(family.LogWidth(alpha))
			for _, x := range high {
				if x >= mu && x <= mu+f {
					sum += math.Log(alpha / 4 * (1 + 1/f))
				} else {
					sum += math.Log(alpha / 4)
				}
			}
			return sum
		}
		for i := range 501 {
			alpha := LargestAlpha * float64(i) / 500
			f := math.Exp(family.LogWidth(alpha))
			for j := range 301 {
				if v := logDensity(alpha, (1-f)*float64(j)/300); !(v <= best+1e-9) {
					t.Fatalf("log-likelihood %g at α = %g exceeds the reference's %g: %+v low %v high %v", v, alpha,
						best, family, low, high)
				}
			}
			for _, x := range high {
				for _, mu := range []float64{x, math.Max(0, x-f)} {
					if v := logDensity(alpha, mu); mu <= 1-f && !(v <= best+1e-9) {
						t.Fatalf("log-likelihood %g at α = %g, spike at a point, exceeds the reference's %g", v, alpha,
							best)
					}
				}
			}
		}
	}
}

// Before a collapse any n will do: pieces of the pool hold more than 2^53 points, and every one is accounted for.
func TestPoolsBeyondFloat64(t *testing.T) {
	const n, generations = 1 << 53, 60
	c, err := New(n)
	if err != nil {
		t.Fatal(err)
	}
	it := estimators.Iteration{Pool: c, Truth: Truth(), Schedule: estimators.ConstantSchedule(n),
		Generations: generations}
	s := estimators.NewStream(suiteseed.Seed(), "beyond float64")
	for replicate := range uint64(20) {
		fits := int64(0)
		if err := it.Run(s, replicate, func(int, []float64) bool { fits++; return !c.Collapsed() }); err != nil {
			t.Fatal(err)
		}
		sum := c.low.beyond
		for _, p := range c.low.pieces {
			sum += p.count
		}
		if sum != c.low.total || sum+int64(c.highCount()) != fits*n {
			t.Errorf("%d points in the pieces of %d, %d of [2, 3], after %d fits", sum, c.low.total, c.highCount(),
				fits)
		}
	}
}

// alpha1_is_half_gap is that α^(1) is half of the least complement, from any θ*: not half of the width of two points of
// a spike.
func TestHalfGapEvent(t *testing.T) {
	const n = 5
	c, err := New(n)
	if err != nil {
		t.Fatal(err)
	}
	it := estimators.Iteration{Pool: c, Truth: []float64{0.2, 2.5}, Schedule: estimators.ConstantSchedule(n),
		Generations: 1}
	s := estimators.NewStream(suiteseed.Seed(), "half gap")
	seen := [2]int{}
	for replicate := range uint64(5000) {
		if err := it.Run(s, replicate, nil); err != nil {
			t.Fatal(err)
		}
		got := c.Observed(nil)[eventHalfGap]
		points := c.low.look(nil, 0, 0.5, &c.reserve)
		if want := len(points) > 0 && points[0] == 2*c.parameter[0]; got != want {
			t.Errorf("replicate %d: event %v, α = %v, complements %v", replicate, got, c.parameter[0], points)
		}
		if c.last.dropped == 0 && c.parameter[0] < LargestAlpha {
			seen[map[bool]int{false: 0, true: 1}[got]]++
		}
	}
	if seen[0] == 0 || seen[1] == 0 {
		t.Errorf("nothing dropped and below the cap: %d times by a window, %d by a gap", seen[0], seen[1])
	}
}
