package random

import (
	"math"
	"math/rand/v2"
	"testing"
)

// words is a source that gives these words, then those of rest.
type words struct {
	first []uint64
	rest  rand.Source
}

func (w *words) Uint64() uint64 {
	if len(w.first) == 0 {
		return w.rest.Uint64()
	}
	word := w.first[0]
	w.first = w.first[1:]
	return word
}

func scripted(first ...uint64) *rand.Rand { return rand.New(&words{first, rand.NewPCG(1, 2)}) }

// The share of uniform numbers beyond 1 is the left tail: it lies beyond −reach, has the hat's height there, and decays
// from −reach as an exponential of rate cut/2 in deviations.
func TestSecantLeftTail(t *testing.T) {
	h := newSecantLaw(5, 0.7)
	r, sum := rand.New(rand.NewPCG(3, 4)), 0.0
	const draws = 10000
	for range draws {
		z, logHat, u := h.draw(scripted(math.MaxUint64, r.Uint64(), r.Uint64()))
		if !(z <= -h.reach) || logHat != h.logHat(z) || !(u > 0 && u <= 1) {
			t.Fatalf("tail draw %g with log hat %g, u = %g: want one beyond −%g", z, logHat, u, h.reach)
		}
		sum += (-h.reach - z) / h.deviation
	}
	// The mean of 10⁴ exponentials of mean ½ within six standard deviations.
	if mean := sum / draws; !(math.Abs(mean-2.0/cut) <= 6*(2.0/cut)/math.Sqrt(draws)) {
		t.Errorf("the tail decays over %g deviations, want %g", mean, 2.0/cut)
	}
}

// log f is the density of the average of n units in z, for n = 1 and 2 in closed form: ∝ e^{nλt} √(1+t²) times
//
//	n = 1: sech(πt/2)      n = 2: t/sinh(πt)
//
// up to a constant, to 2^-53 of its terms, as far as 60 deviations.
func TestSecantLogDensity(t *testing.T) {
	for _, n := range []float64{1, 2} {
		for _, mean := range []float64{0, 0.3, 2} {
			h := newSecantLaw(n, mean)
			exact := func(z float64) float64 {
				at := mean + h.gap(z)
				log := n*math.Atan(mean)*at + math.Log1p(at*at)/2
				y := math.Abs(math.Pi * at / 2)
				if n == 1 {
					return log - y - math.Log1p(math.Exp(-2*y))
				}
				return log + math.Log(math.Abs(at)) - 2*y - math.Log(-math.Expm1(-4*y))
			}
			at := func(z float64) float64 { return h.log(z, h.gap(z)) }
			const origin = 0.01
			for _, z := range []float64{-4, -2.5, -1.2, -0.6, -0.1, 0.1, 0.5, 1, 2, 3} {
				got, want := at(z)-at(origin), exact(z)-exact(origin)
				if !(math.Abs(got-want) <= 1e-12*(1+math.Abs(want))) {
					t.Errorf("n=%g mean=%g z=%g: log f = %.15g, exact %.15g", n, mean, z, got, want)
				}
			}
		}
	}
}

// Event has probability p for any float64: the cell of the uniform number that holds p is divided by the next words.
func TestEvent(t *testing.T) {
	const all = math.MaxUint64
	for _, c := range []struct {
		p     float64
		words []uint64
		want  bool
	}{
		{0, []uint64{0}, false}, {1, []uint64{all}, true}, {0.5, []uint64{1 << 52}, false},
		{0.5, []uint64{1<<52 - 1}, true},
		{0x1p-53, []uint64{0}, true}, {0x1p-53, []uint64{1}, false},
		{0x1p-60, []uint64{0, 0}, true}, {0x1p-60, []uint64{0, 1 << 46}, false},
		{0x1p-60, []uint64{0, 1<<46 - 1}, true},
		{0x1p-1074, []uint64{0, all}, false}, {0x1p-106, []uint64{0, 0}, true}, {0x1p-106, []uint64{0, 1}, false},
		{0.25 + 0x1p-54, []uint64{1 << 51, 0}, true}, {0.25 + 0x1p-54, []uint64{1 << 51, 1 << 52}, false},
	} {
		if got := Event(c.p, scripted(c.words...)); got != c.want {
			t.Errorf("p = %g with %x: %t", c.p, c.words, got)
		}
	}
}

// At the first and last words of a source every draw is finite.
func TestExtremeWords(t *testing.T) {
	for _, word := range []uint64{0, 1, 1<<11 - 1, 1 << 11, 1<<63 - 1, 1 << 63, math.MaxUint64 - 255,
		math.MaxUint64 - 1, math.MaxUint64} {
		for count := 1; count <= 3; count++ {
			for name, draw := range map[string]func(r *rand.Rand) float64{
				"normal": Normal, "exponential": Exponential, "uniform": uniform,
				"gamma":     func(r *rand.Rand) float64 { return Gamma(2.5, r) },
				"log gamma": func(r *rand.Rand) float64 { return logGamma(0.1, r) },
				"poisson":   func(r *rand.Rand) float64 { return Poisson(3, r) + Poisson(30, r) },
				"binomial": func(r *rand.Rand) float64 {
					return float64(Binomial(100, 0.3, 0.7, r) + Binomial(10, 0.1, 0.9, r))
				},
				"geometric":   func(r *rand.Rand) float64 { return Geometric(2, r) },
				"secant":      func(r *rand.Rand) float64 { return HyperbolicSecantMean(1, 0.5, r) },
				"secants":     func(r *rand.Rand) float64 { return HyperbolicSecantMean(5, 0.5, r) },
				"von Mises":   func(r *rand.Rand) float64 { return VonMises(1, 2, r) },
				"uniform > 0": func(r *rand.Rand) float64 { return math.Log(uniform(r)) },
			} {
				first := make([]uint64, count)
				for i := range first {
					first[i] = word
				}
				if x := draw(scripted(first...)); math.IsNaN(x) || math.IsInf(x, 0) {
					t.Errorf("%s at %d words %x is %g", name, count, word, x)
				}
			}
		}
	}
}
