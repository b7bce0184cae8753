package theorems_test

import (
	"strings"
	"testing"

	"itermle/estimators"
	"itermle/internal/suiteseed"
	"itermle/properties"
	"itermle/theorems"
)

// lawDesign: a true claim is refuted, and a claim that fails by its tolerance or more supported, with probability at most 1e-12; fewer
// than 1000 decisions make a false alarm of this file at most 1e-9 likely. No scenario comes near the cap of replicates.
var lawDesign = properties.Design{Alpha: 1e-12, Beta: 1e-12, MaxReplicates: 1 << 20}

// TestLaws decides the fixed scenarios of the exact laws and of Appendix G, some drawn ones, and every mutant.
func TestLaws(t *testing.T) {
	seed := suiteseed.Seed()
	draws := uint64(2)
	if testing.Short() {
		draws = 1
	}
	for _, claim := range theorems.Claims() {
		if !strings.HasPrefix(claim.ID, "law-") && !strings.HasPrefix(claim.ID, "figure-") && claim.ID != "finding-3" {
			continue
		}
		t.Run(claim.ID, func(t *testing.T) {
			t.Parallel()
			var scenarios []theorems.Scenario
			if !testing.Short() {
				scenarios = claim.Fixed(theorems.Quick)
			}
			if claim.Draw != nil {
				for i := range draws {
					scenarios = append(scenarios, claim.Draw(&choices{stream: estimators.NewStream(seed, claim.ID, "draw"), draw: i}))
				}
			}
			for _, s := range scenarios {
				report, err := properties.Decide(claim.ID, s, lawDesign, seed, 1)
				if err != nil {
					t.Fatal(err)
				}
				if report.Unmet != "" || report.Verdict != claim.Expect {
					t.Errorf("%s: %s: %v after %d replicates, want %v: %s %s", claim.ID, s.Name, report.Verdict, report.Replicates, claim.Expect,
						report.Evidence, report.Unmet)
				}
			}
			if testing.Short() {
				return // package properties decides every claim and kills every mutant in short mode too
			}
			kills, err := properties.KillMatrix([]theorems.Claim{claim}, lawDesign, seed, 1, 1)
			if err != nil {
				t.Fatal(err)
			}
			if len(kills) == 0 {
				t.Error("no mutants: the claim has no power")
			}
			for _, kill := range kills {
				if !kill.Killed {
					t.Errorf("%s: mutant %s survives: %v: %s", claim.ID, kill.Mutant, kill.Verdicts, kill.Evidence)
				}
			}
		})
	}
}
