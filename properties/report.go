package properties

import (
	"encoding/json"
	"fmt"
	"math"

	"itermle/theorems"
)

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
	Alpha    float64  `json:"alpha"`
	Beta     float64  `json:"beta"`
	Evidence string   `json:"evidence"`
	Unmet    string   `json:"unmet,omitempty"`
	Error    string   `json:"error,omitempty"` // why a trial gave no value; then the verdict is Undecided
	Warnings []string `json:"warnings,omitempty"`

	// margin is how far the estimate stays from the tolerance, as a share of the distance that the claim leaves: the
	// smallest is the most telling of a claim's supported scenarios.
	margin float64
}

// Report is the verdict on one claim.
type Report struct {
	Claim     string           `json:"claim"`
	Title     string           `json:"title"`
	Statement string           `json:"statement"`
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
	Scenarios []ScenarioReport `json:"scenarios"`
}

// AsExpected says whether the verdict is the expected one.
func (r *Report) AsExpected() bool { return r.Verdict == r.Expected }

// Contradicted says whether the verdict is the opposite of the expected one.
func (r *Report) Contradicted() bool {
	return r.Verdict != r.Expected && r.Verdict != theorems.Undecided
}

// conclude draws the claim's verdict from its scenarios.
func (r *Report) conclude() {
	refuted, supported, undecided := -1, -1, -1
	for i := range r.Scenarios {
		s := &r.Scenarios[i]
		r.Replicates += s.Replicates
		r.Alpha += s.Alpha
		r.Beta += s.Beta
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
	Seed    uint64   `json:"seed"`
	Profile string   `json:"profile"`
	Reports []Report `json:"reports"`
	// AlphaSpent bounds the probability that this run refuted any true scenario, and BetaSpent that it supported any
	// that is violated by its tolerance; AlphaTotal and BetaTotal are what the whole registry may spend.
	AlphaSpent float64 `json:"alpha_spent"`
	BetaSpent  float64 `json:"beta_spent"`
	AlphaTotal float64 `json:"alpha_total"`
	BetaTotal  float64 `json:"beta_total"`

	AsExpected   int `json:"as_expected"`
	Contradicted int `json:"contradicted"`
	Undecided    int `json:"undecided"`
}

// ExpectedFlakeRate bounds the probability that a run of correct code over correct claims has a wrong verdict: the sum
// of all error probabilities spent.
func (s *Summary) ExpectedFlakeRate() float64 { return s.AlphaSpent + s.BetaSpent }

// ExitCode is 0 if all is as expected, 1 if a claim came out contrary to expectation, 3 if, under strict, one is
// undecided or there is none at all.
func (s *Summary) ExitCode(strict bool) int {
	switch {
	case s.Contradicted > 0:
		return 1
	case strict && (s.Undecided > 0 || len(s.Reports) == 0):
		return 3
	}
	return 0
}
