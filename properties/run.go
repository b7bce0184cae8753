package properties

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"runtime/debug"
	"sync"

	"itermle/theorems"
)

// Options of a run. The zero value runs the whole registry at profile quick with seed 0 on all processors.
type Options struct {
	Seed    uint64
	Workers int // 0: as many as GOMAXPROCS
	Profile theorems.Profile
	Select  *regexp.Regexp // claims whose ID matches; nil: all
	// Alpha and Beta are the error budgets of the whole registry; 0 means SuiteAlpha and SuiteBeta.
	Alpha, Beta float64
}

// Run decides the selected claims of a registry. The error budgets are split over the whole registry evenly, and a
// claim's share evenly over its planned scenarios, so a claim has the same verdict whichever others are selected, and
// for any number of workers. progress, if not nil, is called after each scenario, never concurrently; total is what has
// been planned by then, and grows until all claims are.
//
// A claim is refuted if any of its scenarios is; supported if every scenario that meets the hypotheses is, and there is
// at least one; undecided otherwise. Errors are mistakes of the registry: all that Check finds, else a *RegistryError
// for each scenario without a name of its own or with senseless numbers; of a claim that has one, no scenario is
// performed.
func Run(registry Registry, options Options, progress func(done, total int, claim string)) (Summary, error) {
	if err := registry.Check(); err != nil {
		return Summary{}, err
	}
	if options.Workers < 1 {
		options.Workers = runtime.GOMAXPROCS(0)
	}
	options.Alpha, options.Beta = cmp.Or(options.Alpha, SuiteAlpha), cmp.Or(options.Beta, SuiteBeta)
	parts, err := share(registry.Claims, options)
	if err != nil {
		return Summary{}, err
	}
	perform(parts, options, progress)
	return sumUp(parts, options)
}

// part is one claim's part of a run.
type part struct {
	claim       theorems.Claim
	alpha, beta *budget
	report      Report
	scenarios   []prepared
	errs        []error // of the planning, then of each scenario; a panicked where there was a panic
}

// panicked is a panic on its way to the caller.
type panicked struct{ error }

// share gives every claim its part of the budgets, and returns the parts of those selected.
func share(claims []theorems.Claim, options Options) ([]*part, error) {
	alphas, alphaErr := newBudget(options.Alpha)
	betas, betaErr := newBudget(options.Beta)
	if err := errors.Join(alphaErr, betaErr); err != nil {
		return nil, err
	}
	var parts []*part
	for _, claim := range claims {
		alpha, alphaErr := alphas.open(len(claims))
		beta, betaErr := betas.open(len(claims))
		if err := errors.Join(alphaErr, betaErr); err != nil {
			return nil, err
		}
		if options.Select == nil || options.Select.MatchString(claim.ID) {
			parts = append(parts, &part{claim: claim, alpha: alpha, beta: beta, errs: make([]error, 1)})
		}
	}
	return parts, nil
}

// plan lists and prepares the claim's scenarios; after a mistake there are none.
func (p *part) plan(options Options) {
	defer p.catch(0, "plan")
	list, planned, drawn, err := listScenarios(p.claim, options.Profile, options.Seed)
	p.report = Report{Claim: p.claim.ID, Title: p.claim.Title, Statement: p.claim.Statement, Expected: p.claim.Expect,
		Planned: planned, Drawn: drawn, Scenarios: make([]ScenarioReport, len(list))}
	design := Design{p.alpha.share(max(planned, 1)), p.beta.share(max(planned, 1)), MaxReplicates(options.Profile)}
	scenarios, mistakes := make([]prepared, len(list)), []error{err}
	for i, s := range list {
		scenarios[i], err = prepare(p.claim.ID, s, design)
		mistakes = append(mistakes, err)
	}
	if p.errs[0] = errors.Join(mistakes...); p.errs[0] == nil {
		p.scenarios, p.errs = scenarios, make([]error, 1+len(scenarios))
	}
}

// decide performs one scenario, and pays for it.
func (p *part) decide(i int, seed uint64, crew *crew) {
	defer p.catch(1+i, fmt.Sprintf("scenario %q", p.scenarios[i].Name))
	report := p.scenarios[i].decide(p.claim.ID, seed, crew)
	if report.Alpha > 0 { // what was decided without chance has spent nothing
		p.errs[1+i] = errors.Join(p.alpha.spend(report.Alpha), p.beta.spend(report.Beta))
	}
	p.report.Scenarios[i] = report
}

func (p *part) catch(i int, where string) {
	if e := recover(); e != nil {
		p.errs[i] = panicked{fmt.Errorf("claim %s, %s: %v\n%s", p.claim.ID, where, e, debug.Stack())}
	}
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

// sumUp draws the claims' verdicts, or returns the mistakes of all. A panic is raised again here, the first in order.
func sumUp(parts []*part, options Options) (Summary, error) {
	s := Summary{Seed: options.Seed, Profile: options.Profile.String(), AlphaTotal: options.Alpha,
		BetaTotal: options.Beta,
		Reports:   []Report{}}
	var mistakes []error
	for _, p := range parts {
		for _, err := range p.errs {
			if p, ok := err.(panicked); ok {
				panic(p.Error())
			}
		}
		mistakes = append(mistakes, p.errs...)
		p.report.conclude()
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
		s.Reports = append(s.Reports, p.report)
	}
	return s, errors.Join(mistakes...)
}
