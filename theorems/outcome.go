package theorems

import (
	"encoding/json"
	"fmt"
	"math"
)

// Deterministic is decided without the streams of the run: rational enumeration, exact arithmetic, certified bounds, or
// searches on streams with a seed of their own.
type Deterministic struct {
	Decide func() (Outcome, error)
}

// Kind is "deterministic".
func (Deterministic) Kind() string { return "deterministic" }

// Outcome is what a Deterministic found. The zero value has compared nothing, and is Undecided; Check and Doubt fill it
// in:
//
//	var out Outcome
//	for … {
//		out.Check(value <= bound, "%g > %g at n = %d", value, bound, n)
//	}
//	out.Evidence = cmp.Or(out.Counterexample, fmt.Sprintf("%d values, largest %g", out.Cases, largest))
type Outcome struct {
	Verdict  Verdict
	Cases    int    // comparisons made; 0 is vacuous and never Supported
	Evidence string // one line with numbers: worst case, largest error against its bound; empty: Counterexample
	// Counterexample is the first comparison that failed, or that could not be decided where none failed.
	Counterexample string
	// Tightness is what Pin was last told; nil where no bound is pinned.
	Tightness *Tightness
}

// Tightness is how much of a bound is used: the ratio of what is bounded to its bound. 1 is a bound that is attained,
// 0.5 one twice as wide as it need be, and above 1 it fails.
type Tightness struct {
	Ratio     float64 // as found
	Low, High float64 // it lies there: one value, its enclosure, or a confidence interval; High +Inf: no upper end
}

// MarshalJSON writes {"ratio", "low", "high"}; what is not finite is null.
func (t Tightness) MarshalJSON() ([]byte, error) {
	finite := func(x float64) *float64 {
		if x-x != 0 {
			return nil
		}
		return &x
	}
	return json.Marshal(tightnessFields{finite(t.Ratio), finite(t.Low), finite(t.High)})
}

type tightnessFields struct {
	Ratio *float64 `json:"ratio"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
}

// UnmarshalJSON reads what MarshalJSON writes; null is NaN, and +Inf for High.
func (t *Tightness) UnmarshalJSON(text []byte) error {
	var fields tightnessFields
	err := json.Unmarshal(text, &fields)
	number := func(x *float64, null float64) float64 {
		if x == nil {
			return null
		}
		return *x
	}
	*t = Tightness{number(fields.Ratio, math.NaN()), number(fields.Low, math.NaN()),
		number(fields.High, math.Inf(1))}
	return err
}

// Pin is the Check that the ratio of a bound to what it bounds lies in [low, high], which theory gives, on both sides:
// a bound made looser fails as one made wrong does. All three must be positive and finite. Their inverses are kept as
// the Tightness.
func (o *Outcome) Pin(what string, ratio, low, high float64) bool {
	o.Tightness = &Tightness{1 / ratio, 1 / high, 1 / low}
	return o.Check(low <= ratio && ratio <= high && !math.IsInf(high-low, 0),
		"%s: the bound is %.6g times what it bounds, want %.6g to %.6g", what, ratio, low, high)
}

// reaches notes that a bound is used by the ratio of what is bounded to it, where it is finite: the largest of an
// outcome is its Tightness.
func (o *Outcome) reaches(ratio float64) {
	if (o.Tightness == nil || ratio > o.Tightness.Ratio) && ratio >= 0 && !math.IsInf(ratio, 1) {
		o.Tightness = &Tightness{ratio, ratio, ratio}
	}
}

// Check counts a comparison and says whether it holds. The first that does not makes the outcome Refuted for good, and
// is the Counterexample, in the words of the format; as long as all hold, the outcome is Supported.
func (o *Outcome) Check(holds bool, format string, arguments ...any) bool {
	o.Cases++
	switch {
	case !holds && o.Verdict != Refuted:
		o.Verdict, o.Counterexample = Refuted, fmt.Sprintf(format, arguments...)
	case holds && o.Cases == 1 && o.Verdict == Undecided:
		o.Verdict = Supported
	}
	return holds
}

// Doubt counts a comparison that rounding leaves open. The outcome is Undecided from the first on, with it as
// Counterexample, unless a Check fails.
func (o *Outcome) Doubt(format string, arguments ...any) {
	o.Cases++
	if o.Verdict != Refuted && (o.Verdict == Supported || o.Cases == 1) {
		o.Verdict, o.Counterexample = Undecided, fmt.Sprintf(format, arguments...)
	}
}
