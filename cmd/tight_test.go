package cmd

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"itermle/estimators"
	"itermle/properties"
	"itermle/properties/search"
	"itermle/theorems"
)

// searched is a registry of four claims about k/q ≤ limit, k of 0 … 100, q of 100 … 0: one exact, one of replicates,
// one that is no bound and one that panics.
func searched(limit, sometimes float64) Registry {
	draw := func(choose theorems.Chooser) (string, float64) {
		k, q := choose.Choose("k", 101), 200-choose.Choose("q", 101)
		return fmt.Sprintf("k=%d q=%d", k, q), float64(k) / float64(q) / limit
	}
	exact := func(choose theorems.Chooser) theorems.Scenario {
		name, ratio := draw(choose)
		return theorems.Scenario{Name: name,
			Experiment: theorems.Deterministic{Decide: func() (theorems.Outcome, error) {
				var out theorems.Outcome
				out.Pin("k/q", 1/ratio, 1, 1e9)
				return out, nil
			}}}
	}
	random := func(choose theorems.Chooser) theorems.Scenario {
		name, ratio := draw(choose)
		return theorems.Scenario{Name: name, Experiment: theorems.Rate{Allowed: 0.1, Tolerated: 0.2,
			Ratio: func() (estimators.Trial[float64], error) {
				return func(s *estimators.Stream, replicate uint64) (float64, error) {
					return ratio * (1 - s.At(replicate, 0).Float64()/1e3), nil
				}, nil
			}}}
	}
	claims := []theorems.Claim{{ID: "exact", Draw: exact, Sometimes: sometimes}, {ID: "random", Draw: random},
		{ID: "law", Draw: func(choose theorems.Chooser) theorems.Scenario {
			return theorems.Scenario{Name: fmt.Sprint(choose.Choose("k", 10)), Experiment: theorems.Law{}}
		}}, {ID: "panic", Draw: func(theorems.Chooser) theorems.Scenario { panic("at once") }}}
	for i := range claims {
		c := &claims[i]
		c.Statement, c.Title, c.Says, c.Expect = "s", c.ID, c.ID, theorems.Supported
		c.Mutants = func() []theorems.Mutant { return nil }
	}
	return Registry{Families: estimators.Families(), Registry: properties.Registry{
		Statements: []theorems.Statement{{ID: "s"}}, Claims: claims}}
}

