package properties

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"time"

	"itermle/estimators"
	"itermle/theorems"
)

// Options of a run. The zero value runs the whole registry at profile quick with seed 0 on all processors.
type Options struct {
	Seed    uint64
	Workers int // 0: as many as GOMAXPROCS
	Profile theorems.Profile
	Select  *regexp.Regexp // claims whose ID matches; nil: all
	// Instances is how many scenarios are drawn for each claim that draws; 0: Instances(Profile).
	Instances int
	// Alpha and Beta are the error budgets of the whole registry; 0 means SuiteAlpha and SuiteBeta.
	Alpha, Beta float64
	// Command is what such a run is called with, for the lines that reproduce a failure; empty: itermle verify.
	Command string
	// Record keeps what is decided, and what it has kept is not decided again; nil: none.
	Record *Record
	Shard  Shard // the scenarios that are decided; the zero value: all
	// Recall decides nothing: the verdicts are those of the Record.
	Recall bool
	// Stop, once closed, ends the run with what is decided by then; nil: nothing does. What is at work is given up, and
	// may go on for a while after the run has ended.
	Stop <-chan struct{}
	// Decided, if not nil, is called with each report in the order of the registry, as soon as it and all before it are
	// decided; those of a run that is stopped are in its Summary only. Never concurrently, nor with progress.
	Decided func(*Report)
	// TellingFirst decides of every claim the first scenario, then the second, and so on, fixed ones before drawn ones:
	// what is decided when the run is stopped is the most telling.
	TellingFirst bool
}

// Reproduce is the command that repeats one claim's part of the run, every experiment with the same streams, budgets
// and shares of α and β: these depend on the registry, and not on what else is selected.
func (o Options) Reproduce(claim string) string {
	line := fmt.Sprintf("%s --run '^%s$' --seed %d --profile %s", cmp.Or(o.Command, "itermle verify"),
		regexp.QuoteMeta(claim), o.Seed, o.Profile)
	if n := cmp.Or(o.Instances, Instances(o.Profile)); n != Instances(o.Profile) {
		line += fmt.Sprintf(" --instances %d", n)
	}
	if alpha := cmp.Or(o.Alpha, SuiteAlpha); alpha != SuiteAlpha {
		line += fmt.Sprintf(" --alpha %g", alpha)
	}
	if beta := cmp.Or(o.Beta, SuiteBeta); beta != SuiteBeta {
		line += fmt.Sprintf(" --beta %g", beta)
	}
	return line
}

// complete puts what the zero values stand for in their place.
func (o Options) complete() (Options, error) {
	if o.Workers < 1 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	o.Alpha, o.Beta = cmp.Or(o.Alpha, SuiteAlpha), cmp.Or(o.Beta, SuiteBeta)
	if o.Instances = cmp.Or(o.Instances, Instances(o.Profile)); o.Instances < 1 {
		return o, &estimators.RangeError{What: "Instances", Value: float64(o.Instances), Accept: "at least 1"}
	}
	return o, nil
}

// Run decides the selected claims of a registry. The error budgets are split over the whole registry evenly, and a
// claim's share evenly over its planned scenarios, so a claim has the same verdict whichever others are selected, and
// for any number of workers. progress, if not nil, is called after each scenario, never concurrently; total is what has
// been planned by then, and grows until all claims are.
//
// A claim is refuted if any of its scenarios is; supported if every scenario that meets the hypotheses is, and there is
// at least one; undecided otherwise. The error is a *CheckerError, or mistakes of the registry: all that Check finds,
// else a *RegistryError for each scenario without a name of its own or with senseless numbers; of a claim that has one,
// no scenario is performed; or a *RecordError, for a line that is none of this run's, or one that cannot be written. A
// panic is none: of a scenario it is the Error of its report, of the listing the Error of the claim's.
func Run(registry Registry, options Options, progress func(done, total int, claim string)) (Summary, error) {
	if err := cmp.Or(selfCheck(), registry.Check()); err != nil {
		return Summary{}, err
	}
	options, err := options.complete()
	if err != nil {
		return Summary{}, err
	}
	start := time.Now()
	parts, err := share(registry, options)
	if err = cmp.Or(err, options.Record.check(options)); err != nil {
		return Summary{}, err
	}
	if err := (&course{options: options, progress: progress, crew: newCrew(options.Workers)}).run(parts); err != nil {
		return Summary{}, err
	}
	summary, err := sumUp(parts, options)
	summary.Seconds = time.Since(start).Seconds()
	return summary, err
}

// sumUp draws the claims' verdicts, or returns the mistakes of all.
func sumUp(parts []*part, options Options) (Summary, error) {
	s := Summary{Seed: options.Seed, Profile: options.Profile.String(), AlphaTotal: options.Alpha,
		BetaTotal: options.Beta, Reports: []Report{}, Instances: options.Instances, Build: ThisBuild()}
	var mistakes []error
	for _, p := range parts {
		mistakes = append(mistakes, p.mistakes...)
		p.conclude(options)
		s.AlphaSpent += p.report.Alpha
		s.BetaSpent += p.report.Beta
		switch {
		case p.report.AsExpected():
			s.AsExpected++
		case p.report.Contradicted():
			s.Contradicted++
		}
		if p.report.Verdict == theorems.Undecided {
			s.Undecided++
		}
		if p.report.Broken() {
			s.Broken++
		}
		if p.report.Pending > 0 || p.report.unplanned {
			s.Pending++
		}
		s.Reports = append(s.Reports, p.report)
	}
	s.Coverage = coverAll(s.Reports)
	return s, errors.Join(mistakes...)
}
