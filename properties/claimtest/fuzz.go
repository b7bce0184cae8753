package claimtest

import (
	"fmt"
	"slices"
	"testing"

	"itermle/internal/suiteseed"
	"itermle/properties"
	"itermle/properties/search"
	"itermle/theorems"
)

// FuzzDesign is how Fuzz decides an input. It bounds the trials in words drawn and in replicates, which are the same on
// every machine. The dearest words of the suite are those of fits by iteration in many small generations, at 0.3 μs
// each: 0.3 s; the dearest replicates those of five certified maxima on a ball, at 3 ms: 0.9 s. What is not random took
// at most 0.13 s of ten instances of every claim. Most claims are decided by 290 replicates at these error rates.
var FuzzDesign = properties.Design{Alpha: 1e-8, Beta: 1e-8, MaxReplicates: 300, MaxDraws: 1 << 20}

// Fuzz is a fuzz target for those of the claims that draw:
//
//	func FuzzClaims(f *testing.F) { claimtest.Fuzz(f, claims...) }
//
// Whatever the choices, a claim draws a scenario with a name, which does not come out as the opposite of what the claim
// expects, and whose trials end in no error. The bytes choose the claim, then its instance.
func Fuzz(f *testing.F, claims ...theorems.Claim) {
	f.Helper()
	drawing := slices.DeleteFunc(slices.Clone(claims), func(c theorems.Claim) bool { return c.Draw == nil })
	if len(drawing) == 0 {
		f.Fatal("no claim that draws")
	}
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := decideInput(drawing, data); err != nil {
			t.Fatal(err)
		}
	})
}

// decideInput says what is wrong with what the bytes choose.
func decideInput(claims []theorems.Claim, data []byte) error {
	choose := search.Play(nil, search.Bytes(data))
	claim := claims[choose.Choose("claim", len(claims))]
	s := claim.Draw(choose)
	if s.Name == "" {
		return fmt.Errorf("claim %s draws a scenario without a name from %v", claim.ID, choose.Played)
	}
	report, err := properties.Decide(claim.ID, s, FuzzDesign, suiteseed.Seed(), 1)
	switch {
	case err != nil:
		return fmt.Errorf("claim %s, %s, %v: %w", claim.ID, s.Name, choose.Played, err)
	case report.Error != "" || report.Verdict != theorems.Undecided && report.Verdict != claim.Expect:
		return fmt.Errorf("claim %s, %s: %v, want %v: %s%s\n%v", claim.ID, s.Name, report.Verdict, claim.Expect,
			report.Evidence, report.Error, choose.Played)
	}
	return nil
}
