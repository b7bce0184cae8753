package properties

import (
	"itermle/internal/suiteseed"
	"math"
	"math/rand/v2"
	"testing"
)

// bigLog is log of the mixture in 320 bits, by bisection over levels that certified accepts.
func bigLog(m mixture, bad, good int) float64 {
	low, high := -700.0, 700.0
	for range 70 {
		middle := (low + high) / 2
		m.level = math.Exp(-middle)
		if m.certified(bad, good) {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// TestLogAgainstBigFloat: the float64 logarithm lies within its own slack of the 320-bit value, and a little more for
// the exp and log of this test.
func TestLogAgainstBigFloat(t *testing.T) {
	random := rand.New(rand.NewPCG(suiteseed.Seed(), 1))
	for range 60 {
		allowed := math.Exp(-8*random.Float64()) * 0.9
		tolerated := allowed + (1-allowed)*random.Float64()
		r, err := NewRateRule(allowed, tolerated, 0.1, 0.1)
		if err != nil {
			t.Fatal(err)
		}
		n := 1 + random.IntN(2000)
		bad := int(math.Min(float64(n), float64(n)*allowed*(1+random.Float64())))
		for _, m := range []mixture{r.refute, r.support} {
			value, slack := m.log(bad, n-bad)
			if math.Abs(value) > 600 {
				continue
			}
			if want := bigLog(m, bad, n-bad); !(math.Abs(value-want) <= slack+0x1p-50*(1+math.Abs(want))) {
				t.Errorf("%v: log e(%d, %d) = %.17g ± %.2g, in 320 bits %.17g", m, bad, n-bad, value, slack, want)
			}
		}
	}
}

// TestTieIsCertified: δ = 0, δ′ = 1/2, β = 2^-20. After 20 good trials e₂ is exactly 1/β, and after 19 it is half of
// that. Floating point cannot know, 320 bits do, and their margin errs towards "not yet".
func TestTieIsCertified(t *testing.T) {
	r, err := NewRateRule(0, 0.5, 0.1, 0x1p-20)
	if err != nil {
		t.Fatal(err)
	}
	value, slack := r.support.log(0, 20)
	if !(math.Abs(value-r.support.threshold) <= slack) {
		t.Fatalf("no tie: log e₂ = %.17g, threshold %.17g", value, r.support.threshold)
	}
	if r.Supports(20, 0) {
		t.Errorf("a tie within the margin counts as reached")
	}
	if !r.Supports(21, 0) || r.Supports(19, 0) {
		t.Errorf("21 good trials must support, 19 must not")
	}
	r.support.level *= 1 + 0x1p-50
	if !r.Supports(20, 0) {
		t.Errorf("one part in 2^50 above the tie, 320 bits must see it")
	}
}

// TestBoundariesAreMonotone: refutation is monotone in s and support antitone, which the incremental boundaries rest
// on.
func TestBoundariesAreMonotone(t *testing.T) {
	for _, d := range designs {
		r, err := NewRateRule(d.allowed, d.tolerated, d.alpha, d.beta)
		if err != nil {
			t.Fatal(err)
		}
		refute, support := r.Boundaries(120)
		for n := 1; n <= 120; n++ {
			for s := 0; s <= n; s++ {
				if r.Refutes(n, s) != (s >= int(refute[n])) || r.Supports(n, s) != (s <= int(support[n])) {
					t.Fatalf("%+v: boundaries %d, %d at n=%d are wrong at s=%d", d, refute[n], support[n], n, s)
				}
			}
			if got := r.SupportTime(1, 0, 120); got <= 120 && !r.Supports(got, 0) || got > 1 && r.Supports(got-1, 0) {
				t.Fatalf("%+v: SupportTime = %d", d, got)
			}
		}
	}
}

// TestExtremeThresholds: δ and δ′ one unit in the last place apart, or so far that their quotient overflows, make a
// rule, if a slow one.
func TestExtremeThresholds(t *testing.T) {
	for _, pair := range [][2]float64{{0.1, math.Nextafter(0.1, 2)}, {0.5, math.Nextafter(0.5, 2)}, {1 - 0x1p-53, 1},
		{0x1p-60, math.Nextafter(0x1p-60, 2)},
		{5e-324, 1e-323}, {5e-324, 0.5}, {5e-324, 1}, {0, 5e-324}} {
		allowed := pair[0]
		r, err := NewRateRule(allowed, pair[1], 1e-6, 1e-6)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.refute.point) > 60 || len(r.support.point) > 60 {
			t.Errorf("δ = %g: %d and %d points", allowed, len(r.refute.point), len(r.support.point))
		}
		for _, bad := range []int{0, 1, 50, 100} {
			if refute, support := r.LogE(100, bad); math.IsNaN(refute) || math.IsNaN(support) {
				t.Errorf("δ = %g, δ′ = %g: log e = %g, %g after %d bad trials of 100", allowed, pair[1], refute,
					support, bad)
			}
		}
	}
}

// TestRateInterval computes the probability that the reported interval ever misses the truth up to n = 400, which must
// be at most 1%; Wilson's 99% interval, which is meant for one look, misses it far more often.
func TestRateInterval(t *testing.T) {
	const limit = 400
	ever := func(p float64, covers func(n, s int) bool) float64 {
		alive, missed := []float64{1}, 0.0
		for n := 1; n <= limit; n++ {
			next := make([]float64, n+1)
			for s, mass := range alive {
				next[s] += mass * (1 - p)
				next[s+1] += mass * p
			}
			for s, mass := range next {
				if mass > 0 && !covers(n, s) {
					missed += mass
					next[s] = 0
				}
			}
			alive = next
		}
		return missed
	}
	for _, p := range []float64{0.02, 0.3, 0.5, 0.9} {
		ours := ever(p, func(n, s int) bool { i := rateInterval(n, s, 0.01); return i[0] <= p && p <= i[1] })
		wald := ever(p, func(n, s int) bool {
			low, high := wilson(s, n, 2.5758293)
			return low <= p && p <= high
		})
		t.Logf("P(bad) = %g: ours ever misses with probability %.2g, Wilson's with %.2g", p, ours, wald)
		if !(ours <= 0.01) || !(wald > 0.01) {
			t.Errorf("P(bad) = %g: ours ever misses with probability %g, Wilson's with %g", p, ours, wald)
		}
	}
}
