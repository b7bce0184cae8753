package leak_test

import (
	"fmt"

	"itermle/counterexamples/leak"
	"itermle/estimators"
)

// A leak that drops assumption 1C alone: the limit probability that it has collapsed within T synthetic generations.
func ExampleFamily_LimitSurvival() {
	family := leak.Family{Kappa: 0.1}
	for _, generations := range []int{1, 10, 100} {
		survival, err := family.LimitSurvival(estimators.ConstantSchedule(10_000), generations)
		fmt.Printf("T = %d: %.4f %v\n", generations, 1-survival, err)
	}
	// Output:
	// T = 1: 0.0630 <nil>
	// T = 10: 0.3715 <nil>
	// T = 100: 0.7261 <nil>
}
