package properties

import (
	"cmp"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"itermle/internal/suiteseed"
	"itermle/theorems"
)

// coinClaims is a registry of known truth: each claim's ID says what must come of it.
func coinClaims() []theorems.Claim {
	draw := func(p, allowed float64) func(theorems.Chooser) theorems.Scenario {
		return func(c theorems.Chooser) theorems.Scenario {
			tolerated := allowed + []float64{0.1, 0.2, 0.3, 0.15, 0.25}[c.Choose("gap", 5)]
			return coinScenario(p, allowed, tolerated)
		}
	}
	fixed := func(scenarios ...theorems.Scenario) func(theorems.Profile) []theorems.Scenario {
		return func(theorems.Profile) []theorems.Scenario { return scenarios }
	}
	unmet := theorems.Scenario{Name: "unmet", Unmet: "no hypothesis holds"}
	exact := exactly("exact", theorems.Outcome{Verdict: theorems.Supported, Cases: 2, Evidence: "1 = 1"}, nil)
	mutants := func(p, allowed float64) func() []theorems.Mutant {
		return func() []theorems.Mutant {
			return []theorems.Mutant{{Name: "biased", Scenario: coinScenario(p, allowed, allowed+0.1)}}
		}
	}
	return []theorems.Claim{
		{ID: "supported", Expect: theorems.Supported, Fixed: fixed(coinScenario(0.1, 0.1, 0.3), exact),
			Draw: draw(0.05, 0.1), Mutants: mutants(0.3, 0.1)},
		{ID: "refuted", Expect: theorems.Refuted, Fixed: fixed(coinScenario(0.6, 0.2, 0.4)), Draw: draw(0.8, 0.2),
			Mutants: mutants(0.1, 0.2)},
		{ID: "refuted-in-one-scenario", Expect: theorems.Refuted,
			Fixed: fixed(coinScenario(0, 0.2, 0.4), coinScenario(0.9, 0.2, 0.4))},
		{ID: "partly-unmet", Expect: theorems.Supported, Fixed: fixed(unmet, coinScenario(0, 0.2, 0.4))},
		{ID: "only-exact", Expect: theorems.Supported, Fixed: fixed(exact)},
	}
}

// registry completes claims that only have what a test is about.
func registry(claims ...theorems.Claim) Registry {
	for i := range claims {
		c := &claims[i]
		c.Statement, c.Title, c.Says = "coin", cmp.Or(c.Title, "a coin"), cmp.Or(c.Says, "P(bad) ≤ δ")
		c.Expect = cmp.Or(c.Expect, theorems.Supported)
		if c.Mutants == nil {
			c.Mutants = func() []theorems.Mutant { return nil }
		}
	}
	if len(claims) == 0 {
		return Registry{}
	}
	return Registry{[]theorems.Statement{{ID: "coin"}}, claims}
}

// timeless is the summary without what the clock says.
func timeless(s Summary) Summary {
	s.Seconds = 0
	for i := range s.Reports {
		for k := range s.Reports[i].Scenarios {
			s.Reports[i].Scenarios[k].Seconds = 0
		}
	}
	return s
}

func mustRun(t *testing.T, claims []theorems.Claim, options Options) Summary {
	t.Helper()
	summary, err := Run(registry(claims...), options, nil)
	if err != nil {
		t.Fatal(err)
	}
	return summary
}

// TestRun: the registry above comes out as expected; a wrong verdict has probability at most 2·10^-6 by the suite's own
// budget, and below 10^-9 in fact, since each coin is well inside its null or its alternative.
func TestRun(t *testing.T) {
	calls := 0
	options, last := Options{Seed: suiteseed.Seed(), Workers: 2}, 0
	summary, err := Run(registry(coinClaims()...), options, func(done, total int, claim string) {
		if calls++; done != calls || total < max(done, last) || claim == "" {
			t.Errorf("progress(%d, %d, %q) at call %d", done, total, claim, calls)
		}
		last = total
	})
	if err != nil {
		t.Fatal(err)
	}
	if calls != 12 || last != 12 {
		t.Errorf("%d calls of progress, the last of %d: want 12 of 12", calls, last)
	}
	for _, r := range summary.Reports {
		if !r.AsExpected() {
			t.Errorf("%+v", r)
		}
		if r.Evidence == "" || r.Replicates == 0 {
			t.Errorf("%s: no evidence: %+v", r.Claim, r)
		}
	}
	if summary.ExitCode() != 0 || summary.AsExpected != 5 {
		t.Errorf("%+v", summary)
	}
	if !(summary.AlphaSpent > 0 && summary.AlphaSpent <= SuiteAlpha && summary.BetaSpent <= SuiteBeta &&
		summary.ExpectedFlakeRate() <= 1e-6) {
		t.Errorf("spent α %g, β %g", summary.AlphaSpent, summary.BetaSpent)
	}
	if summary.Reports[3].Unmet != 1 || summary.Reports[4].Alpha != 0 {
		t.Errorf("an unmet scenario is counted, an exact one spends nothing: %+v", summary.Reports[3:])
	}
	text, err := json.Marshal(summary)
	if err != nil || !strings.Contains(string(text), `"verdict":"supported"`) {
		t.Errorf("%v: %s", err, text)
	}
}

