package properties

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
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
	if summary.ExitCode(true) != 0 || summary.AsExpected != 5 {
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
	one := mustRun(t, coinClaims(), options)
	for _, workers := range []int{2, 16} {
		options.Workers = workers
		if many := mustRun(t, coinClaims(), options); !reflect.DeepEqual(one, many) {
			t.Errorf("%d workers: %+v\n1 worker: %+v", workers, many, one)
		}
	}
	options.Select = regexp.MustCompile("^refuted$")
	some := mustRun(t, coinClaims(), options)
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

// TestExitCodes of runs that must not pass.
func TestExitCodes(t *testing.T) {
	fixed := func(s ...theorems.Scenario) func(theorems.Profile) []theorems.Scenario {
		return func(theorems.Profile) []theorems.Scenario { return s }
	}
	lost := exactly("lost", theorems.Outcome{}, errors.New("lost"))
	for _, row := range []struct {
		name            string
		claims          []theorems.Claim
		lenient, strict int
	}{
		{"refuted, supported expected", []theorems.Claim{{ID: "a", Expect: theorems.Supported,
			Fixed: fixed(coinScenario(1, 0.1, 0.2))}}, 1, 1},
		{"supported, refuted expected", []theorems.Claim{{ID: "a", Expect: theorems.Refuted,
			Fixed: fixed(coinScenario(0, 0.1, 0.2))}}, 1, 1},
		{"all unmet", []theorems.Claim{{ID: "a", Expect: theorems.Supported,
			Fixed: fixed(theorems.Scenario{Name: "u", Unmet: "no"})}}, 0, 3},
		{"no scenario", []theorems.Claim{{ID: "a", Fixed: fixed()}}, 0, 3},
		{"an error", []theorems.Claim{{ID: "a", Expect: theorems.Supported, Fixed: fixed(lost)}}, 0, 3},
		{"one supported, one in error", []theorems.Claim{{ID: "a", Expect: theorems.Supported,
			Fixed: fixed(coinScenario(0, 0.1, 0.2), lost)}}, 0, 3},
		{"no claim", nil, 0, 3},
	} {
		summary := mustRun(t, row.claims, Options{Seed: suiteseed.Seed()})
		if a, b := summary.ExitCode(false), summary.ExitCode(true); a != row.lenient || b != row.strict {
			t.Errorf("%s: exit codes %d and strict %d, want %d and %d: %+v", row.name, a, b, row.lenient, row.strict,
				summary)
		}
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

// TestRunRaisesPanics of a plan and of a scenario, with the claim's name.
func TestRunRaisesPanics(t *testing.T) {
	explode := theorems.Deterministic{Decide: func() (theorems.Outcome, error) { panic("boom") }}
	for name, claim := range map[string]theorems.Claim{
		"plan": {Fixed: func(theorems.Profile) []theorems.Scenario { panic("boom") }},
		"scenario": {Fixed: func(theorems.Profile) []theorems.Scenario {
			return []theorems.Scenario{{Name: "s", Experiment: explode}}
		}},
	} {
		claim.ID = "explosive"
		func() {
			defer func() {
				if text := fmt.Sprint(recover()); !strings.Contains(text, "explosive, "+name) ||
					!strings.Contains(text, "boom") {
					t.Errorf("%s: %q", name, text)
				}
			}()
			mustRun(t, []theorems.Claim{claim}, Options{})
		}()
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
