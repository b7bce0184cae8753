package audit

import (
	"fmt"
	"math"

	"itermle/estimators"
)

// Basis is how an audited constant was obtained. The zero value certifies nothing.
type Basis int

const (
	NotCertified   Basis = iota // an estimate, or nothing: no proof
	ClosedForm                  // a formula, proved in the comment of a family of the zoo
	CertifiedBound              // interval arithmetic over all of the ball and the sample space
	Violated                    // no constant does: see the witness
	Stated                      // by a family from elsewhere, and not contradicted by a search: no proof
)

func (b Basis) String() string {
	return [...]string{"not certified", "closed form", "certified numerical bound", "violated",
		"stated by the family"}[b]
}

// Witness is a sample and a parameter of the ball with what was computed there.
type Witness struct {
	Theta []float64 `json:"theta"`
	X     []float64 `json:"x,omitempty"`
	Value float64   `json:"value"` // of the quantity that the constant bounds
	Says  string    `json:"says,omitempty"`
}

// Constant is a constant of Assumption 2 or 3 on B_r(θ*).
type Constant struct {
	Symbol     string // K1, K2, K3, λ0 or L_I
	Assumption string // 2A, 2B, 2C or 3; empty for L_I
	Value      float64
	Basis      Basis
	Reason     string
	// Witness violates the assumption where Basis is Violated. Elsewhere it is a point of the ball, if one is known,
	// where the quantity attains Witness.Value: no constant on the other side of that is one.
	Witness *Witness
	// Beats returns a witness against the constant k; nil but for Violated. It is false where float64 cannot represent
	// the sample.
	Beats func(k float64) (Witness, bool)
}

// Report is what Ball found.
type Report struct {
	Family string
	Theta  []float64
	Radius float64

	K1, K2, K3, Lambda0, Lipschitz Constant

	// Every ball of radius < ProblemRadius passes as this one does; at ProblemRadius something fails, and Problem says
	// what. It is 0 where an assumption fails on every ball, +Inf where no ball meets a problem, NaN where nothing is
	// known.
	ProblemRadius float64
	Problem       string
}

// All are the five constants in the paper's order.
func (a *Report) All() []*Constant { return []*Constant{&a.K1, &a.K2, &a.K3, &a.Lambda0, &a.Lipschitz} }

// Constants are the five for a certificate. Errors, for the first constant that fails: *estimators.AssumptionError
// where its assumption is violated, or the family says so; *NotCertifiedError where it is not proved.
func (a *Report) Constants() (estimators.Constants, error) {
	for _, c := range a.All() {
		switch {
		case c.Basis == Violated || c.Basis == Stated && math.IsInf(c.Value, 1):
			return estimators.Constants{}, &estimators.AssumptionError{Family: a.Family, Assumption: c.Assumption,
				Reason: c.Reason}
		case c.Basis == NotCertified || c.Basis == Stated:
			return estimators.Constants{}, &NotCertifiedError{Family: a.Family, Constant: c.Symbol, Reason: c.Reason}
		}
	}
	return estimators.Constants{K1: a.K1.Value, K2: a.K2.Value, K3: a.K3.Value, Lambda0: a.Lambda0.Value,
		Lipschitz: a.Lipschitz.Value}, nil
}

// NotCertifiedError is a constant without a proof.
type NotCertifiedError struct{ Family, Constant, Reason string }

func (e *NotCertifiedError) Error() string {
	return fmt.Sprintf("%s: %s is not certified: %s", e.Family, e.Constant, e.Reason)
}

// ContradictionError is a constant that a family states and that its own score, derivatives or informations exceed.
type ContradictionError struct {
	Family, Constant string
	Stated           float64
	Witness          Witness
}

func (e *ContradictionError) Error() string {
	text := fmt.Sprintf("%s states %s = %g, but %g is attained at θ = %v", e.Family, e.Constant, e.Stated,
		e.Witness.Value, e.Witness.Theta)
	if e.Witness.X != nil {
		text += fmt.Sprintf(", x = %v", e.Witness.X)
	}
	if e.Witness.Says != "" {
		text += ": " + e.Witness.Says
	}
	return text
}

