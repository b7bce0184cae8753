package search_test

import (
	"fmt"
	"math"
	"testing"

	"itermle/counterexamples/construction1"
	"itermle/estimators"
	"itermle/internal/bisect"
	"itermle/internal/geometry"
	"itermle/internal/suiteseed"
	"itermle/properties/search"
	"itermle/theorems"
	"itermle/theorems/certify"
)

func TestMain(m *testing.M) { suiteseed.Main(m) }

// bound is the claim value ≤ limit for a draw that says both.
func bound(id string, draw func(choose theorems.Chooser) (name string, value, limit float64)) theorems.Claim {
	return theorems.Claim{ID: id, Expect: theorems.Supported, Draw: func(choose theorems.Chooser) theorems.Scenario {
		name, value, limit := draw(choose)
		return theorems.Scenario{Name: name, Experiment: theorems.Deterministic{
			Decide: func() (out theorems.Outcome, err error) {
				out.Pin("bound", limit/value, 1, 1e300)
				return out, nil
			}}}
	}}
}

// inflation is n_0 Σ_{t<T} n_t/N_t² ≤ 2 over schedules of every kind.
var inflation = bound("inflation", func(choose theorems.Chooser) (string, float64, float64) {
	generations := int(theorems.DrawSize(choose, "T", 1, 20_000))
	schedule := theorems.DrawSchedule(choose, theorems.DrawSize(choose, "n_0", 1, 100_000), generations)
	value := float64(schedule.Size(0)) * schedule.VarianceSum(generations)
	return fmt.Sprintf("%v T=%d", schedule, generations), value, 2
})

// upperTail is that of the standard normal law.
func upperTail(x float64) float64 { return math.Erfc(x/math.Sqrt2) / 2 }

// heavyAbove is E[e^{sρ}; ρ > u] for P(ρ ≥ u) = min(1, 2e^{−u²/2}), u ≥ √(2 log 2).
func heavyAbove(s, u float64) float64 {
	return 2*math.Exp(s*u-u*u/2) + 2*s*math.Sqrt(2*math.Pi)*math.Exp(s*s/2)*upperTail(u-s)
}

var least = math.Sqrt(2 * math.Ln2) // of ρ

// TestRediscovery: the search finds by itself the edges that were derived or found otherwise.
func TestRediscovery(t *testing.T) {
	// E[ρ; ρ > u]
	mean := func(u float64) float64 { return 2*u*math.Exp(-u*u/2) + 2*math.Sqrt(2*math.Pi)*upperTail(u) }
	norm := bound("norm", func(choose theorems.Chooser) (string, float64, float64) {
		s := theorems.DrawReal(choose, "s", 0.02, 6)
		return fmt.Sprintf("s=%g", s), math.Log(heavyAbove(s, least)-s*mean(least)) / (s * s), 2
	})
	// z = ρ past the threshold u, z = −ρ below; u is such that E z = 0.
	u := bisect.Float(least, 4, func(u float64) bool { return mean(u) > mean(least)/2 })
	skew := bound("skew", func(choose theorems.Chooser) (string, float64, float64) {
		s := theorems.DrawReal(choose, "s", 0.02, 6)
		return fmt.Sprintf("s=%g", s), math.Log(heavyAbove(s, u)+heavyAbove(-s, least)-heavyAbove(-s, u)) / (s * s), 2
	})
	equal := bound("equal-batches", func(choose theorems.Chooser) (string, float64, float64) {
		generations := int(theorems.DrawSize(choose, "T", 1, 20_000))
		n := theorems.DrawSize(choose, "n", 1, 1_000_000)
		value := float64(n) * estimators.ConstantSchedule(n).VarianceSum(generations)
		return fmt.Sprintf("n=%d T=%d", n, generations), value, math.Pi * math.Pi / 6
	})
	for _, row := range []struct {
		claim     theorems.Claim
		low, high float64 // of the ratio
	}{
		{inflation, 1.98 / 2, 1},                    // the schedule law: the supremum is 2
		{equal, 0.9999, 1},                          // π²/6
		{norm, 1.9468 / 2, 1.9470 / 2},              // the constant of Theorem B.1
		{skew, 1.7610 / 2, 1.7620 / 2},              // the heaviest skew law
		{chernoff(0.05), 1 / 1.41, 1/1.3858 + 1e-3}, // Chernoff's certificate, at a tail of 5%
	} {
		t.Run(row.claim.ID, func(t *testing.T) {
			t.Parallel()
			r := search.Tightest(row.claim, nil, search.Options{Seed: suiteseed.Seed(), Evaluations: 2000, Workers: 1})
			if len(r.Found) == 0 || r.Err != nil {
				t.Fatalf("%+v", r)
			}
			best := r.Found[len(r.Found)-1]
			high := *best.High
			t.Logf("%s: %.6f in [%.4f, %.4f] after %d", best.Instance, best.Ratio, best.Low, high, best.Evaluations)
			if !(high >= row.low && best.Low <= row.high && best.Low <= best.Ratio && best.Ratio <= high) {
				t.Errorf("ratio %g in [%g, %g]: want %g to %g", best.Ratio, best.Low, high, row.low, row.high)
			}
		})
	}
}

