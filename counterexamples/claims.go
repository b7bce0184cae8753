package counterexamples

import (
	"slices"

	"itermle/theorems"
)

// Claims lists the checked claims of this package, in the paper's order.
func Claims() []theorems.Claim {
	return slices.Concat[[]theorems.Claim]()
}
