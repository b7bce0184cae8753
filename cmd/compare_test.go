package cmd

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"itermle/properties"
)

// A record and what verify --json prints are compared alike: what is the same is silent, a bound that is looser and a
// verdict that changed are marked, and end with 1.
func TestCompareMarksWhatIsWorse(t *testing.T) {
	registry := boundRegistry(t)
	folder := t.TempDir()
	record, printed := filepath.Join(folder, "record"), filepath.Join(folder, "printed")
	var stdout, stderr strings.Builder
	if code := Run(registry, []string{"verify", "--json", "--record", record}, &stdout, &stderr); code != exitHolds {
		t.Fatalf("exit %d: %s", code, stderr.String())
	}
	if err := os.WriteFile(printed, []byte(stdout.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	code, same, complaint := execute("compare", record, printed)
	if code != exitHolds || complaint != "" ||
		!strings.HasPrefix(same,
			"2 scenarios in both, 2 of them bounds: 0 changes, 0 for the worse.\nseconds of both: ") {
		t.Errorf("exit %d, %q\n%s", code, complaint, same)
	}
	text, err := os.ReadFile(record)
	if err != nil {
		t.Fatal(err)
	}
	first, second, _ := strings.Cut(string(text), "\n")
	var line map[string]any
	if err := json.Unmarshal([]byte(first), &line); err != nil {
		t.Fatal(err)
	}
	line["verdict"], line["tightness"] = "refuted", map[string]float64{"ratio": 0.3, "low": 0.25, "high": 0.35}
	other, err := json.Marshal(line)
	if err != nil {
		t.Fatal(err)
	}
	changed := filepath.Join(folder, "changed")
	if err := os.WriteFile(changed, append(append(other, '\n'), second[:len(second)-2]...), 0o600); err != nil {
		t.Fatal(err)
	}
	code, worse, complaint := execute("compare", record, changed)
	if code != exitRefuted || !strings.Contains(complaint, "line 2: the last line is damaged") ||
		!strings.Contains(worse, "✗  my-claim  supported → refuted  ") ||
		!strings.Contains(worse, "→ 0.3 ") ||
		!strings.Contains(worse, "1 of them bounds: 2 changes, 2 for the worse.") ||
		!strings.Contains(worse, "1 only in the old run, such as my-claim: ") {
		t.Errorf("exit %d, %q\n%s", code, complaint, worse)
	}
	var found properties.Comparison
	code, better, _ := execute("compare", changed, record, "--json")
	if err := json.Unmarshal([]byte(better), &found); err != nil || code != exitRefuted || len(found.Changes) != 2 ||
		found.Changes[1].Change != "tighter" || found.Changes[1].Worse {
		t.Errorf("exit %d, %v\n%s", code, err, better)
	}
}
