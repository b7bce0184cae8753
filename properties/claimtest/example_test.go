package claimtest_test

import (
	"testing"

	"itermle/properties/claimtest"
	"itermle/theorems"
)

// What a module of one's own has in its tests: claims about a statement that it states itself.
func ExampleStatements() {
	statements := claimtest.Statements{{ID: "rayleigh-1", Reference: "Rayleigh 1880", Text: "E X² = 2σ²"}}
	var claims []theorems.Claim // each with Statement "rayleigh-1"

	_ = func(t *testing.T) { statements.Check(t, claims...) }   // func TestClaims
	_ = func(t *testing.T) { statements.Mutants(t, claims...) } // func TestMutants
}

// Claims of one's own about statements of the suite.
func ExampleCheck() {
	var claims []theorems.Claim // each with, say, Statement "theorem-4.1"

	_ = func(t *testing.T) { claimtest.Check(t, claims...) } // func TestClaims
}
