package construction2

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"itermle/estimators"
	"itermle/internal/kolmogorov"
	"itermle/internal/suiteseed"
)

// rawRun is Algorithm 1 on Construction 2 with every sample in a slice of float64 and the argmax by plain loops: slow,
// small n and wide f only, and written from the definition alone.
type rawRun struct {
	width   []float64 // f(2), f(3), …
	alpha   []float64
	J       int // 0: an h
	start   float64
	samples []float64
}

func (m *rawRun) f(J int) float64 { return m.width[J-2] }

func (m *rawRun) draw(random *rand.Rand) float64 {
	if m.J > 0 {
		if random.IntN(2) == 0 {
			return random.Float64() * float64(m.J)
		}
		return m.start + random.Float64()*m.f(m.J)
	}
	j := 0
	for j < len(m.alpha) && random.Float64() < m.alpha[j] {
		j++
	}
	a := 0.0
	if j < len(m.alpha) {
		a = m.alpha[j]
	}
	return float64(j) + random.Float64()*(1-2*a)
}

func (m *rawRun) fit() {
	last := 0
	for _, x := range m.samples {
		last = max(last, int(x))
	}
	alpha, best := make([]float64, last+1), 0.0
	for j := range alpha {
		largest, inside, beyond := -1.0, 0.0, 0.0
		for _, x := range m.samples {
			if int(x) == j {
				inside++
				largest = math.Max(largest, x-float64(j))
			} else if int(x) > j {
				beyond++
			}
		}
		alpha[j] = 0.25
		if inside > 0 {
			alpha[j] = math.Min(0.25, (1-largest)/2)
		}
		best += inside * math.Log((1-alpha[j])/(1-2*alpha[j]))
		if beyond > 0 {
			best += beyond * math.Log(alpha[j])
		}
	}
	J, start := 0, 0.0
	for level := 2; level <= last+2; level++ {
		f := m.f(level)
		consider := func(from float64) {
			if from < float64(level-1) || from > float64(level) {
				return
			}
			log := 0.0
			for _, x := range m.samples {
				p := 0.0
				if x <= float64(level) {
					p = 1 / (2 * float64(level))
				}
				// Both ends of a window at a sample belong to it, also after rounding.
				if x >= from-1e-12 && x <= from+f+1e-12 {
					p += 1 / (2 * f)
				}
				log += math.Log(p)
			}
			if log > best {
				best, J, start = log, level, from
			}
		}
		consider(float64(level))
		for _, x := range m.samples {
			consider(x)
			consider(x - f)
		}
	}
	m.J, m.start = J, start
	if J == 0 {
		m.alpha = alpha
	}
}

// outcome mixes when the collapse came, to which level, and the last interval reached.
func outcome(collapsed, J, last int, alpha float64) float64 {
	return 1000*float64(collapsed+1) + 100*float64(J) + 10*float64(last) + alpha
}

// rawOutcomes are the sorted outcomes of T generations of rawRun.
func rawOutcomes(widths []float64, n, T, runs int) []float64 {
	raw, stream := make([]float64, runs), estimators.NewStream(suiteseed.Seed(), "raw")
	for i := range raw {
		m, at := rawRun{width: widths}, -1
		for generation := range T {
			random := stream.At(uint64(i), uint64(generation))
			drawn := make([]float64, n)
			for k := range drawn {
				drawn[k] = m.draw(random)
			}
			m.samples = append(m.samples, drawn...)
			m.fit()
			if m.J > 0 && at < 0 {
				at = generation
			}
		}
		alpha := 0.0
		if len(m.alpha) > 0 {
			alpha = m.alpha[0]
		}
		raw[i] = outcome(at, m.J, int(slices.Max(m.samples)), alpha)
	}
	slices.Sort(raw)
	return raw
}

// The engine's samplers and its argmax together against rawRun: the same law of the outcome after T generations.
//
// Design: with m = 20000 runs each, two empirical distribution functions of one law differ by more than 2ε, ε =
// √(log(2/α)/(2m)) = 0.0239, α = 1e-10, with probability ≤ 2α (DKW–Massart for each). A wrong sampler that moves the
// law by 0.1 is seen for sure.
func TestAgainstRawSamples(t *testing.T) {
	const runs = 20000
	critical := 2 * math.Sqrt(math.Log(2e10)/(2*runs))
	for _, row := range []struct {
		n, T   int
		widths []float64
		killed []mutant // each at a distance of at least 0.16
	}{
		{1, 8, []float64{0.3, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001}, []mutant{capDropped, alphaDoubled}},
		{3, 5, []float64{1e-4, 5e-5, 2e-5, 1e-5, 5e-6, 2e-6, 1e-6}, []mutant{alphaDoubled, spikeTooWide}},
	} {
		engine := func(wrong mutant) []float64 {
			values := make([]float64, runs)
			width, err := ListWidth(row.widths...)
			if err != nil {
				t.Fatal(err)
			}
			pool, err := New(width)
			if err != nil {
				t.Fatal(err)
			}
			wrong.apply(pool)
			iteration := estimators.Iteration{Pool: pool, Truth: Truth(),
				Schedule: estimators.ConstantSchedule(int64(row.n)), Generations: row.T}
			stream := estimators.NewStream(suiteseed.Seed(), "engine")
			for i := range values {
				if err := iteration.Run(stream, uint64(i), nil); err != nil {
					t.Fatal(err)
				}
				at, _ := pool.Collapsed()
				J := 0
				if pool.narrow {
					J = pool.spike.J
				}
				values[i] = outcome(at, J, pool.last, pool.Alpha(0))
			}
			slices.Sort(values)
			return values
		}
		raw := rawOutcomes(row.widths, row.n, row.T, runs)
		if d := kolmogorov.Between(engine(mutant{}), raw, 0); !(d <= critical) {
			t.Errorf("n = %d, T = %d: Kolmogorov distance %.4f from raw samples, critical %.4f", row.n, row.T, d,
				critical)
		} else {
			t.Logf("n = %d, T = %d: Kolmogorov distance %.4f from raw samples, critical %.4f", row.n, row.T, d,
				critical)
		}
		for _, wrong := range row.killed {
			if d := kolmogorov.Between(engine(wrong), raw, 0); !(d > critical) {
				t.Errorf("n = %d, T = %d: mutant %s survives at distance %.4f", row.n, row.T, wrong.name, d)
			} else {
				t.Logf("n = %d, T = %d: mutant %s at distance %.4f", row.n, row.T, wrong.name, d)
			}
		}
	}
}
