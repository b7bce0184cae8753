package counterexamples

import (
	"slices"

	"itermle/theorems"
)

// Claims lists the checked claims of this package, in the paper's order.
func Claims() []theorems.Claim {
	return slices.Concat(
		assumptionClaims(),
		literalTheorem41Claims(),
		neymanScottClaims(),
		fergusonClaims(),
		bahadurClaims(),
		construction1Claims(),
		theorem51Claims(),
		construction2Claims(),
		theorem52Claims(),
		lemmaF2Claims(),
		lemmaF3Claims(),
		lemmaF4Claims(),
		lemmaF5Claims(),
		lemmaF6Claims(),
		hittingGrowthClaims(),
		lemmaF7Claims(),
		lemmaF8Claims(),
	)
}
