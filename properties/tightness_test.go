package properties

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"itermle/estimators"
	"itermle/internal/suiteseed"
	"itermle/theorems"
)

// uniformRatios are trials uniform on [0, scale], which is their 0-, and (1−δ) scale their (1−δ)-quantile.
func uniformRatios(scale float64) estimators.Trials[float64] {
	return func() (estimators.Trial[float64], error) {
		return func(s *estimators.Stream, replicate uint64) (float64, error) {
			return scale * s.At(replicate, 0).Float64(), nil
		}, nil
	}
}

// TestTightnessOfARate: the interval holds the quantile at the replicate where the rule stopped, and is not idle. A
// uniform ratio on [0, 1.02] has 0.969 for its 0.95-quantile.
func TestTightnessOfARate(t *testing.T) {
	bound := theorems.Rate{Allowed: 0.05, Tolerated: 0.1, Ratio: uniformRatios(1.02)}
	report := mustDecide(t, theorems.Scenario{Name: "s", Experiment: bound}, tight)
	got := report.Tightness
	if got == nil || !(0.85 < got.Low && got.Low <= 0.969 && got.Low <= got.Ratio && got.Ratio <= got.High &&
		got.High >= 0.969 && got.High < 1.02) {
		t.Errorf("%+v, %+v", report, got)
	}
	bound.Exact = func() (theorems.Tightness, error) {
		return theorems.Tightness{Ratio: 0.969, Low: 0.96, High: 0.97}, nil
	}
	if exact := mustDecide(t, theorems.Scenario{Name: "s", Experiment: bound}, tight); exact.Tightness.Ratio != 0.969 ||
		exact.Verdict != report.Verdict || exact.Replicates != report.Replicates {
		t.Errorf("exact: %+v, sampled: %+v", exact, report)
	}
	bound.Exact = func() (theorems.Tightness, error) { return theorems.Tightness{}, errors.New("lost") }
	if lost := mustDecide(t, theorems.Scenario{Name: "s", Experiment: bound}, tight); lost.Error != "lost" ||
		lost.Verdict != theorems.Undecided {
		t.Errorf("an exact tightness that is lost: %+v", lost)
	}
	bound.Ratio, bound.Exact, bound.New = nil, nil, func() (estimators.Trial[bool], error) {
		return func(*estimators.Stream, uint64) (bool, error) { return false, nil }, nil
	}
	if none := mustDecide(t, theorems.Scenario{Name: "s", Experiment: bound}, tight); none.Tightness != nil {
		t.Errorf("trials without ratio: %+v", none.Tightness)
	}
}

// TestTightnessAtAnyTime: an adversary that looks again and again and stops where an end misses finds one in at most 1
// of 100 runs on average, so in more than 8 with probability 10^-6. Each row kills an end that is one ratio off.
func TestTightnessAtAnyTime(t *testing.T) {
	const runs, trials = 100, 2000
	for _, row := range []struct {
		allowed, tolerated float64
		draw               func(r *rand.Rand) float64
		quantile           float64
	}{
		{0.05, 0.1, func(r *rand.Rand) float64 { return r.Float64() }, 0.95},
		{0.5, 0.6, func(r *rand.Rand) float64 { return r.Float64() }, 0.5},
		{0.2, 0.5, func(r *rand.Rand) float64 { return math.Floor(10 * r.Float64()) }, 7},
		{0.1, 0.2, func(r *rand.Rand) float64 { return r.Float64() - 2 }, 0},
		{0, 0.1, func(r *rand.Rand) float64 { return r.Float64() }, 1},
	} {
		missed, idle := 0, 0
		stream := estimators.NewStream(suiteseed.Seed(), t.Name())
		for run := range uint64(runs) {
			random := stream.At(run, math.Float64bits(row.allowed))
			r, err := newBoundedRatios(row.allowed, row.tolerated, trials)
			if err != nil {
				t.Fatal(err)
			}
			ever := false
			for n := 1; n <= trials; n++ {
				r.observe(row.draw(random))
				if n&(n-1) == 0 || n%50 == 0 {
					found := r.tightness()
					ever = ever || !(found.Low <= row.quantile && row.quantile <= found.High)
				}
			}
			if ever {
				missed++
			}
			last := r.tightness()
			if !(last.Low <= last.Ratio && last.Ratio <= last.High) {
				t.Fatalf("δ = %g: %+v", row.allowed, last)
			}
			if row.allowed > 0 && !(last.High-last.Low <= 0.25 || row.quantile == 7 && last.High-last.Low <= 2) ||
				row.allowed == 0 && !(last.Low == last.Ratio && math.IsInf(last.High, 1)) {
				idle++
			}
		}
		if missed > 8 || idle > 0 {
			t.Errorf("δ = %g: %d of %d runs ever missed the quantile, %d have an idle interval", row.allowed, missed,
				runs, idle)
		}
	}
}

// TestTightnessKeepsTheLargest: what is thrown away is never asked for.
func TestTightnessKeepsTheLargest(t *testing.T) {
	const trials = 5000
	few, err := newBoundedRatios(0.05, 0.1, trials)
	all, other := newBoundedRatios(0.05, 0.1, trials)
	if err = errors.Join(err, other); err != nil {
		t.Fatal(err)
	}
	all.kept = trials
	for i := range trials { // falling: the earliest stay the largest
		few.observe(float64(trials - i))
		all.observe(float64(trials - i))
		if i%97 == 0 && *few.tightness() != *all.tightness() {
			t.Fatalf("after %d: %+v, of all values %+v", i+1, few.tightness(), all.tightness())
		}
	}
	if len(few.values) > 2*few.kept || few.kept > trials/10 || *few.tightness() != *all.tightness() {
		t.Errorf("%d values kept of %d: %+v, of all values %+v", len(few.values), trials, few.tightness(),
			all.tightness())
	}
}

// TestTightnessIsExact: with the ratios 1, …, n the ends are ranks, which the rules themselves give one by one.
func TestTightnessIsExact(t *testing.T) {
	const n, allowed, tolerated = 400, 0.1, 0.2
	r, err := newBoundedRatios(allowed, tolerated, n)
	above, errAbove := NewRateRule(allowed, tolerated, tightnessLevel, tightnessLevel)
	below, errBelow := NewRateRule(allowed/2, allowed, tightnessLevel, tightnessLevel)
	if err := errors.Join(err, errAbove, errBelow); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		r.observe(float64(1 + (i*97)%n))
	}
	fewest, most := 0, 0
	for !above.Refutes(n, fewest) {
		fewest++
	}
	for below.Supports(n, most+1) {
		most++
	}
	// The k-th largest of 1, …, n is n+1−k; the 0.9-quantile is ⌈0.9·n⌉.
	want := theorems.Tightness{Ratio: 360, Low: float64(n + 1 - fewest), High: float64(n - most)}
	if got := *r.tightness(); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
