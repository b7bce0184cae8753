package counterexamples_test

import (
	"fmt"

	"itermle/counterexamples"
	"itermle/theorems"
)

// Claims that contradict print, each beside the form that survives.
func ExampleClaims() {
	for _, claim := range counterexamples.Claims() {
		if claim.Statement == "lemma-F.3" || claim.Statement == "lemma-F.2" {
			fmt.Println(claim.ID, claim.Expect, claim.Expect == theorems.Refuted && !claim.Contrast)
		}
	}
	// Output:
	// lemma-F.2 refuted true
	// lemma-F.3 refuted true
	// lemma-F.3-capped supported false
}
