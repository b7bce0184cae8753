package departures_test

import (
	"fmt"

	"itermle/counterexamples/departures"
)

// The families that approach a violation by degrees ε, and what they break.
func ExampleAll() {
	for _, d := range departures.All() {
		if epsilon := d.Epsilon(0); epsilon > 0 {
			fmt.Printf("%s: %s, ε from %g\n", d.Breaks, d.Family, epsilon)
		}
	}
	// Output:
	// 1A: N(θ,1), θ ≥ 0, at θ* = 0, ε from 1
	// 3: Bernoulli(logit θ³) at θ* = 0, ε from 1
	// 2B, 2C, 3: N(θ³,1) at θ* = 0, ε from 1
	// 2B, 2C, 3: ½N(−θ,1)+½N(θ,1) at θ* = 0, ε from 1
}
