package properties

import (
	"fmt"
	"slices"

	"itermle/theorems"
)

// Kill is what became of one mutant.
type Kill struct {
	Claim    string           `json:"claim"`
	Mutant   string           `json:"mutant"`
	Expected theorems.Verdict `json:"expected"` // of the claim itself
	// Killed: every run exposed the mutant, that is, refuted it; or, where the claim itself expects Refuted, supported it.
	Killed bool `json:"killed"`
	// Replicates is the median over the runs; Verdicts and Evidence are those of each run and of the first.
	Replicates int                `json:"replicates"`
	Verdicts   []theorems.Verdict `json:"verdicts"`
	Evidence   string             `json:"evidence"`
}

// KillMatrix decides every mutant of the claims, runs times with seeds seed, seed+1, …, each time with the given design. A claim
// without mutants has no row: whoever asks for them compares.
func KillMatrix(claims []theorems.Claim, design Design, seed uint64, runs, workers int) ([]Kill, error) {
	var kills []Kill
	for _, claim := range claims {
		if claim.Mutants == nil {
			continue
		}
		names := map[string]bool{}
		for _, mutant := range claim.Mutants() {
			if mutant.Name == "" || names[mutant.Name] {
				return nil, fmt.Errorf("claim %s: two mutants are called %q, or one has no name", claim.ID, mutant.Name)
			}
			names[mutant.Name] = true
			kill := Kill{Claim: claim.ID, Mutant: mutant.Name, Expected: claim.Expect, Killed: runs > 0}
			var replicates []int
			for run := range runs {
				// The mutant's own name is part of its key: it shares no stream with the claim.
				report, err := Decide(claim.ID+"/mutant/"+mutant.Name, mutant.Scenario, design, seed+uint64(run), workers)
				if err != nil {
					return nil, err
				}
				if run == 0 {
					kill.Evidence = report.Evidence
				}
				replicates = append(replicates, report.Replicates)
				kill.Verdicts = append(kill.Verdicts, report.Verdict)
				opposite := theorems.Refuted
				if claim.Expect == theorems.Refuted {
					opposite = theorems.Supported
				}
				kill.Killed = kill.Killed && report.Verdict == opposite
			}
			if runs > 0 {
				slices.Sort(replicates)
				kill.Replicates = replicates[runs/2]
			}
			kills = append(kills, kill)
		}
	}
	return kills, nil
}
