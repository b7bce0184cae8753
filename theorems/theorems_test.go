package theorems_test

import (
	"strings"
	"testing"

	"itermle/estimators"
	"itermle/internal/suiteseed"
	"itermle/properties"
	"itermle/theorems"
)

// choices is a theorems.Chooser over a keyed stream.
type choices struct {
	stream     *estimators.Stream
	draw, next uint64
}

func (c *choices) Choose(_ string, n int) int {
	c.next++
	return c.stream.At(c.draw, c.next).IntN(n)
}

// Design of every statistical assertion below: a true claim is refuted, and a claim that fails by its tolerance supported, with
// probability at most 1e-12. Fewer than 1000 decisions make a false alarm of this file at most 1e-9 likely.
var design = properties.Design{Alpha: 1e-12, Beta: 1e-12, MaxReplicates: 20000}

// TestTheoremsAndLemmas decides every fixed scenario of the theorems, the lemmas and the findings on assumptions, some drawn ones, and every mutant.
func TestTheoremsAndLemmas(t *testing.T) {
	seed := suiteseed.Seed()
	for _, claim := range theorems.Claims() {
		kind, _, _ := strings.Cut(claim.ID, "-")
		if kind != "theorem" && kind != "proposition" && kind != "lemma" && !strings.HasPrefix(claim.ID, "finding-4") && claim.ID != "finding-7" {
			continue
		}
		t.Run(claim.ID, func(t *testing.T) {
			scenarios := claim.Fixed(theorems.Quick)
			if claim.Draw != nil {
				for i := range uint64(4) {
					scenarios = append(scenarios, claim.Draw(&choices{stream: estimators.NewStream(seed, claim.ID, "draw"), draw: i}))
				}
			}
			decided := 0
			for _, s := range scenarios {
				report, err := properties.Decide(claim.ID, s, design, seed, 1)
				if err != nil {
					t.Fatal(err)
				}
				if s.Unmet != "" {
					if !strings.HasPrefix(s.Unmet, "not certified: ") || report.Verdict != theorems.Undecided {
						t.Errorf("%s: unmet %q, verdict %v", s.Name, s.Unmet, report.Verdict)
					}
					continue
				}
				decided++
				if report.Verdict != claim.Expect {
					t.Errorf("%s, %s: %v, want %v after %d replicates: %s", claim.ID, s.Name, report.Verdict, claim.Expect, report.Replicates, report.Evidence)
				}
			}
			if decided == 0 {
				t.Error("no scenario met the hypotheses")
			}
			for _, m := range claim.Mutants() {
				report, err := properties.Decide(claim.ID, m.Scenario, design, seed, 1)
				if err != nil {
					t.Fatal(err)
				}
				killed := report.Verdict == theorems.Refuted
				if claim.Expect == theorems.Refuted {
					killed = report.Verdict == theorems.Supported
				}
				if !killed {
					t.Errorf("%s: mutant %s survives: %v after %d replicates: %s", claim.ID, m.Name, report.Verdict, report.Replicates, report.Evidence)
				}
				t.Logf("%s: %s killed after %d replicates", claim.ID, m.Name, report.Replicates)
			}
		})
	}
}

// "Not certified" is reported with the smallest n, not skipped.
func TestNotCertifiedIsReported(t *testing.T) {
	for _, claim := range theorems.Claims() {
		if claim.ID != "theorem-4.1" {
			continue
		}
		for _, s := range claim.Fixed(theorems.Quick) {
			if strings.Contains(s.Unmet, "the smallest n is ") {
				return
			}
		}
	}
	t.Error("no fixed scenario of theorem-4.1 is uncertified")
}
