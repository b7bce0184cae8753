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
		matrix, err := properties.Mutants(c.claim, 1, c.share, c.seed, c.workers)
		if err != nil {
			c.Fatalf("%v", err)
		}
		if len(matrix) == 0 {
			c.Fatalf("claim %s has no mutant: who knows whether its check can fail", c.claim.ID)
		}
		for _, k := range matrix {
			if k.Survived() {
				c.Errorf("%s", c.failure("mutant "+k.Mutant+" survives: claim", k.Survivor.Name, k.Survivor.Verdict,
					k.Survivor.Evidence))
			}
			mu.Lock()
			rows = append(rows, fmt.Sprintf("%-32s %-40s %8d", k.Claim, k.Mutant, k.Replicates))
			mu.Unlock()
		}
	})
}
