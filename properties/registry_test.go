package properties

import (
	"strings"
	"testing"

	"itermle/internal/suiteseed"
	"itermle/theorems"
)

// TestRegistryMistakes: each is named, and nothing is planned beside it.
func TestRegistryMistakes(t *testing.T) {
	planned := func(theorems.Profile) []theorems.Scenario {
		t.Error("a scenario was planned")
		return nil
	}
	for _, row := range []struct {
		name   string
		spoil  func(r *Registry)
		in     string
		reason string
	}{
		{"equal IDs", func(r *Registry) { r.Claims = append(r.Claims, r.Claims[0]) }, "claim a", "own"},
		{"no ID", func(r *Registry) { r.Claims[0].ID = "" }, "claim ", "own"},
		{"equal statements", func(r *Registry) { r.Statements = append(r.Statements, r.Statements[0]) },
			"statement coin", "own"},
		{"unknown statement", func(r *Registry) { r.Claims[0].Statement = "dice" }, "claim a", `"dice"`},
		{"no title", func(r *Registry) { r.Claims[0].Title = "" }, "claim a", "title"},
		{"no text", func(r *Registry) { r.Claims[0].Says = "" }, "claim a", "text"},
		{"nothing expected", func(r *Registry) { r.Claims[0].Expect = theorems.Undecided }, "claim a", "expected"},
		{"no scenarios", func(r *Registry) { r.Claims[0].Fixed = nil }, "claim a", "scenarios"},
		{"no mutants", func(r *Registry) { r.Claims[0].Mutants = nil }, "claim a", "mutants"},
		{"open and checked", func(r *Registry) { r.Statements[0].Open = "later" }, "statement coin", "later"},
		{"neither", func(r *Registry) { r.Statements = append(r.Statements, theorems.Statement{ID: "b"}) },
			"statement b", "reason"},
	} {
		r := registry(theorems.Claim{ID: "a", Fixed: planned})
		if err := r.Check(); err != nil {
			t.Fatal(err)
		}
		row.spoil(&r)
		_, err := Run(r, Options{}, nil)
		joined, _ := err.(interface{ Unwrap() []error })
		if joined == nil {
			t.Errorf("%s: %v", row.name, err)
			continue
		}
		found := false
		for _, one := range joined.Unwrap() {
			mistake, typed := one.(*RegistryError)
			found = found || typed && mistake.In == row.in && strings.Contains(mistake.Err.Error(), row.reason)
		}
		if !found {
			t.Errorf("%s: %v, want a *RegistryError in %q about %q", row.name, err, row.in, row.reason)
		}
	}
}

// TestSuite: the suite's own registry is in order.
func TestSuite(t *testing.T) {
	if err := Suite().Check(); err != nil {
		t.Error(err)
	}
}

// TestDrawnScenariosArePlannable: what a claim draws makes sense to the checker, δ′ ≤ 1 included, also where many are
// drawn; and as many of them meet the hypotheses as the claim demands.
func TestDrawnScenariosArePlannable(t *testing.T) {
	n := 10
	if testing.Short() {
		n = 2
	}
	for _, claim := range Suite().Claims {
		l, err := listScenarios(claim, theorems.Quick, n, suiteseed.Seed())
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range l.scenarios {
			if _, err := prepare(claim.ID, s, tight); err != nil {
				t.Error(err)
			}
		}
		met := 0
		for _, i := range l.draws {
			if l.scenarios[i].Unmet == "" {
				met++
			}
		}
		for _, demand := range claim.Demands {
			if r := newDemandReport(claim.ID, demand, met, len(l.draws)); demand.Within == 0 && r.Missed {
				t.Errorf("%s: %s; %d of %d do", claim.ID, demand, met, len(l.draws))
			}
		}
	}
}
