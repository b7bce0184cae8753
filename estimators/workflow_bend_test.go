package estimators

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"testing"

	"itermle/internal/suiteseed"
)

// log p_{temper θ}(x) − log p_θ(x)/τ is the same for all x, by the definition of Temper; τ = 1 changes nothing.
func TestTemper(t *testing.T) {
	for _, entry := range Families() {
		family, err := entry.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		tempered, ok := family.(TemperedFamily)
		if !ok {
			continue
		}
		for _, theta := range entry.Points {
			for _, temperature := range []float64{0.5, 1, 1.5} {
				bent := make([]float64, len(theta))
				tempered.Temper(bent, theta, temperature)
				if err := family.Check(bent); err != nil {
					t.Fatal(err)
				}
				constant := func(x float64) float64 {
					return family.LogDensity(bent, []float64{x}) - family.LogDensity(theta, []float64{x})/temperature
				}
				if d := constant(1) - constant(0); !(math.Abs(d) <= 1e-11) {
					t.Errorf("%s at %v, τ = %v: %v is off by %g", family.Name(), theta, temperature, bent, d)
				}
			}
		}
	}
}

// The categories of categorical:3 under sharpened:τ: E p_i(θ^(2)) is p_i of the pool of n_0 real and n_1 tempered
// samples, in the mean over the real ones; it is found by enumeration of their counts, and the temperatures 1 and 1/τ
// are the mutants.
func TestSharpened(t *testing.T) {
	const n, replicates, temperature = 4, 40000, 0.5
	family, err := ParseFamily("bernoulli")
	if err != nil {
		t.Fatal(err)
	}
	mean := func(temperature float64) float64 {
		sum, bent := 0.0, []float64{0}
		for s, choose := range []float64{1, 4, 6, 4, 1} {
			p := float64(s) / n
			family.(TemperedFamily).Temper(bent, []float64{p}, temperature)
			sum += choose * math.Pow(0.3, float64(s)) * math.Pow(0.7, float64(n-s)) * (p + bent[0]) / 2
		}
		return sum
	}
	for _, path := range []Path{StatisticPath, RawPath} {
		pool, err := NewPool(family, path, Sharpened(temperature))
		if err != nil {
			t.Fatal(err)
		}
		it := Iteration{Pool: pool, Truth: []float64{0.3}, Schedule: ConstantSchedule(n), Generations: 2,
			Workflow: Sharpened(temperature)}
		stream, total := NewStream(suiteseed.Seed(), "sharpened", path.String()), 0.0
		for r := range uint64(replicates) {
			if err := it.Run(stream, r, nil); err != nil {
				t.Fatal(err)
			}
			total += pool.Theta()[0]
		}
		// θ^(2) is in [0, 1], with variance below ¼: 7 standard errors.
		for tau, right := range map[float64]bool{temperature: true, 1: false, 1 / temperature: false} {
			if near := math.Abs(total/replicates-mean(tau)) <= 7*0.5/math.Sqrt(replicates); near != right {
				t.Errorf("path %v: mean %v, of temperature %v: %v", path, total/replicates, tau, mean(tau))
			}
		}
	}
}

// keepBest keeps what a stable sort by value puts first, in the order in which it was drawn.
func TestKeepBest(t *testing.T) {
	random := NewStream(suiteseed.Seed(), "keep-best").At(0, 0)
	for range 200 {
		n, m := 1+random.IntN(60), 1+random.IntN(2)
		x := make([]float64, n*m)
		for i := range x {
			x[i] = float64(i) // what tells the samples apart
		}
		values := make([]float64, n)
		for i := range values {
			values[i] = float64(random.IntN(8))
		}
		values[random.IntN(n)] = math.Inf(-1)
		order := make([]int, n)
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(values[b], values[a]) })
		keep := random.IntN(n + 2)
		best := order[:min(max(keep, 1), n)]
		slices.Sort(best)
		var want []float64
		for _, i := range best {
			want = append(want, x[i*m:(i+1)*m]...)
		}
		kept := keepBest(x, m, int64(keep), func(x []float64) float64 { return values[int(x[0])/m] })
		if int(kept) != len(best) || !slices.Equal(x[:len(want)], want) {
			t.Fatalf("%d of %v: kept %d, %v, want %v", keep, values, kept, x[:len(want)], want)
		}
	}
}

// What a pool cannot do is refused before anything is drawn.
func TestBentRefusals(t *testing.T) {
	for _, c := range []struct {
		family   string
		workflow Workflow
	}{
		{"gaussian-mean", Sharpened(0.5)}, {"poisson", Smoothed(1)}, {"exponential", Smoothed(1)},
		{"categorical", Smoothed(1)}, {"gaussian-vector:2", KeepLargest(0.5)}, {"gaussian-vector:2", Verified(0, 1)},
		{"power", KeepLargest(0.5)}, {"power", Verified(0.25, 0.5)},
	} {
		family, err := ParseFamily(c.family)
		if err != nil {
			t.Fatal(err)
		}
		pool, err := NewPool(family, AutoPath, c.workflow)
		if err != nil {
			t.Fatal(err)
		}
		it := Iteration{Pool: pool, Workflow: c.workflow, Schedule: ConstantSchedule(3), Generations: 2}
		var unsupported *UnsupportedError
		if err := it.Check(); !errors.As(err, &unsupported) {
			t.Errorf("%s, %v: %v, want an *UnsupportedError", c.family, c.workflow, err)
		}
	}
	pool, err := NewPool(mustFamily(t, "gaussian-mean"), AutoPath, Verified(100, 101))
	if err != nil {
		t.Fatal(err)
	}
	it := Iteration{Pool: pool, Truth: []float64{0}, Workflow: Verified(100, 101), Schedule: ConstantSchedule(1000),
		Generations: 2}
	var missing *NoMLEError
	if err := it.Run(NewStream(1), 0, nil); !errors.As(err, &missing) {
		t.Errorf("a verifier that passes nothing: %v, want a *NoMLEError", err)
	}
}

func mustFamily(t *testing.T, text string) Family {
	family, err := ParseFamily(text)
	if err != nil {
		t.Fatal(err)
	}
	return family
}
