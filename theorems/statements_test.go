package theorems

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// statementFault returns what is wrong with a registry of statements, or "".
func statementFault(statements []Statement) string {
	kinds := []Kind{Definition, Assumption, Theorem, Proposition, Lemma, Corollary, Remark, Figure, ExactLaw, Finding}
	seen := map[string]bool{}
	for _, s := range statements {
		switch {
		case s.ID == "" || strings.ContainsFunc(s.ID, unicode.IsSpace):
			return "an ID is empty or has a space: " + s.Text
		case seen[s.ID]:
			return "two statements share the ID " + s.ID
		case strings.TrimSpace(s.Text) == "" || strings.TrimSpace(s.Reference) == "":
			return s.ID + " has no text or no reference"
		case !slices.Contains(kinds, s.Kind):
			return s.ID + " has the unknown kind " + string(s.Kind)
		case s.Kind != ExactLaw && !strings.Contains(s.Reference, "arXiv:"):
			return s.ID + " does not say what paper it is from"
		}
		seen[s.ID] = true
	}
	for _, s := range statements {
		for _, h := range s.Hypotheses {
			kind, _, _ := strings.Cut(h, " ")
			if strings.HasPrefix(kind, "assumption-") && !seen[kind] {
				return s.ID + " assumes the unknown " + kind
			}
		}
	}
	return ""
}

func TestStatements(t *testing.T) {
	if fault := statementFault(Statements()); fault != "" {
		t.Fatal(fault)
	}
}

// Every numbered statement of print is there, in its order, and none that print does not have: the list is that of v2,
// section by section.
func TestStatementsArePrints(t *testing.T) {
	want := strings.Fields(`
		definition-3.1 algorithm-1 assumption-1A assumption-1B assumption-1C assumption-2 assumption-2A assumption-2B
		assumption-2C assumption-3 theorem-4.1
		definition-5.1 theorem-5.1-part-1 theorem-5.1-part-2 theorem-5.2
		theorem-A.1 theorem-A.2 corollary-A.1
		theorem-B.1 theorem-B.2 theorem-B.3 lemma-B.1 lemma-B.2 lemma-B.3 lemma-B.4
		lemma-C.1 lemma-C.2 lemma-C.3 proposition-C.1 lemma-C.4 lemma-C.5
		construction-1 lemma-E.1
		construction-2 remark-1 lemma-F.1 lemma-F.2 lemma-F.3 lemma-F.4 lemma-F.5 lemma-F.6 lemma-F.7 lemma-F.8
		lemma-F.9 lemma-F.10
		figure-1 figure-2 figure-3 figure-4`)
	var got []string
	numbered := regexp.MustCompile(
		`^arXiv:2505.19046, (Appendix [EFG], )?(Algorithm|Assumption|Construction|Corollary|` +
			`Definition|Figure|Lemma|Proposition|Remark|Theorem) [A-G0-9.]+`)
	for _, s := range Statements() {
		if numbered.MatchString(s.Reference) && !strings.Contains(s.Reference, "through") {
			got = append(got, s.ID)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("print's own list (−), the registry's (+):\n%s", diff)
	}
}

// The check itself must see a broken registry.
func TestStatementFaults(t *testing.T) {
	for name, spoil := range map[string]func([]Statement){
		"duplicate":          func(s []Statement) { s[1].ID = s[0].ID },
		"no text":            func(s []Statement) { s[2].Text = " " },
		"unknown kind":       func(s []Statement) { s[3].Kind = "conjecture" },
		"no reference":       func(s []Statement) { s[4].Reference = "" },
		"unknown assumption": func(s []Statement) { s[5].Hypotheses = []string{"assumption-9"} },
		"space in ID":        func(s []Statement) { s[6].ID = "theorem 4.1" },
	} {
		statements := slices.Clone(Statements())
		spoil(statements)
		if statementFault(statements) == "" {
			t.Errorf("%s: not noticed", name)
		}
	}
}
