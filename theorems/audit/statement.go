package audit

import (
	"errors"
	"math"

	"itermle/estimators"
)

// statement is what a family says of itself on a ball.
type statement struct {
	constants []float64                   // in the order of Report.All; nil: nothing
	refusal   *estimators.AssumptionError // the assumption that it says fails
	failure   error                       // why a constant could not be computed
}

// statementOf asks for AssumptionConstants, and where an assumption fails for what holds beside it: CurvatureConstants
// or PartialConstants. An infinite K there says nothing. Errors: the family's *estimators.RangeError.
func statementOf(family estimators.Family, truth []float64, r float64) (s statement, err error) {
	constants, none := estimators.Constants{}, true
	if regular, ok := family.(estimators.RegularFamily); ok {
		constants, err = regular.AssumptionConstants(truth, r)
		none = errors.As(err, &s.refusal)
	}
	if none {
		switch partly := family.(type) {
		case estimators.TailedFamily:
			constants, err = partly.CurvatureConstants(truth, r)
			constants.K1 = math.Inf(1)
		case estimators.PartlyRegularFamily:
			constants, err = partly.PartialConstants(truth, r)
		default:
			return s, nil
		}
	}
	var outside *estimators.RangeError
	if errors.As(err, &outside) {
		return s, err
	}
	if s.failure = err; err == nil {
		s.constants = []float64{constants.K1, constants.K2, constants.K3, constants.Lambda0, constants.Lipschitz}
	}
	return s, nil
}

// hold sets the constants that the family states, where they are better than the bounds so far, after holding them
// against what those bounds or the search attained. Of a family about which nothing is proved, what it does not state
// is estimated.
func (a *Report) hold(said statement, found attained, known *regularity) error {
	basis, reason := ClosedForm, "the family's formula, proved in its comment"
	switch {
	case known == nil:
		basis, reason = Stated, "the family says so, and a search does not contradict it"
	case known.enclosed:
		basis, reason = CertifiedBound, overBall
	}
	proved := known != nil
	for i, c := range a.All() {
		if c.Witness == nil {
			c.Witness = found.witness[i]
		}
		if said.failure != nil && c.Basis == NotCertified {
			c.Reason = said.failure.Error()
		}
		switch {
		case said.refusal != nil && !proved && c.Assumption != "" && said.refusal.Assumption == c.Assumption:
			c.Value, c.Basis, c.Reason = math.Inf(1), Stated, said.refusal.Reason
			if c.Symbol == "λ0" {
				c.Value = 0
			}
		case said.constants != nil:
			value := said.constants[i]
			if math.IsInf(value, 1) || c.Symbol == "λ0" && value == 0 {
				break // nothing is stated
			}
			if c.exceeds(value, found.slack[i]) {
				return &ContradictionError{Family: a.Family, Constant: c.Symbol, Stated: value, Witness: *c.Witness}
			}
			if c.Basis == NotCertified || c.Symbol == "λ0" && value >= c.Value || c.Symbol != "λ0" && value <= c.Value {
				c.Value, c.Basis, c.Reason = value, basis, reason
			}
		case !proved && c.Witness != nil:
			c.Value, c.Reason = c.Witness.Value, "an estimate: the extreme that a search attained, not over the ball"
		}
	}
	return nil
}

// exceeds tells whether what is attained, up to a relative slack, is on the wrong side of a stated value. A value that
// is no number is exceeded by anything.
func (c *Constant) exceeds(stated, slack float64) bool {
	switch {
	case c.Witness == nil:
		return false
	case c.Symbol == "λ0":
		return !(stated <= c.Witness.Value*(1+slack))
	}
	return !(stated >= c.Witness.Value*(1-slack))
}