// TestRunDoesNotDependOnWorkersOrSelection: reports are the same, number for number.
func TestRunDoesNotDependOnWorkersOrSelection(t *testing.T) {
	options := Options{Seed: suiteseed.Seed(), Workers: 1}
	one := timeless(mustRun(t, coinClaims(), options))
	for _, workers := range []int{2, 16} {
		options.Workers = workers
		if many := timeless(mustRun(t, coinClaims(), options)); !reflect.DeepEqual(one, many) {
			t.Errorf("%d workers: %+v\n1 worker: %+v", workers, many, one)
		}
	}
	options.Select = regexp.MustCompile("^refuted$")
	some := timeless(mustRun(t, coinClaims(), options))
	if len(some.Reports) != 1 || !reflect.DeepEqual(some.Reports[0], one.Reports[1]) {
		t.Errorf("selected: %+v\nin the whole run: %+v", some.Reports, one.Reports[1])
	}
}

// TestUnperformedDrawsAreNotPasses is the row of rapid's "OK, passed 10 tests" of 100: a claim that has only 5
// different scenarios for the 8 that the profile asks for says 5, and its budget was split over 8.
func TestUnperformedDrawsAreNotPasses(t *testing.T) {
	claims := coinClaims()[:1]
	summary := mustRun(t, claims, Options{Seed: suiteseed.Seed(), Profile: theorems.CI})
	r := summary.Reports[0]
	if r.Planned != 10 || r.Drawn != 5 || len(r.Scenarios) != 7 {
		t.Errorf("planned %d, drawn %d, performed %d: want 10, 5, 7", r.Planned, r.Drawn, len(r.Scenarios))
	}
	names := map[string]bool{}
	for _, s := range r.Scenarios {
		if names[s.Name] {
			t.Errorf("scenario %q was performed twice", s.Name)
		}
		names[s.Name] = true
		if s.Kind == "rate" && !(s.Alpha <= SuiteAlpha/10) {
			t.Errorf("scenario %q spent %g", s.Name, s.Alpha)
		}
	}
}

