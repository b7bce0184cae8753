package theorems

import "itermle/estimators"

// optimisedFamily is the family with its closed-form fit replaced by numerical optimisation.
func optimisedFamily(family estimators.Family) (estimators.Family, error) {
	return nil, &estimators.UnsupportedError{What: family.Name(), Action: "a numerically optimised fit", Accept: "the exact fit"}
}
