package properties

import (
	"math"
	"testing"

	"itermle/internal/binomial"
)

var designs = []struct {
	allowed, tolerated, alpha, beta float64
	limit                           int
}{
	{0.01, 0.02, 1e-6, 1e-6, 20_000},
	{0.05, 0.15, 1e-9, 1e-9, 5_000},
	{0.05, 0.1, 1e-3, 1e-12, 5_000},
	{0.05, 0.1, 0.05, 0.05, 5_000},
	{0.001, 0.01, 1e-6, 1e-6, 20_000},
	{0.5, 0.6, 1e-6, 1e-6, 10_000},
	{0.9, 0.99, 1e-6, 1e-3, 5_000},
	{0, 0.01, 1e-6, 1e-6, 3_000},
	{0.3, 1, 1e-6, 1e-6, 1_000},
	{0, 1, 0.5, 0.5, 10},
	{0.1, 0.1001, 1e-6, 1e-6, 2_000},
}

// TestErrorRatesOfTheRule proves, by exact computation up to the limit, that the rule refutes no true claim with
// probability above α, and supports no violation with probability above β: at δ and δ′, where both are largest, and
// inside the nulls.
func TestErrorRatesOfTheRule(t *testing.T) {
	for _, d := range designs {
		r, err := NewRateRule(d.allowed, d.tolerated, d.alpha, d.beta)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range []float64{0, d.allowed / 2, d.allowed} {
			if rates := r.ErrorRates(p, d.limit); !(rates.Refuted <= d.alpha) {
				t.Errorf("%+v: P(refuted) = %g at P(bad) = %g", d, rates.Refuted, p)
			}
		}
		for _, p := range []float64{d.tolerated, (1 + d.tolerated) / 2, 1} {
			if rates := r.ErrorRates(p, d.limit); !(rates.Supported <= d.beta) {
				t.Errorf("%+v: P(supported) = %g at P(bad) = %g", d, rates.Supported, p)
			}
		}
		at := r.ErrorRates(d.allowed, d.limit)
		past := r.ErrorRates(d.tolerated, d.limit)
		t.Logf("%+v: at δ refuted %.2g, %.0f trials; at δ′ supported %.2g, %.0f trials", d, at.Refuted, at.Replicates,
			past.Supported, past.Replicates)
	}
}

// TestDynamicProgram holds the dynamic program against the sum over all 2^n paths, for a rule that can decide within
// them.
func TestDynamicProgram(t *testing.T) {
	r, err := NewRateRule(0.2, 0.7, 0.1, 0.1)
	if err != nil {
		t.Fatal(err)
	}
	const n, p = 14, 0.4
	var want ErrorRates
	var walk func(k, s int, mass float64)
	walk = func(k, s int, mass float64) {
		switch {
		case k > 0 && r.Refutes(k, s):
			want.Refuted += mass
			return
		case k > 0 && r.Supports(k, s):
			want.Supported += mass
			return
		case k == n:
			want.Undecided += mass
			return
		}
		want.Replicates += mass
		walk(k+1, s+1, mass*p)
		walk(k+1, s, mass*(1-p))
	}
	walk(0, 0, 1)
	got := r.ErrorRates(p, n)
	for _, pair := range [][2]float64{{got.Refuted, want.Refuted}, {got.Supported, want.Supported},
		{got.Undecided, want.Undecided}, {got.Replicates, want.Replicates}} {
		// 2^14 terms added up: 2^14 units of rounding at most
		if !(math.Abs(pair[0]-pair[1]) <= 0x1p-39*want.Replicates) {
			t.Errorf("%+v: want %+v", got, want)
		}
	}
	if want.Refuted == 0 || want.Supported == 0 || want.Undecided == 0 {
		t.Errorf("the example is too easy: %+v", want)
	}
}

