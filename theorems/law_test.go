package theorems

import (
	"os"
	"strconv"
	"testing"

	"itermle/estimators"
)

// suiteSeed is the seed of all randomness of these tests.
func suiteSeed(t testing.TB) uint64 {
	text, found := os.LookupEnv("ITERMLE_SEED")
	if !found {
		return 1
	}
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("ITERMLE_SEED: %v", err)
	}
	return seed
}

// streamChooser chooses by a keyed stream, so that drawn scenarios are the same in every run of one seed.
type streamChooser struct {
	stream *estimators.Stream
	draw   uint64
	next   uint64
}

func (c *streamChooser) Choose(_ string, n int) int {
	c.next++
	return c.stream.At(c.draw, c.next).IntN(n)
}

// TestExactClaims decides every deterministic scenario of the exact laws, fixed and drawn, and the mutants.
func TestExactClaims(t *testing.T) {
	for _, claim := range lawClaims() {
		t.Run(claim.ID, func(t *testing.T) {
			scenarios := claim.Fixed(Quick)
			if claim.Draw != nil {
				for draw := range uint64(40) {
					scenarios = append(scenarios, claim.Draw(&streamChooser{stream: estimators.NewStream(suiteSeed(t), claim.ID), draw: draw}))
				}
			}
			for _, scenario := range scenarios {
				experiment, deterministic := scenario.Experiment.(Deterministic)
				if !deterministic {
					continue
				}
				outcome, err := experiment.Decide()
				if err != nil || outcome.Verdict != claim.Expect || outcome.Cases == 0 {
					t.Errorf("%s: got %v after %d cases, want %v (%s) %v", scenario.Name, outcome.Verdict, outcome.Cases, claim.Expect,
						outcome.Evidence, err)
				}
			}
			for _, mutant := range claim.Mutants() {
				experiment, deterministic := mutant.Scenario.Experiment.(Deterministic)
				if !deterministic {
					continue
				}
				outcome, err := experiment.Decide()
				if err != nil || (claim.Expect == Supported) != (outcome.Verdict == Refuted) {
					t.Errorf("mutant %s survives: %v (%s) %v", mutant.Name, outcome.Verdict, outcome.Evidence, err)
				}
			}
		})
	}
}
