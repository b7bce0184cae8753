package properties

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"sync"
	"time"

	"itermle/estimators"
	"itermle/internal/parallel"
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

// Run decides the selected claims of a registry. The error budgets are split over the whole registry evenly, and a
// claim's share evenly over its planned scenarios, so a claim has the same verdict whichever others are selected, and
// for any number of workers. progress, if not nil, is called after each scenario, never concurrently; total is what has
// been planned by then, and grows until all claims are.
//
// A claim is refuted if any of its scenarios is; supported if every scenario that meets the hypotheses is, and there is
// at least one; undecided otherwise. The error is a *CheckerError, or mistakes of the registry: all that Check finds,
// else a *RegistryError for each scenario without a name of its own or with senseless numbers; of a claim that has one,
// no scenario is performed. A panic is none: of a scenario it is the Error of its report, of the listing the Error of
// the claim's.
func Run(registry Registry, options Options, progress func(done, total int, claim string)) (Summary, error) {
	if err := cmp.Or(selfCheck(), registry.Check()); err != nil {
		return Summary{}, err
	}
	if options.Workers < 1 {
		options.Workers = runtime.GOMAXPROCS(0)
	}
	options.Alpha, options.Beta = cmp.Or(options.Alpha, SuiteAlpha), cmp.Or(options.Beta, SuiteBeta)
	if options.Instances = cmp.Or(options.Instances, Instances(options.Profile)); options.Instances < 1 {
		return Summary{}, &estimators.RangeError{What: "Instances", Value: float64(options.Instances),
			Accept: "at least 1"}
	}
	start := time.Now()
	parts, err := share(registry, options)
	if err != nil {
		return Summary{}, err
	}
	perform(parts, options, progress)
	summary, err := sumUp(parts, options)
	summary.Seconds = time.Since(start).Seconds()
	return summary, err
}

// part is one claim's part of a run.
type part struct {
	claim       theorems.Claim
	alpha, beta *budget
	report      Report
	scenarios   []prepared
	mistakes    []error // of the planning, then of each scenario
}

// share gives every claim its part of the budgets, and returns the parts of those selected.
func share(registry Registry, options Options) ([]*part, error) {
	alphas, alphaErr := newBudget(options.Alpha)
	betas, betaErr := newBudget(options.Beta)
	if err := errors.Join(alphaErr, betaErr); err != nil {
		return nil, err
	}
	references := map[string]string{}
	for _, s := range registry.Statements {
		references[s.ID] = s.Reference
	}
	var parts []*part
	for _, c := range registry.Claims {
		alpha, alphaErr := alphas.open(len(registry.Claims))
		beta, betaErr := betas.open(len(registry.Claims))
		if err := errors.Join(alphaErr, betaErr); err != nil {
			return nil, err
		}
		if options.Select == nil || options.Select.MatchString(c.ID) {
			report := Report{Claim: c.ID, Title: c.Title, Statement: c.Statement, Reference: references[c.Statement],
				Says: c.Says, Expected: c.Expect, Scenarios: []ScenarioReport{}, demands: c.Demands}
			parts = append(parts, &part{claim: c, alpha: alpha, beta: beta, report: report, mistakes: make([]error, 1)})
		}
	}
	return parts, nil
}

// plan lists and prepares the claim's scenarios; after a mistake or a panic there are none.
func (p *part) plan(options Options) {
	failure := parallel.Loop{N: 1, Workers: 1}.Do(func(_, _ int) error {
		list, err := listScenarios(p.claim, options.Profile, options.Instances, options.Seed)
		parts := max(list.planned, 1)
		design := Design{p.alpha.share(parts), p.beta.share(parts), MaxReplicates(options.Profile),
			maxDraws(options.Profile)}
		scenarios, mistakes := make([]prepared, len(list.scenarios)), []error{err}
		for i, s := range list.scenarios {
			scenarios[i], err = prepare(p.claim.ID, s, design)
			mistakes = append(mistakes, err)
		}
		if p.mistakes[0] = errors.Join(mistakes...); p.mistakes[0] != nil {
			return nil
		}
		p.scenarios, p.mistakes = scenarios, make([]error, 1+len(scenarios))
		p.report.Planned, p.report.Drawn, p.report.simplest = list.planned, list.drawn, list.simplest
		p.report.draws = list.draws
		p.report.Scenarios = make([]ScenarioReport, len(scenarios))
		return nil
	})
	if failure != nil {
		p.report.Error = failure.Brief().Error()
	}
}

// decide performs one scenario, and pays for it.
func (p *part) decide(i int, seed uint64, crew *crew) {
	report := p.scenarios[i].decide(p.claim.ID, seed, crew)
	if report.Alpha > 0 { // what was decided without chance has spent nothing
		p.mistakes[1+i] = errors.Join(p.alpha.spend(report.Alpha), p.beta.spend(report.Beta))
	}
	p.report.Scenarios[i] = report
}

// perform plans the parts in order and performs their scenarios, each on a worker of one crew. It plans another claim
// for each scenario that it starts: the first starts as soon as its claim is planned, and costly plans do not wait for
// the end.
func perform(parts []*part, options Options, progress func(done, total int, claim string)) {
	type task struct {
		part     *part
		scenario int
	}
	var ready []task
	var group sync.WaitGroup
	var mu sync.Mutex
	done, total := 0, 0
	crew := newCrew(options.Workers)
	crew.busy.Store(true)
	start := func(work func()) {
		<-crew.free
		group.Go(func() {
			defer crew.giveBack(1)
			work()
		})
	}
	planned := make(chan *part, len(parts))
	next, arrived := 0, 0
	arrive := func(p *part) {
		arrived++
		for i := range p.scenarios {
			ready = append(ready, task{p, i})
		}
		mu.Lock()
		defer mu.Unlock()
		total += len(p.scenarios)
	}
	for arrived < len(parts) || len(ready) > 0 {
		if next < len(parts) {
			p := parts[next]
			next++
			start(func() {
				p.plan(options)
				planned <- p
			})
		} else if len(ready) == 0 { // those at work may borrow whoever waits for the last plans
			crew.busy.Store(false)
			arrive(<-planned)
			crew.busy.Store(true)
		}
		for len(planned) > 0 {
			arrive(<-planned)
		}
		if len(ready) == 0 {
			continue
		}
		t := ready[0]
		ready = ready[1:]
		start(func() {
			t.part.decide(t.scenario, options.Seed, crew)
			if progress != nil {
				mu.Lock()
				defer mu.Unlock()
				done++
				progress(done, total, t.part.claim.ID)
			}
		})
	}
	crew.busy.Store(false)
	group.Wait()
}

// sumUp draws the claims' verdicts, or returns the mistakes of all.
func sumUp(parts []*part, options Options) (Summary, error) {
	s := Summary{Seed: options.Seed, Profile: options.Profile.String(), AlphaTotal: options.Alpha,
		BetaTotal: options.Beta, Reports: []Report{}, Instances: options.Instances, Build: ThisBuild()}
	var mistakes []error
	for _, p := range parts {
		mistakes = append(mistakes, p.mistakes...)
		p.report.conclude(options.Reproduce(p.claim.ID))
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
		s.Reports = append(s.Reports, p.report)
	}
	s.Coverage = coverAll(s.Reports)
	return s, errors.Join(mistakes...)
}
