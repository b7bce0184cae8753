package counterexamples

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"itermle/theorems"
)

// How many comparisons stand behind each claim on the constructions that is decided without chance: a decision that
// leaves out a conjunct still finds everything in order. The numbers are those of the fixed scenarios at profile quick.
func TestCasesCompared(t *testing.T) {
	want := map[string]int{
		"construction-1-total-variation": 6 * 1008, "construction-2": 4 * 2, "finding-1-exponent": 3,
		"finding-1-threshold": 2, "lemma-F.6-growing-looseness": 2, "lemma-F.6-limit": 7, "lemma-F.6-looseness": 3,
		"lemma-F.7": 28, "lemma-F.8": 4 * 2,
	}
	got := map[string]int{}
	for _, claim := range Claims() {
		if _, counted := want[claim.ID]; !counted {
			continue
		}
		for _, s := range claim.Fixed(theorems.Quick) {
			out, err := s.Experiment.(theorems.Deterministic).Decide()
			if err != nil {
				t.Fatalf("%s, %s: %v", claim.ID, s.Name, err)
			}
			got[claim.ID] += out.Cases
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("comparisons wanted (−) and made (+):\n%s", diff)
	}
}
