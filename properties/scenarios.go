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

// plan is a claim's scenarios in a run.
type plan struct {
	planned   int // fixed ones and those to be drawn: what the budget is split over
	drawn     int // drawn ones that are scenarios of their own
	scenarios []theorems.Scenario
}

// redraws is how often a drawn scenario that has been seen already is drawn again.
const redraws = 16

// planClaim lists the fixed scenarios, then draws others from a keyed stream. A drawn scenario that equals another, by
// name, is drawn again; where a claim has too few different ones, fewer are performed, and the report says so.
func planClaim(claim theorems.Claim, profile theorems.Profile, seed uint64) (plan, error) {
	var p plan
	seen := map[string]bool{}
	if claim.Fixed != nil {
		p.scenarios = claim.Fixed(profile)
	}
	for _, s := range p.scenarios {
		if s.Name == "" || seen[s.Name] {
			return p, &RegistryError{"claim " + claim.ID,
				fmt.Errorf("two fixed scenarios are called %q, or one has no name", s.Name)}
		}
		seen[s.Name] = true
	}
	p.planned = len(p.scenarios)
	if claim.Draw == nil {
		return p, nil
	}
	k := drawnScenarios(profile)
	p.planned += k
	stream := estimators.NewStream(seed, claim.ID, "draw scenarios")
	for attempt := 0; p.drawn < k && attempt < k*redraws; attempt++ {
		s := claim.Draw(streamChooser{stream.At(uint64(attempt), 0)})
		if s.Name == "" {
			return p, &RegistryError{"claim " + claim.ID, errors.New("a drawn scenario has no name")}
		}
		if !seen[s.Name] {
			seen[s.Name] = true
			p.scenarios = append(p.scenarios, s)
			p.drawn++
		}
	}
	return p, nil
}

// streamChooser chooses evenly.
type streamChooser struct{ random *rand.Rand }

func (c streamChooser) Choose(label string, n int) int {
	if n < 1 {
		panic(fmt.Sprintf("properties: choice %q among %d: want at least 1", label, n))
	}
	return c.random.IntN(n)
}
