package properties

import (
	"cmp"
	"errors"
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

// errPinned is a pin that was given the inverse of its ratio, or a bound that is none.
var errPinned = errors.New("what is pinned exceeds its bound, and is said to hold")

// pinRounding is what a bound that is attained may be missed by, in the arithmetic of its pin.
const pinRounding = 1e-6

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
	case s.Tightness != nil && outcome.Verdict == theorems.Supported && s.Tightness.Low > 1+pinRounding:
		s.fail("not decided: ", errPinned)
	default:
		s.Verdict = outcome.Verdict
	}
}
