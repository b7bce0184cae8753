package claimtest

import (
	"math/rand/v2"

	"pgregory.net/rapid"

	"itermle/estimators"
	"itermle/properties"
	"itermle/properties/generators"
	"itermle/theorems"
)

// fixed decides the fixed scenarios at half of the claim's share.
func (c *check) fixed() {
	registry, claim := c.registry, c.claim
	claim.Draw = nil
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

// patience is how many more draws a claim may take until one meets the hypotheses: a few may all miss them by chance.
const patience = 200

// drawn is the rapid property, at the other half; each check has an even part, and so has the first scenario after
// them.
func (c *check) drawn() {
	part := c.share / 2 / float64(checks()+1)
	p := property{check: c, reports: map[string]properties.ScenarioReport{},
		design: properties.Design{Alpha: part, Beta: part, MaxReplicates: properties.MaxReplicates(theorems.Quick)}}
	performed := 0
	rapid.Check(c, func(rt *rapid.T) {
		performed++
		p.decide(rt, c.claim.Draw(generators.Chooser(rt)))
	})
	if performed < checks() {
		c.Errorf("claim %s: only %d of %d checks were performed", c.claim.ID, performed, checks())
	}
	more := estimators.NewStream(c.seed, c.claim.ID, "draw until the hypotheses are met")
	for i := uint64(0); p.decided == 0 && p.undecided == 0 && i < patience; i++ {
		p.decide(c, c.claim.Draw(fresh{more.At(i, 0)}))
	}
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
}

// decide fails unless the scenario has the expected verdict, is undecided, or does not meet the hypotheses.
func (p *property) decide(t rapid.TB, s theorems.Scenario) {
	t.Helper()
	report, seen := p.reports[s.Name]
	if !seen {
		var err error
		if report, err = properties.Decide(p.claim.ID, s, p.design, p.seed, p.workers); err != nil {
			t.Fatalf("%v", err)
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
		t.Fatalf("%s", p.failure("claim", s.Name, report.Verdict, report.Evidence))
	}
}

// fresh chooses from a stream.
type fresh struct{ random *rand.Rand }

func (f fresh) Choose(_ string, n int) int { return f.random.IntN(n) }
