package properties

import (
	"cmp"
	"math"

	"itermle/theorems"
)

func init() {
	decides(func(e theorems.Deterministic, _ Design) (performance, error) {
		if e.Decide == nil {
			return nil, errNothing
		}
		return func(report *ScenarioReport, _ *runner) { report.determine(e.Decide()) }, nil
	})
}

// determine takes over an outcome, in which nothing was left to chance.
func (s *ScenarioReport) determine(outcome theorems.Outcome, err error) {
	s.Replicates, s.Evidence = outcome.Cases, cmp.Or(outcome.Evidence, outcome.Counterexample)
	s.margin, s.Tightness = math.Inf(1), outcome.Tightness
	switch {
	case err != nil:
		s.fail("not decided: ", err)
	case outcome.Cases <= 0:
		s.Replicates, s.Evidence = 0, cmp.Or(s.Evidence, "nothing was compared")
		s.Warnings = append(s.Warnings, "vacuous: nothing was compared")
	default:
		s.Verdict = outcome.Verdict
	}
}
