package counterexamples

import (
	"fmt"
	"math/big"

	"itermle/counterexamples/construction2"
	"itermle/estimators"
	"itermle/internal/rational"
	"itermle/theorems"
)

// uncapped is "every occupied interval has α_j = ½(1−M_{t,j}) after T generations of the h's", as Lemma F.2 is printed.
func uncapped(n int64, generations int, mutation construction2.Mutation) theorems.Scenario {
	return theorems.Scenario{Name: fmt.Sprintf("n=%d/T=%d", n, generations),
		Experiment: theorems.Rate{Allowed: 0, Tolerated: 0.02, New: func() (estimators.Trial[bool], error) {
			pool, iteration, err := wideRun(n, generations, mutation)
			if err != nil {
				return nil, err
			}
			return func(s *estimators.Stream, replicate uint64) (bool, error) {
				err := iteration.Run(s, replicate, nil)
				for j := range pool.Occupied() {
					if pool.Alpha(j) != pool.Intervals[j].Gap/2 {
						return true, err
					}
				}
				return false, err
			}, nil
		}}}
}

// argmaxAgainstRationals is "the engine's fit has the greatest likelihood of the whole family", for random pools of up to
// samples points on a dyadic grid, decided by trying everything in rationals (reference2).
func argmaxAgainstRationals(samples, intervals int, widths []float64, mutation construction2.Mutation) theorems.Scenario {
	return theorems.Scenario{Name: fmt.Sprintf("N=1..%d/intervals=%d/f=%v", samples, intervals, widths),
		Experiment: theorems.Rate{Allowed: 0, Tolerated: 0.05, New: func() (estimators.Trial[bool], error) {
			width, err := construction2.ListWidth(widths...)
			if err != nil {
				return nil, err
			}
			pool, err := construction2.New(width)
			if err != nil {
				return nil, err
			}
			pool.Mutation = mutation
			reference := &construction2.Reference2{Width: func(J int) *big.Rat { return rational.FromFloat(width.Function(J).Float64) }}
			return func(s *estimators.Stream, replicate uint64) (bool, error) {
				random := s.At(replicate, 0)
				if err := pool.Start(construction2.Truth()); err != nil {
					return false, err
				}
				var pooled []*big.Rat
				for range 1 + random.IntN(samples) {
					j, u := random.IntN(intervals), float64(1+random.IntN(63))/64
					pool.Observe(j, construction2.OffsetOf(u))
					pooled = append(pooled, rational.Add(rational.Of(int64(j), 1), rational.FromFloat(u)))
				}
				if err := pool.Fit(); err != nil {
					return false, err
				}
				greatest, _, _ := reference.Maximum(pooled)
				return reference.Likelihood(pool.Rational(), pooled).Cmp(greatest) != 0, nil
			}, nil
		}}}
}

func lemmaF2Claims() []theorems.Claim {
	widths := [][]float64{{0x1p-20, 0x1p-21}, {0.25, 0.125}, {0.484375, 0.46875}, {0.375, 0x1p-30}}
	return []theorems.Claim{
		{
			ID: "lemma-F.2", Statement: "lemma-F.2",
			Title: "as printed: among the h's, α_j = ½(1−M_{t,j})",
			Says:  "Among the h's the MLE has α_j = ½(1−M_{t,j}) for every occupied interval.",
			Deviation: "Encoded as printed. It leaves Θ, where α_j ≤ ¼, whenever M_{t,j} < ½: for small n in interval 0, and for every n in the " +
				"intervals ≥ 1, which are first hit by a point or two.",
			Expect: theorems.Refuted,
			Fixed: func(theorems.Profile) []theorems.Scenario {
				return []theorems.Scenario{uncapped(2, 1, construction2.NoMutation), uncapped(1e9, 10, construction2.NoMutation)}
			},
			Draw: func(choose theorems.Chooser) theorems.Scenario {
				n := []int64{2, 1, 3, 10, 1000, 1e6, 1e12}[choose.Choose("n", 7)]
				// Interval 1 is hit by generation 16 with probability ≥ 1 − 2/18 − 1/5.
				return uncapped(n, 16, construction2.NoMutation)
			},
			Mutants: func() []theorems.Mutant {
				// Where Θ lets α_j go up to ½, the lemma is right as printed.
				return []theorems.Mutant{
					{Name: "cap-dropped", Scenario: uncapped(2, 8, construction2.DropCap)},
					{Name: "many-real-samples", Scenario: uncapped(1e6, 1, construction2.NoMutation)},
				}
			},
		},
		{
			ID: "finding-2", Statement: "finding-2",
			Title: "with the cap, α_j = min(¼, ½(1−M_{t,j})), and the argmax over all h and g is exact",
			Says: "The fit by α_j = min(¼, ½(1−M_{t,j})) and the finitely many g's of Construction2.Fit has the greatest likelihood of the whole " +
				"family: equal, as a rational number, to the greatest among all candidates of a brute-force search.",
			Deviation: "Lemma F.2 with the cap that Θ imposes.",
			Expect:    theorems.Supported,
			Fixed: func(theorems.Profile) []theorems.Scenario {
				return []theorems.Scenario{
					argmaxAgainstRationals(4, 2, widths[0], construction2.NoMutation),
					argmaxAgainstRationals(4, 2, widths[2], construction2.NoMutation),
				}
			},
			Draw: func(choose theorems.Chooser) theorems.Scenario {
				f := widths[choose.Choose("f", len(widths))]
				return argmaxAgainstRationals(1+choose.Choose("N", 4), 1+choose.Choose("intervals", 2), f, construction2.NoMutation)
			},
			Mutants: func() []theorems.Mutant {
				return []theorems.Mutant{
					{Name: "cap-dropped", Scenario: argmaxAgainstRationals(3, 1, widths[0], construction2.DropCap)},
					{Name: "alpha-doubled", Scenario: argmaxAgainstRationals(3, 1, widths[0], construction2.DoubleAlpha)},
					{Name: "f-too-wide", Scenario: argmaxAgainstRationals(4, 2, widths[0], construction2.NarrowNeverWins)},
					{Name: "spike-beyond-J-forgotten", Scenario: argmaxAgainstRationals(3, 3, widths[2], construction2.NoOverhang)},
				}
			},
		},
	}
}
