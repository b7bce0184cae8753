package properties_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"itermle/internal/suiteseed"
	"itermle/properties"
	"itermle/properties/search"
	"itermle/theorems"
)

// claimsDesign bounds the trials of an input in words drawn and in replicates, which are the same on every machine. The
// dearest words are those of fits by iteration in many small generations, at 0.3 μs each: 0.3 s. What is not random
// took at most 0.13 s of ten instances of every claim.
var claimsDesign = properties.Design{Alpha: 1e-12, Beta: 1e-12, MaxReplicates: 1000, MaxDraws: 1 << 20}

// drawsClaims are the claims that draw their instance.
func drawsClaims() []theorems.Claim {
	return slices.DeleteFunc(properties.Suite().Claims, func(c theorems.Claim) bool { return c.Draw == nil })
}

// decideInput decides what a claim draws, and ends the test where that contradicts the claim.
func decideInput(t *testing.T, claim theorems.Claim, choose *search.Player) properties.ScenarioReport {
	s := claim.Draw(choose)
	if s.Name == "" {
		t.Fatalf("claim %s draws a scenario without a name from %v", claim.ID, choose.Played)
	}
	report, err := properties.Decide(claim.ID, s, claimsDesign, suiteseed.Seed(), 1)
	if err != nil {
		t.Fatalf("%s, %v: %v", s.Name, choose.Played, err)
	}
	if report.Error != "" || report.Verdict != theorems.Undecided && report.Verdict != claim.Expect {
		t.Fatalf("claim %s, %s: %v, want %v: %s\n%v", claim.ID, s.Name, report.Verdict, claim.Expect, report.Evidence,
			choose.Played)
	}
	return report
}

// FuzzClaims: whatever the choices, a claim draws a scenario with a name, which does not come out as the opposite of
// what the claim expects, and whose trials end in no error. The bytes choose the claim, then its instance.
func FuzzClaims(f *testing.F) {
	claims := drawsClaims()
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		choose := search.Play(nil, search.Bytes(data))
		decideInput(t, claims[choose.Choose("claim", len(claims))], choose)
	})
}

// TestFuzzClaimsCost: of the claims whose inputs are the dearest none takes more than its budget, and some would
// without it.
func TestFuzzClaimsCost(t *testing.T) {
	random := rand.New(rand.NewPCG(suiteseed.Seed(), 0))
	var most uint64
	for _, id := range []string{"theorem-4.1-optimisation", "theorem-4.1-sharp", "theorem-5.1-too-late", "lemma-C.4",
		"figure-1-optimised", "figure-2-optimised", "construction-1-samples"} {
		for _, claim := range drawsClaims() {
			if claim.ID != id {
				continue
			}
			for range 3 {
				report := decideInput(t, claim, search.Play(nil, random.IntN))
				if report.Replicates > claimsDesign.MaxReplicates || report.Draws > claimsDesign.MaxDraws {
					t.Errorf("claim %s, %s: %d replicates, %d words", id, report.Name, report.Replicates, report.Draws)
				}
				most = max(most, report.Draws)
			}
		}
	}
	if most < claimsDesign.MaxDraws/2 {
		t.Errorf("no input comes near the budget: %d words of %d", most, claimsDesign.MaxDraws)
	}
}
