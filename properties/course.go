package properties

import (
	"cmp"
	"errors"
	"slices"
	"sync"

	"itermle/internal/parallel"
	"itermle/theorems"
)

// part is one claim's part of a run.
type part struct {
	claim       theorems.Claim
	position    int // of the claim in the registry
	alpha, beta *budget
	report      Report
	scenarios   []prepared
	keys        []string // of the scenarios
	mistakes    []error  // of the planning, then of each scenario
	open        int      // scenarios that are not settled; at first there are no scenarios
	concluded   bool
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
	for i, c := range registry.Claims {
		alpha, alphaErr := alphas.open(len(registry.Claims))
		beta, betaErr := betas.open(len(registry.Claims))
		if err := errors.Join(alphaErr, betaErr); err != nil {
			return nil, err
		}
		if options.Select == nil || options.Select.MatchString(c.ID) {
			report := Report{Claim: c.ID, Title: c.Title, Statement: c.Statement, Reference: references[c.Statement],
				Says: c.Says, Expected: c.Expect, Scenarios: []ScenarioReport{}, demands: c.Demands, unplanned: true}
			parts = append(parts, &part{claim: c, position: i, alpha: alpha, beta: beta, report: report,
				mistakes: make([]error, 1)})
		}
	}
	return parts, nil
}

// plan is what planning a part has found: its scenarios, mistakes in them, or a panic.
type plan struct {
	*part
	list      list
	scenarios []prepared
	keys      []string
	mistake   error
	failure   error
}

// plan lists the claim's scenarios and prepares those that will be performed; after a mistake or a panic there are
// none.
func (p *part) plan(options Options) *plan {
	found := &plan{part: p}
	failure := parallel.Loop{N: 1, Workers: 1}.Do(func(_, _ int) error {
		list, err := listScenarios(p.claim, options.Profile, options.Instances, options.Seed)
		design := p.design(list.planned, options)
		scenarios, keys, mistakes := make([]prepared, len(list.scenarios)), make([]string, len(list.scenarios)),
			[]error{err}
		for i, s := range list.scenarios {
			scenarios[i], keys[i] = prepared{Scenario: s}, recordKey(p.claim.ID, s.Name, design, options)
			if p.performs(i, keys[i], options) {
				scenarios[i], err = prepare(p.claim.ID, s, design)
				mistakes = append(mistakes, err)
			}
		}
		if found.mistake = errors.Join(mistakes...); found.mistake == nil {
			found.list, found.scenarios, found.keys = list, scenarios, keys
		}
		return nil
	})
	if failure != nil {
		found.failure = failure.Brief()
	}
	return found
}

// design is the share of each of so many scenarios.
func (p *part) design(planned int, options Options) Design {
	parts := max(planned, 1)
	return Design{p.alpha.share(parts), p.beta.share(parts), MaxReplicates(options.Profile), maxDraws(options.Profile)}
}

// performs says whether a scenario is decided by this run: it is in its shard, and no record has its verdict.
func (p *part) performs(i int, key string, options Options) bool {
	return !options.Recall && options.Shard.has(p.position+i) && options.Record.recall(key) == nil
}

// install enters a plan; no scenario of it is decided.
func (p *plan) install() {
	r := &p.report
	r.unplanned, p.open = false, len(p.scenarios)
	if p.failure != nil {
		r.Error = p.failure.Error()
	}
	p.part.scenarios, p.part.keys, p.mistakes = p.scenarios, p.keys, make([]error, 1+len(p.scenarios))
	p.mistakes[0] = p.mistake
	r.Planned, r.Drawn, r.simplest, r.draws = p.list.planned, p.list.drawn, p.list.simplest, p.list.draws
	r.Scenarios = make([]ScenarioReport, len(p.scenarios))
	for i, s := range p.scenarios {
		r.Scenarios[i] = ScenarioReport{Name: s.Name, Unmet: s.Unmet, Parameters: parameters(s.Name), pending: true,
			Evidence: stopped}
	}
}

// stopped is the evidence of what a run has not come to.
const stopped = "not decided: the run was stopped before"

// settle enters what was decided of a scenario, and pays for it.
func (p *part) settle(i int, report ScenarioReport) {
	if report.Alpha > 0 { // what was decided without chance has spent nothing
		p.mistakes[1+i] = errors.Join(p.alpha.spend(report.Alpha), p.beta.spend(report.Beta))
	}
	p.report.Scenarios[i] = report
	p.open--
}

// conclude concludes the report, once.
func (p *part) conclude(options Options) {
	if !p.concluded {
		p.concluded = true
		p.report.conclude(options.Reproduce(p.claim.ID))
	}
}

