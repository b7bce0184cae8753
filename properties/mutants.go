package properties

import (
	"fmt"
	"slices"

	"itermle/theorems"
)

// Kill is what has become of a mutant, in JSON as it stands here: a row of the kill matrix.
type Kill struct {
	Claim  string `json:"claim"`
	Mutant string `json:"mutant"`
	// Killed of Streams decisions, each on a stream of its own, came out as the opposite of what the claim expects.
	// What is decided without chance is decided once.
	Killed  int `json:"killed"`
	Streams int `json:"streams"`
	// Replicates is the median of those that it took, over the decisions that killed: the lower of two; 0 if none did.
	Replicates int            `json:"replicates"`
	Survivor   ScenarioReport `json:"-"` // the first decision that did not kill
}

// Survived says whether the mutant did, on any of the streams.
func (k Kill) Survived() bool { return k.Killed < k.Streams }

// Mutants decides each mutant of a claim at profile quick on streams 0, 1, …, and at even shares of alpha and as much β
// for all decisions together. Errors: a *RegistryError for mutants without a name of their own or with senseless
// numbers, a *CheckerError.
func Mutants(claim theorems.Claim, streams int, alpha float64, seed uint64, workers int) ([]Kill, error) {
	mutants, seen := claim.Mutants(), map[string]bool{}
	share := alpha / float64(max(len(mutants), 1)*streams)
	design := Design{Alpha: share, Beta: share, MaxReplicates: MaxReplicates(theorems.Quick)}
	matrix := make([]Kill, len(mutants))
	for i, m := range mutants {
		if m.Name == "" || seen[m.Name] {
			return nil, &RegistryError{"claim " + claim.ID,
				fmt.Errorf("two mutants are called %q, or one has no name", m.Name)}
		}
		seen[m.Name] = true
		k := Kill{Claim: claim.ID, Mutant: m.Name, Streams: streams}
		var replicates []int
		for stream := range streams {
			// The mutant's own name is part of its key: it shares no stream with the claim.
			key := claim.ID + "/mutant/" + m.Name
			if stream > 0 {
				key += fmt.Sprintf("/%d", stream)
			}
			report, err := Decide(key, m.Scenario, design, seed, workers)
			if err != nil {
				return nil, err
			}
			if report.Verdict == opposite(claim.Expect) {
				k.Killed++
				replicates = append(replicates, report.Replicates)
			} else if k.Survivor.Name == "" {
				k.Survivor = report
			}
			if _, exact := m.Scenario.Experiment.(theorems.Deterministic); exact || m.Scenario.Unmet != "" {
				k.Streams = 1
				break
			}
		}
		if slices.Sort(replicates); len(replicates) > 0 {
			k.Replicates = replicates[(len(replicates)-1)/2]
		}
		matrix[i] = k
	}
	return matrix, nil
}

// opposite is the verdict that contradicts an expected one.
func opposite(expected theorems.Verdict) theorems.Verdict {
	if expected == theorems.Refuted {
		return theorems.Supported
	}
	return theorems.Refuted
}
