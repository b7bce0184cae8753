package properties_test

import (
	"testing"

	"itermle/internal/suiteseed"
	"itermle/properties"
	"itermle/properties/claimtest"
)

func TestMain(m *testing.M) { suiteseed.Main(m) }

// TestClaims: every claim of the registry comes out as expected where it draws. TestVerdictTable of package cmd decides
// the fixed scenarios, as verify does.
func TestClaims(t *testing.T) { claimtest.Drawn(t, properties.Suite().Claims...) }

// TestEveryMutantDies: no false variant of a claim does.
func TestEveryMutantDies(t *testing.T) { claimtest.Mutants(t, properties.Suite().Claims...) }
