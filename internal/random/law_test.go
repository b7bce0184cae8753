package random

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"itermle/internal/philox"
	"itermle/internal/saddlepoint"
	"itermle/internal/suiteseed"
)

// Samplers are decided by one exact test. The line is cut into bins; the number of draws in a bin, and in all bins up
// to one, is Binomial(N, p), so by Chernoff's bound
//
//	P(N·KL(p̂‖p) ≥ c) ≤ 2 e^{−c},
//
// and c = log(2·2·bins/α) keeps the false-alarm probability of a whole test below α = 1e-12, 1e-10 for the hundred or
// so of this package together. With N = 2^17 draws a cumulative probability off by 1.7% anywhere, or a bin of
// probability 1/64 off by 16% of itself, is found with probability above 0.99 (Gaussian approximation: √(c/2N) or
// √(2c/Np) and 2.4 standard deviations).
const (
	falseAlarm = 1e-12
	draws      = 1 << 17
)

// stream is a generator of its own for every test, keyed by the suite seed and the test's name.
func stream(t testing.TB) *rand.Rand {
	key := uint64(14695981039346656037)
	for _, b := range []byte(t.Name()) {
		key = (key ^ uint64(b)) * 1099511628211 // FNV-1a
	}
	return rand.New(philox.New([2]uint64{suiteseed.Seed(), key}))
}

// disagreement is empty if the counts agree with the bins' probabilities.
func disagreement(counts []int, probabilities []float64) string {
	total := 0
	for _, count := range counts {
		total += count
	}
	n := float64(total)
	critical := math.Log(2 * 2 * float64(len(counts)) / falseAlarm)
	cumulatedCount, cumulated := 0, 0.0
	for i, count := range counts {
		cumulatedCount += count
		cumulated += probabilities[i]
		for _, c := range []struct {
			what     string
			observed float64
			p        float64
		}{{"bin", float64(count), probabilities[i]},
			{"all bins up to", float64(cumulatedCount), math.Min(cumulated, 1)}} {
			delta := c.observed - n*c.p
			distance := saddlepoint.Deviance(n*c.p, delta) + saddlepoint.Deviance(n*math.Max(0, 1-c.p), -delta)
			// Probabilities summed in floating point may miss 1 by a rounding.
			if c.p > 1-1e-9 && c.observed == n {
				continue
			}
			if !(distance <= critical) {
				return fmt.Sprintf("%s %d holds %g of %g draws, expected %.6g: N·KL = %.3g above %.3g",
					c.what, i, c.observed, n, n*c.p, distance, critical)
			}
		}
	}
	return ""
}

// counted bins a whole-number sampler over [first, first+len(probabilities)) with everything outside in one last bin.
func counted(first float64, probabilities []float64, draw func() float64) string {
	counts := make([]int, len(probabilities)+1)
	rest := 1.0
	for _, p := range probabilities {
		rest -= p
	}
	for range draws {
		x := draw()
		if i := x - first; i >= 0 && i < float64(len(probabilities)) && i == math.Trunc(i) {
			counts[int(i)]++
		} else {
			counts[len(probabilities)]++
		}
	}
	return disagreement(counts, append(append([]float64(nil), probabilities...), math.Max(rest, 1e-15)))
}

// bins of a uniform number: 32 equal ones, and towards both ends a ladder of 2^-k.
var binEnds = func() []float64 {
	var ends []float64
	for k := 14; k > 5; k-- {
		ends = append(ends, math.Ldexp(1, -k))
	}
	for i := 1; i < 32; i++ {
		ends = append(ends, float64(i)/32)
	}
	for k := 6; k <= 14; k++ {
		ends = append(ends, 1-math.Ldexp(1, -k))
	}
	return append(ends, 1)
}()

// uniformly bins draws of a continuous sampler after its distribution function.
func uniformly(draw func() float64) string {
	counts := make([]int, len(binEnds))
	probabilities := make([]float64, len(binEnds))
	last := 0.0
	for i, end := range binEnds {
		probabilities[i] = end - last
		last = end
	}
	for range draws {
		u := draw()
		if !(u >= 0 && u <= 1) {
			return fmt.Sprintf("a distribution function of %g", u)
		}
		i := 0
		for u > binEnds[i] {
			i++
		}
		counts[i]++
	}
	return disagreement(counts, probabilities)
}

// gaussian is the standard normal distribution function, for laws within 1e-4 of it: far below what the test can see.
func gaussian(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

// TestTheTest: the law itself passes, and the least shift that the comment on falseAlarm promises does not.
func TestTheTest(t *testing.T) {
	r := stream(t)
	if found := uniformly(func() float64 { return r.Float64() }); found != "" {
		t.Errorf("a uniform number: %s", found)
	}
	if found := uniformly(func() float64 { return math.Pow(r.Float64(), 1.05) }); found == "" {
		t.Error("U^1.05, 1.8% from uniform, passes")
	}
	if found := uniformly(func() float64 { return math.Min(1, math.Abs(r.Float64()-0.0005)) }); found == "" {
		t.Error("a tail bin moved by 0.0005 passes")
	}
}
