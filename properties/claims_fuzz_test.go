package properties_test

import (
	"math/rand/v2"
	"testing"

	"itermle/internal/suiteseed"
	"itermle/properties"
	"itermle/properties/claimtest"
	"itermle/properties/search"
)

func FuzzClaims(f *testing.F) { claimtest.Fuzz(f, properties.Suite().Claims...) }

// TestFuzzClaimsCost: of the claims whose inputs are the dearest none takes more than its budget, and some would
// without it.
func TestFuzzClaimsCost(t *testing.T) {
	random := rand.New(rand.NewPCG(suiteseed.Seed(), 0))
	design := claimtest.FuzzDesign
	tried, most := 0, uint64(0)
	for _, claim := range properties.Suite().Claims {
		switch claim.ID {
		case "theorem-4.1-optimisation", "theorem-4.1-sharp", "theorem-5.1-too-late", "lemma-C.4", "figure-1-optimised",
			"figure-2-optimised", "construction-1-samples":
			tried++
		default:
			continue
		}
		for range 3 {
			s := claim.Draw(search.Play(nil, random.IntN))
			report, err := properties.Decide(claim.ID, s, design, suiteseed.Seed(), 1)
			if err != nil || report.Replicates > design.MaxReplicates || report.Draws > design.MaxDraws {
				t.Errorf("claim %s, %s: %d replicates, %d words, %v", claim.ID, s.Name, report.Replicates, report.Draws,
					err)
			}
			most = max(most, report.Draws)
		}
	}
	if tried != 7 || most < design.MaxDraws/2 {
		t.Errorf("of %d claims no input comes near the budget: %d words of %d", tried, most, design.MaxDraws)
	}
}
