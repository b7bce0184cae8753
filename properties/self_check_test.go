package properties

import (
	"errors"
	"math"
	"math/bits"
	"strings"
	"testing"

	"itermle/theorems"
)

// TestSelfCheck: the checker passes, and each of its parts that is spoiled does not.
func TestSelfCheck(t *testing.T) {
	if err := selfCheck(); err != nil {
		t.Fatal(err)
	}
	design := Design{Alpha: 1e-6, Beta: 1e-6, MaxReplicates: 1 << 20}
	rate := func(spoil func(r *RateRule)) error {
		r, err := NewRateRule(0.05, 0.2, design.Alpha, design.Beta)
		if err != nil {
			t.Fatal(err)
		}
		spoil(r)
		return checkRate(r, 600)
	}
	critical := func(factor float64) error {
		return checkCritical(20, 9, factor*KolmogorovCritical(20, exactKolmogorov(20, 9)))
	}
	law := func(spoil func(looks []look)) error {
		k, err := newKolmogorovTest(theorems.Law{CDF: uniformCDF, Distance: 0.1}, design)
		if err != nil {
			t.Fatal(err)
		}
		spoil(k.looks)
		return checkLaw(k, design)
	}
	capital := func(e theorems.Mean, spoil func(c *Capital), growth func(c *Capital) func(float64, int) float64) error {
		m, err := newMeanTest(e, design)
		if err != nil {
			t.Fatal(err)
		}
		stated := growth(m.over)
		spoil(m.over)
		return checkCapital(m.over, -1, stated)
	}
	stated := func(c *Capital) func(float64, int) float64 { return c.LogGrowth }
	weights := func(c *Capital) func(float64, int) float64 { // − log K with its sign reversed
		return func(h float64, n int) float64 { return c.LogGrowth(h, n) + 2*math.Log(float64(len(c.lambda))) }
	}
	bounded, wide := theorems.Mean{Value: 0.5, Tolerance: 0.2, Upper: 1},
		theorems.Mean{Value: 0.5, Tolerance: 0.2, Variance: 0.25}
	halfGrowth := func(c *Capital) func(float64, int) float64 {
		return func(h float64, n int) float64 { return c.LogGrowth(h/2, n) }
	}
	for name, spoiled := range map[string]error{
		"a weight doubled":         rate(func(r *RateRule) { r.refute.logWeight[0] += math.Ln2 }),
		"a support weight doubled": rate(func(r *RateRule) { r.support.logWeight[1] += math.Ln2 }),
		"a threshold of 1/(4α)":    rate(func(r *RateRule) { r.refute.level *= 4; r.refute.threshold -= math.Log(4) }),
		"never refuted": rate(func(r *RateRule) {
			r.refute.threshold, r.refute.level = 1e3, math.SmallestNonzeroFloat64
		}),
		"never supported": rate(func(r *RateRule) {
			r.support.threshold, r.support.level = 1e3, math.SmallestNonzeroFloat64
		}),
		"critical × 3":    critical(3),
		"critical × 0.9":  critical(0.9),
		"critical × 1.01": critical(1.01),
		"looks refute from three times": law(func(looks []look) {
			for i := range looks {
				looks[i].refute *= 3
			}
		}),
		"looks refute from nine tenths": law(func(looks []look) {
			for i := range looks {
				looks[i].refute *= 0.9
			}
		}),
		"β shares that sum to 1.056": law(func(looks []look) {
			looks[2].support = kolmogorovPower(looks[2].n, 0.1, 0.556*design.Beta) - cdfError
		}),
		"β wasted": law(func(looks []look) { looks[2].support -= 0.005 }),
		"α shares that sum to 1.1": law(func(looks []look) {
			looks[2].refute = KolmogorovCritical(looks[2].n, 0.35*design.Alpha) + cdfError
		}),
		"a bet against the mean": capital(bounded, func(c *Capital) { c.sign = -c.sign }, stated),
		"a variance forgotten":   capital(wide, func(c *Capital) { c.variance = 1e-9 }, stated),
		"log K added":            capital(bounded, func(*Capital) {}, weights),
		"half the growth":        capital(bounded, func(*Capital) {}, halfGrowth),
	} {
		if spoiled == nil {
			t.Errorf("%s: nothing found", name)
		}
	}
}

// TestBrokenCheckerDecidesNothing: what selfCheck finds ends a run and a single decision before they begin.
func TestBrokenCheckerDecidesNothing(t *testing.T) {
	share, check := betaShare, selfCheck
	defer func() { betaShare, selfCheck = share, check }()
	betaShare[2] = 0.556
	selfCheck = checkDesigns
	scenario := coinScenario(0, 0.1, 0.2)
	claim := theorems.Claim{ID: "a", Fixed: func(theorems.Profile) []theorems.Scenario {
		t.Error("a scenario was planned")
		return nil
	}}
	var broken *CheckerError
	if _, err := Run(registry(claim), Options{}, nil); !errors.As(err, &broken) {
		t.Errorf("run: %v", err)
	}
	if _, err := Decide("a", scenario, tight, 1, 1); !errors.As(err, &broken) ||
		!strings.Contains(err.Error(), "1.05") {
		t.Errorf("decide: %v", err)
	}
}

// TestNothingSupportsItsOwnDoubt: support of a report is taken back where the numbers beside it deny it.
func TestNothingSupportsItsOwnDoubt(t *testing.T) {
	sound := ScenarioReport{Verdict: theorems.Supported, Detectable: 0.07, Tolerated: 0.08, refutes: 0.08, margin: 0.5}
	for name, row := range map[string]struct {
		spoil func(r *ScenarioReport)
		want  theorems.Verdict
	}{
		"sound":              {func(*ScenarioReport) {}, theorems.Supported},
		"refuted from 0.165": {func(r *ScenarioReport) { r.refutes = 0.165 }, theorems.Undecided},
		"detectable 0.09":    {func(r *ScenarioReport) { r.Detectable = 0.09 }, theorems.Undecided},
		"estimate off":       {func(r *ScenarioReport) { r.margin = -0.1 }, theorems.Undecided},
		"detectable NaN":     {func(r *ScenarioReport) { r.Detectable = math.NaN() }, theorems.Undecided},
	} {
		report := sound
		row.spoil(&report)
		if requirePower(&report); report.Verdict != row.want ||
			(len(report.Warnings) > 0) != (row.want == theorems.Undecided) {
			t.Errorf("%s: %+v", name, report)
		}
	}
	// Kolmogorov's critical value three times as large: 'refuted from 0.165, would see 0.08'.
	for factor, want := range map[float64]theorems.Verdict{1: theorems.Supported, 3: theorems.Undecided} {
		rule, err := newKolmogorovTest(theorems.Law{CDF: uniformCDF, Distance: 0.08},
			Design{Alpha: 1e-9, Beta: 1e-9, MaxReplicates: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		for i := range rule.looks {
			rule.looks[i].refute *= factor
		}
		var report ScenarioReport
		for n := 0; report.Verdict == theorems.Undecided && rule.next < len(rule.looks); n++ { // evenly over [0, 1]
			value := float64(bits.Reverse32(uint32(n))) * 0x1p-32
			if report.Verdict, err = rule.observe(value); err != nil {
				t.Fatal(err)
			}
		}
		rule.describe(&report)
		if requirePower(&report); report.Verdict != want {
			t.Errorf("critical value times %g: %+v", factor, report)
		}
	}
}