// chernoff is the certificate of Chernoff's bound for natural families of one parameter: ‖θ^(T) − θ*‖ ≤ ρ_T but for
// probability δ. For large n the (1−δ)-quantile of the ratio is z_{δ/2}/√(2 log(2/δ)).
func chernoff(delta float64) theorems.Claim {
	return theorems.Claim{ID: "chernoff", Draw: func(choose theorems.Chooser) theorems.Scenario {
		family, err := estimators.ParseFamily(theorems.Pick(choose, "family", "gaussian-mean", "bernoulli-logit"))
		if err != nil {
			panic(err)
		}
		truth := []float64{theorems.DrawReal(choose, "θ*", -1, 1)}
		generations := int(theorems.DrawSize(choose, "T", 1, 10))
		schedule := theorems.DrawSchedule(choose, theorems.DrawSize(choose, "n_0", 30, 10_000), generations)
		s := theorems.Scenario{Name: fmt.Sprintf("%s θ*=%g %v T=%d", family.Name(), truth[0], schedule, generations)}
		const radius = 0.5
		constants, err := family.(estimators.RegularFamily).AssumptionConstants(truth, radius)
		if err != nil {
			s.Unmet = err.Error()
			return s
		}
		found, err := certify.Chernoff(certify.Request{Constants: constants, Dim: 1, Radius: radius, Schedule: schedule,
			Generations: generations, Delta: delta})
		if s.Unmet = found.Reason; err != nil || s.Unmet != "" {
			s.Unmet += fmt.Sprint(err)
			return s
		}
		setup := estimators.Setup[estimators.Pool]{Truth: truth, Schedule: schedule, Generations: generations,
			NewPool: estimators.FamilyPool(family, estimators.StatisticPath, estimators.Accumulate())}
		s.Experiment = theorems.Rate{Allowed: delta, Tolerated: 2 * delta,
			Ratio: estimators.After(setup, func(pool estimators.Pool) (float64, error) {
				return geometry.Distance(pool.Theta(), truth) / found.Rho, nil
			})}
		return s
	}}
}

// TestLeastCounterexample: that n·P(α^(1) > log n/n) ≤ 1 fails is found, and shrinks to the least n for which it does.
func TestLeastCounterexample(t *testing.T) {
	claim := bound("theorem-5.1", func(choose theorems.Chooser) (string, float64, float64) {
		n := theorems.DrawSize(choose, "n", 2, 200)
		middle := 0.
		for _, parts := range []float64{16, 256} { // the middle of the enclosure errs by far less than its ends
			p, err := construction1.FirstEstimatorSurvival(n, math.Log(float64(n))/float64(n), 0.05/float64(n)/parts)
			if err != nil {
				panic(err)
			}
			if middle = float64(n) * (p.Lo + p.Hi) / 2; math.Abs(middle-1) > 0.005 {
				break
			}
		}
		return fmt.Sprintf("n=%d", n), middle, 1
	})
	r := search.Tightest(claim, nil, search.Options{Seed: suiteseed.Seed(), Evaluations: 120, Front: true})
	for _, found := range r.Found {
		if found.Ratio > 1 {
			if found.Instance != "n=169" {
				t.Errorf("the least counterexample is n = 169, found %s", found.Instance)
			}
			return
		}
	}
	t.Errorf("no counterexample in %+v", r)
}
