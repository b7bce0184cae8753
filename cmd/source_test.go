package cmd

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"itermle/theorems"
)

// --source selects by the statement's reference, wherever claims are selected, and beside the other selection.
func TestSourceSelectsClaims(t *testing.T) {
	registry := hunted(0.5)
	other := registry.Claims[0]
	other.ID, other.Statement = "other", "elsewhere"
	registry.Claims = append(registry.Claims, other)
	registry.Statements[0].Reference = "arXiv:2404.05090, Theorem 1"
	registry.Statements = append(registry.Statements, theorems.Statement{ID: "elsewhere",
		Reference: "arXiv:2505.19046, Lemma 1", Kind: theorems.Lemma, Text: "elsewhere"})
	for _, row := range []struct {
		line, in, out string
		code          int
	}{
		{"list --json --source 2404", `"id": "coin"`, `"id": "other"`, exitHolds},
		{"list --source 2505", "barzilai2025collapse", "seddik2024bad", exitHolds},
		{"list --bibtex --source 2404", "@article{seddik2024bad", "barzilai2025collapse", exitHolds},
		{"verify --source 2404 --json", `"claim": "coin"`, `"claim": "other"`, exitHolds},
		{"verify --source Lemma --run o --json", `"claim": "other"`, `"claim": "coin"`, exitHolds},
		{"mutants --source 2404 --json", `"claim":"coin"`, `"claim":"other"`, exitHolds},
		{"tight --source 2404 --evaluations 1", "", "other", exitHolds},
		{"list --source zzz", "matches none", "", exitMisuse},
		{"list --bibtex --json", "--json has no effect", "", exitMisuse},
		{"verify --source (", "a regular expression over references", "", exitMisuse},
		{"verify --source 2404 --run other", "no such statement", "", exitMisuse},
		{"verify coin --source 2404", "--source has no effect", "", exitMisuse},
		{"mutants --source zzz", `--source "zzz"`, "", exitMisuse},
		{"instances --source zzz", `--source "zzz"`, "", exitMisuse},
		{"instances --claim coin --source 2404", "--source has no effect", "", exitMisuse},
	} {
		var stdout, stderr strings.Builder
		code := Run(registry, strings.Fields(row.line), &stdout, &stderr)
		text := stdout.String() + stderr.String()
		if code != row.code || !strings.Contains(text, row.in) || row.out != "" && strings.Contains(text, row.out) {
			t.Errorf("%s: exit %d, want %d, %q in and %q out of\n%s", row.line, code, row.code, row.in, row.out, text)
		}
	}
}

// What instances draws for a source is what it draws for its claims one by one, and report has their pages alone.
func TestSourceOfInstancesAndReport(t *testing.T) {
	var all, one, stderr strings.Builder
	code := Run(Suite(), strings.Fields("instances --source 2404.05090 --n 2 --json"), &all, &stderr)
	if code != exitHolds {
		t.Fatalf("exit %d: %s", code, stderr.String())
	}
	seen := map[string]bool{}
	for line := range strings.Lines(all.String()) {
		var drawn drawnInstance
		if err := json.Unmarshal([]byte(line), &drawn); err != nil {
			t.Fatal(err)
		}
		seen[drawn.Claim] = true
	}
	for claim := range seen {
		if !strings.HasPrefix(claim, "seddik-") {
			t.Errorf("%s is not of the source", claim)
		}
	}
	if len(seen) < 5 {
		t.Errorf("%d claims", len(seen))
	}
	if Run(Suite(), strings.Fields("instances --claim seddik-time --n 2 --json"), &one, &stderr); one.Len() == 0 ||
		!strings.Contains(all.String(), one.String()) {
		t.Error("the draws of one claim are not among those of its source")
	}
	folder := filepath.Join(t.TempDir(), "site")
	if code := Run(Suite(), append([]string{"report", "--out", folder, "--source", "Bahadur"}, strings.Fields(
		"--figures=false --assumptions=false --mutants=false --checker=false")...), &one, &stderr); code != exitHolds {
		t.Fatalf("report: exit %d: %s", code, stderr.String())
	}
	pages, err := os.ReadDir(filepath.Join(folder, "claims"))
	if err != nil || len(pages) == 0 || slices.ContainsFunc(pages, func(page os.DirEntry) bool {
		return !strings.Contains(page.Name(), "bahadur")
	}) {
		t.Errorf("pages %v (%v), want those of Bahadur's control", pages, err)
	}
	cite, err := os.ReadFile(filepath.Join(folder, "cite.html"))
	if err != nil || !strings.Contains(string(cite), "bahadur1958inconsistency") {
		t.Errorf("cite.html has no entry of Bahadur: %v", err)
	}
}
