package cmd

import (
	"fmt"
	"strings"
	"testing"

	"itermle/properties"
	"itermle/theorems"
)

// list says, on the terminal too, why a claim draws nothing.
func TestListSaysWhyAClaimDrawsNothing(t *testing.T) {
	registry := userRegistry(t)
	registry.Claims[len(registry.Claims)-1].DrawsNothing = "there is one sum"
	for _, line := range []string{"list", "list --wide", "list --json"} {
		var stdout, stderr strings.Builder
		code := Run(registry, strings.Fields(line), &stdout, &stderr)
		if code != exitHolds || !strings.Contains(stdout.String(), "there is one sum") {
			t.Errorf("%s: exit %d, %s, no reason printed", line, code, stderr.String())
		}
	}
}

// At most drawingNothing claims draw nothing, and all but unexplained of them say why; one that draws has no reason.
func TestClaimsDrawOrSayWhyNot(t *testing.T) {
	const drawingNothing, unexplained = 10, 0
	var wrong []string
	none := notDrawing(func(format string, arguments ...any) {
		wrong = append(wrong, fmt.Sprintf(format, arguments...))
	}, properties.Suite().Claims)
	if none > drawingNothing || len(wrong) > unexplained {
		t.Errorf("%d claims draw nothing, want at most %d; %d are wrong, want %d:\n%s", none, drawingNothing,
			len(wrong), unexplained, strings.Join(wrong, "\n"))
	}
}

// The test of the suite sees a claim without Draw or reason, and one with both.
func TestMissingReasonsAreSeen(t *testing.T) {
	draw := func(theorems.Chooser) theorems.Scenario { return theorems.Scenario{} }
	for want, claim := range map[int]theorems.Claim{0: {Draw: draw, DrawsNothing: "why"}, 1: {}} {
		wrong := 0
		if none := notDrawing(func(string, ...any) { wrong++ }, []theorems.Claim{claim}); none != want || wrong != 1 {
			t.Errorf("%+v: %d draw nothing, %d are wrong", claim, none, wrong)
		}
	}
}

func notDrawing(wrong func(format string, arguments ...any), claims []theorems.Claim) (none int) {
	for _, claim := range claims {
		if (claim.Draw == nil) != (claim.DrawsNothing != "") {
			wrong("claim %s: draws %v, reason why not %q: want one of the two", claim.ID, claim.Draw != nil,
				claim.DrawsNothing)
		}
		if claim.Draw == nil {
			none++
		}
	}
	return none
}

// Titles are words in the list, and BibTeX's in its own entries alone.
func TestTitlesOfSourcesAreWords(t *testing.T) {
	text, entries := runLine(Suite(), "list").stdout, runLine(Suite(), "list --bibtex").stdout
	for _, mark := range []string{"{", "}", "$"} {
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, "source ") && strings.Contains(line, mark) {
				t.Errorf("%q in %s", mark, line)
			}
		}
		if !strings.Contains(entries, mark) {
			t.Errorf("no %q in BibTeX", mark)
		}
	}
	for _, words := range []string{"Iterative MLE", "π²/6 Pathway"} {
		if !strings.Contains(strings.Join(strings.Fields(text), " "), words) {
			t.Errorf("the list does not say %q", words)
		}
	}
}
