package claimtest

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"itermle/properties"
	"itermle/theorems"
)

// Mutants tests that each claim has mutants and that all of them die: in a subtest of the claim's ID each is decided at
// profile quick, and must come out as the opposite of what the claim expects. A log lists the replicates that it took.
func (s Statements) Mutants(t *testing.T, claims ...theorems.Claim) {
	t.Helper()
	var mu sync.Mutex
	var rows []string
	t.Cleanup(func() {
		slices.Sort(rows)
		t.Logf("replicates to kill:\n%s", strings.Join(rows, "\n"))
	})
	s.each(t, claims, func(c *check) {
		mutants := c.claim.Mutants()
		if len(mutants) == 0 {
			c.Fatalf("claim %s has no mutant: who knows whether its check can fail", c.claim.ID)
		}
		opposite := theorems.Refuted
		if c.claim.Expect == theorems.Refuted {
			opposite = theorems.Supported
		}
		part := c.share / float64(len(mutants))
		design := properties.Design{Alpha: part, Beta: part, MaxReplicates: properties.MaxReplicates(theorems.Quick)}
		seen := map[string]bool{}
		for _, m := range mutants {
			if m.Name == "" || seen[m.Name] {
				c.Fatalf("claim %s: two mutants are called %q, or one has no name", c.claim.ID, m.Name)
			}
			seen[m.Name] = true
			// The mutant's own name is part of its key: it shares no stream with the claim.
			report, err := properties.Decide(c.claim.ID+"/mutant/"+m.Name, m.Scenario, design, c.seed, c.workers)
			if err != nil {
				c.Fatalf("%v", err)
			}
			if report.Verdict != opposite {
				c.Errorf("%s", c.failure("mutant "+m.Name+" survives: claim", m.Scenario.Name, report.Verdict,
					report.Evidence))
			}
			mu.Lock()
			rows = append(rows, fmt.Sprintf("%-32s %-40s %8d", c.claim.ID, m.Name, report.Replicates))
			mu.Unlock()
		}
	})
}
