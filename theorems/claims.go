package theorems

import "slices"

// Claims lists the checked claims of this package, in the paper's order.
func Claims() []Claim {
	return slices.Concat(theorem41Claims(), optimisationClaims(), likelihoodClaims(), concentrationClaims(), proofClaims(), figureClaims(), lawClaims(), findingClaims())
}
