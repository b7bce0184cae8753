package properties_test

import (
	"slices"
	"testing"

	"itermle/internal/suiteseed"
	"itermle/properties"
	"itermle/properties/search"
	"itermle/theorems"
)

// FuzzClaims: whatever the choices, a claim draws a scenario with a name, which does not come out as the opposite of
// what the claim expects, and whose trials end in no error. The bytes choose the claim, then its instance.
func FuzzClaims(f *testing.F) {
	claims := slices.DeleteFunc(properties.Suite().Claims, func(c theorems.Claim) bool { return c.Draw == nil })
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		choose := search.Play(nil, search.Bytes(data))
		claim := claims[choose.Choose("claim", len(claims))]
		s := claim.Draw(choose)
		if s.Name == "" {
			t.Fatalf("claim %s draws a scenario without a name from %v", claim.ID, choose.Played)
		}
		design := properties.Design{Alpha: 1e-12, Beta: 1e-12, MaxReplicates: 2000, MaxDraws: 1 << 22}
		report, err := properties.Decide(claim.ID, s, design, suiteseed.Seed(), 1)
		if err != nil {
			t.Fatalf("%s, %v: %v", s.Name, choose.Played, err)
		}
		if report.Error != "" || report.Verdict != theorems.Undecided && report.Verdict != claim.Expect {
			t.Fatalf("claim %s, %s: %v, want %v: %s\n%v", claim.ID, s.Name, report.Verdict, claim.Expect,
				report.Evidence,
				choose.Played)
		}
	})
}
