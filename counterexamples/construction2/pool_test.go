package construction2

import (
	"errors"
	"math"
	"testing"

	"itermle/estimators"
	"itermle/internal/suiteseed"
)

// After the collapse the samples inside the spike keep it where it is for ever, also where its width is no float64, and
// all samples are accounted for. A first generation of 64 samples leaves the spike all but empty with probability
// 65·2^-64; n = 1 may leave it. Of the 1.5·10⁵ other points that n = 1000 puts into [1, 2] one is within 10^-16 of the
// spike with probability 3·10^-11.
func TestStaysCollapsed(t *testing.T) {
	for _, spec := range []string{"canonical:loglog", "canonical:power:0.1", "list:1e-16", "list:1e-25",
		"list:1e-200"} {
		for _, n := range []int64{1, 64, 1000, 1 << 53} {
			width, err := ParseSpikeWidth(spec)
			if err != nil {
				t.Fatal(err)
			}
			pool, err := New(width)
			if err != nil {
				t.Fatal(err)
			}
			truth := Truth()
			truth[4], truth[6] = 0.25, 1
			const T = 200
			iteration := estimators.Iteration{Pool: pool, Truth: truth, Schedule: estimators.ConstantSchedule(n),
				Generations: T}
			left := 0
			err = iteration.Run(estimators.NewStream(suiteseed.Seed(), spec), 0, func(_ int, theta []float64) bool {
				if theta[6] != 1 || theta[5] != 2 || math.Abs(theta[4]-0.25) > 2*width.function(2).Float64 {
					left++
				}
				return true
			})
			// A spike of 1e-16 with 2^53 samples a generation has neighbours, all but e^-135: the engine says so.
			if dense := spec == "list:1e-16" && n == 1<<53; dense {
				if !errors.As(err, new(*estimators.UnsupportedError)) {
					t.Errorf("%s, n = %d: %v, want an *UnsupportedError", spec, n, err)
				}
				continue
			}
			if err != nil {
				t.Fatalf("%s, n = %d: %v", spec, n, err)
			}
			if n > 1 && (left > 0 || pool.TotalVariation() != 0.75) {
				t.Errorf("%s, n = %d: left the spike %d times", spec, n, left)
			}
			sum := 0.0
			for _, o := range pool.intervals {
				sum += o.count
			}
			if want := float64(n) * T; !(math.Abs(sum-want) <= 1e-12*want) ||
				!(math.Abs(pool.total-want) <= 1e-12*want) {
				t.Errorf("%s, n = %d: %g samples in the intervals, total %g, want %g", spec, n, sum, pool.total, want)
			}
		}
	}
}

// A sample of a g is spread over J intervals, of which the last two alone are held point by point.
func TestHoldsTwoIntervals(t *testing.T) {
	pool, err := canonical("log")
	if err != nil {
		t.Fatal(err)
	}
	truth := Truth()
	truth[4], truth[5], truth[6] = 0.5, 1000, 1
	if err := pool.Start(truth); err != nil {
		t.Fatal(err)
	}
	// 500 points an interval: none is empty but for 1000·e^{−500}.
	if err := pool.Draw(1_000_000, estimators.NewStream(suiteseed.Seed(), "levels").At(0, 0)); err != nil {
		t.Fatal(err)
	}
	for j, o := range pool.intervals {
		if o.count == 0 || j < 998 && len(o.points) > 0 {
			t.Errorf("interval %d: %g samples, %d of them held", j, o.count, len(o.points))
		}
	}
}

func TestRefuses(t *testing.T) {
	if _, err := New(SpikeWidth{}); !errors.As(err, new(*estimators.SyntaxError)) {
		t.Errorf("no width: %v", err)
	}
	width, _ := ListWidth(0.25)
	pool, err := New(width)
	if err != nil {
		t.Fatal(err)
	}
	if err := pool.Start([]float64{0}); !errors.As(err, new(*estimators.DimensionError)) {
		t.Errorf("θ of length 1: %v", err)
	}
	for i, wrong := range [][]float64{{-0.1, 0.26, math.NaN()}, {0.3}, {1}, {-1}, {-0.1, 1.1, math.NaN()},
		{1, 0, 2.5, math.Inf(1)}, {0.5, 2, -1}} {
		for _, v := range wrong {
			truth := Truth()
			truth[i] = v
			var parameter *estimators.ParameterError
			if err := pool.Start(truth); !errors.As(err, &parameter) || parameter.Name != Symbols()[i] {
				t.Errorf("%s = %g: %v", Symbols()[i], v, err)
			}
		}
	}
	if err := pool.Start(Truth()); err != nil {
		t.Fatal(err)
	}
	if err := pool.Fit(); !errors.Is(err, estimators.ErrEmptyPool) {
		t.Errorf("empty pool: %v", err)
	}
	random := estimators.NewStream(suiteseed.Seed(), "refuses").At(0, 0)
	for _, n := range []int64{0, -1, 1e16 + 1} {
		if err := pool.Draw(n, random); !errors.As(err, new(*estimators.RangeError)) {
			t.Errorf("n = %d: %v", n, err)
		}
	}
	narrow := Truth()
	narrow[6] = 1
	if err := NewWide().Start(narrow); !errors.As(err, new(*estimators.ParameterError)) {
		t.Errorf("s = 1 without g's: %v", err)
	}
}

// Ties: of all β that hold the same points the nearest to the current one is taken, and coordinates that are not used
// stay.
func TestTies(t *testing.T) {
	width, _ := ListWidth(0.0625)
	for _, row := range []struct{ current, want float64 }{{0, 0.5}, {0.5, 0.5}, {0.53125, 0.53125}, {0.5625, 0.5625},
		{1, 0.5625}} {
		pool, err := New(width)
		if err != nil {
			t.Fatal(err)
		}
		truth := Truth()
		truth[1], truth[4] = 0.125, row.current
		if err := pool.Start(truth); err != nil {
			t.Fatal(err)
		}
		pool.Observe(0, 0.75)
		pool.Observe(1, 0.5)
		if err := pool.Fit(); err != nil {
			t.Fatal(err)
		}
		if theta := pool.Theta(); theta[6] != 1 || theta[4] != row.want || theta[1] != 0.125 {
			t.Errorf("from β = %g: θ = %v, want β = %g and α_1 unmoved", row.current, theta, row.want)
		}
	}
}

// The other workflow that needs nothing but the pool, and the absence of allocations.
func TestReplaceAndAllocations(t *testing.T) {
	width, _ := ParseSpikeWidth("canonical:log")
	pool, err := New(width)
	if err != nil {
		t.Fatal(err)
	}
	iteration := estimators.Iteration{Pool: pool, Truth: Truth(), Schedule: estimators.ConstantSchedule(1e12),
		Workflow: estimators.Replace(), Generations: 200}
	stream := estimators.NewStream(suiteseed.Seed(), "replace")
	if err := iteration.Run(stream, 0, nil); err != nil {
		t.Fatal(err)
	}
	if pool.total != 1e12 {
		t.Errorf("%g samples in the pool after replacement, want 1e12", pool.total)
	}
	iteration.Workflow = estimators.Accumulate()
	if allocations := testing.AllocsPerRun(20, func() {
		if err := iteration.Run(stream, 1, nil); err != nil {
			t.Fatal(err)
		}
	}); allocations > 0 {
		t.Errorf("%g allocations a run", allocations)
	}
}
