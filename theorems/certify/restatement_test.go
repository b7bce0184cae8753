package certify_test

import (
	"regexp"
	"testing"

	"itermle/internal/suiteseed"
	"itermle/properties"
	"itermle/theorems"
)

// The claims certificate-… restate each certificate from its derivation alone and compare term by term: what they
// refute is a fault of this package, and fails here.
func TestCertificatesAreRestated(t *testing.T) {
	summary, err := properties.Run(properties.Suite(), properties.Options{Seed: suiteseed.Seed(),
		Select: regexp.MustCompile("^certificate-")}, nil)
	if err != nil || len(summary.Reports) < 8 {
		t.Fatalf("%d claims, %v", len(summary.Reports), err)
	}
	for _, r := range summary.Reports {
		if r.Verdict != theorems.Supported {
			t.Errorf("%s: %v: %s", r.Claim, r.Verdict, r.Evidence)
		}
	}
}