// Ball examines Assumptions 2 and 3 of arXiv:2505.19046 for a family on the ball B_r(θ*):
//
//	K1      P_θ(‖∇ log p_θ(x)‖ ≥ u) ≤ 2 exp(−u²/(2 K1²))
//	K2, K3  ‖∇² log p_θ(x)‖ ≤ K2, ‖∇³ log p_θ(x)‖ ≤ K3 for every x
//	λ0      λ_min(I(θ)) ≥ λ0
//	L_I     ‖I(θ) − I(η)‖ ≤ L_I ‖θ − η‖
//
// For the families of the zoo each constant is proved: by the family's own formula, by intervals over the whole ball
// and sample space, or both, of which the better is returned; or it is violated, with a witness. Of any other family
// nothing is proved. What it states in AssumptionConstants, or beside an exception of Assumption 2A in
// CurvatureConstants, keeps the Basis Stated, and its *estimators.AssumptionError the reason; what it does not state is
// estimated by a search, and not certified. A constant, of the zoo or not, that the intervals or the search exceed is
// an error.
//
// Errors: the family's own for θ* outside Θ; *estimators.RangeError for r ≤ 0, for a ball that leaves Θ, and for one
// that touches a boundary where derivatives are infinite; *ContradictionError.
func Ball(family estimators.Family, truth []float64, r float64) (*Report, error) {
	if err := family.Check(truth); err != nil {
		return nil, err
	}
	if !(r > 0) || math.IsInf(r, 1) {
		return nil, &estimators.RangeError{What: "audit: r", Value: r, Accept: "a finite r > 0"}
	}
	report := newReport(family, truth, r)
	if reach, edge := reachOf(family, truth); edge != "" {
		report.ProblemRadius, report.Problem = reach, edge
		if !(reach > 0) {
			return nil, &estimators.RangeError{What: family.Name() + ": distance of θ* from the boundary",
				Value: reach, Accept: "θ* inside Θ: here " + edge}
		}
		if !(r < reach) {
			return nil, &estimators.RangeError{What: family.Name() + ": r", Value: r,
				Accept: fmt.Sprintf("r < %.6g: %s", reach, edge)}
		}
	}
	said, err := statementOf(family, truth, r)
	if err != nil {
		return nil, err
	}
	known, found := regularityOf(family, truth), attained{}
	if known != nil {
		known.bound(report)
	}
	if known == nil || said.constants != nil && (len(truth) > 1 || known.enclosed) {
		if found, err = search(family, truth, r); err != nil {
			return nil, err
		}
	}
	if err := report.hold(said, found, known); err != nil {
		return nil, err
	}
	switch {
	case known == nil:
		report.ProblemRadius, report.Problem = math.NaN(), "nothing is proved of this family"
		return report, nil
	case known.enclosed:
		report.ProblemRadius, report.Problem = math.NaN(), "larger balls need intervals of their own"
	}
	known.violate(report, family)
	if report.K1.Basis == Violated || report.K2.Basis == Violated || report.K3.Basis == Violated {
		report.ProblemRadius, report.Problem = 0, "Assumption 2 fails on every ball"
	}
	return report, nil
}

// newReport knows nothing yet.
func newReport(family estimators.Family, truth []float64, r float64) *Report {
	report := &Report{Family: family.Name(), Theta: append([]float64(nil), truth...), Radius: r,
		K1: Constant{Symbol: "K1", Assumption: "2A"}, K2: Constant{Symbol: "K2", Assumption: "2B"},
		K3: Constant{Symbol: "K3", Assumption: "2C"}, Lambda0: Constant{Symbol: "λ0", Assumption: "3"},
		Lipschitz: Constant{Symbol: "L_I"}, ProblemRadius: math.Inf(1), Problem: "none: every ball passes"}
	for _, c := range report.All() {
		c.Value, c.Reason = math.Inf(1), "no proof for this family"
	}
	report.Lambda0.Value = 0
	return report
}

// reachOf is the family's Reach; +Inf where it has none.
func reachOf(family estimators.Family, truth []float64) (radius float64, edge string) {
	if interior, ok := family.(estimators.InteriorFamily); ok {
		return interior.Reach(truth)
	}
	return math.Inf(1), ""
}
