package construction1_test

import (
	"fmt"

	"itermle/counterexamples/construction1"
	"itermle/estimators"
)

// The exact maximum of 100 samples of U[0, 1] over all of Θ: α^(1) is half the gap above the largest sample.
func ExamplePool() {
	setup := estimators.Setup[*construction1.Pool]{Truth: construction1.Truth(), Generations: 2,
		Schedule: estimators.ConstantSchedule(100),
		NewPool:  func() (*construction1.Pool, error) { return construction1.New(100) }}
	iteration, err := setup.Worker()
	if err != nil {
		fmt.Println(err)
		return
	}
	stream, collapsed := estimators.NewStream(1, "example"), 0
	for replicate := range uint64(1000) {
		if err := iteration.Run(stream, replicate, nil); err != nil {
			fmt.Println(err)
			return
		}
		if iteration.Pool.(*construction1.Pool).Collapsed() {
			collapsed++
		}
	}
	fmt.Printf("%d of 1000 have collapsed after one synthetic generation; the limit is 241\n", collapsed)
	// Output:
	// 256 of 1000 have collapsed after one synthetic generation; the limit is 241
}

// The limit law of 2n α^(1), and its tail.
func ExampleLimitSurvival() {
	for _, u := range []float64{1, 5, 20} {
		fmt.Printf("P(2n α > %g) → %.4f\n", u, construction1.LimitSurvival(u))
	}
	// Output:
	// P(2n α > 1) → 0.4169
	// P(2n α > 5) → 0.0461
	// P(2n α > 20) → 0.0002
}
