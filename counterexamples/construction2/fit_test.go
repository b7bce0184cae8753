package construction2

import (
	"cmp"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"itermle/internal/rational"
	"itermle/internal/tower"
)

// drawnPool is a small pool on a dyadic grid, coarse enough for ties, with widths from very wide to narrow.
func drawnPool(t *rapid.T) (widths []float64, intervals []int, offsets []float64) {
	grid := rapid.SampledFrom([]int{4, 8, 64, 1 << 20}).Draw(t, "grid")
	numerators := rapid.SampledFrom([][]int{{31, 30, 20, 9}, {24, 16, 8, 4}, {16, 15, 1, 1 << 31},
		{1, 1 << 31, 1 << 32, 1 << 33}}).Draw(t, "widths")
	for _, k := range numerators {
		if k < 64 {
			widths = append(widths, float64(k)/64)
		} else {
			widths = append(widths, 1/(64*float64(k)))
		}
	}
	n := rapid.IntRange(1, 5).Draw(t, "N")
	deepest := rapid.IntRange(0, 2).Draw(t, "L")
	for range n {
		intervals = append(intervals, rapid.IntRange(0, deepest).Draw(t, "interval"))
		offsets = append(offsets, float64(rapid.IntRange(1, grid-1).Draw(t, "offset"))/float64(grid))
	}
	return widths, intervals, offsets
}

// checkArgmax compares the engine's likelihood with the greatest one, as rationals: no tolerance.
func checkArgmax(wrong mutant, widths []float64, intervals []int, offsets []float64) (got, want *big.Rat, err error) {
	width, err := ListWidth(widths...)
	if err != nil {
		return nil, nil, err
	}
	pool, err := New(width)
	if err != nil {
		return nil, nil, err
	}
	wrong.apply(pool)
	if err := pool.Start(Truth()); err != nil {
		return nil, nil, err
	}
	reference := &Reference{Width: func(J int) *big.Rat { return rational.FromFloat(width.function(J).Float64) }}
	var samples []*big.Rat
	for i, j := range intervals {
		pool.Observe(j, offsets[i])
		samples = append(samples, rational.Add(rational.Of(int64(j), 1), rational.FromFloat(offsets[i])))
	}
	if err := pool.Fit(); err != nil {
		return nil, nil, err
	}
	want, _, _ = reference.Maximum(samples)
	return reference.Likelihood(pool.Rational(), samples), want, nil
}

func TestArgmaxIsTheMaximum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		widths, intervals, offsets := drawnPool(t)
		got, want, err := checkArgmax(mutant{}, widths, intervals, offsets)
		if err != nil {
			t.Fatal(err)
		}
		if got.Cmp(want) != 0 {
			t.Fatalf("widths %v, samples %v + %v: likelihood %v, the maximum is %v", widths, intervals, offsets, got,
				want)
		}
	})
}

// Pools whose argmax is of each kind, and the wrong engines that they expose.
func TestArgmaxKinds(t *testing.T) {
	for _, row := range []struct {
		name      string
		widths    []float64
		intervals []int
		offsets   []float64
		J         int     // 0: an h
		beta      float64 // of a g, from the truth's β = 0
		killed    mutant
	}{
		{"one point below one half", []float64{0.25}, []int{0}, []float64{0.25}, 0, 0, capDropped},
		{"two points of [0,1]", []float64{0.25}, []int{0, 0}, []float64{0.75, 0.5}, 0, 0, alphaDoubled},
		{"one point of [1,2], narrow f", []float64{0x1p-20}, []int{0, 0, 1}, []float64{0.75, 0.5, 0.5}, 2, 0.5,
			spikeTooWide},
		{"one point of [1,2], wide f", []float64{0.49}, []int{0, 0, 0, 1}, []float64{0.875, 0.5, 0.25, 0.5}, 0, 0,
			alphaDoubled},
		{"the fuller of two windows", []float64{0x1p-6}, []int{0, 1, 1, 1}, []float64{0.75, 0.25, 0.2578125, 0.75}, 2,
			0.75, spikeTooWide},
		{"a spike that reaches beyond J", []float64{0.375, 0.36}, []int{1, 1, 1, 2},
			[]float64{0.875, 0.90625, 0.9375, 0.0625}, 2, 0.125, overhangForgotten},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, want, err := checkArgmax(mutant{}, row.widths, row.intervals, row.offsets)
			if err != nil || got.Cmp(want) != 0 {
				t.Fatalf("likelihood %v, the maximum is %v (%v)", got, want, err)
			}
			width, _ := ListWidth(row.widths...)
			pool, _ := New(width)
			if err := pool.Start(Truth()); err != nil {
				t.Fatal(err)
			}
			for i, j := range row.intervals {
				pool.Observe(j, row.offsets[i])
			}
			if err := pool.Fit(); err != nil {
				t.Fatal(err)
			}
			theta := pool.Theta()
			if isNarrow := theta[6] == 1; isNarrow != (row.J > 0) || isNarrow &&
				(theta[5] != float64(row.J) || theta[4] != row.beta) {
				t.Errorf("θ = %v, want J = %d, β = %g", theta, row.J, row.beta)
			}
			got, want, err = checkArgmax(row.killed, row.widths, row.intervals, row.offsets)
			if err == nil && got.Cmp(want) == 0 {
				t.Errorf("mutant %s survives", row.killed.name)
			}
		})
	}
}

// Log-likelihoods that are no float64 are ordered by their huge parts, and above everything that is one.
func TestLikelihoodOrder(t *testing.T) {
	e := tower.Of(1000).Exp().Exp()
	ascending := []likelihood{
		impossible,
		{moderate: -1e20},
		{},
		{huge: tower.Of(5), moderate: 1},
		{huge: tower.Of(1e290), moderate: -1e20},
		{huge: tower.Of(1000).Exp(), moderate: -1e20},
		{huge: e, moderate: 0},
		{huge: e, moderate: 1},
		{huge: e.Exp(), moderate: -1e20},
	}
	for i := range ascending {
		for j := range ascending {
			if got := ascending[i].compare(ascending[j]); got != cmp.Compare(i, j) {
				t.Errorf("compare(%d, %d) = %d", i, j, got)
			}
		}
	}
}

// TestCountedSpike: a spike's points that are held as a count decide the level of their own spike alone, and only where
// they outnumber all others of its interval; elsewhere the fit is refused, as it depends on points that are not held.
func TestCountedSpike(t *testing.T) {
	width, err := ListWidth(0x1p-20)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		level          int // of the counted spike
		counted, total float64
		held           bool // all others, none of them near
		decided        bool
	}{{3, 8, 10, false, true}, {3, 5, 10, false, false}, {3, 5, 10, true, true}, {2, 8, 10, false, false},
		{2, 8, 10, true, false}, {2, 5, 10, true, false}, {4, 8, 10, true, false}} {
		pool, err := New(width)
		if err != nil {
			t.Fatal(err)
		}
		if err := pool.Start(Truth()); err != nil {
			t.Fatal(err)
		}
		pool.intervals = []occupation{{gap: 1, complete: true}, {gap: 1, complete: true}, {count: row.total, gap: 0.5,
			complete: row.held}}
		pool.last, pool.total, pool.cluster, pool.clustered = 2, row.total, row.counted, pool.spikeAt(row.level)
		found, err := pool.fitNarrow(3, impossible)
		if (err == nil) != row.decided || row.decided && found.spike.J != 3 {
			t.Errorf("%+v: level %d, %v", row, found.spike.J, err)
		}
	}
}
