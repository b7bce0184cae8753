package construction2

import (
	"math"
	"slices"
	"testing"

	"itermle/estimators"
	"itermle/internal/kolmogorov"
	"itermle/internal/suiteseed"
)

// The limit process against the engine at n = 10^15: the law of τ_1 + τ_2 + τ_3, each cut off at 60.
//
// Design: as in TestAgainstRawSamples, m = 10000 runs each, critical distance 2√(log(2e10)/(2m)) = 0.0688 at a
// false-alarm probability of 2e-10. The finite n costs 60/n.
func TestHittingProcessAgainstEngine(t *testing.T) {
	const runs, cut = 10_000, 60
	critical := 2 * math.Sqrt(math.Log(2e10)/(2*runs))
	engine, pool := make([]float64, runs), NewWide()
	iteration := estimators.Iteration{Pool: pool, Truth: Truth(), Schedule: estimators.ConstantSchedule(1e15),
		Generations: cut}
	stream := estimators.NewStream(suiteseed.Seed(), "engine")
	for i := range engine {
		if err := iteration.Run(stream, uint64(i),
			func(int, []float64) bool { _, hit := pool.HittingTime(3); return !hit }); err != nil {
			t.Fatal(err)
		}
		for J := 1; J <= 3; J++ {
			at, hit := pool.HittingTime(J)
			if !hit {
				at = cut
			}
			engine[i] += float64(at)
		}
	}
	slices.Sort(engine)
	limit := func(process HittingProcess) []float64 {
		values, times, steps := make([]float64, runs), make([]float64, 3), make([]float64, 3)
		stream := estimators.NewStream(suiteseed.Seed(), "limit")
		for i := range values {
			process.Run(times, steps, stream.At(uint64(i), 0))
			for _, at := range times {
				values[i] += math.Min(at, cut)
			}
		}
		slices.Sort(values)
		return values
	}
	d := kolmogorov.Between(engine, limit(HittingProcess{}), 0)
	t.Logf("Kolmogorov distance %.4f, critical %.4f", d, critical)
	if !(d <= critical) {
		t.Errorf("Kolmogorov distance %.4f of the limit process from the engine, critical %.4f", d, critical)
	}
	wrong := HittingProcess{Argmax: func(gap float64) float64 { return math.Min(0.25, gap) }}
	if d := kolmogorov.Between(engine, limit(wrong), 0); !(d > critical) {
		t.Errorf("doubled α survives at distance %.4f", d)
	}
}

// Poisson given positive, against its probabilities e^{−λ}λ^k/k!/(1−e^{−λ}).
//
// Design: each of the frequencies of 200000 draws is within 6.5 standard deviations of its probability, but for 10^-10
// (Bernstein).
func TestPositivePoisson(t *testing.T) {
	const draws = 200_000
	random := estimators.NewStream(suiteseed.Seed(), "positive Poisson").At(0, 0)
	for _, lambda := range []float64{1e-300, 1e-9, 0.3, 1, 5} {
		counts := map[int64]float64{}
		for range draws {
			counts[positivePoisson(lambda, random)]++
		}
		p := lambda / math.Expm1(lambda)
		for k := int64(1); k <= 12; k++ {
			slack := 6.5*math.Sqrt(p*(1-p)/draws) + 30./draws
			if f := counts[k] / draws; !(math.Abs(f-p) <= slack) {
				t.Errorf("λ = %g: frequency %g of %d, probability %g ± %g", lambda, f, k, p, slack)
			}
			p *= lambda / float64(k+1)
		}
		if counts[0] > 0 {
			t.Errorf("λ = %g: 0 drawn", lambda)
		}
	}
}
