package counterexamples_test

import (
	"slices"
	"testing"
	"time"

	"itermle/counterexamples"
	"itermle/estimators"
	"itermle/internal/suiteseed"
	"itermle/properties"
	"itermle/theorems"
)

// statements1 are those that the claims about Construction 1 belong to.
var statements1 = []string{"construction-1", "theorem-5.1-consistency", "theorem-5.1-part-1", "theorem-5.1-part-2", "finding-1"}

func claims1() []theorems.Claim {
	return slices.DeleteFunc(counterexamples.Claims(), func(c theorems.Claim) bool { return !slices.Contains(statements1, c.Statement) })
}

func TestConstruction1Claims(t *testing.T) {
	for _, claim := range claims1() {
		t.Run(claim.ID, func(t *testing.T) {
			scenarios := claim.Fixed(theorems.Quick)
			if claim.Draw != nil {
				chooser := &keyedChooser{stream: estimators.NewStream(suiteseed.Seed(), claim.ID)}
				for chooser.draw = range 2 {
					scenarios = append(scenarios, claim.Draw(chooser))
				}
			}
			for _, scenario := range scenarios {
				start := time.Now()
				report, err := properties.Decide(claim.ID, scenario, decided, suiteseed.Seed(), 1)
				if err != nil {
					t.Fatal(err)
				}
				t.Logf("%s: %v after %d (%v): %s", scenario.Name, report.Verdict, report.Replicates, time.Since(start).Round(time.Millisecond), report.Evidence)
				if report.Verdict != claim.Expect || report.Error != "" {
					t.Errorf("%s: %v after %d, want %v: %s %s", scenario.Name, report.Verdict, report.Replicates, claim.Expect,
						report.Evidence, report.Error)
				}
			}
		})
	}
}

func TestConstruction1Mutants(t *testing.T) {
	kills, err := properties.KillMatrix(claims1(), decided, suiteseed.Seed(), 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, kill := range kills {
		t.Logf("%s/%s: %v after %d: %s", kill.Claim, kill.Mutant, kill.Verdicts, kill.Replicates, kill.Evidence)
		if !kill.Killed {
			t.Errorf("%s: mutant %s survives: %v after %d: %s", kill.Claim, kill.Mutant, kill.Verdicts, kill.Replicates, kill.Evidence)
		}
	}
	for _, claim := range claims1() {
		if claim.Mutants == nil || len(claim.Mutants()) == 0 {
			t.Errorf("%s has no mutants", claim.ID)
		}
	}
}
