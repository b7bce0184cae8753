package main

import (
	"testing"

	"itermle/estimators/familytest"
	"itermle/properties/claimtest"
	"itermle/theorems/audit"
)

func TestFamily(t *testing.T)  { familytest.Test(t, newRayleigh(), []float64{1}, []float64{3}) }
func TestClaim(t *testing.T)   { claimtest.Statements{statement}.Check(t, claim) }
func FuzzClaim(f *testing.F)   { claimtest.Fuzz(f, claim) }
func TestMutants(t *testing.T) { claimtest.Statements{statement}.Mutants(t, claim) }

func TestDescribedFamily(t *testing.T) {
	_, family, _ := described()
	familytest.Test(t, family, []float64{1}, []float64{3})
}

func TestAudit(t *testing.T) {
	report, err := audit.Ball(newRayleigh(), []float64{1}, 0.5)
	if err != nil || report.K1.Basis != audit.Stated || report.K2.Basis != audit.Stated {
		t.Errorf("the audit believes too much or too little: %+v, %v", report, err)
	}
}
