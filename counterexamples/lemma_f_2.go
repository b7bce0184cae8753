package counterexamples

import (
	"fmt"

	"itermle/counterexamples/construction2"
	"itermle/theorems"
)

func lemmaF2() theorems.Claim {
	return theorems.Claim{
		ID: "lemma-F.2", Statement: "lemma-F.2",
		Title: "as printed: among the h's, α_j = ½(1−M_{t,j})",
		Says:  "Among the h's the MLE has α_j = ½(1−M_{t,j}) for every occupied interval.",
		Deviation: "Encoded as printed. It leaves Θ, where α_j ≤ ¼, whenever M_{t,j} < ½: for small n in interval 0, " +
			"and for every n in the intervals ≥ 1, which are first hit by a point or two.",
		Expect: theorems.Refuted,
		Fixed:  always(uncapped(2, 1, nil), uncapped(1e9, 10, nil)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			// Interval 1 is hit by generation 16 with probability ≥ 1 − 2/18 − 1/5.
			return uncapped(theorems.DrawSize(c, "n", 1, 1e15), int(theorems.DrawSize(c, "T", 16, 64)), nil)
		},
		Mutants: func() []theorems.Mutant {
			// Where Θ lets α_j go up to ½, the lemma is right as printed.
			return []theorems.Mutant{
				{Name: "cap-dropped", Scenario: uncapped(2, 8, dropCap)},
				{Name: "many-real-samples", Scenario: uncapped(1e6, 1, nil)},
			}
		},
	}
}

// uncapped is "every occupied interval has α_j = ½(1−M_{t,j}) after T generations of the h's", as Lemma F.2 is printed.
func uncapped(n int64, generations int, argmax func(gap float64) float64) theorems.Scenario {
	i := wide(n, generations)
	i.NewPool = argmaxOf(i.NewPool, argmax)
	return theorems.Scenario{Name: fmt.Sprintf("n=%d/T=%d", n, generations),
		Experiment: rate(i, 0, 0.02, func(pool *construction2.Pool) bool {
			for j := range pool.Occupied() {
				if pool.Alpha(j) != pool.Gap(j)/2 {
					return true
				}
			}
			return false
		})}
}
