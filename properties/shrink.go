package properties

import (
	"fmt"

	"itermle/internal/parallel"
	"itermle/properties/search"
	"itermle/theorems"
)

// Counterexample is a scenario that does not come out as its claim expects, found by Shrink.
type Counterexample struct {
	theorems.Scenario
	Choices search.Choices // behind it
	// Report is its decision on held-out streams. Its verdict is the opposite of the expected one, or the
	// counterexample is not confirmed.
	Report     ScenarioReport
	Steps      int // scenarios decided on the way
	Replicates int // of all of them, and of Report
}

// Row is the counterexample as a line of an archive: with P(bad)/δ and its interval at confidence 99% where it is a
// rate, else 0 in the place of the ratio.
func (c *Counterexample) Row(claim string) search.Found {
	row := search.Found{Claim: claim, Instance: c.Name, Evaluations: c.Steps, Choices: c.Choices}
	if _, rate := c.Experiment.(theorems.Rate); rate && c.Report.Claimed > 0 {
		high := c.Report.Interval[1] / c.Report.Claimed
		row.Ratio, row.Low, row.High = c.Report.Estimate/c.Report.Claimed, c.Report.Interval[0]/c.Report.Claimed, &high
	}
	return row
}

// Shrink bounds: the steps taken; the replicates that a step may take, as a multiple of those that decided the scenario
// it is to be simpler than, and at least so many.
const shrinkSteps, shrinkPatience, shrinkLeast = 400, 4, 2000

// Shrink looks for the simplest scenario that contradicts the claim, from choices of one that was seen to, or of which
// that is suspected. A simpler one is accepted only if it is itself decided against the claim on a stream of its own: k
// steps err with probability at most
//
//	α/2 Σ_k 1/(k(k+1)) < α/2
//
// and the last is decided once more at α/2 on a stream that no step has seen, so noise cannot lead the search, as it
// leads one that asks the same stream, or a test of 5%, a hundred times. What is undecided is refused. Errors: those of
// Decide; a panic of the claim's Draw refuses the candidate.
func Shrink(claim theorems.Claim, from search.Choices, design Design, seed uint64, workers int) (Counterexample,
	error) {
	if err := design.check(); err != nil {
		return Counterexample{}, &RegistryError{"claim " + claim.ID, err}
	}
	var found Counterexample
	var mistake error
	draw := func(choices search.Choices) (drawn Counterexample) {
		player := search.Play(choices, search.Simplest)
		drawn.Scenario = claim.Draw(player)
		drawn.Choices = player.Played
		return drawn
	}
	decide := func(at *Counterexample, stream string, share float64, replicates int) (contradicts bool) {
		d := design
		d.Alpha, d.Beta, d.MaxReplicates = design.Alpha*share, design.Beta*share, min(design.MaxReplicates, replicates)
		var err error
		if at.Report, err = Decide(claim.ID+stream, at.Scenario, d, seed, workers); err != nil {
			mistake = err
			return false
		}
		found.Replicates += at.Report.Replicates
		return at.Report.Verdict == opposite(claim.Expect)
	}
	best, cost := draw(from), shrinkLeast
	refused := map[string]bool{best.Name: true}
	search.Shrink(best.Choices, func(candidate search.Choices) (search.Choices, bool) {
		if found.Steps == shrinkSteps || mistake != nil {
			return nil, false
		}
		var at Counterexample
		if failure := (parallel.Loop{N: 1, Workers: 1}).Do(func(_, _ int) error {
			at = draw(candidate)
			return nil
		}); failure != nil || refused[at.Name] && at.Name != best.Name {
			return nil, false
		}
		if at.Name == best.Name { // of choices that do not show
			best.Choices = at.Choices
			return at.Choices, true
		}
		refused[at.Name] = true
		found.Steps++
		k := float64(found.Steps)
		if !decide(&at, fmt.Sprintf("/shrink/%d", found.Steps), 0.5/(k*(k+1)), shrinkPatience*cost) {
			return nil, false
		}
		best, cost = at, max(shrinkLeast, at.Report.Replicates)
		return at.Choices, true
	})
	if mistake == nil {
		decide(&best, "/shrink/held out", 0.5, design.MaxReplicates)
	}
	best.Steps, best.Replicates = found.Steps, found.Replicates
	return best, mistake
}
