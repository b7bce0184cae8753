package counterexamples

import (
	"fmt"
	"slices"

	"itermle/estimators"
	"itermle/estimators/alphabet"
	"itermle/theorems"
)

// dialed is a violation by degrees on a finite alphabet, for which the law of θ^(T) is exact.
type dialed struct {
	dial     string
	epsilon  float64
	loss     alphabet.Loss
	workflow estimators.Workflow
	sizes    [2]int64 // n_0, and n_t from t = 1 on
	T        int
}

// byDegrees is accumulation of n samples a generation, judged in KL.
func byDegrees(dial string, epsilon float64, n int64, generations int) dialed {
	return dialed{dial: dial, epsilon: epsilon, loss: "kl", sizes: [2]int64{n, n}, T: generations}
}

// scenario is P(loss > its threshold) ≤ 0.05, the threshold three regular scales of n_0 samples. Where KL keeps its
// law it is 9/(2n_0) at z = 3/√(n_0 S_T), of probability 0.034 at most by the schedule law n_0 S_T < 2, and the rest is
// for the lattice.
func (d dialed) scenario() theorems.Scenario {
	const delta = 0.05
	schedule := estimators.SlowSchedule(d.sizes[0], d.sizes[1])
	name := fmt.Sprintf("dial=%s ε=%g schedule=%v T=%d workflow=%v loss=%s", d.dial, d.epsilon, schedule, d.T,
		d.workflow, d.loss)
	return decided(name, func() (out theorems.Outcome, err error) {
		all := alphabet.Dials()
		at := slices.IndexFunc(all, func(dial alphabet.Dial) bool { return dial.Name == d.dial })
		chart, err := all[at].Chart(alphabet.Design{Workflow: d.workflow, Schedules: []estimators.Schedule{schedule},
			Generations: []int{d.T}, Epsilons: []float64{d.epsilon}, Loss: d.loss, Delta: delta})
		if err != nil {
			return out, err
		}
		cell := chart.Cells[0]
		atMost(&out, cell.Bad, delta, cell.Error, "P(bad) = %g", cell.Bad)
		out.Tightness = &theorems.Tightness{Ratio: cell.Bad / delta, Low: (cell.Bad - cell.Error) / delta,
			High: (cell.Bad + cell.Error) / delta}
		out.Evidence = fmt.Sprintf("P(bad) = %.6g ± %.1g against %g", cell.Bad, cell.Error, delta)
		return out, nil
	})
}

// drawDialed draws n_t, T and a strength, one of those given or any in [0.01, 1].
func drawDialed(dial string, epsilons ...float64) func(theorems.Chooser) theorems.Scenario {
	return func(c theorems.Chooser) theorems.Scenario {
		d := byDegrees(dial, 1, theorems.DrawSize(c, "n_0", 40, 80), int(theorems.DrawSize(c, "T", 1, 5)))
		d.sizes[1] = theorems.DrawSize(c, "n_1", 1, d.sizes[0])
		if epsilons != nil {
			d.epsilon = theorems.Pick(c, "ε", epsilons...)
		} else {
			d.epsilon = theorems.DrawLog(c, "ε", 0.01, 1)
		}
		return d.scenario()
	}
}

// replaced is the violation under replacement: a mutant.
func (d dialed) replaced() dialed { d.workflow = estimators.Replace(); return d }

// inTheta is the violation judged in θ: a mutant where θ is what is lost.
func (d dialed) inTheta() dialed { d.loss = "theta"; return d }
