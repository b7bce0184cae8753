package generators_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"itermle/estimators"
	"itermle/properties/generators"
)

// A property of a family with its own points, and one of every family of the zoo: parameter, schedule, workflow and δ
// are drawn, and shrink to readable values.
func Example() {
	family, err := estimators.NewGaussianMean(1)
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			theta := generators.Theta(family, []float64{0}, []float64{-3}).Draw(t, "θ*")
			generations := generators.Generations().Draw(t, "T")
			schedule := generators.Schedule(generations).Draw(t, "n_t")
			if family.Check(theta) != nil || schedule.Check(generations) != nil {
				t.Fatalf("θ* = %g, n_t = %s", theta, schedule)
			}
		})
		rapid.Check(t, func(t *rapid.T) {
			family, n := generators.Families().Draw(t, "family"), generators.SampleSize().Draw(t, "n")
			workflow, delta := generators.Workflow().Draw(t, "workflow"), generators.Delta().Draw(t, "δ")
			if n < 1 || delta <= 0 || workflow.String() == "" {
				t.Fatalf("%s n=%d %s δ=%g", family.Name(), n, workflow, delta)
			}
		})
	}
}
