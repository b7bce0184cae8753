package properties

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"itermle/theorems"
)

// CheckerError is a checker whose own error rates are not what it promises: Run decides nothing with it.
type CheckerError struct{ Err error }

func (e *CheckerError) Error() string {
	return "the checker is broken, nothing was decided: " + e.Err.Error()
}

// Unwrap returns Err.
func (e *CheckerError) Unwrap() error { return e.Err }

// LogE is the natural logarithm of an e-process; +Inf is evidence that admits no doubt. JSON has no infinity, so it is
// written as the word "inf" there.
type LogE float64

// MarshalJSON writes a number, "inf" or "-inf".
func (e LogE) MarshalJSON() ([]byte, error) {
	switch {
	case math.IsInf(float64(e), 1):
		return []byte(`"inf"`), nil
	case math.IsInf(float64(e), -1):
		return []byte(`"-inf"`), nil
	}
	return json.Marshal(float64(e))
}

// UnmarshalJSON reads what MarshalJSON writes.
func (e *LogE) UnmarshalJSON(text []byte) error {
	switch string(text) {
	case `"inf"`:
		*e = LogE(math.Inf(1))
	case `"-inf"`:
		*e = LogE(math.Inf(-1))
	default:
		return json.Unmarshal(text, (*float64)(e))
	}
	return nil
}

// ScenarioReport is what deciding one scenario has found. All its numbers are finite, but for LogE.
type ScenarioReport struct {
	Name    string           `json:"name"`
	Kind    string           `json:"kind"` // rate, law, mean, deterministic; empty where Unmet
	Verdict theorems.Verdict `json:"verdict"`
	// Replicates consumed; for a Deterministic, the cases compared.
	Replicates int `json:"replicates"`
	Bad        int `json:"bad,omitempty"` // rate: bad trials among them
	// Estimate is the share of bad trials, the Kolmogorov distance, or the mean. Claimed is what the claim says of it,
	// and Tolerated the violation that had to be seen: δ and δ′, 0 and Distance, Value and Tolerance.
	Estimate  float64 `json:"estimate"`
	Claimed   float64 `json:"claimed"`
	Tolerated float64 `json:"tolerated"`
	// Interval holds the estimated quantity with confidence 99% (rate: valid at any stopping time), or is what
	// the verdict itself asserts (law, mean).
	Interval [2]float64 `json:"interval"`
	// LogERefute and LogESupport are the log e-processes against the claim and against its violation (rate, mean).
	LogERefute  LogE `json:"log_e_refute"`
	LogESupport LogE `json:"log_e_support"`
	// Detectable is the smallest P(bad), Kolmogorov distance, or distance from Value that would have been denied
	// support with probability ≥ 0.99 at these replicates. A P(bad) below Claimed means every violation. 0 unless
	// Supported.
	Detectable float64 `json:"detectable"`
	// Alpha and Beta are the error probabilities that this scenario was given and has spent.
	Alpha    float64 `json:"alpha"`
	Beta     float64 `json:"beta"`
	Evidence string  `json:"evidence"`
	Unmet    string  `json:"unmet,omitempty"`
	// Error is why there is no verdict but Undecided: the error of a trial or of its construction, or a panic, with the
	// line of source that it came from.
	Error    string   `json:"error,omitempty"`
	Warnings []string `json:"warnings,omitempty"`
	// Draws is how many 64-bit words of randomness the trials have drawn, up to the replicate that decided.
	Draws uint64 `json:"draws,omitempty"`
	// Parameters are those that the name spells as symbol=value, such as T=20.
	Parameters map[string]string `json:"parameters,omitempty"`
	// Tightness is how much is used of the bound that the scenario is about: of a Rate with Ratio the quantile, in an
	// interval with confidence 99% at the replicate it stopped at, or exactly; of a Deterministic what it pins.
	Tightness *theorems.Tightness `json:"tightness,omitempty"`
	// Seconds by the clock. Fields of this name are the only ones of a run that depend on machine and workers: leave
	// out their lines where two outputs are compared byte by byte.
	Seconds float64 `json:"seconds"`

	// margin is how far the estimate stays from the tolerance, as a share of the distance that the claim leaves: the
	// smallest is the most telling of a claim's supported scenarios.
	margin float64
	// refutes is the estimate from which the claim would have been refuted by as many replicates, where there is one
	// (law).
	refutes float64
	pending bool // not decided: the run was stopped before, or the scenario is another shard's
}

