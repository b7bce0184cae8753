package properties

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"itermle/estimators"
	"itermle/internal/parallel"
	"itermle/theorems"
)

// Design is one scenario's share of the budgets: a true claim is refuted with probability at most Alpha, a claim
// violated by its tolerance is supported with probability at most Beta, and after MaxReplicates, or where the next
// replicate would take the trials beyond MaxDraws words of their streams, it is undecided. Draws are counted, not
// timed: a verdict is the same on a slow machine. The zero value is refused: no budget silently means "pass".
type Design struct {
	Alpha, Beta   float64
	MaxReplicates int
	MaxDraws      uint64 // 0: that of profile quick
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

// performance decides a scenario on the replicates of its runner, and writes what it has found into the report.
type performance func(report *ScenarioReport, runner *runner)

// decisions prepare an experiment of each type, or refuse its numbers.
var decisions = map[reflect.Type]func(theorems.Experiment, Design) (performance, error){}

// decides enters how experiments of type E are decided: each kind does so in its own file.
func decides[E theorems.Experiment](prepare func(E, Design) (performance, error)) {
	decisions[reflect.TypeFor[E]()] = func(e theorems.Experiment, design Design) (performance, error) {
		return prepare(e.(E), design)
	}
}

// errNothing is an experiment without the function that makes its trials, or decides it.
var errNothing = errors.New("the experiment has nothing to perform: New or Decide is nil")

// prepared is a scenario that only needs to be performed, once; perform is nil where the hypotheses are not met.
type prepared struct {
	theorems.Scenario
	perform performance
}

// prepare checks all that can be known beforehand; its error is a *RegistryError.
func prepare(claimID string, scenario theorems.Scenario, design Design) (prepared, error) {
	p := prepared{Scenario: scenario}
	design.MaxDraws = cmp.Or(design.MaxDraws, maxDraws(theorems.Quick))
	err := design.check()
	if err == nil && scenario.Unmet == "" {
		if decision := decisions[reflect.TypeOf(scenario.Experiment)]; decision != nil {
			p.perform, err = decision(scenario.Experiment, design)
		} else {
			err = fmt.Errorf("experiment %T: want one that package properties decides, such as a Rate",
				scenario.Experiment)
		}
	}
	if err != nil {
		return p, &RegistryError{fmt.Sprintf("claim %s, scenario %q", claimID, scenario.Name), err}
	}
	return p, nil
}

func (p prepared) decide(claimID string, seed uint64, crew *crew) ScenarioReport {
	report := ScenarioReport{Name: p.Name, Unmet: p.Unmet, Parameters: parameters(p.Name)}
	if p.perform == nil {
		report.Evidence = "hypotheses not met: " + p.Unmet
		return report
	}
	report.Kind = p.Experiment.Kind()
	runner := &runner{crew: crew, stream: func() *estimators.Stream {
		return estimators.NewStream(seed, claimID, p.Name)
	}}
	start := time.Now()
	failure := parallel.Loop{N: 1, Workers: 1}.Do(func(_, _ int) error {
		p.perform(&report, runner)
		return nil
	})
	if failure != nil {
		report.fail("not decided: ", failure.Brief())
	}
	report.Seconds = time.Since(start).Seconds()
	return report
}

// words are those of a scenario's name, which spaces separate, or slashes between symbol=value: n=1/T=2 are two words,
// p=1/2 is one.
func words(name string) (all []string) {
	for _, field := range strings.Fields(name) {
		for i, part := range strings.Split(field, "/") {
			if last := len(all) - 1; i > 0 && !strings.Contains(part, "=") {
				all[last] += "/" + part
			} else {
				all = append(all, part)
			}
		}
	}
	return all
}

// parameters are the words symbol=value of a scenario's name.
func parameters(name string) map[string]string {
	found := map[string]string{}
	for _, word := range words(name) {
		if symbol, value, ok := strings.Cut(word, "="); ok {
			found[symbol] = value
		}
	}
	return found
}

// Decide decides one scenario of a claim. Its replicates are keyed by (seed, claim ID, scenario name, replicate) and
// consumed in index order, so verdict and number of replicates are the same for any number of workers.
//
// The error is for a caller's mistake: a *RegistryError for a design or an experiment whose numbers make no sense; or
// it is a *CheckerError.
// Whatever happens in a trial is in the report: a trial's error, NaN included, leaves the scenario Undecided with the
// error as evidence, even if every trial errs; an error is never data. A claim that counts a failure as bad says so in
// its trial. A panic is such an error, with the line of source that it came from.
func Decide(
	claimID string, scenario theorems.Scenario, design Design, seed uint64, workers int,
) (ScenarioReport, error) {
	if workers < 1 {
		return ScenarioReport{}, &estimators.RangeError{What: "workers", Value: float64(workers), Accept: "at least 1"}
	}
	p, err := prepare(claimID, scenario, design)
	if err = cmp.Or(selfCheck(), err); err != nil {
		return ScenarioReport{}, err
	}
	return p.decide(claimID, seed, newCrew(workers-1)), nil
}

// decidesInOrder enters how experiments of type E are decided by a rule that consumes the replicates of their trials in
// order.
func decidesInOrder[E theorems.Experiment, R rule](
	newRule func(E, Design) (R, error), trialsOf func(E) estimators.Trials[float64],
) {
	decides(func(e E, design Design) (performance, error) {
		rule, err := newRule(e, design)
		trials := trialsOf(e)
		if err == nil && trials == nil {
			err = errNothing
		}
		if err != nil {
			return nil, err
		}
		return func(report *ScenarioReport, runner *runner) {
			report.Alpha, report.Beta = design.Alpha, design.Beta
			var err error
			report.Replicates, report.Verdict, err = runner.run(rule, trials, design)
			report.Draws = runner.drawn
			rule.describe(report)
			spent := ""
			switch {
			case err == estimators.ErrDrawsSpent:
				spent = fmt.Sprintf("undecided after %d replicates: the next exceeds the budget of %d draws",
					report.Replicates, design.MaxDraws)
			case err != nil:
				report.fail("a trial failed: ", err)
			case report.Verdict == theorems.Undecided && report.Error == "":
				spent = fmt.Sprintf("undecided after %d replicates, all that the budget has", report.Replicates)
			}
			if spent != "" {
				report.Evidence += "; " + spent
				report.Warnings = append(report.Warnings, spent)
			}
			requirePower(report)
		}, nil
	})
}

// requirePower downgrades a Supported that contradicts itself: one that would have come out all the same if the claim
// were violated by its own tolerance, whose estimate is such a violation, or that no such violation would have refuted.
func requirePower(report *ScenarioReport) {
	if report.Verdict != theorems.Supported {
		report.Detectable = 0
		return
	}
	doubt := func(format string, numbers ...any) {
		report.Verdict = theorems.Undecided
		report.Warnings = append(report.Warnings, fmt.Sprintf("no power: "+format, numbers...))
	}
	if !(report.Detectable <= report.Tolerated) {
		doubt("the smallest violation seen with probability 0.99 is %.4g, the tolerance %.4g", report.Detectable,
			report.Tolerated)
	}
	if !(report.margin >= 0) {
		doubt("the estimate %.4g is off %.4g by more than the tolerance %.4g", report.Estimate, report.Claimed,
			report.Tolerated)
	}
	if !(report.refutes <= report.Tolerated) {
		doubt("refuted from %.4g only, the tolerance is %.4g", report.refutes, report.Tolerated)
	}
	if report.Verdict == theorems.Undecided {
		report.Detectable = 0
		report.Evidence += "; " + report.Warnings[len(report.Warnings)-1]
	}
}
