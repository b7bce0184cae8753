package properties

import (
	"fmt"
	"testing"

	"itermle/estimators"
	"itermle/internal/suiteseed"
	"itermle/theorems"
)

// TestNoTwoKeysCollide: the keys of suite seeds, claims and scenarios like ours are all different, and paths that
// spell the same string are different paths. 10^5 keys of 128 bits collide by chance with probability 10^-29.
func TestNoTwoKeysCollide(t *testing.T) {
	seen := map[[2]uint64]string{}
	add := func(seed uint64, path ...string) {
		key, name := estimators.StreamKey(seed, path...), fmt.Sprintf("%d %q", seed, path)
		if other, twice := seen[key]; twice {
			t.Fatalf("%s and %s have one key", name, other)
		}
		seen[key] = name
	}
	for seed := range uint64(100) {
		for claim := range 25 {
			for scenario := range 40 {
				add(seed, fmt.Sprintf("claim-%d", claim), fmt.Sprintf("n=%d", scenario))
			}
		}
		add(seed, "a", "bc")
		add(seed, "ab", "c")
		add(seed, "abc")
		add(seed, "abc", "")
		add(seed)
	}
}

// TestNoTwoBlocksCollide: the generators of neighbouring replicates and generations start differently; Philox is a
// bijection of its counter, so four words decide.
func TestNoTwoBlocksCollide(t *testing.T) {
	s := estimators.NewStream(suiteseed.Seed(), "blocks")
	seen := map[[4]uint64]bool{}
	for replicate := range uint64(300) {
		for generation := range uint64(300) {
			random := s.At(replicate, generation)
			block := [4]uint64{random.Uint64(), random.Uint64(), random.Uint64(), random.Uint64()}
			if seen[block] {
				t.Fatalf("replicate %d, generation %d starts like another", replicate, generation)
			}
			seen[block] = true
		}
	}
}

// TestStreamsAreUncorrelated decides, with the checker itself, that the first uniforms of neighbouring generations,
// replicates, scenarios and suite seeds have E (U−½)(V−½) = 0, against a correlation of 0.1 (1/12 is that of U with
// itself). False alarm and false pass: 10^-12 each. The mutant that forgets the generation is refuted.
func TestStreamsAreUncorrelated(t *testing.T) {
	seed := suiteseed.Seed()
	product := func(pair func(r uint64) (u, v float64)) theorems.Mean {
		return theorems.Mean{Value: 0, Tolerance: 0.1 / 12, Lower: -0.25, Upper: 0.25,
			New: always(func(_ *estimators.Stream, r uint64) (float64, error) {
				u, v := pair(r)
				return (u - 0.5) * (v - 0.5), nil
			})}
	}
	first := func(seed uint64, scenario string, replicate, generation uint64) float64 {
		return estimators.NewStream(seed, "correlation", scenario).At(replicate, generation).Float64()
	}
	for _, row := range []struct {
		name string
		pair func(r uint64) (u, v float64)
		want theorems.Verdict
	}{
		{"generations", func(r uint64) (u, v float64) {
			return first(seed, "s", r, 0), first(seed, "s", r, 1)
		}, theorems.Supported},
		{"replicates", func(r uint64) (u, v float64) {
			return first(seed, "s", 2*r, 0), first(seed, "s", 2*r+1, 0)
		}, theorems.Supported},
		{"replicate-and-generation-swapped", func(r uint64) (u, v float64) {
			return first(seed, "s", r+1, r), first(seed, "s", r, r+1)
		}, theorems.Supported},
		{"scenarios", func(r uint64) (u, v float64) {
			return first(seed, "s", r, 0), first(seed, "t", r, 0)
		}, theorems.Supported},
		{"seeds", func(r uint64) (u, v float64) {
			return first(seed, "s", r, 0), first(seed+1, "s", r, 0)
		}, theorems.Supported},
		{"mutant/generation-forgotten", func(r uint64) (u, v float64) {
			return first(seed, "s", r, 0), first(seed, "s", r, 0)
		}, theorems.Refuted},
	} {
		t.Run(row.name, func(t *testing.T) {
			report := mustDecide(t, theorems.Scenario{Name: row.name, Experiment: product(row.pair)}, tight)
			if report.Verdict != row.want {
				t.Errorf("%s, want %s: %s", report.Verdict, row.want, report.Evidence)
			}
		})
	}
}