func TestTight(t *testing.T) {
	archive := filepath.Join(t.TempDir(), "tight")
	run := func(registry Registry, arguments ...string) (code int, stdout, stderr string) {
		var out, err strings.Builder
		arguments = append([]string{"tight", "--archive", archive}, arguments...)
		code = Run(registry, arguments, &out, &err)
		return code, out.String(), err.String()
	}
	// JSON: exactly these fields, one object a line, none for what is no bound.
	code, stdout, stderr := run(searched(1, 0.95), "--json", "--evaluations", "600", "--claim", "exact|random|law",
		"--update")
	if code != exitHolds || stderr != "" || strings.Count(stdout, "\n") != 2 {
		t.Fatalf("exit %d, %s%s", code, stdout, stderr)
	}
	for line := range strings.Lines(stdout) {
		var found map[string]any
		if err := json.Unmarshal([]byte(line), &found); err != nil {
			t.Fatal(err)
		}
		ratio, _ := found["ratio"].(float64)
		low, _ := found["low"].(float64)
		high, _ := found["high"].(float64)
		if len(found) != 6 || found["instance"] != "k=100 q=100" || !(ratio > 0.998 && low <= ratio && ratio <= high &&
			high <= 1) || found["evaluations"] == nil {
			t.Errorf("%s", line)
		}
	}
	if again, _, _ := run(searched(1, 0.95), "--json", "--evaluations", "600", "--claim", "exact|random|law",
		"--workers", "1"); again != exitHolds {
		t.Errorf("again: exit %d", again)
	}
	// What was found is tried first: next to no search comes to it again.
	if found, err := search.Archive(archive).Read("random"); err != nil || len(found) < 2 {
		t.Fatalf("%+v, %v", found, err)
	}
	code, stdout, _ = run(searched(1, 0.95), "--evaluations", "1", "--claim", "random", "--wide")
	if code != exitHolds || !strings.Contains(stdout, "k=100 q=100") ||
		!strings.Contains(stdout, "1 of 1 claims are bounds") {
		t.Errorf("exit %d, %s", code, stdout)
	}
	for _, row := range []struct {
		registry  Registry
		arguments string
		code      int
		want      string // on stderr, or on stdout
	}{
		{searched(0.9, 0), "--claim exact --evaluations 300", exitRefuted,
			"itermle: exact: refuted by k=100 q=100: k/q"},
		{searched(0.9, 0), "--claim random --budget 300ms", exitRefuted, "itermle: random: refuted by k="},
		{searched(2, 0.95), "--claim exact --evaluations 300", exitUndecided,
			"exact: the tightest instance has the ratio 0.5, want 0.95"},
		{searched(1, 0), "--claim panic --evaluations 20", exitBroken, "the first: panic: at once"},
		{searched(1, 0), "--loosest --claim exact --evaluations 300", exitHolds, "k=0 q="},
		{searched(1, 0), "--by q --claim exact --evaluations 9", exitMisuse, `--by "q": want a choice of up to 100`},
		{searched(1, 0), "--by q --update", exitMisuse, "--update has no effect beside --by"},
		{searched(1, 0), "--loosest --update", exitMisuse, "--update has no effect beside --loosest"},
		{searched(1, 0), "--evaluations 9 --budget 9s", exitMisuse, "--budget has no effect beside --evaluations"},
		{searched(1, 0), "--budget -1s", exitMisuse, `--budget "-1s": want a length of time above 0`},
		{searched(1, 0), "--claim nothing", exitMisuse, `--claim "nothing": want an expression that matches`},
	} {
		code, stdout, stderr := run(row.registry, strings.Fields(row.arguments)...)
		if code != row.code || !strings.Contains(stderr+stdout, row.want) || row.code == exitMisuse &&
			strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: exit %d, want %d and %q\n%s%s", row.arguments, code, row.code, row.want, stdout, stderr)
		}
	}
	if err := os.WriteFile(filepath.Join(archive, "exact.jsonl"), []byte("{"), 0o666); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := run(searched(1, 0), "--claim", "exact"); code != exitMisuse ||
		!strings.Contains(stderr, "exact.jsonl:1") {
		t.Errorf("a damaged archive: exit %d, %s", code, stderr)
	}
}

// TestTightBy: a row for each value of a choice, whatever the claim asks of its tightest instance; claims without the
// choice have none.
func TestTightBy(t *testing.T) {
	registry := searched(1, 0.95)
	registry.Claims[0].Draw = func(choose theorems.Chooser) theorems.Scenario {
		kind, k := choose.Choose("kind", 2), choose.Choose("k", 101)
		return theorems.Scenario{Name: fmt.Sprintf("kind=%d k=%d", kind, k),
			Experiment: theorems.Deterministic{Decide: func() (theorems.Outcome, error) {
				var out theorems.Outcome
				out.Pin("bound", 400/float64(1+k+100*kind), 1, 1e9)
				return out, nil
			}}}
	}
	registry.Claims[0].Fixed = func(theorems.Profile) []theorems.Scenario { panic("no choice made these") }
	for flag, want := range map[string][]string{
		"--loosest":       {`"kind=0 k=0","ratio":0.0025`, `"kind=1 k=0","ratio":0.2525`},
		"--loosest=false": {`"kind=0 k=100","ratio":0.2525`, `"kind=1 k=100","ratio":0.5025`}} {
		var out, err strings.Builder
		code := Run(registry, []string{"tight", "--archive", t.TempDir(), "--by", "kind", "--json", "--evaluations",
			"400", flag}, &out, &err)
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		if code != exitHolds || err.String() != "" || len(lines) != len(want) {
			t.Fatalf("%s: exit %d, %s%s", flag, code, out.String(), err.String())
		}
		for i, line := range lines {
			if !strings.Contains(line, want[i]) {
				t.Errorf("%s: %s, want %s", flag, line, want[i])
			}
		}
	}
}
