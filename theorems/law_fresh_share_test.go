package theorems

import (
	"math/big"
	"testing"

	"itermle/internal/rational"
)

// Batches that are too large to be enumerated, a minute of rationals at n = 94 and T = 13, are compared with the rest.
func TestFreshShareEnumeratesSmallBatches(t *testing.T) {
	same := func(v2 *big.Rat, r int64) (*big.Rat, int64) { return v2, r }
	for n, want := range map[int64]int{mostEnumerated: 5, mostEnumerated + 1: 4, 94: 4} {
		out := decideFreshShare(rational.Of(-1, 1), rational.Of(1, 4), n, 1, 13, same)
		if out.Counterexample != "" || out.Cases != want {
			t.Errorf("n = %d: %q after %d comparisons, want %d", n, out.Counterexample, out.Cases, want)
		}
	}
}