// peekingBoundaries is the mutant that stops as soon as the fixed-n binomial test, not corrected for looking, is
// significant.
func peekingBoundaries(allowed, tolerated, alpha, beta float64, limit int) (refute, support []int32) {
	refute, support = make([]int32, limit+1), make([]int32, limit+1)
	refute[0], support[0] = 1, -1
	for n := 1; n <= limit; n++ {
		refute[n], support[n] = refute[n-1], support[n-1]
		for int(refute[n]) <= n && binomial.UpperTail(int64(refute[n]), int64(n), allowed).High > math.Log(alpha) {
			refute[n]++
		}
		for int(support[n])+1 <= n &&
			binomial.LowerTail(int64(support[n])+1, int64(n), tolerated).High <= math.Log(beta) {
			support[n]++
		}
	}
	return refute, support
}

// TestMutantRulesViolate: the program that clears our rule convicts rules that are known to be wrong. A likelihood
// ratio between the wrong points, thresholds off by log 4, and peeking without correction all exceed their level.
func TestMutantRulesViolate(t *testing.T) {
	const allowed, tolerated, level, limit = 0.05, 0.1, 1e-3, 5_000
	refute, support := peekingBoundaries(allowed, tolerated, level, level, limit)
	if got := absorb(refute, support, allowed).Refuted; !(got > 4*level) {
		t.Errorf("peeking refutes at rate %g: want far above %g", got, level)
	} else {
		t.Logf("peeking without correction: P(refuted) = %.3g at level %g", got, level)
	}
	mutant := func(change func(*RateRule)) ErrorRates {
		r, err := NewRateRule(allowed, tolerated, level, level)
		if err != nil {
			t.Fatal(err)
		}
		change(r)
		return r.ErrorRates(allowed, limit)
	}
	quadrupled := func(r *RateRule) { r.refute.level *= 4; r.refute.threshold -= math.Log(4) }
	if got := mutant(quadrupled); !(got.Refuted > level) {
		t.Errorf("a threshold of 1/(4α) refutes at rate %g: want above %g", got.Refuted, level)
	}
	if got := mutant(func(r *RateRule) {
		for i, p := range r.refute.point { // ratios against a null below δ
			r.refute.bad[i] = math.Log(p / 0.04)
			r.refute.good[i] = math.Log1p(-p) - math.Log1p(-0.04)
		}
	}); !(got.Refuted > level) {
		t.Errorf("a ratio against 0.04 refutes P(bad) = 0.05 at rate %g: want above %g", got.Refuted, level)
	}
	if got := mutant(func(r *RateRule) { // weights that sum to 8
		for i := range r.refute.weight {
			r.refute.logWeight[i] += math.Log(8)
		}
	}); !(got.Refuted > level) {
		t.Errorf("weights of sum 8 refute at rate %g: want above %g", got.Refuted, level)
	}
}

// wilson is Wilson's interval for k of n at z standard deviations.
func wilson(k, n int, z float64) (low, high float64) {
	p, size := float64(k)/float64(n), float64(n)
	middle, half := p+z*z/(2*size), z*math.Sqrt(p*(1-p)/size+z*z/(4*size*size))
	return (middle - half) / (1 + z*z/size), (middle + half) / (1 + z*z/size)
}

// certainty is the z of QuickCheck's and Hedgehog's default certainty of 10^9: Φ(z) = 1 − 10^-9/2.
const certainty = 6.109410204869

