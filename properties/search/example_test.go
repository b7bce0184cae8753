package search_test

import (
	"fmt"
	"math"

	"itermle/properties/search"
	"itermle/theorems"
)

// A bound, sin(x) ≤ x on (0, 1], that is the tighter the smaller x is; the search finds the least x that can be drawn.
func ExampleTightest() {
	claim := theorems.Claim{ID: "sine", Fixed: func(theorems.Profile) []theorems.Scenario { return nil },
		Draw: func(choose theorems.Chooser) theorems.Scenario {
			x := float64(1+choose.Choose("x", 100)) / 100
			return theorems.Scenario{Name: fmt.Sprintf("x=%g", x),
				Experiment: theorems.Deterministic{Decide: func() (outcome theorems.Outcome, err error) {
					ratio := math.Sin(x) / x
					outcome.Check(ratio <= 1, "sin %g = %g", x, math.Sin(x))
					outcome.Tightness = &theorems.Tightness{Ratio: ratio, Low: ratio, High: ratio}
					return outcome, nil
				}}}
		}}
	result := search.Tightest(claim, nil, search.Options{Seed: 1, Evaluations: 300})
	best := result.Found[len(result.Found)-1]
	fmt.Printf("%s: L/R = %.5f\n", best.Instance, best.Ratio)
	// Output:
	// x=0.01: L/R = 0.99998
}
