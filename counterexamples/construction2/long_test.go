package construction2

import (
	"math"
	"testing"

	"itermle/estimators"
	"itermle/internal/suiteseed"
	"itermle/internal/tower"
)

// n = 10^16 and T = 10⁴ from h_0: once collapsed, collapsed in all generations, TV = ¾ exactly, and every sample
// accounted for. The collapse comes within 10⁴ generations but for 2·10^-4 a run, in none of four runs with probability
// 2·10^-15.
func TestTenThousandGenerations(t *testing.T) {
	const n, generations = 10_000_000_000_000_000, 10_000
	pool, err := canonical("loglog")
	if err != nil {
		t.Fatal(err)
	}
	iteration := estimators.Iteration{Pool: pool, Truth: Truth(), Schedule: estimators.ConstantSchedule(n),
		Generations: generations}
	stream := estimators.NewStream(suiteseed.Seed(), "long")
	collapses := 0
	for replicate := range uint64(4) {
		if err := iteration.Run(stream, replicate, func(g int, _ []float64) bool {
			at, collapsed := pool.Collapsed()
			if want := collapsed && at < g; (pool.TotalVariation() == 0.75) != want {
				t.Errorf("generation %d: TV = %g, collapsed at %d: %v", g, pool.TotalVariation(), at, collapsed)
			}
			return !t.Failed()
		}); err != nil {
			t.Fatal(err)
		}
		if _, collapsed := pool.Collapsed(); collapsed {
			collapses++
		}
		sum := 0.0
		for _, o := range pool.intervals {
			sum += o.count
		}
		// 10⁴ additions of multiples of 10^16, each rounded to 2^-53.
		if !(math.Abs(sum-n*generations) <= 1e-11*n*generations) ||
			!(math.Abs(pool.total-n*generations) <= 1e-11*n*generations) {
			t.Errorf("%g samples in the intervals, total %g, want %g", sum, pool.total, float64(n)*generations)
		}
	}
	if collapses == 0 {
		t.Error("no run collapsed")
	}
}

// Theorem 5.2 for a φ of a user's own, slower than any that has a name here: φ(n) = log log log (n + 16), with the
// canonical f for it. A collapse by t_1(δ)+1 generations, δ = 0.01, fails in none of five runs with probability 1 −
// 10^-10.
func TestWithOwnGrowth(t *testing.T) {
	phi, err := NewGrowth("logloglog", func(n float64) float64 { return math.Log(math.Log(math.Log(n + 16))) },
		func(y tower.Number) tower.Number { return y.Exp().Exp().Exp() })
	if err != nil {
		t.Fatal(err)
	}
	pool, err := New(CanonicalWidth(phi))
	if err != nil {
		t.Fatal(err)
	}
	wait, err := WaitingTime(1, 0.01)
	if err != nil {
		t.Fatal(err)
	}
	iteration := estimators.Iteration{Pool: pool, Truth: Truth(), Schedule: estimators.ConstantSchedule(1e12),
		Generations: int(wait.Float64()) + 1}
	collapses := 0
	for replicate := range uint64(5) {
		if err := iteration.Run(estimators.NewStream(suiteseed.Seed(), "own"), replicate, nil); err != nil {
			t.Fatal(err)
		}
		if at, collapsed := pool.Collapsed(); collapsed && pool.TotalVariation() >= 0.75 {
			collapses++
			t.Logf("collapsed in generation %d of %d", at, iteration.Generations)
		}
	}
	if collapses == 0 {
		t.Error("no run collapsed by t_1(0.01)+1 generations")
	}
}