// TestExitCodes of runs that must not pass, and the failures that they list.
func TestExitCodes(t *testing.T) {
	fixed := func(s ...theorems.Scenario) func(theorems.Profile) []theorems.Scenario {
		return func(theorems.Profile) []theorems.Scenario { return s }
	}
	lost, good, bad := exactly("lost", theorems.Outcome{}, errors.New("lost")), coinScenario(0, 0.1, 0.2),
		coinScenario(1, 0.1, 0.2)
	explode := func() (theorems.Outcome, error) { panic("boom") }
	boom := theorems.Scenario{Name: "boom", Experiment: theorems.Deterministic{Decide: explode}}
	explosive := func(theorems.Profile) []theorems.Scenario { panic("boom") }
	draws := func(c theorems.Chooser) theorems.Scenario {
		p := theorems.Pick(c, "p", 0.5, 0.6, 0.7, 0.8)
		return coinScenario(p, 0.1, 0.2)
	}
	unmet := theorems.Scenario{Name: "u", Unmet: "no"}
	for _, row := range []struct {
		name     string
		claim    theorems.Claim
		code     int
		failures []string // their scenarios
	}{
		{"as expected", theorems.Claim{Fixed: fixed(unmet, good)}, 0, nil},
		{"refuted as expected", theorems.Claim{Expect: theorems.Refuted, Fixed: fixed(good, bad)}, 0, nil},
		{"refuted, supported expected", theorems.Claim{Fixed: fixed(good, bad)}, 1, []string{bad.Name}},
		{"supported, refuted expected", theorems.Claim{Expect: theorems.Refuted, Fixed: fixed(unmet, good)}, 1,
			[]string{good.Name}},
		{"the simplest first", theorems.Claim{Fixed: fixed(bad, good), Draw: draws}, 1, []string{bad.Name,
			"p=0.5 δ=0.1 δ′=0.2", "p=0.6 δ=0.1 δ′=0.2", "p=0.7 δ=0.1 δ′=0.2", "p=0.8 δ=0.1 δ′=0.2"}},
		{"all unmet", theorems.Claim{Fixed: fixed(unmet)}, 3, []string{""}},
		{"no scenario", theorems.Claim{Fixed: fixed()}, 3, []string{""}},
		{"undecided", theorems.Claim{Fixed: fixed(good, exactly("none", theorems.Outcome{}, nil))}, 3,
			[]string{"none"}},
		{"an error", theorems.Claim{Fixed: fixed(good, lost)}, 4, []string{"lost"}},
		{"an error beside the refutation expected",
			theorems.Claim{Expect: theorems.Refuted, Fixed: fixed(lost, bad)}, 4, []string{"lost"}},
		{"an error and a contradiction", theorems.Claim{Fixed: fixed(lost, bad)}, 4, []string{"lost", bad.Name}},
		{"a panic", theorems.Claim{Fixed: fixed(boom, good)}, 4, []string{"boom"}},
		{"a panic in the list", theorems.Claim{Fixed: explosive}, 4, []string{""}},
	} {
		row.claim.ID = "a"
		summary := mustRun(t, []theorems.Claim{row.claim}, Options{Seed: 7, Profile: theorems.CI})
		var found []string
		for _, f := range summary.Reports[0].Failures {
			found = append(found, f.Scenario)
			if want := "itermle verify --run '^a$' --seed 7 --profile ci"; f.Reproduce != want || f.Evidence == "" {
				t.Errorf("%s: %+v", row.name, f)
			}
			if (f.Scenario == "boom" || row.claim.Draw == nil && f.Error != "" && f.Scenario == "") &&
				!strings.Contains(f.Error, "panic: boom, at properties/run_test.go:") {
				t.Errorf("%s: error %q", row.name, f.Error)
			}
		}
		if summary.ExitCode() != row.code || !slices.Equal(found, row.failures) {
			t.Errorf("%s: exit code %d, failures %q, want %d, %q: %+v", row.name, summary.ExitCode(), found, row.code,
				row.failures, summary)
		}
	}
	if none := (&Summary{}).ExitCode(); none != 3 {
		t.Errorf("no claim: exit code %d", none)
	}
}

// TestTightness of a pinned bound is in the reports, and what is no number keeps JSON readable.
func TestTightness(t *testing.T) {
	pinned := func(name string, ratio float64) theorems.Scenario {
		return theorems.Scenario{Name: name,
			Experiment: theorems.Deterministic{Decide: func() (theorems.Outcome, error) {
				var out theorems.Outcome
				out.Pin("radius", ratio, 1, 1.5)
				return out, nil
			}}}
	}
	claim := theorems.Claim{ID: "a", Expect: theorems.Refuted, Fixed: func(theorems.Profile) []theorems.Scenario {
		return []theorems.Scenario{coinScenario(0, 0.1, 0.2), pinned("n=3 loose", 1.5), pinned("n=2 wide", math.NaN()),
			pinned("n=1 tight", 1.25)}
	}}
	r := mustRun(t, []theorems.Claim{claim}, Options{}).Reports[0]
	want := theorems.Tightness{Ratio: 0.8, Low: 1 / 1.5, High: 1}
	if r.Tightness == nil || *r.Tightness != want || *r.Scenarios[3].Tightness != want ||
		r.Verdict != theorems.Refuted || r.Scenarios[2].Parameters["n"] != "2" {
		t.Errorf("%+v", r)
	}
	if text, err := json.Marshal(r); err != nil || !strings.Contains(string(text), `"tightness":{"ratio":0.8,`) {
		t.Errorf("%v: %s", err, text)
	}
}

