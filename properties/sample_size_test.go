package properties

import (
	"math"
	"testing"

	"itermle/estimators"
	"itermle/internal/binomial"
	"itermle/internal/suiteseed"
	"itermle/theorems"
)

// TestSampleSizes is the comparison that the rules are chosen by: trials to tell 1% from 2% at α = β = 10^-6. A uniform
// bound (Okamoto, or Dvoretzky–Kiefer–Wolfowitz) needs 290,173; figures are computed, not simulated.
func TestSampleSizes(t *testing.T) {
	const allowed, tolerated, level = 0.01, 0.02, 1e-6
	// Estimate to within ε = 0.005 with P(error) ≤ 10^-6: n = log(2/10^-6)/(2ε²).
	if uniform := math.Ceil(math.Log(2/level) / (2 * 0.005 * 0.005)); uniform != 290_174 && uniform != 290_173 {
		t.Errorf("uniform bound: %g", uniform)
	}
	fixed, err := NewFixedBinomial(allowed, tolerated, level, level)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := binomial.UpperTail(fixed.Critical, fixed.N, allowed),
		binomial.LowerTail(fixed.Critical-1, fixed.N, tolerated); !(a.High <= math.Log(level) &&
		b.High <= math.Log(level)) {
		t.Errorf("the fixed design (%d, %d) has log error rates %v and %v", fixed.N, fixed.Critical, a, b)
	}
	// One trial or one bad trial less, and it misses a level.
	for _, smaller := range []FixedBinomial{{N: fixed.N - 1, Critical: fixed.Critical},
		{N: fixed.N, Critical: fixed.Critical - 1}} {
		a, b := binomial.UpperTail(smaller.Critical, smaller.N, allowed),
			binomial.LowerTail(smaller.Critical-1, smaller.N, tolerated)
		if a.High <= math.Log(level) && b.High <= math.Log(level) {
			t.Errorf("the smaller design (%d, %d) would do", smaller.N, smaller.Critical)
		}
	}
	if fixed.N < 12_900 || fixed.N > 13_100 {
		t.Errorf("exact binomial design needs %d trials: want about 13,060", fixed.N)
	}
	rule, err := NewRateRule(allowed, tolerated, level, level)
	if err != nil {
		t.Fatal(err)
	}
	ratio, err := newProbabilityRatio(allowed, tolerated, level, level)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []float64{0, allowed / 2, allowed, tolerated, 2 * tolerated} {
		anytime := rule.ErrorRates(p, 60_000)
		refute, support := ratioBoundaries(ratio, 60_000)
		wald := absorb(refute, support, p)
		if p <= allowed && !(wald.Refuted <= level) || p >= tolerated && !(wald.Supported <= level) {
			t.Errorf("probability ratio at P(bad) = %g: %+v", p, wald)
		}
		t.Logf("P(bad) = %g: expected trials %.0f (anytime pair), %.0f (probability ratio), %d (fixed)", p,
			anytime.Replicates, wald.Replicates, fixed.N)
		if !(anytime.Replicates <= 5000) || !(anytime.Undecided <= 1e-9) {
			t.Errorf("P(bad) = %g: %+v, want at most 5,000 trials", p, anytime)
		}
	}
}

// ratioBoundaries are the stopping boundaries of a probability ratio test.
func ratioBoundaries(r *probabilityRatio, limit int) (refute, support []int32) {
	refute, support = make([]int32, limit+1), make([]int32, limit+1)
	refute[0], support[0] = 1, -1
	for n := 1; n <= limit; n++ {
		refute[n], support[n] = refute[n-1], support[n-1]
		for int(refute[n]) <= n && r.verdict(int64(n), int64(refute[n])) != theorems.Refuted {
			refute[n]++
		}
		for r.verdict(int64(n), int64(support[n]+1)) == theorems.Supported {
			support[n]++
		}
	}
	return refute, support
}

// TestProbabilityRatioDoesNotOverflow is the row of PRISM's test, a product of two powers, which was wrong in 39 of 40
// runs of P ≥ θ with θ = 0.5, half-width 0.002, error rates 10^-6 and p = 0.502. In logarithms no run is wrong: each is
// with probability at most 10^-6, all 40 with 4·10^-5, here lowered to 4·10^-11 by levels of 10^-12.
func TestProbabilityRatioDoesNotOverflow(t *testing.T) {
	const p0, p1, p, runs = 0.498, 0.502, 0.502, 40
	r, err := newProbabilityRatio(p0, p1, 1e-12, 1e-12)
	if err != nil {
		t.Fatal(err)
	}
	s := estimators.NewStream(suiteseed.Seed(), "probability ratio")
	overflowed := 0
	for run := range runs {
		random := s.At(uint64(run), 0)
		var n, bad int64
		verdict := theorems.Undecided
		for verdict == theorems.Undecided {
			for word, i := random.Uint64(), 0; i < 2 && verdict == theorems.Undecided; i++ {
				if float64(word&(1<<32-1))*0x1p-32 < p {
					bad++
				}
				word >>= 32
				if n++; n&63 == 0 {
					verdict = r.verdict(n, bad)
				}
			}
		}
		if verdict != theorems.Refuted {
			t.Errorf("run %d: %s after %d of %d", run, verdict, bad, n)
		}
		// The product of powers that PRISM forms: 0/0 or ∞.
		product := math.Pow(p1, float64(bad)) * math.Pow(1-p1,
			float64(n-bad)) / (math.Pow(p0, float64(bad)) * math.Pow(1-p0, float64(n-bad)))
		if math.IsNaN(product) || math.IsInf(product, 0) {
			overflowed++
		}
	}
	if overflowed < 39 {
		t.Errorf("the product of powers was finite in %d runs: this test has lost its point", runs-overflowed)
	}
}

// TestSmallFixedDesigns holds the search against trying every pair (N, Critical) in order.
func TestSmallFixedDesigns(t *testing.T) {
	for _, d := range []struct{ allowed, tolerated, alpha, beta float64 }{
		{0.1, 0.9, 0.01, 0.01}, {0.1, 0.9, 1e-6, 1e-3}, {0.2, 0.6, 0.05, 0.05}, {0, 0.3, 1e-3, 1e-3},
		{0.05, 0.3, 1e-3, 0.1}, {0.6, 1, 1e-4, 0.5},
	} {
		got, err := NewFixedBinomial(d.allowed, d.tolerated, d.alpha, d.beta)
		if err != nil {
			t.Fatal(err)
		}
		least := int64(0)
		for n := int64(1); least == 0; n++ {
			for c := int64(1); c <= n; c++ {
				if binomial.UpperTail(c, n, d.allowed).High <= math.Log(d.alpha) &&
					binomial.LowerTail(c-1, n, d.tolerated).High <= math.Log(d.beta) {
					least = n
				}
			}
		}
		if got.N != least {
			t.Errorf("%+v: N = %d with critical value %d, want N = %d", d, got.N, got.Critical, least)
		}
		if got.Verdict(got.Critical) != theorems.Refuted || got.Verdict(got.Critical-1) != theorems.Supported {
			t.Errorf("%+v: verdicts at the critical value", d)
		}
	}
}