// fail leaves the scenario undecided, for an error.
func (s *ScenarioReport) fail(what string, err error) {
	s.Verdict, s.Detectable, s.Error = theorems.Undecided, 0, err.Error()
	s.Evidence = what + s.Error
}

// Report is the verdict on one claim.
type Report struct {
	Claim     string           `json:"claim"`
	Title     string           `json:"title"`
	Statement string           `json:"statement"`
	Reference string           `json:"reference"` // where the statement stands, such as "Theorem 4.1"
	Says      string           `json:"says"`      // the claim in words and formulas
	Expected  theorems.Verdict `json:"expected"`
	Verdict   theorems.Verdict `json:"verdict"`
	// Replicates over all scenarios.
	Replicates int `json:"replicates"`
	// Evidence is that of the most telling scenario, Scenario its name, Detectable its own.
	Scenario   string  `json:"scenario"`
	Evidence   string  `json:"evidence"`
	Detectable float64 `json:"detectable"`
	Alpha      float64 `json:"alpha"` // spent by its scenarios
	Beta       float64 `json:"beta"`
	// Planned scenarios: the fixed ones and as many drawn ones as the profile asks for; Drawn is how many of the latter
	// differed from all others and so were performed. What was not performed has not passed.
	Planned   int              `json:"planned"`
	Drawn     int              `json:"drawn"`
	Unmet     int              `json:"unmet"`
	Pending   int              `json:"pending,omitempty"` // scenarios that a run left undecided when it was stopped
	Scenarios []ScenarioReport `json:"scenarios"`
	// Error is a panic while the scenarios were listed; then there are none.
	Error string `json:"error,omitempty"`
	// Failures are why the claim did not come out as expected, and whatever failed beside a verdict that did; the
	// simplest scenario first: fixed ones as listed, then drawn ones by the sum of the choices behind them.
	Failures []Failure `json:"failures,omitempty"`
	// Coverage is what the drawn instances have been; nil of a claim that draws nothing.
	Coverage *Coverage `json:"coverage,omitempty"`
	// Tightness is that of the scenario that comes nearest to its bound, or goes farthest beyond it.
	Tightness *theorems.Tightness `json:"tightness,omitempty"`

	simplest  []int // indices of Scenarios in the order of Failures
	draws     []int // indices of Scenarios: see list.draws
	demands   []theorems.Share
	unplanned bool // the run was stopped before its scenarios were listed
}

// Failure is a scenario that makes its claim fail, or a claim that has none.
type Failure struct {
	Scenario  string           `json:"scenario"` // empty where no scenario is to blame: none listed, or all Unmet
	Verdict   theorems.Verdict `json:"verdict"`
	Evidence  string           `json:"evidence"`
	Error     string           `json:"error,omitempty"` // that of the scenario, or of the claim
	Reproduce string           `json:"reproduce"`       // the command that repeats the experiment
}

// AsExpected says whether the verdict is the expected one.
func (r *Report) AsExpected() bool { return r.Verdict == r.Expected }

// Contradicted says whether the verdict is the opposite of the expected one.
func (r *Report) Contradicted() bool {
	return r.Verdict != r.Expected && r.Verdict != theorems.Undecided
}

// Broken says whether the claim, or one of its scenarios, ended in an error.
func (r *Report) Broken() bool {
	return r.Error != "" || slices.ContainsFunc(r.Scenarios, func(s ScenarioReport) bool { return s.Error != "" })
}

// conclude draws the claim's verdict from its scenarios, and lists what failed with the command that repeats it.
func (r *Report) conclude(reproduce string) {
	r.decide()
	r.cover()
	// what is pending may refute, and what did not is no failure
	open := r.Pending > 0 && r.Expected == theorems.Refuted
	for _, i := range r.simplest {
		s := &r.Scenarios[i]
		if s.Error != "" || !r.AsExpected() && s.Unmet == "" && s.Verdict != r.Expected && !s.pending && !open {
			r.Failures = append(r.Failures, Failure{s.Name, s.Verdict, s.Evidence, s.Error, reproduce})
		}
		if t := s.Tightness; t != nil && t.Ratio-t.Ratio == 0 && (r.Tightness == nil || t.Ratio > r.Tightness.Ratio) {
			r.Tightness = t
		}
	}
	if len(r.Failures) == 0 && !r.AsExpected() && r.Pending == 0 && !r.unplanned {
		r.Failures = []Failure{{"", r.Verdict, r.Evidence, r.Error, reproduce}}
	}
}

