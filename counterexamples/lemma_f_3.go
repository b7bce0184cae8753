package counterexamples

import (
	"fmt"

	"itermle/counterexamples/construction2"
	"itermle/estimators"
	"itermle/theorems"
)

// frozen is "once interval j is hit, nothing of it moves": α_j, and M_{t,j} either always (printed) or while M_{t,j} ≥ ½.
func frozen(n int64, generations int, printed bool, mutation construction2.Mutation) theorems.Scenario {
	return theorems.Scenario{Name: fmt.Sprintf("n=%d/T=%d", n, generations),
		Experiment: theorems.Rate{Allowed: 0, Tolerated: 0.02, New: func() (estimators.Trial[bool], error) {
			pool, iteration, err := wideRun(n, generations, mutation)
			if err != nil {
				return nil, err
			}
			var alpha, gap []float64 // at the first hit
			return func(s *estimators.Stream, replicate uint64) (bool, error) {
				alpha, gap = alpha[:0], gap[:0]
				moved := false
				err := iteration.Run(s, replicate, func(int, []float64) bool {
					for j := range pool.Occupied() {
						g := pool.Intervals[j].Gap
						if j >= len(alpha) {
							alpha, gap = append(alpha, pool.Alpha(j)), append(gap, g)
							continue
						}
						maximum := g != gap[j]
						if !printed && gap[j] > 0.5 {
							maximum = g < 0.5 // it may grow, up to ½
						}
						moved = moved || pool.Alpha(j) != alpha[j] || maximum
					}
					return !moved
				})
				return moved, err
			}, nil
		}}}
}

func lemmaF3Claims() []theorems.Claim {
	sizes := []int64{2, 1, 3, 10, 1000, 1e6, 1e9, 1e15}
	return []theorems.Claim{
		{
			ID: "lemma-F.3", Statement: "lemma-F.3",
			Title: "as printed: once interval j is hit, M_{t,j} and α_j never move",
			Says:  "While s = 0, M_{t,j} and α_j keep the values of the generation that hits [j, j+1] first.",
			Deviation: "Encoded as printed. With α_j capped at ¼ (finding-2) the model reaches up to ½ in an interval whose M_{t,j} < ½, so M_{t,j} does grow; " +
				"α_j = ¼ does not move, which is all that the proof needs.",
			Expect: theorems.Refuted,
			Fixed: func(theorems.Profile) []theorems.Scenario {
				return []theorems.Scenario{frozen(2, 4, true, construction2.NoMutation), frozen(1e9, 40, true, construction2.NoMutation)}
			},
			Draw: func(choose theorems.Chooser) theorems.Scenario {
				return frozen(sizes[choose.Choose("n", len(sizes))], 40, true, construction2.NoMutation)
			},
			Mutants: func() []theorems.Mutant {
				return []theorems.Mutant{{Name: "cap-dropped", Scenario: frozen(2, 16, true, construction2.DropCap)}}
			},
		},
		{
			ID: "lemma-F.3-capped", Statement: "lemma-F.3",
			Title:     "α_j never moves; M_{t,j} only below ½, and not beyond it",
			Says:      "While s = 0, α_j keeps its value once [j, j+1] is hit, M_{t,j} too if it is ≥ ½, and otherwise it stays ≤ ½.",
			Deviation: "Lemma F.3 with the cap of finding-2.",
			Expect:    theorems.Supported,
			Fixed: func(theorems.Profile) []theorems.Scenario {
				return []theorems.Scenario{frozen(2, 50, false, construction2.NoMutation), frozen(1e15, 50, false, construction2.NoMutation)}
			},
			Draw: func(choose theorems.Chooser) theorems.Scenario {
				return frozen(sizes[choose.Choose("n", len(sizes))], 20, false, construction2.NoMutation)
			},
			Mutants: func() []theorems.Mutant {
				return []theorems.Mutant{
					{Name: "maximum-of-the-last-generation", Scenario: frozen(1000, 20, false, construction2.MaximumForgets)},
					{Name: "draws-fill-the-interval", Scenario: frozen(10, 20, false, construction2.FreshTail)},
				}
			},
		},
	}
}