// TestQuickCheckCoverage computes what QuickCheck's checkCoverage does to a label whose rate is just the required one:
// Wilson's interval at 10^-9, looked at after 100, 200, 400, … tests, until it lies below the rate (false alarm) or
// above 0.9 of it. The false-alarm rates are 1.5e-5 at a rate of 99% and 1.2e-3 at 99.9%, not 1e-9; ours keeps its
// level there.
func TestQuickCheckCoverage(t *testing.T) {
	for _, row := range []struct{ rate, want float64 }{{0.99, 1.5e-5}, {0.999, 1.2e-3}} {
		const limit = 100 << 12
		refute, support := make([]int32, limit+1), make([]int32, limit+1)
		for n := range refute {
			refute[n], support[n] = int32(n+1), -1
		}
		for n := 100; n <= limit; n *= 2 {
			// s counts tests without the label
			for s := n; s >= 0; s-- {
				low, high := wilson(n-s, n, certainty)
				if high < row.rate {
					refute[n] = int32(s)
				}
				if low >= 0.9*row.rate {
					support[n] = max(support[n], int32(s))
				}
			}
		}
		got := absorb(refute, support, 1-row.rate)
		t.Logf("QuickCheck at a required rate of %g: false alarm %.3g, %.0f tests", row.rate, got.Refuted,
			got.Replicates)
		if !(math.Abs(got.Refuted/row.want-1) <= 0.1) {
			t.Errorf("false alarm %g at %g: measured before as %g", got.Refuted, row.rate, row.want)
		}
		ours, err := NewRateRule(1-row.rate, 1-0.9*row.rate, 1e-9, 1e-9)
		if err != nil {
			t.Fatal(err)
		}
		rates := ours.ErrorRates(1-row.rate, 20_000)
		t.Logf("ours: false alarm %.3g, %.0f tests", rates.Refuted, rates.Replicates)
		if !(rates.Refuted <= 1e-9) {
			t.Errorf("ours: false alarm %g", rates.Refuted)
		}
	}
}

// TestHedgehogTermination: Hedgehog divides the half-width by 1 + z²/n twice, so after 100 tests on a label that always
// holds its upper limit is below 0.97, and "cover 97" fails. Ours, given 100 of 100, refutes nothing.
func TestHedgehogTermination(t *testing.T) {
	hedgehog := func(k, n int) (high float64) {
		p, size, z := float64(k)/float64(n), float64(n), certainty
		offset := z / (1 + z*z/size) * math.Sqrt(p*(1-p)/size+z*z/(4*size*size))
		return (p + z*z/(2*size) + offset) / (1 + z*z/size)
	}
	if high := hedgehog(100, 100); !(high < 0.97) {
		t.Errorf("Hedgehog's upper limit after 100 of 100 is %g: measured before as below 0.97", high)
	}
	if _, high := wilson(100, 100, certainty); !(math.Abs(high-1) <= 1e-12) {
		t.Errorf("Wilson's own upper limit after 100 of 100 is %g: want 1", high)
	}
	ours, err := NewRateRule(0.03, 0.1, 1e-9, 1e-9)
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= 1000; n++ {
		if ours.Refutes(n, 0) {
			t.Fatalf("refuted by %d of %d", n, n)
		}
	}
}

// TestDetectable: the exact program and the closed-form bound agree on what is detected: at the detectable rate the
// probability of support is at most 0.01, just below it is not, and the bound is no smaller than the exact value.
func TestDetectable(t *testing.T) {
	for _, d := range designs[:7] {
		r, err := NewRateRule(d.allowed, d.tolerated, d.alpha, d.beta)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range []int{r.SupportTime(1, 0, 1<<20), 2000} {
			p := r.Detectable(n)
			if got := r.ErrorRates(p, n).Supported; !(got <= 0.01) {
				t.Errorf("%+v n=%d: P(supported) = %g at the detectable %g", d, n, got, p)
			}
			below := p - 0.02*(p-d.allowed) - 0.004*p
			if got := r.ErrorRates(below, n).Supported; p > d.allowed*1.01 && !(got > 0.01) {
				t.Errorf("%+v n=%d: %g is detected too (%g), so %g is not the smallest", d, n, below, got, p)
			}
			if bound := math.Log(0.01 / r.Beta); p < d.tolerated && r.support.growth(p*0.98, n) < bound {
				t.Errorf("%+v n=%d: the bound says that %g is detected, the program says %g", d, n, p*0.98, p)
			}
		}
	}
	// Against δ′ = 1 any good trial supports: short of always bad nothing is detected.
	certain, err := NewRateRule(0.99999, 1, 1e-6, 1e-6)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{exactReplicates, exactReplicates + 1} {
		if p := certain.Detectable(n); !(p > 0.999) {
			t.Errorf("δ′ = 1, n=%d: detectable %g, want almost 1", n, p)
		}
	}
}
