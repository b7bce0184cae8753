package theorems

import (
	"errors"
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/internal/geometry"
)

// gradientInstance is an instance of Lemmas B.1 and B.2 for a natural family: the gradients ∇ℓ_t(θ^(t)) of the samples
// of generation t along iterative MLE, on the ball of radius r about θ*.
type gradientInstance struct {
	entry       naturalEntry
	point       int
	n           int64
	generations int
	delta       float64
}

const gradientRadius = 1

// gradientFlaw is what a mutant does wrong to a gradientInstance.
type gradientFlaw struct {
	name       string
	unweighted bool    // Σ ∇ℓ_t for Σ ∇ℓ_t/(t+1)
	shift      float64 // the score is taken at θ + shift·e_1
}

// scenario is the rate P(‖Σ_{t<T} ∇ℓ_t(θ^(t))/(t+1)‖ > K1 √(8 S_T log(2/δ)/n)) ≤ δ. The sum stops when θ^(t) leaves the
// ball, where K1 is not known, or does not exist: a stopped martingale obeys the same bound.
func (g gradientInstance) scenario(v gradientFlaw) Scenario {
	family, truth := g.entry.family, g.entry.points[g.point]
	s := Scenario{Name: fmt.Sprintf("%s θ*=%v n=%d T=%d δ=%g%s", family.Name(), truth, g.n, g.generations, g.delta,
		v.name)}
	constants, err := family.AssumptionConstants(truth, gradientRadius)
	if err != nil {
		s.Unmet = err.Error()
		return s
	}
	schedule := estimators.ConstantSchedule(g.n)
	d := family.Dim()
	bound := constants.K1 * math.Sqrt(8*schedule.VarianceSum(g.generations)*math.Log(2/g.delta))
	s.Experiment = Rate{Allowed: g.delta, Tolerated: 2*g.delta + 0.05, New: func() (estimators.Trial[bool], error) {
		m, zero := family.SampleDim(), make([]float64, d)
		x, theta, score, sum := make([]float64, int(g.n)*m), make([]float64, d), make([]float64, d), make([]float64, d)
		pooled, batch := make([]float64, family.StatisticDim()), make([]float64, family.StatisticDim())
		return func(s *estimators.Stream, replicate uint64) (bool, error) {
			copy(theta, truth)
			clear(sum)
			for t := range g.generations {
				family.Sample(x, theta, s.At(replicate, uint64(t)))
				weight := 1 / float64(g.n)
				if !v.unweighted {
					weight /= float64(t + 1)
				}
				theta[0] += v.shift
				for i := range int(g.n) {
					family.Score(score, theta, x[i*m:(i+1)*m])
					for k := range sum {
						sum[k] += weight * score[k]
					}
				}
				theta[0] -= v.shift
				family.Summarize(batch, x)
				family.Merge(pooled, float64(t)*float64(g.n), batch, float64(g.n))
				err := family.FitStatistic(theta, theta, pooled)
				if absent := (*estimators.NoMLEError)(nil); errors.As(err, &absent) || err == nil &&
					geometry.Distance(theta, truth) > gradientRadius {
					break
				}
				if err != nil {
					return false, err
				}
			}
			return !(geometry.Distance(sum, zero) <= bound), nil
		}, nil
	}}
	return s
}

func gradientScenarios(generations int) []Scenario {
	return each(naturalFamilies(), func(entry naturalEntry) Scenario {
		return gradientInstance{entry: entry, n: 30, generations: generations, delta: 0.05}.scenario(gradientFlaw{})
	})
}

func drawGradient(choose Chooser, horizons []int) Scenario {
	families := naturalFamilies()
	g := gradientInstance{entry: Pick(choose, "family", families...)}
	g.point = choose.Choose("θ*", len(g.entry.points))
	g.n = Pick[int64](choose, "n", 30, 100, 300)
	g.generations = Pick(choose, "T", horizons...)
	g.delta = Pick(choose, "δ", 0.05, 0.1, 0.2, 0.01)
	return g.scenario(gradientFlaw{})
}
