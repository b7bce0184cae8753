package theorems

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"itermle/estimators"
	"itermle/internal/random"
	"itermle/theorems/certify"
)

// martingaleInstance is a martingale in R^d whose differences reach or approach the tail that Theorem B.1 allows, with
// σ_t = t^−decay for t = 1, …, T.
type martingaleInstance struct {
	adversary
	dim, steps   int
	delta, decay float64
}

// martingaleSteps are along a coordinate, along the sum so far (a martingale that is no sum of independent terms), or
// uniform; the skew one is 2 with probability 1/3 and −1 with 2/3, scaled so that P(|z| ≥ u) ≤ 2e^{−u²/2} is an
// equality at its top (6 = 2·3). A drift has the right tail, but is no martingale: its sign is positive two times of
// three.
var martingaleSteps = map[string]func(z, sum []float64, bound float64, random *rand.Rand){
	"axis":   vectorAdversaries[0].step,
	"radial": vectorAdversaries[1].step,
	"uniform": func(z, _ []float64, _ float64, r *rand.Rand) {
		for i := range z {
			z[i] = random.Normal(r)
		}
		along(z, slices.Clone(z), extremeNorm(r))
	},
	"skew": func(z, _ []float64, _ float64, r *rand.Rand) {
		clear(z)
		z[0] = math.Sqrt(math.Log(6)/2) * []float64{2, -1, -1}[r.IntN(3)]
	},
	"drift": func(z, _ []float64, _ float64, r *rand.Rand) {
		clear(z)
		z[0] = extremeNorm(r) * []float64{1, 1, -1}[r.IntN(3)]
	},
}

func newMartingaleInstance(step string, dim, steps int, delta, decay float64) martingaleInstance {
	return martingaleInstance{adversary{name: step, step: martingaleSteps[step]}, dim, steps, delta, decay}
}

// scenario is the rate P(‖Σ_{i≤t} z_i‖ > factor·b_t for some t ≤ T) ≤ δ, differences multiplied by scale.
func (m martingaleInstance) scenario(suffix string, factor, scale float64) Scenario {
	sigma, bounds, variance := make([]float64, m.steps), make([]float64, m.steps), make([]float64, m.steps+1)
	for t := range sigma {
		sigma[t] = math.Pow(float64(t+1), -m.decay)
		variance[t+1] = variance[t] + sigma[t]*sigma[t]
	}
	bound := certify.NewMartingaleBound(1, math.Log(2/m.delta), variance[m.steps])
	for t := range bounds {
		bounds[t] = factor * bound.At(variance[t+1])
	}
	name := fmt.Sprintf("%s d=%d steps=%d σ=t^−%g δ=%g%s", m.name, m.dim, m.steps, m.decay, m.delta, suffix)
	return Scenario{Name: name, Experiment: Rate{Allowed: m.delta, Tolerated: math.Min(1, 2*m.delta+0.05),
		Ratio: func() (estimators.Trial[float64], error) {
			z, sum := make([]float64, m.dim), make([]float64, m.dim)
			return func(s *estimators.Stream, replicate uint64) (worst float64, err error) {
				random := s.At(replicate, 0)
				clear(sum)
				for t := range m.steps {
					m.step(z, sum, 0, random) // none of them asks for the bound
					for i := range sum {
						sum[i] += scale * sigma[t] * z[i]
					}
					worst = math.Max(worst, m.size(sum)/bounds[t])
				}
				return worst, nil
			}, nil
		}}}
}
