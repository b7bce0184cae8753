package counterexamples_test

import (
	"slices"
	"testing"

	"itermle/counterexamples"
	"itermle/estimators"
	"itermle/internal/suiteseed"
	"itermle/properties"
	"itermle/theorems"
)

// keyedChooser chooses by a keyed stream: the same scenarios in every run of one seed.
type keyedChooser struct {
	stream *estimators.Stream
	draw   uint64
	next   uint64
}

func (c *keyedChooser) Choose(_ string, n int) int {
	c.next++
	return c.stream.At(c.draw, c.next).IntN(n)
}

// statements2 are those that the claims about Construction 2 belong to.
var statements2 = []string{"construction-2", "theorem-5.2", "lemma-F.2", "lemma-F.3", "lemma-F.4", "lemma-F.5", "lemma-F.6", "lemma-F.7", "lemma-F.8",
	"finding-2", "finding-8", "finding-9"}

func claims2() []theorems.Claim {
	return slices.DeleteFunc(counterexamples.Claims(), func(c theorems.Claim) bool { return !slices.Contains(statements2, c.Statement) })
}

// decided is the design of every decision of these tests: about 60 of them, so that a suite of correct code fails with
// probability below 1e-10·60 < 1e-8 a run.
var decided = properties.Design{Alpha: 1e-10, Beta: 1e-10, MaxReplicates: 1_000_000}

func TestConstruction2Claims(t *testing.T) {
	for _, claim := range claims2() {
		t.Run(claim.ID, func(t *testing.T) {
			scenarios := claim.Fixed(theorems.CI)
			if claim.Draw != nil {
				chooser := &keyedChooser{stream: estimators.NewStream(suiteseed.Seed(), claim.ID)}
				for chooser.draw = range 4 {
					scenarios = append(scenarios, claim.Draw(chooser))
				}
			}
			exercised := 0
			for _, scenario := range scenarios {
				report, err := properties.Decide(claim.ID, scenario, decided, suiteseed.Seed(), 1)
				if err != nil {
					t.Fatal(err)
				}
				if scenario.Unmet != "" {
					continue
				}
				exercised++
				t.Logf("%s: %v after %d: %s", scenario.Name, report.Verdict, report.Replicates, report.Evidence)
				if report.Verdict != claim.Expect || report.Error != "" {
					t.Errorf("%s: %v after %d, want %v: %s %s", scenario.Name, report.Verdict, report.Replicates, claim.Expect,
						report.Evidence, report.Error)
				}
			}
			if exercised == 0 {
				t.Error("no scenario meets the hypotheses")
			}
		})
	}
}

func TestConstruction2Mutants(t *testing.T) {
	kills, err := properties.KillMatrix(claims2(), decided, suiteseed.Seed(), 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, kill := range kills {
		t.Logf("%s/%s: %v after %d: %s", kill.Claim, kill.Mutant, kill.Verdicts, kill.Replicates, kill.Evidence)
		if !kill.Killed {
			t.Errorf("%s: mutant %s survives: %v after %d: %s", kill.Claim, kill.Mutant, kill.Verdicts, kill.Replicates, kill.Evidence)
		}
	}
	for _, claim := range claims2() {
		if claim.Mutants == nil || len(claim.Mutants()) == 0 {
			t.Errorf("%s has no mutants", claim.ID)
		}
	}
}
