package theorems

import (
	"fmt"
	"math"
	"math/rand/v2"

	"itermle/estimators"
	"itermle/internal/geometry"
	"itermle/theorems/certify"
)

// martingaleInstance is a martingale in R^d whose differences reach or approach the tail that Theorem B.1 allows, σ =
// 1.
type martingaleInstance struct {
	name  string
	dim   int
	steps int
	delta float64
	// step stores the next difference, given the sum so far.
	step func(z, sum []float64, random *rand.Rand)
}

// Directions: along a coordinate, along the sum so far (a martingale that is no sum of independent terms), or uniform;
// the skew one is 2 with probability 1/3 and −1 with 2/3, scaled so that P(|z| ≥ u) ≤ 2e^{−u²/2} is an equality at its
// top (6 = 2·3).
var martingaleSteps = map[string]func(z, sum []float64, random *rand.Rand){
	"axis": func(z, _ []float64, random *rand.Rand) {
		clear(z)
		z[0] = math.Copysign(extremeNorm(random), random.Float64()-0.5)
	},
	"radial": func(z, sum []float64, random *rand.Rand) {
		length := math.Copysign(extremeNorm(random), random.Float64()-0.5)
		norm := geometry.Distance(sum, make([]float64, len(sum)))
		clear(z)
		z[0] = length
		if norm > 0 {
			for i := range z {
				z[i] = length * sum[i] / norm
			}
		}
	},
	"uniform": func(z, _ []float64, random *rand.Rand) {
		norm := 0.0
		for i := range z {
			z[i] = random.NormFloat64()
			norm = math.Hypot(norm, z[i])
		}
		length := extremeNorm(random)
		for i := range z {
			z[i] *= length / norm
		}
	},
	"skew": func(z, _ []float64, random *rand.Rand) {
		clear(z)
		scale := math.Sqrt(math.Log(6) / 2)
		z[0] = -scale
		if random.IntN(3) == 0 {
			z[0] = 2 * scale
		}
	},
}

func newMartingaleInstance(step string, dim, steps int, delta float64) martingaleInstance {
	return martingaleInstance{fmt.Sprintf("%s d=%d steps=%d δ=%g", step, dim, steps, delta), dim, steps, delta,
		martingaleSteps[step]}
}

// scenario is the rate P(‖Σ_{i≤t} z_i‖ > factor·b_t for some t ≤ T) ≤ δ, differences multiplied by scale.
func (m martingaleInstance) scenario(suffix string, factor, scale float64) Scenario {
	bound := certify.NewMartingaleBound(1, math.Log(2/m.delta), float64(m.steps))
	return Scenario{Name: m.name + suffix, Experiment: Rate{Allowed: m.delta, Tolerated: 2*m.delta + 0.05,
		New: func() (estimators.Trial[bool], error) {
			z, sum, zero := make([]float64, m.dim), make([]float64, m.dim), make([]float64, m.dim)
			return func(s *estimators.Stream, replicate uint64) (bool, error) {
				random := s.At(replicate, 0)
				clear(sum)
				for t := range m.steps {
					m.step(z, sum, random)
					for i := range sum {
						sum[i] += scale * z[i]
					}
					if !(geometry.Distance(sum, zero) <= factor*bound.At(float64(t+1))) {
						return true, nil
					}
				}
				return false, nil
			}, nil
		}}}
}

// driftInstance has the right tail, but is no martingale: the sign is positive two times of three.
func driftInstance() martingaleInstance {
	m := newMartingaleInstance("axis", 1, 100, 0.05)
	m.step = func(z, _ []float64, random *rand.Rand) {
		z[0] = math.Copysign(extremeNorm(random), random.Float64()-1.0/3)
	}
	return m
}