// TestReproduce: options other than the defaults are in the line, so that shares of α and β are the same.
func TestReproduce(t *testing.T) {
	o := Options{Seed: 3, Profile: theorems.Deep, Alpha: 1e-8, Beta: 2e-8, Command: "mine verify", Workers: 7}
	if got, want := o.Reproduce("a.b"),
		`mine verify --run '^a\.b$' --seed 3 --profile deep --alpha 1e-08 --beta 2e-08`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestScenarioMistakes: what makes no sense in a scenario names its claim, and nothing of that claim is performed.
func TestScenarioMistakes(t *testing.T) {
	same := coinScenario(0, 0.1, 0.2)
	performed := func(theorems.Chooser) theorems.Scenario {
		t.Error("a scenario was drawn beside one without sense")
		return same
	}
	fixed := func(experiments ...theorems.Experiment) func(theorems.Profile) []theorems.Scenario {
		return func(theorems.Profile) (scenarios []theorems.Scenario) {
			for i, e := range experiments {
				scenarios = append(scenarios, theorems.Scenario{Name: string(rune('a' + i)), Experiment: e})
			}
			return scenarios
		}
	}
	explodes := theorems.Deterministic{Decide: func() (theorems.Outcome, error) { panic("performed") }}
	twice := func(theorems.Profile) []theorems.Scenario { return []theorems.Scenario{same, same} }
	nameless := func(theorems.Chooser) theorems.Scenario { return theorems.Scenario{} }
	for name, claim := range map[string]theorems.Claim{
		"two scenarios of one name":  {Fixed: twice, Draw: performed},
		"a scenario without sense":   {Fixed: fixed(explodes, coin(0, 0.2, 0.1))},
		"a drawn one without a name": {Draw: nameless},
		"a rate without New":         {Fixed: fixed(explodes, theorems.Rate{Allowed: 0.1, Tolerated: 0.2})},
		"a law without New":          {Fixed: fixed(explodes, theorems.Law{CDF: uniformCDF, Distance: 0.1})},
		"a mean without New":         {Fixed: fixed(explodes, theorems.Mean{Tolerance: 1, Variance: 1})},
		"nothing to decide":          {Fixed: fixed(explodes, theorems.Deterministic{})},
		"no experiment":              {Fixed: fixed(explodes, nil)},
	} {
		claim.ID = "a"
		sound := theorems.Claim{ID: "b", Fixed: fixed(coin(0, 0.1, 0.2))}
		_, err := Run(registry(claim, sound), Options{}, nil)
		var mistake *RegistryError
		if !errors.As(err, &mistake) || !strings.HasPrefix(mistake.In, "claim a") {
			t.Errorf("%s: %v, want a *RegistryError in claim a", name, err)
		}
	}
}

// TestRunDoesNotWaitForPlans: the first claim is performed while the second is being planned, which here waits for it.
func TestRunDoesNotWaitForPlans(t *testing.T) {
	performed := make(chan bool)
	first := theorems.Deterministic{Decide: func() (theorems.Outcome, error) {
		close(performed)
		return theorems.Outcome{Verdict: theorems.Supported, Cases: 1}, nil
	}}
	claims := []theorems.Claim{
		{ID: "first", Fixed: func(theorems.Profile) []theorems.Scenario {
			return []theorems.Scenario{{Name: "s", Experiment: first}}
		}},
		{ID: "second", Fixed: func(theorems.Profile) []theorems.Scenario {
			<-performed
			return []theorems.Scenario{coinScenario(0, 0.1, 0.2)}
		}},
	}
	if s := mustRun(t, claims, Options{Workers: 2}); s.AsExpected != 2 || s.Reports[0].Claim != "first" {
		t.Errorf("%+v", s)
	}
}

// TestBudget: it cannot be overspent, however it is split.
func TestBudget(t *testing.T) {
	for parts := 1; parts <= 300; parts++ {
		total, err := newBudget(1e-6)
		if err != nil {
			t.Fatal(err)
		}
		for i := range parts {
			b, err := total.open(parts)
			if err != nil {
				t.Fatalf("part %d of %d: %v", i, parts, err)
			}
			for range 13 {
				if err := b.spend(b.share(13)); err != nil {
					t.Fatal(err)
				}
			}
			if err := b.spend(b.share(13)); err == nil {
				t.Fatal("a fourteenth share of thirteen")
			}
			if !(b.spent <= b.granted && b.spent > 0.999*b.granted) {
				t.Fatalf("spent %g of %g", b.spent, b.granted)
			}
		}
		if _, err := total.open(parts); err == nil {
			t.Errorf("one part too many of %d", parts)
		}
	}
	for _, total := range []float64{0, 1, -1} {
		if _, err := newBudget(total); err == nil {
			t.Errorf("a budget of %g", total)
		}
	}
}
