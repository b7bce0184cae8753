package properties

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"itermle/estimators"
	"itermle/internal/suiteseed"
	"itermle/theorems"
)

func normalCDF(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }

func die(s *estimators.Stream, replicate uint64) (float64, error) {
	return float64(s.At(replicate, 0).IntN(6)), nil
}

func dieCDF(x float64) float64 { return max(0, min(1, (math.Floor(x)+1)/6)) }

func dieLeft(x float64) float64 { return max(0, min(1, math.Ceil(x)/6)) }

func loadedCDF(x float64) float64 { return math.Pow(dieCDF(x), 1.5) }

func loadedLeft(x float64) float64 { return math.Pow(dieLeft(x), 1.5) }

// TestDecide holds experiments of known truth against the verdict they must have. A wrong verdict has probability at
// most 1e-12 a row, an undecided one less: the expected replicates are below a tenth of the limit.
func TestDecide(t *testing.T) {
	shifted := func(s *estimators.Stream, replicate uint64) (float64, error) {
		return s.At(replicate, 0).Float64() + 0.1, nil
	}
	scaled := func(s *estimators.Stream, replicate uint64) (float64, error) {
		return 1.1 * s.At(replicate, 0).NormFloat64(), nil
	}
	nearZero := func(s *estimators.Stream, replicate uint64) (float64, error) {
		return math.Pow(s.At(replicate, 0).Float64(), 9), nil // mean 1/10
	}
	for _, row := range []struct {
		name       string
		experiment theorems.Experiment
		want       theorems.Verdict
	}{
		{"rate/never-bad", coin(0, 0.05, 0.15), theorems.Supported},
		{"rate/impossible-and-never", coin(0, 0, 0.001), theorems.Supported},
		{"rate/impossible-yet-seen", coin(0.1, 0, 0.001), theorems.Refuted},
		{"rate/at-allowed", coin(0.05, 0.05, 0.15), theorems.Supported},
		{"rate/at-tolerated", coin(0.15, 0.05, 0.15), theorems.Refuted},
		{"rate/always-bad", coin(1, 0.3, 1), theorems.Refuted},
		{"rate/not-always-bad", coin(0.3, 0.3, 1), theorems.Supported},
		{"rate/high-allowed", coin(0.9, 0.9, 0.95), theorems.Supported},
		{"rate/high-tolerated", coin(0.95, 0.9, 0.95), theorems.Refuted},
		{"law/uniform", theorems.Law{CDF: uniformCDF, Distance: 0.05, New: always(uniform)}, theorems.Supported},
		{"law/shifted", theorems.Law{CDF: uniformCDF, Distance: 0.1, New: always(shifted)}, theorems.Refuted},
		{"law/normal", theorems.Law{CDF: normalCDF, Distance: 0.03, New: always(normal)}, theorems.Supported},
		// sup|Φ(x/1.1) − Φ(x)| = 0.0231 is above Distance, and so seen with probability 1 − β at least
		{"law/scaled", theorems.Law{CDF: normalCDF, Distance: 0.02, New: always(scaled)}, theorems.Refuted},
		{"law/die", theorems.Law{CDF: dieCDF, CDFLeft: dieLeft, Distance: 0.05, New: always(die)}, theorems.Supported},
		{"law/loaded-die", theorems.Law{CDF: loadedCDF, CDFLeft: loadedLeft, Distance: 0.05, New: always(die)},
			theorems.Refuted},
		{"mean/uniform", theorems.Mean{Value: 0.5, Tolerance: 0.02, Upper: 1, New: always(uniform)},
			theorems.Supported},
		{"mean/uniform-wrong", theorems.Mean{Value: 0.48, Tolerance: 0.02, Upper: 1, New: always(uniform)},
			theorems.Refuted},
		{"mean/near-zero", theorems.Mean{Value: 0.1, Tolerance: 0.02, Upper: 1, New: always(nearZero)},
			theorems.Supported},
		{"mean/near-zero-wrong", theorems.Mean{Value: 0.12, Tolerance: 0.02, Upper: 1, New: always(nearZero)},
			theorems.Refuted},
		{"mean/normal", theorems.Mean{Value: 0, Tolerance: 0.05, Variance: 1, New: always(normal)}, theorems.Supported},
		{"mean/normal-wrong", theorems.Mean{Value: -0.05, Tolerance: 0.05, Variance: 1, New: always(normal)},
			theorems.Refuted},
		{"deterministic", exactly("", theorems.Outcome{Verdict: theorems.Supported, Cases: 3, Evidence: "3 = 3"},
			nil).Experiment, theorems.Supported},
		{"deterministic/vacuous", exactly("", theorems.Outcome{Verdict: theorems.Supported}, nil).Experiment,
			theorems.Undecided},
		{"deterministic/zero", exactly("", theorems.Outcome{}, nil).Experiment, theorems.Undecided},
		{"deterministic/error", exactly("", theorems.Outcome{Verdict: theorems.Supported, Cases: 1},
			errors.New("lost")).Experiment, theorems.Undecided},
	} {
		t.Run(row.name, func(t *testing.T) {
			report := mustDecide(t, theorems.Scenario{Name: row.name, Experiment: row.experiment}, tight)
			if report.Verdict != row.want {
				t.Errorf("%s: want %s\n%+v", report.Verdict, row.want, report)
			}
			if report.Verdict == theorems.Supported && report.Kind != "deterministic" &&
				!(report.Detectable > 0 && report.Detectable <= report.Tolerated) {
				t.Errorf("detectable %g: want above 0 and at most the tolerance %g", report.Detectable,
					report.Tolerated)
			}
			if _, err := json.Marshal(report); err != nil {
				t.Error(err)
			}
			t.Logf("%d replicates: %s; detectable %.4g", report.Replicates, report.Evidence, report.Detectable)
		})
	}
}

