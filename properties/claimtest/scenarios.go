package claimtest

import (
	"cmp"
	"encoding/json"

	"pgregory.net/rapid"

	"itermle/estimators"
	"itermle/properties"
	"itermle/properties/generators"
	"itermle/properties/search"
	"itermle/theorems"
)

// fixed decides the fixed scenarios at half of the claim's share.
func (c *check) fixed() {
	registry, claim := c.registry, c.claim
	claim.Draw, claim.Demands = nil, nil
	registry.Claims = []theorems.Claim{claim}
	summary, err := properties.Run(registry, properties.Options{
		Seed: c.seed, Workers: c.workers, Alpha: c.share / 2, Beta: c.share / 2}, nil)
	if err != nil {
		c.Fatalf("%v", err)
	}
	r := &summary.Reports[0]
	if r.AsExpected() || c.claim.Draw != nil && r.Unmet == len(r.Scenarios) {
		return
	}
	c.Errorf("%s", c.failure("claim", r.Scenario, r.Verdict, r.Evidence))
}

// counterexamples is where a package keeps the choices of scenarios that once came out wrong.
const counterexamples search.Archive = "testdata/counterexamples"

// patience is how many more draws a claim may take until one meets the hypotheses: a few may all miss them by chance.
const patience = 200

// drawn is the rapid property, at the other half; each check has an even part, and so has the first scenario after
// them.
func (c *check) drawn() {
	part := c.share / 2 / float64(checks()+1)
	p := property{check: c, reports: map[string]properties.ScenarioReport{},
		design: properties.Design{Alpha: part, Beta: part, MaxReplicates: properties.MaxReplicates(theorems.Quick)}}
	archived, err := counterexamples.Read(c.claim.ID)
	if err != nil {
		c.Fatalf("%v", err)
	}
	for _, row := range archived {
		p.decide(search.Play(row.Choices, search.Simplest))
	}
	performed := 0
	rapid.Check(c, func(rt *rapid.T) {
		performed++
		p.decide(search.Record(generators.Chooser(rt)))
	})
	if performed < checks() {
		c.Errorf("claim %s: only %d of %d checks were performed", c.claim.ID, performed, checks())
	}
	more := estimators.NewStream(c.seed, c.claim.ID, "draw until the hypotheses are met")
	for i := uint64(0); p.decided == 0 && p.undecided == 0 && i < patience; i++ {
		p.decide(search.Play(nil, more.At(i, 0).IntN))
	}
	p.report()
	if p.undecided > 0 {
		c.Logf("claim %s: %d draws undecided after %d replicates each", c.claim.ID, p.undecided, p.design.MaxReplicates)
	}
	if p.decided == 0 {
		c.Errorf("claim %s was never decided: %d draws undecided, %d do not meet the hypotheses", c.claim.ID,
			p.undecided, p.unmet)
	}
}

// property is what has become of the scenarios drawn so far.
type property struct {
	*check
	design                    properties.Design
	reports                   map[string]properties.ScenarioReport
	decided, undecided, unmet int
	failed                    search.Choices // the first that came out wrong, and what was seen of it
	scenario                  string
	failure                   properties.ScenarioReport
}

// decide counts whether the scenario that the player draws has the expected verdict, is undecided, or does not meet the
// hypotheses; the first that has the wrong verdict or ends in an error is kept, and ends the test in report. rapid sees
// no failure: its shrinking would look for whatever noise refutes.
func (p *property) decide(player *search.Player) {
	p.Helper()
	if p.scenario != "" {
		return
	}
	s := p.claim.Draw(player)
	report, seen := p.reports[s.Name]
	if !seen {
		var err error
		if report, err = properties.Decide(p.claim.ID, s, p.design, p.seed, p.workers); err != nil {
			p.Fatalf("%v", err)
		}
		p.reports[s.Name] = report
	}
	switch {
	case report.Unmet != "":
		p.unmet++
	case report.Error == "" && report.Verdict == p.claim.Expect:
		p.decided++
	case report.Error == "" && report.Verdict == theorems.Undecided:
		p.undecided++
	default:
		p.failed, p.scenario, p.failure = player.Played, s.Name, report
	}
}

// report fails where a scenario has, with the simplest that is itself decided so on streams of its own.
func (p *property) report() {
	if p.scenario == "" {
		return
	}
	if p.failure.Error == "" {
		found, err := properties.Shrink(p.claim, p.failed, p.design, p.seed, p.workers)
		row, jsonErr := json.Marshal(found.Row(p.claim.ID))
		if err = cmp.Or(err, jsonErr); err != nil {
			p.Fatalf("%v", err)
		}
		if found.Report.Verdict == p.failure.Verdict {
			p.Logf("drawn: %s, shrunk in %d steps; a row of %s/%s.jsonl would have it tried first:\n%s", p.scenario,
				found.Steps, counterexamples, p.claim.ID, row)
			p.scenario, p.failure = found.Name, found.Report
		}
	}
	p.Fatalf("%s", p.check.failure("claim", p.scenario, p.failure.Verdict, p.failure.Evidence))
}