// task is a scenario that waits for a worker.
type task struct {
	part     *part
	scenario int
}

// course is a run under way.
type course struct {
	options  Options
	progress func(done, total int, claim string)
	crew     *crew
	ready    []task
	waits    bool // for all plans, before it performs anything
	group    sync.WaitGroup

	mu          sync.Mutex // guards what follows, and the reports once planned
	done, total int
	err         error // of the record
	parts       []*part
	told        int // of the parts, how many options.Decided was told
}

// run plans the parts in order and performs their scenarios, each on a worker of one crew. It plans another claim
// for each scenario that it starts: the first starts as soon as its claim is planned, and costly plans do not wait for
// the end, unless the order needs all plans or a record must be read against them.
func (c *course) run(parts []*part) error {
	c.crew.stop, c.parts = c.options.Stop, parts
	c.waits = c.options.TellingFirst || c.options.Record.holds()
	c.crew.busy.Store(true)
	planned := make(chan *plan, len(parts))
	next, arrived := 0, 0
	arrive := func(p *plan) {
		arrived++
		c.arrive(p)
		if arrived == len(parts) && c.waits {
			c.begin(parts)
		}
	}
	for !c.over() && (arrived < len(parts) || len(c.ready) > 0) {
		if next < len(parts) {
			p := parts[next]
			next++
			c.start(func() { planned <- p.plan(c.options) })
		} else if arrived < len(parts) && (c.waits || len(c.ready) == 0) {
			c.crew.busy.Store(false) // those at work may borrow whoever waits for the last plans
			select {
			case p := <-planned:
				arrive(p)
			case <-c.options.Stop:
			}
			c.crew.busy.Store(true)
		}
		for len(planned) > 0 {
			arrive(<-planned)
		}
		if len(c.ready) == 0 || c.waits && arrived < len(parts) || c.over() {
			continue
		}
		t := c.ready[0]
		c.ready = c.ready[1:]
		c.start(func() { c.decide(t) })
	}
	c.crew.busy.Store(false)
	c.wait()
	c.mu.Lock() // whoever settles later sees that the run was stopped, and does not
	defer c.mu.Unlock()
	return cmp.Or(c.err, c.options.Record.finish(parts, c.options, c.err == nil && !c.crew.stopped()))
}

// over says whether nothing more is to be started.
func (c *course) over() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err != nil || c.crew.stopped()
}

// wait waits for all at work, or until nobody wants it.
func (c *course) wait() {
	finished := make(chan struct{})
	go func() {
		c.group.Wait()
		close(finished)
	}()
	select {
	case <-finished:
	case <-c.options.Stop:
	}
}

// start has a worker do something as soon as one is free.
func (c *course) start(work func()) {
	select {
	case <-c.crew.free:
	case <-c.options.Stop:
		return
	}
	c.group.Go(func() {
		defer c.crew.giveBack(1)
		work()
	})
}

// arrive installs a plan, settles what a record has kept, and makes what is to be performed ready.
func (c *course) arrive(p *plan) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p.install()
	for i, key := range p.keys {
		if kept := c.options.Record.recall(key); kept != nil {
			p.settle(i, *kept)
			c.done++
		} else if p.performs(i, key, c.options) {
			c.ready = append(c.ready, task{p.part, i})
		} else {
			continue
		}
		c.total++
	}
	c.tell()
}

// tell tells of the claims that are decided, with all before them.
func (c *course) tell() {
	for ; c.told < len(c.parts) && c.options.Decided != nil; c.told++ {
		p := c.parts[c.told]
		if p.report.unplanned || p.open > 0 || errors.Join(p.mistakes...) != nil {
			return
		}
		p.conclude(c.options)
		c.options.Decided(&p.report)
	}
}

// begin is called once all is planned, before anything is performed.
func (c *course) begin(parts []*part) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.err = c.options.Record.strays(parts)
	if c.options.TellingFirst {
		slices.SortStableFunc(c.ready, func(a, b task) int { return a.scenario - b.scenario })
	}
}

// decide performs a scenario, and records and settles what comes of it, unless nobody wants it any longer.
func (c *course) decide(t task) {
	p := t.part
	report := p.scenarios[t.scenario].decide(p.claim.ID, c.options.Seed, c.crew)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil || c.crew.stopped() {
		return
	}
	p.settle(t.scenario, report)
	c.err = c.options.Record.write(newLine(p.keys[t.scenario], p.claim.ID, report, c.options.origin()))
	c.tell()
	if c.done++; c.progress != nil {
		c.progress(c.done, c.total, p.claim.ID)
	}
}