// TestDecideIgnoresWorkers: same verdict, replicates and evidence for 1, 2 and 16 workers.
func TestDecideIgnoresWorkers(t *testing.T) {
	fails := theorems.Rate{Allowed: 0.5, Tolerated: 0.51,
		New: func() (estimators.Trial[bool], error) {
			return func(s *estimators.Stream, replicate uint64) (bool, error) {
				if replicate == 700 || replicate == 900 {
					return false, errors.New("lost")
				}
				return s.At(replicate, 0).Float64() < 0.5, nil
			}, nil
		}}
	// decided long before the trial that fails: nobody looks at what lies beyond
	late := func(fail func() error) theorems.Rate {
		return theorems.Rate{Allowed: 0.1, Tolerated: 0.2,
			New: func() (estimators.Trial[bool], error) {
				return func(_ *estimators.Stream, replicate uint64) (bool, error) {
					if replicate == 30 {
						return false, fail()
					}
					return true, nil
				}, nil
			}}
	}
	// all fail from 40 on, each in its own words: the first in order is what is reported, whoever meets it first
	manyFail := theorems.Law{CDF: uniformCDF, Distance: 0.1,
		New: always(func(s *estimators.Stream, replicate uint64) (float64, error) {
			if replicate >= 40 {
				return 0, fmt.Errorf("lost %d", replicate)
			}
			return uniform(s, replicate)
		})}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, experiment := range []theorems.Experiment{
		coin(0.05, 0.05, 0.1), coin(0.1, 0.05, 0.1), fails, manyFail,
		late(func() error { return errors.New("lost") }), late(func() error { panic("boom") }),
		theorems.Law{CDF: uniformCDF, Distance: 0.1, New: always(uniform)},
		theorems.Mean{Value: 0.5, Tolerance: 0.05, Upper: 1, New: always(uniform)},
	} {
		scenario := theorems.Scenario{Name: "s", Experiment: experiment}
		one, err := Decide("workers", scenario, tight, suiteseed.Seed(), 1)
		if err != nil {
			t.Fatal(err)
		}
		for i, workers := range []int{2, 3, 16, 16} {
			runtime.GOMAXPROCS(1 + i)
			many, err := Decide("workers", scenario, tight, suiteseed.Seed(), workers)
			if err != nil {
				t.Fatal(err)
			}
			if one.Seconds, many.Seconds = 0, 0; !reflect.DeepEqual(one, many) {
				t.Errorf("%d workers: %+v\n1 worker: %+v", workers, many, one)
			}
		}
	}
}

