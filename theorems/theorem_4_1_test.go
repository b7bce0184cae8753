package theorems_test

import (
	"strings"
	"testing"

	"itermle/theorems"
)

// "Not certified" is reported with the smallest n, not skipped.
func TestNotCertifiedIsReported(t *testing.T) {
	for _, claim := range theorems.Claims() {
		if claim.ID != "theorem-4.1" {
			continue
		}
		for _, s := range claim.Fixed(theorems.Quick) {
			if strings.Contains(s.Unmet, "the smallest n is ") {
				return
			}
		}
	}
	t.Error("no fixed scenario of theorem-4.1 is uncertified")
}
