package properties

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"itermle/internal/suiteseed"
	"itermle/theorems"
)

// TestCompareSeesWhatChanged: verdicts, and bounds whose intervals do not meet; exact ones by a billionth.
func TestCompareSeesWhatChanged(t *testing.T) {
	one := func(kind string, verdict theorems.Verdict, ratio, low, high float64) []Decided {
		return []Decided{{"c", ScenarioReport{Name: "n=1", Kind: kind, Verdict: verdict, Seconds: 2,
			Tightness: &theorems.Tightness{Ratio: ratio, Low: low, High: high}}}}
	}
	const s, r, u = theorems.Supported, theorems.Refuted, theorems.Undecided
	for name, row := range map[string]struct {
		old, new []Decided
		want     string
		worse    bool
	}{
		"the same":     {one("rate", s, 0.5, 0.4, 0.6), one("rate", s, 0.5, 0.4, 0.6), "", false},
		"within noise": {one("rate", s, 0.5, 0.4, 0.6), one("rate", s, 0.7, 0.6, 0.8), "", false},
		"tighter":      {one("rate", s, 0.5, 0.4, 0.6), one("rate", s, 0.7, 0.61, 0.8), "tighter", false},
		"looser":       {one("rate", s, 0.7, 0.61, 0.8), one("rate", s, 0.5, 0.4, 0.6), "looser", true},
		"exact, rounding": {one("deterministic", s, 0.5, 0.1, 1), one("deterministic", s, 0.5+1e-11, 0.1, 1), "",
			false},
		"exact, looser": {one("deterministic", s, 0.5, 0.1, 1), one("deterministic", s, 0.5-1e-8, 0.1, 1),
			"looser", true},
		"exact, tighter": {one("deterministic", s, 0.5, 0.1, 1), one("deterministic", s, 0.5+1e-8, 0.1, 1),
			"tighter", false},
		"another verdict":     {one("rate", s, 1, 1, 1), one("rate", r, 1, 1, 1), "verdict", true},
		"undecided now":       {one("rate", s, 1, 1, 1), one("rate", u, 1, 1, 1), "verdict", true},
		"undecided no longer": {one("rate", u, 1, 1, 1), one("rate", s, 1, 1, 1), "verdict", false},
	} {
		c := Compare(row.old, row.new)
		what := ""
		for _, change := range c.Changes {
			what += change.Change
		}
		if what != row.want || c.Worse() != row.worse || c.Common != 1 || c.Bounds != 1 || c.Old != 2 || c.New != 2 {
			t.Errorf("%s: %+v", name, c)
		}
	}
	other := one("rate", s, 1, 1, 1)
	other[0].Name = "n=2"
	if c := Compare(one("rate", s, 1, 1, 1), other); c.Common != 0 || c.OnlyOld[0] != "c: n=1" ||
		c.OnlyNew[0] != "c: n=2" {
		t.Errorf("nothing in common: %+v", c)
	}
}

// TestReadDecided: a record and a summary of one run are the same; what was not decided is in neither.
func TestReadDecided(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "record")
	_, summary, _ := recorded(t, path, false, Options{Seed: suiteseed.Seed(), Shard: Shard{0, 2}})
	text, err := json.Marshal(summary)
	if err != nil {
		t.Fatal(err)
	}
	printed := filepath.Join(folder, "summary")
	if err := os.WriteFile(printed, text, 0o600); err != nil {
		t.Fatal(err)
	}
	lines, _, err := ReadDecided(path)
	reports, _, err2 := ReadDecided(printed)
	if err := errors.Join(err, err2); err != nil || len(lines) == 0 || len(lines) == 12 {
		t.Fatalf("%v, %d decided", err, len(lines))
	}
	if c := Compare(lines, reports); c.Common != len(lines) || len(c.OnlyOld)+len(c.OnlyNew)+len(c.Changes) > 0 ||
		!cmp.Equal(c.Old, c.New) {
		t.Errorf("%+v", c)
	}
}
