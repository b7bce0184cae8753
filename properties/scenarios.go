package properties

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"itermle/estimators"
	"itermle/theorems"
)

// drawnScenarios is how many scenarios a run draws for each claim with a Draw.
func drawnScenarios(profile theorems.Profile) int { return [...]int{2, 8, 64}[profile] }

// MaxReplicates is how many replicates a scenario may use in a run.
func MaxReplicates(profile theorems.Profile) int {
	return [...]int{200_000, 1_000_000, 8_000_000}[profile]
}

// maxDraws is how many words of its streams a scenario may use in a run: some ten seconds of drawing, a minute, five.
func maxDraws(profile theorems.Profile) uint64 {
	return [...]uint64{1 << 30, 1 << 32, 1 << 35}[profile]
}

// redraws is how often a drawn scenario that has been seen already is drawn again.
const redraws = 16

// list is the scenarios of a claim in a run.
type list struct {
	scenarios      []theorems.Scenario
	planned, drawn int
	simplest       []int // indices of the scenarios: the fixed ones as listed, then by the sum of the choices
}

// listScenarios lists the fixed scenarios, then draws others from a keyed stream. A drawn scenario that equals another,
// by name, is drawn again; where a claim has too few different ones, fewer than planned are listed.
func listScenarios(claim theorems.Claim, profile theorems.Profile, seed uint64) (l list, err error) {
	if claim.Fixed != nil {
		l.scenarios = claim.Fixed(profile)
	}
	seen := map[string]bool{}
	for i, s := range l.scenarios {
		if s.Name == "" || seen[s.Name] {
			err = fmt.Errorf("two fixed scenarios are called %q, or one has no name", s.Name)
			return list{}, &RegistryError{"claim " + claim.ID, err}
		}
		seen[s.Name] = true
		l.simplest = append(l.simplest, i)
	}
	l.planned = len(l.scenarios)
	if claim.Draw == nil {
		return l, nil
	}
	fixed, k := l.planned, drawnScenarios(profile)
	l.planned += k
	choices := make([]int, fixed, l.planned) // the sum behind each scenario
	stream := estimators.NewStream(seed, claim.ID, "draw scenarios")
	for attempt := 0; l.drawn < k && attempt < k*redraws; attempt++ {
		choose := streamChooser{random: stream.At(uint64(attempt), 0)}
		s := claim.Draw(&choose)
		if s.Name == "" {
			return list{}, &RegistryError{"claim " + claim.ID, errors.New("a drawn scenario has no name")}
		}
		if !seen[s.Name] {
			seen[s.Name] = true
			l.simplest = append(l.simplest, len(l.scenarios))
			l.scenarios, choices = append(l.scenarios, s), append(choices, choose.sum)
			l.drawn++
		}
	}
	slices.SortStableFunc(l.simplest[fixed:], func(a, b int) int { return choices[a] - choices[b] })
	return l, nil
}

// streamChooser chooses evenly, and adds up what it has chosen.
type streamChooser struct {
	random *rand.Rand
	sum    int
}

func (c *streamChooser) Choose(label string, n int) int {
	if n < 1 {
		panic(fmt.Sprintf("properties: choice %q among %d: want at least 1", label, n))
	}
	choice := c.random.IntN(n)
	c.sum += choice
	return choice
}
