package properties

import (
	"errors"
	"fmt"
	"math/rand/v2"

	"itermle/estimators"
	"itermle/theorems"
)

// drawnScenarios is how many scenarios a run draws for each claim with a Draw.
func drawnScenarios(profile theorems.Profile) int { return [...]int{2, 8, 64}[profile] }

// MaxReplicates is how many replicates a scenario may use in a run.
func MaxReplicates(profile theorems.Profile) int {
	return [...]int{200_000, 1_000_000, 8_000_000}[profile]
}

// redraws is how often a drawn scenario that has been seen already is drawn again.
const redraws = 16

// listScenarios lists the fixed scenarios, then draws others from a keyed stream. A drawn scenario that equals another,
// by name, is drawn again; where a claim has too few different ones, fewer than planned are listed.
func listScenarios(claim theorems.Claim, profile theorems.Profile, seed uint64) (
	scenarios []theorems.Scenario, planned, drawn int, err error,
) {
	if claim.Fixed != nil {
		scenarios = claim.Fixed(profile)
	}
	seen := map[string]bool{}
	for _, s := range scenarios {
		if s.Name == "" || seen[s.Name] {
			err = fmt.Errorf("two fixed scenarios are called %q, or one has no name", s.Name)
			return nil, 0, 0, &RegistryError{"claim " + claim.ID, err}
		}
		seen[s.Name] = true
	}
	if claim.Draw == nil {
		return scenarios, len(scenarios), 0, nil
	}
	k := drawnScenarios(profile)
	planned = len(scenarios) + k
	stream := estimators.NewStream(seed, claim.ID, "draw scenarios")
	for attempt := 0; drawn < k && attempt < k*redraws; attempt++ {
		s := claim.Draw(streamChooser{stream.At(uint64(attempt), 0)})
		if s.Name == "" {
			return nil, 0, 0, &RegistryError{"claim " + claim.ID, errors.New("a drawn scenario has no name")}
		}
		if !seen[s.Name] {
			seen[s.Name] = true
			scenarios = append(scenarios, s)
			drawn++
		}
	}
	return scenarios, planned, drawn, nil
}

// streamChooser chooses evenly.
type streamChooser struct{ random *rand.Rand }

func (c streamChooser) Choose(label string, n int) int {
	if n < 1 {
		panic(fmt.Sprintf("properties: choice %q among %d: want at least 1", label, n))
	}
	return c.random.IntN(n)
}
