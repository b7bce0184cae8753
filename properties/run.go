package properties

import (
	"fmt"
	"math"
	"regexp"
	"runtime"
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

// Run decides the selected claims of a registry. The error budgets are split over the whole registry
// evenly, and a claim's share evenly over its planned scenarios, so a claim has the same verdict whichever others are selected,
// and for any number of workers. progress, if not nil, is called after each scenario, never concurrently.
//
// A claim is refuted if any of its scenarios is; supported if every scenario that meets the hypotheses is, and there is at least one;
// undecided otherwise. Errors are mistakes of the registry: equal IDs or scenario names, senseless numbers.
func Run(claims []theorems.Claim, options Options, progress func(done, total int, claim string)) (Summary, error) {
	workers := options.Workers
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	summary := Summary{Seed: options.Seed, Profile: options.Profile.String(), AlphaTotal: SuiteAlpha, BetaTotal: SuiteBeta,
		Reports: []Report{}}
	if options.Alpha != 0 {
		summary.AlphaTotal = options.Alpha
	}
	if options.Beta != 0 {
		summary.BetaTotal = options.Beta
	}
	alphas, err := NewLedger(summary.AlphaTotal)
	if err != nil {
		return summary, err
	}
	betas, err := NewLedger(summary.BetaTotal)
	if err != nil {
		return summary, err
	}
	type task struct {
		report, scenario int
		experiment       theorems.Scenario
		design           Design
		alpha, beta      *Account
	}
	var tasks []task
	for _, claim := range claims {
		alpha, err := alphas.Open(claim.ID, 1, float64(len(claims)))
		if err != nil {
			return summary, err
		}
		beta, err := betas.Open(claim.ID, 1, float64(len(claims)))
		if err != nil {
			return summary, err
		}
		if options.Select != nil && !options.Select.MatchString(claim.ID) {
			continue
		}
		plan, err := planClaim(claim, options.Profile, options.Seed)
		if err != nil {
			return summary, err
		}
		design := Design{MaxReplicates: MaxReplicates(options.Profile)}
		if plan.planned > 0 {
			design.Alpha, design.Beta = alpha.Share(plan.planned), beta.Share(plan.planned)
		}
		for i, s := range plan.scenarios {
			tasks = append(tasks, task{len(summary.Reports), i, s, design, alpha, beta})
		}
		summary.Reports = append(summary.Reports, Report{Claim: claim.ID, Title: claim.Title, Statement: claim.Statement,
			Expected: claim.Expect, Planned: plan.planned, Drawn: plan.drawn, Scenarios: make([]ScenarioReport, len(plan.scenarios))})
	}

	crew := newCrew(workers)
	crew.busy.Store(true)
	errs := make([]error, len(tasks))
	panics := make([]any, len(tasks))
	var group sync.WaitGroup
	var mu sync.Mutex
	done := 0
	for i, t := range tasks {
		<-crew.free
		if i == len(tasks)-1 {
			crew.busy.Store(false)
		}
		group.Add(1)
		go func() {
			defer group.Done()
			defer crew.giveBack(1)
			report := &summary.Reports[t.report]
			defer func() {
				if p := recover(); p != nil {
					panics[i] = fmt.Sprintf("claim %s, scenario %q: %v", report.Claim, t.experiment.Name, p)
				}
			}()
			result, err := decide(report.Claim, t.experiment, t.design, options.Seed, crew)
			// What was decided without chance has spent nothing.
			if err == nil && result.Alpha > 0 {
				if err = t.alpha.Spend(result.Alpha); err == nil {
					err = t.beta.Spend(result.Beta)
				}
			}
			errs[i] = err
			report.Scenarios[t.scenario] = result
			if progress != nil {
				mu.Lock()
				defer mu.Unlock()
				done++
				progress(done, len(tasks), report.Claim)
			}
		}()
	}
	group.Wait()
	for i := range tasks {
		if panics[i] != nil {
			panic(panics[i])
		}
		if errs[i] != nil {
			return summary, errs[i]
		}
	}
	for i := range summary.Reports {
		report := &summary.Reports[i]
		report.conclude()
		summary.AlphaSpent += report.Alpha
		summary.BetaSpent += report.Beta
		switch {
		case report.AsExpected():
			summary.AsExpected++
		case report.Contradicted():
			summary.Contradicted++
		}
		if report.Verdict == theorems.Undecided {
			summary.Undecided++
		}
	}
	return summary, nil
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
			if supported < 0 || s.margin() < r.Scenarios[supported].margin() {
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
		r.Evidence = fmt.Sprintf("never exercised: %d scenarios, %d of them do not meet the hypotheses", len(r.Scenarios), r.Unmet)
		return
	}
	s := &r.Scenarios[telling]
	r.Scenario, r.Evidence, r.Detectable = s.Name, s.Evidence, s.Detectable
}

// margin is how far the estimate stays from the tolerance, as a share of the distance that the claim leaves: the smallest is
// the most telling of a claim's supported scenarios.
func (s *ScenarioReport) margin() float64 {
	if s.Kind == "deterministic" {
		return math.Inf(1)
	}
	if s.Kind == "mean" {
		return 1 - math.Abs(s.Estimate-s.Claimed)/s.Tolerated
	}
	return (s.Tolerated - s.Estimate) / (s.Tolerated - s.Claimed)
}
