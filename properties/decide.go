package properties

import (
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/theorems"
)

// Design is one scenario's share of the budgets: a true claim is refuted with probability at most Alpha, a claim
// violated by its tolerance is supported with probability at most Beta, and after MaxReplicates it is undecided.
// The zero value is refused: no budget silently means "pass".
type Design struct {
	Alpha, Beta   float64
	MaxReplicates int
}

func (d Design) check() error {
	if err := checkLevels(d.Alpha, d.Beta); err != nil {
		return err
	}
	if d.MaxReplicates < 1 {
		return &estimators.RangeError{What: "MaxReplicates", Value: float64(d.MaxReplicates), Accept: "at least 1"}
	}
	return nil
}

// Decide decides one scenario of a claim. Its replicates are keyed by (seed, claim ID, scenario name, replicate) and
// consumed in index order, so verdict and number of replicates are the same for any number of workers.
//
// The error is for a caller's mistake: a design or an experiment whose numbers make no sense. Whatever happens in a
// trial is in the report: a trial's error, NaN included, leaves the scenario Undecided with the error as evidence, even
// if every trial errs; an error is never data. A claim that counts a failure as bad says so in its trial.
// A panic of a trial is not swallowed.
func Decide(claimID string, scenario theorems.Scenario, design Design, seed uint64, workers int) (ScenarioReport, error) {
	if workers < 1 {
		return ScenarioReport{}, &estimators.RangeError{What: "workers", Value: float64(workers), Accept: "at least 1"}
	}
	return decide(claimID, scenario, design, seed, newCrew(workers-1))
}

func decide(claimID string, scenario theorems.Scenario, design Design, seed uint64, crew *crew) (ScenarioReport, error) {
	report := ScenarioReport{Name: scenario.Name, Unmet: scenario.Unmet}
	refuse := func(err error) (ScenarioReport, error) {
		return ScenarioReport{}, fmt.Errorf("claim %s, scenario %q: %w", claimID, scenario.Name, err)
	}
	if err := design.check(); err != nil {
		return refuse(err)
	}
	if scenario.Unmet != "" {
		report.Evidence = "hypotheses not met: " + scenario.Unmet
		return report, nil
	}
	var judge rule
	var makeTrial func() (trial, error)
	var err error
	switch e := scenario.Experiment.(type) {
	case theorems.Deterministic:
		return decideDeterministic(report, e), nil
	case theorems.Rate:
		report.Kind = "rate"
		judge, err = newRateCount(e, design)
		makeTrial = rateTrial(e)
	case theorems.Law:
		report.Kind = "law"
		judge, err = newKolmogorovTest(e, design)
		makeTrial = func() (trial, error) { t, err := e.New(); return t, err }
	case theorems.Mean:
		report.Kind = "mean"
		judge, err = newMeanTest(e, design)
		makeTrial = func() (trial, error) { t, err := e.New(); return t, err }
	default:
		return refuse(fmt.Errorf("experiment %T: want a Rate, Law, Mean or Deterministic", scenario.Experiment))
	}
	if err != nil {
		return refuse(err)
	}
	report.Alpha, report.Beta = design.Alpha, design.Beta
	r := runner{crew: crew, make: makeTrial, stream: func() *estimators.Stream {
		return estimators.NewStream(seed, claimID, scenario.Name)
	}}
	report.Replicates, report.Verdict, err = r.run(judge, design.MaxReplicates)
	judge.describe(&report)
	if err != nil { // with it comes the verdict Undecided
		report.Error = err.Error()
		report.Evidence = "a trial failed: " + report.Error
		return report, nil
	}
	if report.Verdict == theorems.Undecided {
		report.Warnings = append(report.Warnings, fmt.Sprintf("undecided after %d replicates", report.Replicates))
	}
	requirePower(&report)
	return report, nil
}

// requirePower downgrades a Supported that would have come out all the same if the claim were violated by
// its own tolerance.
func requirePower(report *ScenarioReport) {
	if report.Verdict != theorems.Supported {
		report.Detectable = 0
		return
	}
	if !(report.Detectable <= report.Tolerated) {
		report.Verdict = theorems.Undecided
		report.Warnings = append(report.Warnings, fmt.Sprintf("no power: the smallest violation seen with probability 0.99 is %.4g, the tolerance %.4g",
			report.Detectable, report.Tolerated))
	}
}

