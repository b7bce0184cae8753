package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/internal/geometry"
)

// gradientInstance is an instance of Lemmas B.1 and B.2: the gradients of each generation's samples at their own model
// along iterative MLE.
type gradientInstance struct {
	familyOnBall
	schedule    estimators.Schedule
	generations int
	delta       float64
}

// gradientFlaw is what a mutant does wrong to a gradientInstance.
type gradientFlaw struct {
	name       string
	unweighted bool    // Σ n_t ∇ℓ_t/n_0 for Σ n_t ∇ℓ_t/N_t
	shift      float64 // the score is taken at θ + shift·e_1
}

// scenario is the rate P(‖Σ_{t<T} (n_t/N_t) ∇ℓ_t(θ^(t))‖ > K1 √(8 log(2/δ) Σ_{t<T} n_t/N_t²)) ≤ δ.
func (g gradientInstance) scenario(v gradientFlaw) Scenario {
	bound := g.constants.K1 * math.Sqrt(8*g.schedule.VarianceSum(g.generations)*math.Log(2/g.delta))
	return Scenario{
		Name: fmt.Sprintf("%s %v T=%d δ=%g%s", g.name(), g.schedule, g.generations, g.delta, v.name),
		Experiment: Rate{Allowed: g.delta, Tolerated: math.Min(1, 2*g.delta+0.05),
			Ratio: trajectories(g.familyOnBall, g.schedule, g.generations, func(seen trajectory) float64 {
				d, m, samples := g.family.Dim(), g.family.SampleDim(), 0.0
				sum, score := make([]float64, d), make([]float64, d)
				for t, x := range seen.batches {
					theta := append([]float64(nil), seen.models[t]...)
					theta[0] += v.shift
					if samples += float64(len(x) / m); v.unweighted {
						samples = float64(g.schedule.Size(0))
					}
					for ; len(x) > 0; x = x[m:] {
						g.family.Score(score, theta, x[:m])
						for k := range sum {
							sum[k] += score[k] / samples
						}
					}
				}
				return geometry.Distance(sum, make([]float64, d)) / bound
			})},
	}
}

func gradientScenarios(generations int) []Scenario {
	return each(naturalFamilies(), func(entry naturalEntry) Scenario {
		f, err := newFamilyOnBall(entry.family, entry.points[0], 1)
		if err != nil {
			return Scenario{Name: entry.Name(), Unmet: err.Error()}
		}
		return gradientInstance{f, estimators.ConstantSchedule(30), generations, 0.05}.scenario(gradientFlaw{})
	})
}

func drawGradient(choose Chooser, longest int64) Scenario {
	f, err := drawNaturalOnBall(choose)
	if err != nil {
		return Scenario{Name: err.Error(), Unmet: err.Error()}
	}
	n, generations := f.drawLength(choose, longest, 1)
	schedule, samples := DrawSchedule(choose, n, generations), int64(0)
	for t := range generations {
		if samples += schedule.Size(t); samples > 6000 { // each is drawn
			schedule = estimators.ConstantSchedule(n)
			break
		}
	}
	return gradientInstance{f, schedule, generations, DrawLog(choose, "δ", 0.01, 0.5)}.scenario(gradientFlaw{})
}

// gaussianGradient is the instance of the mutants: of its law is known what lies beyond the bound's slack.
func gaussianGradient(n int64, generations int) gradientInstance {
	f := standardGaussian()
	g, err := newFamilyOnBall(f.family, f.points[0], 1)
	if err != nil {
		panic("theorems: " + err.Error())
	}
	return gradientInstance{g, estimators.ConstantSchedule(n), generations, 0.05}
}
