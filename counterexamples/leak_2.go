package counterexamples

import (
	"fmt"
	"math"

	"itermle/counterexamples/leak"
	"itermle/estimators"
	"itermle/theorems"
)

// cells is accumulation on leak.Cells, up to the first collapse.
type cells struct {
	leak.Cells
	n         int64
	synthetic int // T
}

func (c cells) String() string {
	name := fmt.Sprintf("κ=%g n=%d T=%d", c.Kappa, c.n, c.synthetic)
	if c.Deepen != 1 {
		name += fmt.Sprintf(" logΛ*%g", c.Deepen)
	}
	return name
}

// collapse is P(collapse by fit T+1) = value. A sample on sheet 2 collapses the model if its spike wins.
func (c cells) collapse(value, tolerance float64) theorems.Scenario {
	run := setup(leak.Truth(), c.n, c.synthetic+1, func() (*leak.Pool, error) { return leak.New(c.Leak()) })
	return theorems.Scenario{Name: c.String(), Experiment: theorems.Mean{Value: value, Tolerance: tolerance, Lower: 0,
		Upper: 1, New: estimators.Along(run, func(pool *leak.Pool, run runner) (collapsed float64, err error) {
			model := 0.0 // that which drew the newest generation
			err = run(func(t int, theta []float64) bool {
				if pool.Collapse() == 0 {
					model = theta[0]
				} else if c.Wins(model, float64(t)*float64(c.n)) {
					collapsed = 1
				}
				return pool.Collapse() == 0
			})
			return collapsed, err
		})}}
}

func leak2() theorems.Claim {
	at := func(kappa float64, n int64) cells { return cells{leak.Cells{Kappa: kappa, Deepen: 1}, n, 1} }
	scenario := func(c cells) theorems.Scenario { return c.collapse(c.Leak().SecondFit(c.n), 0.03) }
	return theorems.Claim{
		ID: "leak-2", Statement: "leak-2",
		Title: "2 dropped alone, one family for every n: P(collapse at fit 2) = 1 − E(1−κθ̂²)^n",
		Says: "For every n ≥ 1 accumulation on one and the same family (cells C_j on sheet 2, masses ε_j + κθ²χ_j(θ) " +
			"with ε_j → 0) collapses at the second fit with probability 1 − E(1−κθ̂²)^n, θ̂ the MLE of the real " +
			"data: it does not fall with n, and 0.1056 is its limit for κ = ½.",
		Deviation: "Theorem 5.2 in a stronger form: at once, not after φ(n) generations, and with only Assumption 2 " +
			"dropped: log p_θ(x) is C^∞ in θ for every x, but K2 is infinite.",
		Expect: theorems.Supported,
		Fixed: whenAsked(func() []theorems.Scenario {
			return []theorems.Scenario{scenario(at(0.5, 1)), scenario(at(0.5, 30)), scenario(at(0.5, 1e12))}
		}),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return scenario(at(drawKappa(c), theorems.DrawSize(c, "n", 1, 1e12)))
		},
		Mutants: func() []theorems.Mutant {
			wide, unshrunk := at(0.5, 1e6), 1-1/math.Sqrt(2)
			wide.Deepen = 1e-4
			return []theorems.Mutant{
				{Name: "fit-without-the-leak", Scenario: at(0.5, 1e6).collapse(unshrunk, 0.02)},
				{Name: "spikes-too-wide-to-win", Scenario: scenario(wide)},
				{Name: "a-fifth-of-the-leak",
					Scenario: at(0.5, 1e6).collapse(at(0.1, 1e6).Leak().SecondFit(1e6), 0.02)},
			}
		},
	}
}
