package certify

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"itermle/estimators"
	"itermle/internal/suiteseed"
)

// history is a schedule cut into blocks at random, with sums by their definitions.
type history struct {
	n, total, v []float64 // n_t, N_t and V_t; V_T as well
	all         []block
}

func newHistory(schedule estimators.Schedule, generations int) *history {
	h, total := &history{v: []float64{0}}, 0.0
	for t := range generations {
		n := float64(schedule.Size(t))
		total += n
		h.n, h.total, h.v = append(h.n, n), append(h.total, total), append(h.v, up(h.v[t]+n/total/total))
	}
	return h
}

// block joins generations: each bound is the sum or the extreme itself.
func (h *history) block(first, count int) block {
	b := block{first: first, count: count, least: h.total[first], most: h.total[first+count-1], before: h.v[first],
		variance: h.v[first+count]}
	for t := first; t < first+count; t++ {
		root := math.Sqrt(h.n[t]) / h.total[t]
		b.samples, b.growth, b.roots = b.samples+h.n[t], b.growth+h.n[t]/h.total[t], b.roots+root
		b.root = max(b.root, root)
	}
	return b
}

// singly is every generation as a block of its own.
func (h *history) singly() []block {
	var all []block
	for t := range h.n {
		all = append(all, h.block(t, 1))
	}
	return all
}

// histories calls test with 400 schedules of all kinds of 20 to 60 generations, the first of them from n samples,
// in blocks of up to longest.
func histories(name string, n float64, longest int, test func(random *rand.Rand, h *history)) {
	stream := estimators.NewStream(suiteseed.Seed(), "certify", name)
	for i := range uint64(400) {
		random := stream.At(i, 0)
		generations := 20 + random.IntN(41)
		size := func() int64 { return 1 + int64(n*math.Exp(3*random.Float64())) }
		h := newHistory([]estimators.Schedule{estimators.ConstantSchedule(size()),
			estimators.GeometricSchedule(size(), 0.8+0.4*random.Float64()),
			estimators.PolynomialSchedule(size(), 1), estimators.PolynomialSchedule(size(), 3*random.Float64()-1),
			estimators.SlowSchedule(50*size(), size()),
			estimators.ListSchedule(size(), size(), size(), 3*size(), size())}[random.IntN(6)], generations)
		for first := 0; first < generations; {
			count := 1
			if first > 0 {
				count = min(generations-first, 1+random.IntN(longest))
			}
			h.all = append(h.all, h.block(first, count))
			first += count
		}
		test(random, h)
	}
}

// anySize is a random number of some size between 10^-3 and 1.
func anySize(random *rand.Rand) float64 { return math.Exp(-7 * random.Float64()) }

// General's bounds of a block hold those of each generation in it, for any ρ_τ and a_τ up to what is assumed.
func TestGeneralBlockHoldsItsSpread(t *testing.T) {
	histories("spread", 10, 20, func(random *rand.Rand, h *history) {
		var (
			rho, step = []float64{0}, []float64{0}
			far, walk = anySize(random), anySize(random)
			g         generalRecursion
		)
		for range h.n {
			rho, step = append(rho, far*random.Float64()), append(step, walk*random.Float64())
		}
		for _, b := range h.all {
			end := b.first + b.count
			assumedRho, assumedStep := slices.Max(rho[b.first:end]), slices.Max(step[b.first:end])
			bound := g.spread(&b, assumedRho, assumedStep)
			for at := b.first; at < end; at++ {
				byRho, bySteps := 0.0, 0.0
				for j, n := range h.n[:at] {
					byRho += n * (rho[at] + rho[j])
				}
				for k := 1; k <= at; k++ {
					bySteps += step[k] * h.total[k-1]
				}
				if least := min(byRho, bySteps); !(bound >= least*(1-1e-12)) ||
					b.count == 1 && !(bound <= least*(1+1e-12)) {
					t.Fatalf("block %+v: N_τ D_τ ≤ %g, at τ = %d %g", b, bound, at, least)
				}
			}
			for at := b.first; at < end; at++ {
				g.weighted += h.n[at] * rho[at]
				g.travelled += step[at+1] * h.total[at]
			}
		}
	})
}

// Every running number of General behind a block is at least that behind its generations one by one, and what was
// assumed of ρ_τ and a_τ to get it is no more than what follows.
func TestGeneralBlockHoldsItsGenerations(t *testing.T) {
	blocks := 0
	histories("general", 1e6, 20, func(random *rand.Rand, h *history) {
		T := len(h.n)
		q := Request{Constants: estimators.Constants{K1: 0.3 + random.Float64(), K2: anySize(random),
			K3: 3 * anySize(random), Lambda0: 0.3 + random.Float64(), Lipschitz: 3 * anySize(random)}, Radius: 1}
		g := generalRecursion{Request: q, inverseLambda: 1 / q.Constants.Lambda0,
			gradientScale: 8 * q.Constants.K1, hessianScale: 16 * q.Constants.K2,
			martingale: NewMartingaleBound(q.Constants.K1, 5, h.v[T])}
		for _, b := range h.all {
			next, reason := g.through(&b)
			if reason != "" {
				return
			}
			again, _ := g.behind(&b, max(g.rho, next.rho), max(g.step, next.step))
			if b.count > 1 && !(again.rho <= next.rho*(1+1e-12) && again.step <= next.step*(1+1e-12)) {
				t.Fatalf("block %+v: ρ = %g, a = %g, of which follow %g, %g", b, next.rho, next.step, again.rho,
					again.step)
			}
			single := g
			for at := b.first; at < b.first+b.count; at++ {
				alone := h.block(at, 1)
				if single, reason = single.through(&alone); reason != "" {
					t.Fatalf("block %+v: at τ = %d %s", b, at, reason)
				}
				if !(single.rho <= next.rho*(1+1e-12) && single.step <= next.step*(1+1e-12)) {
					t.Fatalf("block %+v: ρ = %g, a = %g, at τ = %d %g, %g", b, next.rho, next.step, at, single.rho,
						single.step)
				}
			}
			for _, sum := range [][2]float64{{single.weighted, next.weighted}, {single.travelled, next.travelled},
				{single.remainder, next.remainder}} {
				if !(sum[0] <= sum[1]*(1+1e-12)) {
					t.Fatalf("block %+v: %+v, one by one %+v", b, next, single)
				}
			}
			if g = next; b.count > 1 {
				blocks++
			}
		}
	})
	if blocks < 500 {
		t.Errorf("only %d blocks", blocks)
	}
}
