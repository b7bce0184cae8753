package counterexamples

import (
	"fmt"
	"math/rand/v2"

	"itermle/counterexamples/construction2"
	"itermle/estimators"
	"itermle/theorems"
)

func lemmaF3() theorems.Claim {
	return theorems.Claim{
		ID: "lemma-F.3", Statement: "lemma-F.3",
		Title: "as printed: once interval j is hit, M_{t,j} and α_j never move",
		Says:  "While s = 0, M_{t,j} and α_j keep the values of the generation that hits [j, j+1] first.",
		Deviation: "Encoded as printed. With α_j capped at ¼ (finding-2) the model reaches up to ½ in an interval " +
			"whose M_{t,j} < ½, so M_{t,j} does grow; α_j = ¼ does not move, which is all that the proof needs.",
		Expect: theorems.Refuted,
		Fixed:  always(frozen(wide(2, 4), true), frozen(wide(1e9, 40), true)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return frozen(wide(theorems.DrawSize(c, "n", 1, 1e15), int(theorems.DrawSize(c, "T", 30, 90))), true)
		},
		Mutants: func() []theorems.Mutant {
			capless := wide(2, 16)
			capless.NewPool = argmaxOf(capless.NewPool, dropCap)
			return []theorems.Mutant{{Name: "cap-dropped", Scenario: frozen(capless, true)}}
		},
	}
}

func lemmaF3Capped() theorems.Claim {
	return theorems.Claim{
		ID: "lemma-F.3-capped", Statement: "lemma-F.3",
		Title: "α_j never moves; M_{t,j} only below ½, and not beyond it",
		Says: "While s = 0, α_j keeps its value once [j, j+1] is hit, M_{t,j} too if it is ≥ ½, and otherwise " +
			"it stays ≤ ½.",
		Deviation: "Lemma F.3 with the cap of finding-2.",
		Expect:    theorems.Supported,
		Fixed:     always(frozen(wide(2, 50), false), frozen(wide(1e15, 50), false)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return frozen(wide(theorems.DrawSize(c, "n", 1, 1e15), int(theorems.DrawSize(c, "T", 10, 60))), false)
		},
		Mutants: func() []theorems.Mutant {
			forgetful := wide(1000, 20)
			forgetful.Workflow = estimators.Replace()
			filled := setup(construction2.Truth(), 10, 20,
				func() (filling, error) { return filling{construction2.NewWide()}, nil })
			return []theorems.Mutant{
				{Name: "maximum-of-the-last-generation", Scenario: frozen(forgetful, false)},
				{Name: "draws-fill-the-interval", Scenario: frozen(filled, false)},
			}
		},
	}
}

// frozen is "once interval j is hit, nothing of it moves": α_j, and M_{t,j} either always (printed) or while M_{t,j} ≥
// ½.
func frozen[P interface {
	estimators.Pool
	Occupied() int
	Alpha(j int) float64
	Gap(j int) float64
}](i estimators.Setup[P], printed bool) theorems.Scenario {
	return theorems.Scenario{Name: fmt.Sprintf("n=%d/T=%d", size(i), i.Generations), Experiment: theorems.Rate{
		Allowed: 0, Tolerated: 0.02, New: estimators.Along(i, func(pool P, run runner) (moved bool, err error) {
			var alpha, gap []float64 // at the first hit
			err = run(func(int, []float64) bool {
				for j := range pool.Occupied() {
					g := pool.Gap(j)
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
		})}}
}

// filling adds a sample of U[j, j+1] to each occupied interval: its draws do not keep to [j, j+1−2α_j].
type filling struct{ *construction2.Pool }

func (p filling) Draw(n int64, random *rand.Rand) error {
	err := p.Pool.Draw(n, random)
	for j := range p.Occupied() {
		p.Observe(j, random.Float64())
	}
	return err
}
