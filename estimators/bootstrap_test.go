package estimators

import (
	"errors"
	"math"
	"testing"

	"itermle/internal/suiteseed"
)

// The counts of a bootstrap are multinomial: they add up to its size, have the mean s/n each, and Pearson's statistic
// Σ (c−s/n)²/(s/n) has the mean n−1 exactly. Over R = 4000 replicates its average is within 8 standard errors of that
// but with probability below 10⁻⁹, since its variance is at most 2(n−1) and its tail that of χ².
func TestBootstrapCounts(t *testing.T) {
	const n, replicates = 10, 4000
	pool := newSamplePool(laplace(t))
	pool.data.X = make([]float64, n)
	for _, size := range []int64{3, n, 1000} { // one by one, at the border, and as counts
		share := float64(size) / n
		total := 0.0
		var sums [n]float64
		stream := NewStream(suiteseed.Seed(), "bootstrap")
		for replicate := range replicates {
			pool.count(size, n, stream.At(uint64(replicate), uint64(size)))
			drawn := int64(0)
			for i, count := range pool.counts[:n] {
				drawn += count
				sums[i] += float64(count)
				total += (float64(count) - share) * (float64(count) - share) / share
				pool.counts[i] = 0
			}
			if drawn != size {
				t.Fatalf("size %d: %d drawn", size, drawn)
			}
		}
		if mean := total / replicates; !(math.Abs(mean-(n-1)) <= 8*math.Sqrt(2*(n-1)/float64(replicates))) {
			t.Errorf("size %d: Pearson's statistic has the mean %g, want %d", size, mean, n-1)
		}
		for i, sum := range sums {
			if slack := 8 * math.Sqrt(share/replicates); !(math.Abs(sum/replicates-share) <= slack) {
				t.Errorf("size %d: sample %d is drawn %g times, want %g ± %g", size, i, sum/replicates, share, slack)
			}
		}
	}
}

// A bootstrap of any size holds no more than the pool, and weights stay those of the samples.
func TestBootstrapHoldsThePoolOnce(t *testing.T) {
	pool := newSamplePool(laplace(t))
	stream := NewStream(suiteseed.Seed(), "bootstrap")
	if err := errors.Join(pool.Start([]float64{0}), pool.DrawFrom(false, 7, 1, stream.At(0, 0)),
		pool.DrawFrom(false, 3, 0.5, stream.At(0, 1)), pool.FitSubsample(1<<50, true, stream.At(0, 2))); err != nil {
		t.Fatal(err)
	}
	total := 0.0
	for _, w := range pool.chosen.W {
		total += w
	}
	// Σ w_i c_i has the mean s·0.85 and the standard deviation s^½·0.23.
	if len(pool.chosen.X) != 10 || !(math.Abs(total/(1<<50)-0.85) < 1e-6) {
		t.Errorf("%d samples of weight %g: want 10 of 0.85 × 2^50", len(pool.chosen.X), total)
	}
}

func laplace(t *testing.T) Family {
	t.Helper()
	family, err := ParseFamily("laplace-location")
	if err != nil {
		t.Fatal(err)
	}
	return family
}