func decideDeterministic(report ScenarioReport, e theorems.Deterministic) ScenarioReport {
	report.Kind = "deterministic"
	outcome, err := e.Decide()
	report.Replicates, report.Evidence = outcome.Cases, outcome.Evidence
	switch {
	case err != nil:
		report.Error = err.Error()
		report.Evidence = "not decided: " + report.Error
	case outcome.Cases <= 0:
		report.Replicates = 0
		report.Warnings = append(report.Warnings, "vacuous: nothing was compared")
	default:
		report.Verdict = outcome.Verdict
	}
	return report
}

// rateTrial turns bad into 1 and good into 0.
func rateTrial(e theorems.Rate) func() (trial, error) {
	return func() (trial, error) {
		t, err := e.New()
		if err != nil {
			return nil, err
		}
		return func(s *estimators.Stream, replicate uint64) (float64, error) {
			bad, err := t(s, replicate)
			if bad {
				return 1, err
			}
			return 0, err
		}, nil
	}
}

// rateCount counts bad trials for a RateRule.
type rateCount struct {
	*RateRule
	n, bad, limit int
	supportTime   int // no support is possible before this n at the present count
	supportBad    int // the count that supportTime was computed for
}

func newRateCount(e theorems.Rate, design Design) (*rateCount, error) {
	r, err := NewRateRule(e.Allowed, e.Tolerated, design.Alpha, design.Beta)
	if err != nil {
		return nil, err
	}
	return &rateCount{RateRule: r, limit: design.MaxReplicates, supportTime: r.SupportTime(1, 0, design.MaxReplicates)}, nil
}

// observe looks at e₁ after a bad trial only, since a good one lowers it, and at e₂ when so many trials have been seen
// that the present count could support: more bad trials only defer that moment.
func (c *rateCount) observe(value float64) (theorems.Verdict, error) {
	c.n++
	if value == 1 {
		c.bad++
		if c.Refutes(c.n, c.bad) {
			return theorems.Refuted, nil
		}
	}
	if c.n < c.supportTime {
		return theorems.Undecided, nil
	}
	if c.bad != c.supportBad {
		c.supportBad = c.bad
		if c.supportTime = c.SupportTime(c.n, c.bad, c.limit); c.n < c.supportTime {
			return theorems.Undecided, nil
		}
	}
	return theorems.Supported, nil
}

func (c *rateCount) horizon() int { return c.supportTime - c.n }

func (c *rateCount) describe(report *ScenarioReport) {
	report.Bad, report.Claimed, report.Tolerated = c.bad, c.Allowed, c.Tolerated
	refute, support := c.LogE(c.n, c.bad)
	report.LogERefute, report.LogESupport = LogE(refute), LogE(support)
	report.Interval = rateInterval(c.n, c.bad, 0.01)
	if c.n > 0 {
		report.Estimate = float64(c.bad) / float64(c.n)
	}
	if report.Verdict == theorems.Supported {
		report.Detectable = c.Detectable(c.n)
	}
	report.Evidence = fmt.Sprintf("%d bad of %d, P(bad) in [%.3g, %.3g], claimed ≤ %.4g, would see %.4g",
		c.bad, c.n, report.Interval[0], report.Interval[1], c.Allowed, c.Tolerated)
}

// rateInterval is a confidence sequence for P(bad): the rates p whose likelihood is not beaten by 1/level by the mixture with
// uniform weights, ∫ u^s (1−u)^(n−s) du = B(s+1, n−s+1). By Ville's inequality it misses the truth at any time at all with
// probability at most level (Robbins 1970).
func rateInterval(n, s int, level float64) [2]float64 {
	a, b := float64(s), float64(n-s)
	lgamma := func(x float64) float64 { v, _ := math.Lgamma(x); return v }
	floor := lgamma(a+1) + lgamma(b+1) - lgamma(a+b+2) + math.Log(level)
	covered := func(p float64) bool {
		value := 0.0
		if a > 0 {
			value += a * math.Log(p)
		}
		if b > 0 {
			value += b * math.Log1p(-p)
		}
		return value > floor
	}
	mode := 0.5
	if n > 0 {
		mode = a / (a + b)
	}
	interval := [2]float64{0, 1}
	for side, end := range interval {
		if covered(end) {
			continue
		}
		inside, outside := mode, end
		for range 60 {
			if middle := (inside + outside) / 2; covered(middle) {
				inside = middle
			} else {
				outside = middle
			}
		}
		interval[side] = outside
	}
	return interval
}
