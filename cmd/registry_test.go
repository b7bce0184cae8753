package cmd

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"itermle/estimators"
	"itermle/properties"
	"itermle/theorems"
)

// renamed is a family of a user's: N(θ, 1) under a name of its own.
type renamed struct{ *estimators.GaussianMean }

func (renamed) Name() string { return "mine" }

func renamedEntry(t *testing.T) estimators.Entry {
	t.Helper()
	return estimators.Entry{Name: "mine", Syntax: "mine", Summary: "a user's family", Points: [][]float64{{2}},
		New: func(arguments []float64) (estimators.Family, error) {
			family, err := estimators.ParseFamily("gaussian-mean")
			if err != nil {
				return nil, err
			}
			return renamed{family.(*estimators.GaussianMean)}, nil
		}}
}

// userRegistry is the suite with a family, a statement and a claim of a user's.
func userRegistry(t *testing.T) Registry {
	t.Helper()
	registry := Suite()
	registry.Families = append(registry.Families, renamedEntry(t))
	registry.Statements = append(registry.Statements, theorems.Statement{ID: "my-lemma", Kind: theorems.Lemma,
		Text: "1 + 1 = 2"})
	registry.Claims = append(registry.Claims, theorems.Claim{ID: "my-claim", Statement: "my-lemma",
		Title: "one and one",
		Says:  "1 + 1 = 2", Expect: theorems.Supported, Fixed: func(theorems.Profile) []theorems.Scenario {
			sum := func() (theorems.Outcome, error) {
				return theorems.Outcome{Verdict: theorems.Supported, Cases: 1, Evidence: "the sum is 2"}, nil
			}
			return []theorems.Scenario{{Name: "sum", Experiment: theorems.Deterministic{Decide: sum}}}
		}, Mutants: func() []theorems.Mutant {
			wrong := func() (theorems.Outcome, error) {
				return theorems.Outcome{Verdict: theorems.Refuted, Cases: 1}, nil
			}
			return []theorems.Mutant{{Name: "1+1=3", Scenario: theorems.Scenario{Name: "sum",
				Experiment: theorems.Deterministic{Decide: wrong}}}}
		}})
	registry.Files["my-claim"] = "mine/my_lemma.go"
	return registry
}

func TestEveryCommandKnowsAUsersFamiliesAndClaims(t *testing.T) {
	registry := userRegistry(t)
	for line, want := range map[string][]string{
		"list": {"mine", "a user's family", "my-claim", "mine/my_lemma.go",
			"theorem-5.1-part-2-limit"},
		"list --json":                 {`"file": "mine/my_lemma.go"`},
		"verify --run my-claim":       {"✓  my-claim  supported", "the sum is 2"},
		"simulate --family mine":      {"mine from θ* = (μ) = (2)"},
		"certify --family mine --r 1": {"mine θ* = 2, r = 1", "ρ_T"},
		"audit --family mine --r 1":   {"mine, θ* = (μ) = (2), r = 1"},
	} {
		var stdout, stderr strings.Builder
		if code := Run(registry, strings.Fields(line), &stdout, &stderr); code != exitHolds {
			t.Errorf("%s: exit %d: %s", line, code, stderr.String())
		}
		for _, text := range want {
			if !strings.Contains(stdout.String(), text) {
				t.Errorf("%s does not print %q:\n%.600s", line, text, stdout.String())
			}
		}
	}
	if code, _, stderr := execute("simulate", "--family", "mine"); code != exitMisuse ||
		!strings.Contains(stderr, `"mine"`) {
		t.Errorf("the suite's own registry has changed: exit %d, %s", code, stderr)
	}
}

func TestMistakesOfARegistryAreErrorsBeforeAnythingRuns(t *testing.T) {
	wrong := func(change func(r *Registry)) error {
		registry := userRegistry(t)
		change(&registry)
		var stdout, stderr strings.Builder
		// help would succeed
		if code := Run(registry, []string{"--help"}, &stdout, &stderr); code != exitMisuse || stdout.String() != "" ||
			strings.Count(stderr.String(), "\n") != 1 {
			t.Errorf("exit %d, stdout %q, stderr %q: want exit 2 and one line", code, stdout.String(), stderr.String())
		}
		return registry.Check()
	}
	last := func(r *Registry) *estimators.Entry { return &r.Families[len(r.Families)-1] }
	for name, change := range map[string]func(r *Registry){
		"an earlier entry has this name": func(r *Registry) { last(r).Name = "gaussian-mean" },
		"without colons":                 func(r *Registry) { last(r).Name = "a:b" },
		"must be a word":                 func(r *Registry) { last(r).Name = "" },
		"New is nil":                     func(r *Registry) { last(r).New = nil },
		"there are no points":            func(r *Registry) { last(r).Points = nil },
		"refuses its point [1 2]":        func(r *Registry) { last(r).Points = [][]float64{{1, 2}} },
		"gives a nil family": func(r *Registry) {
			last(r).New = func([]float64) (estimators.Family, error) { return nil, nil }
		},
		"does not give the default family": func(r *Registry) {
			last(r).New = func([]float64) (estimators.Family, error) { return nil, errors.New("no default") }
		},
	} {
		var wanted *estimators.EntryError
		if err := wrong(change); !errors.As(err, &wanted) || !strings.Contains(err.Error(), name) {
			t.Errorf("%v: want an EntryError that says %q", err, name)
		}
	}
	var reserved *reservedNameError
	if err := wrong(func(r *Registry) { last(r).Name = "construction1" }); !errors.As(err, &reserved) {
		t.Errorf("a family construction1: %v", err)
	}
	claim := func(r *Registry) *theorems.Claim { return &r.Claims[len(r.Claims)-1] }
	for name, change := range map[string]func(r *Registry){
		`want an ID of its own, not ""`:            func(r *Registry) { claim(r).ID = "" },
		`want an ID of its own, not "theorem-4.1"`: func(r *Registry) { claim(r).ID = "theorem-4.1" },
		`statement "x" is not in the registry`:     func(r *Registry) { claim(r).Statement = "x" },
		"want a title":                             func(r *Registry) { claim(r).Title = "" },
		"want scenarios":                           func(r *Registry) { claim(r).Fixed = nil },
		"want mutants":                             func(r *Registry) { claim(r).Mutants = nil },
	} {
		var wanted *properties.RegistryError
		if err := wrong(change); !errors.As(err, &wanted) || !strings.Contains(err.Error(), name) {
			t.Errorf("%v: want a RegistryError that says %q", err, name)
		}
	}
}

func TestListNamesTheFileOfEachClaim(t *testing.T) {
	for statement, want := range map[string]string{
		"theorem-4.1": "theorem_4_1.go", "corollary-A.1": "corollary_a_1.go", "assumption-2A": "assumption_2a.go",
	} {
		if got := statementFile(statement); got != want {
			t.Errorf("%s: %s, want %s", statement, got, want)
		}
	}
	code, stdout, _ := execute("list", "--json")
	var got listing
	if err := json.Unmarshal([]byte(stdout), &got); code != exitHolds || err != nil {
		t.Fatalf("exit %d, %v", code, err)
	}
	for _, statement := range got.Statements {
		for _, claim := range statement.Claims {
			folder, name, _ := strings.Cut(claim.File, "/")
			if (folder != "theorems" && folder != "counterexamples") || name != statementFile(statement.ID) {
				t.Errorf("%s stands in %q", claim.ID, claim.File)
			}
			if _, err := os.Stat("../" + claim.File); err != nil {
				t.Errorf("%s: %v", claim.ID, err)
			}
		}
	}
}