func TestTrialErrorIsNeverAPass(t *testing.T) {
	lost := errors.New("lost")
	experiments := map[string]theorems.Experiment{
		"rate": theorems.Rate{Allowed: 0, Tolerated: 0.5,
			New: func() (estimators.Trial[bool], error) {
				return func(*estimators.Stream, uint64) (bool, error) { return false, lost }, nil
			}},
		"law": theorems.Law{CDF: uniformCDF, Distance: 0.5,
			New: always(func(*estimators.Stream, uint64) (float64, error) { return 0, lost })},
		"nan": theorems.Law{CDF: uniformCDF, Distance: 0.5,
			New: always(func(*estimators.Stream, uint64) (float64, error) { return math.NaN(), nil })},
		"mean": theorems.Mean{Tolerance: 1, Variance: 1,
			New: always(func(*estimators.Stream, uint64) (float64, error) { return math.NaN(), nil })},
		"out": theorems.Mean{Tolerance: 1, Upper: 1,
			New: always(func(*estimators.Stream, uint64) (float64, error) { return 1.5, nil })},
		"huge": theorems.Mean{Tolerance: 1, Variance: 1,
			New: always(func(*estimators.Stream, uint64) (float64, error) { return 1e300, nil })},
		"new rate": theorems.Rate{Tolerated: 0.5, New: func() (estimators.Trial[bool], error) { return nil, lost }},
		"pinned": exactly("", theorems.Outcome{Verdict: theorems.Supported, Cases: 1,
			Tightness: &theorems.Tightness{Ratio: 2, Low: 2, High: 2}}, nil).Experiment,
		"new": theorems.Mean{Tolerance: 1, Variance: 1, New: func() (value, error) { return nil, lost }},
		"cdf": theorems.Law{CDF: func(float64) float64 { return math.NaN() }, Distance: 0.5, New: always(uniform)},
	}
	for name, experiment := range experiments {
		report := mustDecide(t, theorems.Scenario{Name: name, Experiment: experiment}, tight)
		if report.Verdict != theorems.Undecided || report.Error == "" ||
			!strings.Contains(report.Evidence, report.Error) {
			t.Errorf("%s: want undecided with the error as evidence, got %+v", name, report)
		}
		if _, err := json.Marshal(report); err != nil { // such as a share of no replicates
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestPanicIsAnError of the replicate, in one line with the line of source, whoever met it.
func TestPanicIsAnError(t *testing.T) {
	boom := func() (value, error) { panic("boom") }
	late := always(func(_ *estimators.Stream, replicate uint64) (float64, error) {
		if replicate >= 7 {
			panic("boom")
		}
		return 0.5, nil
	})
	cdf := func(float64) float64 { panic("boom") }
	for prefix, e := range map[string]theorems.Experiment{
		"replicate 7: ":   theorems.Law{CDF: uniformCDF, Distance: 0.5, New: late},
		"replicate 255: ": theorems.Law{CDF: cdf, Distance: 0.065, New: always(uniform)},
		"":                theorems.Law{CDF: uniformCDF, Distance: 0.5, New: boom},
	} {
		for _, workers := range []int{1, 4} {
			report, err := Decide("panic", theorems.Scenario{Name: "s", Experiment: e},
				Design{Alpha: 1e-6, Beta: 1e-6, MaxReplicates: 4096}, 1, workers)
			if want := prefix + "panic: boom, at properties/decide_test.go:"; err != nil ||
				!strings.HasPrefix(report.Error, want) || report.Verdict != theorems.Undecided {
				t.Errorf("%d workers: want undecided by %q, got %v, %+v", workers, want, err, report)
			}
		}
	}
}

// TestDrawsAreLimited: a coin takes one block of four words a replicate, an endless trial what it is given. What is
// spent is undecided, and says so; where exactly is the same for any number of workers.
func TestDrawsAreLimited(t *testing.T) {
	endless := always(func(s *estimators.Stream, replicate uint64) (float64, error) {
		for random := s.At(replicate, 0); replicate == 70; {
			random.Uint64()
		}
		return 0.5, nil
	})
	for _, row := range []struct {
		e          theorems.Experiment
		replicates int
		draws      uint64
	}{
		{coin(0.1, 0.1, 0.11), 1000, 4000},
		{theorems.Mean{Value: 0.5, Tolerance: 0.001, Upper: 1, New: endless}, 70, 0},
	} {
		var first ScenarioReport
		for _, workers := range []int{1, 2, 16} {
			report, err := Decide("draws", theorems.Scenario{Name: "s", Experiment: row.e},
				Design{Alpha: 1e-6, Beta: 1e-6, MaxReplicates: 1 << 20, MaxDraws: 4000}, suiteseed.Seed(), workers)
			if report.Seconds = 0; first.Replicates == 0 {
				first = report
			}
			if err != nil || report.Verdict != theorems.Undecided || report.Error != "" ||
				report.Replicates != row.replicates || report.Draws != row.draws || len(report.Warnings) != 1 ||
				!strings.Contains(report.Warnings[0], "budget of 4000 draws") ||
				!strings.HasSuffix(report.Evidence, report.Warnings[0]) || !reflect.DeepEqual(report, first) {
				t.Errorf("%d workers: %v, %+v", workers, err, report)
			}
		}
	}
}

// TestCallerMistakes: what makes no sense is an error, not a verdict.
func TestCallerMistakes(t *testing.T) {
	good := coin(0, 0.1, 0.2)
	for name, call := range map[string]struct {
		experiment theorems.Experiment
		design     Design
		workers    int
	}{
		"zero design":      {good, Design{}, 1},
		"no replicates":    {good, Design{Alpha: 0.1, Beta: 0.1}, 1},
		"α = 1":            {good, Design{Alpha: 1, Beta: 0.1, MaxReplicates: 1}, 1},
		"no workers":       {good, tight, 0},
		"no experiment":    {nil, tight, 1},
		"δ = δ′":           {coin(0, 0.1, 0.1), tight, 1},
		"δ NaN":            {coin(0, math.NaN(), 0.1), tight, 1},
		"Distance 0":       {theorems.Law{CDF: uniformCDF, New: always(uniform)}, tight, 1},
		"no CDF":           {theorems.Law{Distance: 0.1, New: always(uniform)}, tight, 1},
		"Tolerance 0":      {theorems.Mean{Value: 0.5, Upper: 1, New: always(uniform)}, tight, 1},
		"no bounds":        {theorems.Mean{Value: 0.5, Tolerance: 1, New: always(uniform)}, tight, 1},
		"Value off bounds": {theorems.Mean{Value: 2, Tolerance: 1, Upper: 1, New: always(uniform)}, tight, 1},
	} {
		scenario := theorems.Scenario{Name: "s", Experiment: call.experiment}
		_, err := Decide("mistake", scenario, call.design, 1, call.workers)
		if mistake := (*RegistryError)(nil); err == nil || call.workers > 0 && !errors.As(err, &mistake) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNoPowerIsNoPass: with β = 0.5 a supported coin could as well have been a violation by δ′; that is said, and is
// not a pass.
func TestNoPowerIsNoPass(t *testing.T) {
	report := mustDecide(t, coinScenario(0, 0.1, 0.5), Design{Alpha: 0.5, Beta: 0.5, MaxReplicates: 1000})
	if report.Verdict != theorems.Undecided || len(report.Warnings) != 1 ||
		!strings.HasPrefix(report.Warnings[0], "no power") {
		t.Errorf("want undecided for want of power, got %+v", report)
	}
}

func TestUndecidedAtTheLimit(t *testing.T) {
	report := mustDecide(t, coinScenario(0.1, 0.1, 0.11), Design{Alpha: 1e-12, Beta: 1e-12, MaxReplicates: 100})
	if report.Verdict != theorems.Undecided || report.Replicates != 100 {
		t.Errorf("want undecided after 100 replicates, got %+v", report)
	}
}

func TestUnmetIsCountedNotDecided(t *testing.T) {
	report := mustDecide(t, theorems.Scenario{Name: "s", Unmet: "not certified"}, tight)
	if report.Verdict != theorems.Undecided || report.Replicates != 0 || report.Alpha != 0 {
		t.Errorf("%+v", report)
	}
}

// TestRateCountFollowsTheBoundaries: the shortcuts of counting stop at the replicate and with the verdict that the
// boundaries give, on paths of all kinds.
func TestRateCountFollowsTheBoundaries(t *testing.T) {
	const limit = 400
	random := estimators.NewStream(suiteseed.Seed(), "paths").At(0, 0)
	for _, d := range designs {
		r, err := NewRateRule(d.allowed, d.tolerated, d.alpha, d.beta)
		if err != nil {
			t.Fatal(err)
		}
		refute, support := r.Boundaries(limit)
		for range 60 {
			p := random.Float64() * random.Float64()
			c, err := newRateCount(coin(p, d.allowed, d.tolerated), Design{d.alpha, d.beta, limit, 0})
			if err != nil {
				t.Fatal(err)
			}
			bad := 0
			for n := 1; n <= limit; n++ {
				value := 0.0
				if random.Float64() < p {
					value, bad = 2, bad+1
				}
				want := theorems.Undecided
				switch {
				case bad >= int(refute[n]):
					want = theorems.Refuted
				case bad <= int(support[n]):
					want = theorems.Supported
				}
				if horizon := c.horizon(); n == 1 && horizon < 1 {
					t.Fatalf("horizon %d", horizon)
				}
				if got, _ := c.observe(value); got != want {
					t.Fatalf("%+v: %s after %d bad of %d, want %s", d, got, bad, n, want)
				}
				if want != theorems.Undecided {
					break
				}
			}
		}
	}
}
