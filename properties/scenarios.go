package properties

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"

	"itermle/estimators"
	"itermle/theorems"
)

// Instances is how many scenarios a run draws for each claim with a Draw, where its options do not say.
func Instances(profile theorems.Profile) int { return [...]int{2, 8, 64}[profile] }

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
	// draws are the indices of the first scenarios drawn, as many as the run asks for: independent and of one law,
	// which those performed are not, because one that comes again is drawn anew.
	draws []int
	// places are where the scenarios come from: the place of a fixed one, or behind all of those the attempt at a draw.
	places []int
}

// listScenarios lists the fixed scenarios, then draws k others from a keyed stream. A drawn scenario that equals
// another, by name, is drawn again; where a claim has too few different ones, fewer than planned are listed.
func listScenarios(claim theorems.Claim, profile theorems.Profile, k int, seed uint64) (l list, err error) {
	if claim.Fixed != nil {
		l.scenarios = claim.Fixed(profile)
	}
	index := map[string]int{}
	for i, s := range l.scenarios {
		if _, seen := index[s.Name]; s.Name == "" || seen {
			err = fmt.Errorf("two fixed scenarios are called %q, or one has no name", s.Name)
			return list{}, &RegistryError{"claim " + claim.ID, err}
		}
		index[s.Name] = i
		l.simplest, l.places = append(l.simplest, i), append(l.places, i)
	}
	l.planned = len(l.scenarios)
	if claim.Draw == nil {
		return l, nil
	}
	fixed := l.planned
	l.planned += k
	choices := make([]int, fixed, l.planned) // the sum behind each scenario
	stream := drawStream(claim, seed)
	for attempt := 0; l.drawn < k && attempt < k*redraws; attempt++ {
		s, sum := draw(claim, stream, attempt)
		if s.Name == "" {
			return list{}, &RegistryError{"claim " + claim.ID, errors.New("a drawn scenario has no name")}
		}
		i, seen := index[s.Name]
		if !seen {
			i = len(l.scenarios)
			index[s.Name] = i
			l.simplest = append(l.simplest, i)
			l.scenarios, choices = append(l.scenarios, s), append(choices, sum)
			l.places = append(l.places, fixed+attempt)
			l.drawn++
		}
		if attempt < k {
			l.draws = append(l.draws, i)
		}
	}
	slices.SortStableFunc(l.simplest[fixed:], func(a, b int) int { return choices[a] - choices[b] })
	return l, nil
}

// drawStream is the stream that the scenarios of a claim are drawn from.
func drawStream(claim theorems.Claim, seed uint64) *estimators.Stream {
	return estimators.NewStream(seed, claim.ID, "draw scenarios")
}

// draw draws one, and the sum of the choices behind it.
func draw(claim theorems.Claim, stream *estimators.Stream, attempt int) (theorems.Scenario, int) {
	choose := streamChooser{random: stream.At(uint64(attempt), 0)}
	return claim.Draw(&choose), choose.sum
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

// Memory is how many bytes a run of a registry may hold at once beside what its trials hold: the values that a rule
// keeps, at most all of its replicates' in a slice that grows by a quarter, for as many scenarios at a time as there
// are workers; and the scenarios with their reports.
func (o Options) Memory(registry Registry) float64 {
	scenarios := 0
	for _, c := range registry.Claims {
		if o.Select == nil || o.Select.MatchString(c.ID) {
			scenarios += fixedAtMost
			if c.Draw != nil {
				scenarios += cmp.Or(o.Instances, Instances(o.Profile))
			}
		}
	}
	workers := min(cmp.Or(o.Workers, runtime.GOMAXPROCS(0)), scenarios)
	return float64(workers)*float64(MaxReplicates(o.Profile))*2.25*8 + float64(scenarios)*reportBytes
}

// fixedAtMost is how many fixed scenarios a claim has at most, by an estimate that needs no planning, and reportBytes
// what a scenario holds with its report.
const fixedAtMost, reportBytes = 32, 4096
