package main

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"itermle/internal/suiteseed"
	"itermle/properties"
)

// readmeTable is the verdict table of README.md, one row a claim: mark, claim, verdict.
func readmeTable(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "<!-- verdicts:begin -->")
	table, _, ended := strings.Cut(rest, "<!-- verdicts:end -->")
	if !found || !ended {
		t.Fatal("README.md has no verdict table between its two markers")
	}
	rows := map[string]string{}
	for line := range strings.Lines(table) {
		if fields := strings.Fields(line); len(fields) > 3 && slices.Contains([]string{"✓", "✗", "?"}, fields[0]) {
			rows[fields[1]] = fields[0] + " " + fields[2]
		}
	}
	return rows
}

// The table that README.md quotes has the claims of the registry with the verdicts that they are expected to have. Whether they
// do have them is decided in package properties; the figures may differ in the last digit between processors.
func TestReadmeShowsEveryClaim(t *testing.T) {
	rows := readmeTable(t)
	for _, claim := range properties.Suite().Claims {
		if want := "✓ " + claim.Expect.String(); rows[claim.ID] != want {
			t.Errorf("README.md shows %q for claim %s, want %q: run make readme", rows[claim.ID], claim.ID, want)
		}
		delete(rows, claim.ID)
	}
	for id := range rows {
		t.Errorf("README.md shows claim %s, which the registry does not have: run make readme", id)
	}
}

// verify prints what README.md quotes: the same columns, and a verdict for a claim that is decided exactly.
func TestVerifyPrintsTheTable(t *testing.T) {
	code, stdout, stderr := execute("verify", "--run", "^law-schedule$", "--seed", strconv.FormatUint(suiteseed.Seed(), 10))
	if code != exitHolds || stderr != "" {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	for _, want := range []string{"CLAIM", "VERDICT", "REPLICATES", "DETECTABLE", "α SPENT", "EVIDENCE", "✓  law-schedule  supported",
		"1 claims: 1 as expected, 0 contradicted, 0 undecided"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("verify does not print %q:\n%s", want, stdout)
		}
	}
}

// list knows each statement and family, in both forms.
func TestListIsComplete(t *testing.T) {
	for _, arguments := range [][]string{{"list"}, {"list", "--json"}} {
		code, stdout, stderr := execute(arguments...)
		if code != exitHolds || stderr != "" {
			t.Fatalf("%v: exit %d: %s", arguments, code, stderr)
		}
		for _, claim := range properties.Suite().Claims {
			if !strings.Contains(stdout, claim.ID) {
				t.Errorf("%v does not show %s", arguments, claim.ID)
			}
		}
	}
}