func (r *Report) decide() {
	refuted, supported, undecided := -1, -1, -1
	for i := range r.Scenarios {
		s := &r.Scenarios[i]
		r.Replicates += s.Replicates
		r.Alpha += s.Alpha
		r.Beta += s.Beta
		if s.pending {
			r.Pending++
		}
		switch {
		case s.Unmet != "":
			r.Unmet++
		case s.Verdict == theorems.Refuted:
			if refuted < 0 || s.LogERefute > r.Scenarios[refuted].LogERefute {
				refuted = i
			}
		case s.Verdict == theorems.Supported:
			if supported < 0 || s.margin < r.Scenarios[supported].margin {
				supported = i
			}
		case undecided < 0:
			undecided = i
		}
	}
	telling := -1
	switch {
	case refuted >= 0:
		r.Verdict, telling = theorems.Refuted, refuted
	case undecided >= 0:
		telling = undecided
	case supported >= 0:
		r.Verdict, telling = theorems.Supported, supported
	case r.Error != "":
		r.Evidence = "no scenario: " + r.Error
		return
	case r.unplanned:
		r.Evidence = stopped
		return
	default:
		r.Evidence = fmt.Sprintf("never exercised: %d scenarios, %d of them do not meet the hypotheses",
			len(r.Scenarios), r.Unmet)
		return
	}
	s := &r.Scenarios[telling]
	r.Scenario, r.Evidence, r.Detectable = s.Name, s.Evidence, s.Detectable
}

// Summary is a whole run.
type Summary struct {
	Build
	Seed    uint64   `json:"seed"`
	Profile string   `json:"profile"`
	Reports []Report `json:"reports"`
	// Instances is how many scenarios were drawn for each claim that draws, and Coverage what these have been.
	Instances int      `json:"instances"`
	Coverage  Coverage `json:"coverage"`
	// AlphaSpent bounds the probability that this run refuted any true scenario, and BetaSpent that it supported any
	// that is violated by its tolerance; AlphaTotal and BetaTotal are what the whole registry may spend.
	AlphaSpent float64 `json:"alpha_spent"`
	BetaSpent  float64 `json:"beta_spent"`
	AlphaTotal float64 `json:"alpha_total"`
	BetaTotal  float64 `json:"beta_total"`

	AsExpected   int `json:"as_expected"`
	Contradicted int `json:"contradicted"`
	Undecided    int `json:"undecided"`
	Broken       int `json:"broken"`            // claims with an error, whatever their verdict
	Pending      int `json:"pending,omitempty"` // claims with scenarios that a run left undecided when it was stopped

	Seconds float64 `json:"seconds"` // by the clock: see ScenarioReport.Seconds
}

// ExpectedFlakeRate bounds the probability that a run of correct code over correct claims has a wrong verdict: the sum
// of all error probabilities spent.
func (s *Summary) ExpectedFlakeRate() float64 { return s.AlphaSpent + s.BetaSpent }

// Missing names the scenarios that were planned and are not decided, with their claims.
func (s *Summary) Missing() (names []string) {
	for i := range s.Reports {
		for k := range s.Reports[i].Scenarios {
			if one := &s.Reports[i].Scenarios[k]; one.pending {
				names = append(names, s.Reports[i].Claim+": "+one.Name)
			}
		}
	}
	return names
}

// ExitCode is 0 if every claim came out as expected and there is one. Otherwise the first that applies: 4 if anything
// ended in an error or a panic, 1 if a claim was contradicted, 3 if one is undecided or there is none.
func (s *Summary) ExitCode() int {
	switch {
	case s.Broken > 0:
		return 4
	case s.Contradicted > 0:
		return 1
	case s.AsExpected < len(s.Reports) || len(s.Reports) == 0:
		return 3
	}
	return 0
}
