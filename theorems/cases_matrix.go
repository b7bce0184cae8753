package theorems

import (
	"fmt"
	"math"
	"math/rand/v2"

	"itermle/estimators"
	"itermle/internal/geometry"
	"itermle/internal/random"
)

// matrixInstance is a symmetric matrix martingale Σ_{t<T} ε_t P_t of dimension d, ε_t a fair sign and P_t² = 1, so A_t
// = 1 and σ² = T.
type matrixInstance struct {
	kind  string
	dim   int
	steps int
	delta float64
}

// P_t is the identity, where the sum is a scalar walk and all eigenvalues move together; a uniformly random reflection
// 2vvᵀ − 1, where nothing commutes; or whichever of the two the trace of the sum so far decides, a martingale with
// memory.
var matrixKinds = []string{"identity", "reflection", "switching"}

// add adds ε P_t to sum.
func (m matrixInstance) add(sum, v []float64, r *rand.Rand) {
	d := m.dim
	sign := math.Copysign(1, r.Float64()-0.5)
	if m.kind == "drift" { // a mutant's: no martingale
		sign = math.Copysign(1, r.Float64()-0.1)
	}
	trace := 0.0
	for k := range d {
		trace += sum[k*(d+1)]
	}
	if m.kind == "identity" || m.kind == "drift" || m.kind == "switching" && trace >= 0 {
		for k := range d {
			sum[k*(d+1)] += sign
		}
		return
	}
	norm := 0.0
	for k := range v {
		v[k] = random.Normal(r)
		norm += v[k] * v[k]
	}
	for j := range d {
		for k := range d {
			entry := 2 * v[j] * v[k] / norm
			if j == k {
				entry--
			}
			sum[j*d+k] += sign * entry
		}
	}
}

// scenario is the rate P(λ_max > scale·u) ≤ δ, u = √(8T log(d/δ)) (B.2), or of the norm with log(2d/δ) (B.3).
func (m matrixInstance) scenario(norm bool, suffix string, scale float64) Scenario {
	d, ends := m.dim, 1.0
	if norm {
		ends = 2
	}
	bound := scale * math.Sqrt(8*float64(m.steps)*math.Log(ends*float64(d)/m.delta))
	s := Scenario{Name: fmt.Sprintf("%s d=%d T=%d δ=%g%s", m.kind, d, m.steps, m.delta, suffix)}
	s.Experiment = Rate{Allowed: m.delta, Tolerated: m.delta + 0.05, Ratio: func() (estimators.Trial[float64], error) {
		sum, v, negative := make([]float64, d*d), make([]float64, d), make([]float64, d*d)
		return func(s *estimators.Stream, replicate uint64) (float64, error) {
			r := s.At(replicate, 0)
			clear(sum)
			for range m.steps {
				m.add(sum, v, r)
			}
			for i, x := range sum {
				negative[i] = -x
			}
			least, size := geometry.Spectrum(negative, d) // −least is the largest eigenvalue of the sum
			if norm {
				return size / bound, nil
			}
			return -least / bound, nil
		}, nil
	}}
	return s
}

func matrixClaim(claim Claim, norm bool) Claim {
	claim.Expect = Supported
	claim.Fixed = func(Profile) []Scenario {
		return each(matrixKinds, func(kind string) Scenario {
			return matrixInstance{kind, 3, 100, 0.05}.scenario(norm, "", 1)
		})
	}
	claim.Draw = func(choose Chooser) Scenario {
		// From 100 steps on the bound lies within reach of the sum for all d and δ here: with fewer it could not fail.
		return matrixInstance{Pick(choose, "martingale", matrixKinds...), 1 + choose.Choose("d−1", 6),
			int(DrawSize(choose, "T", 100, 300)), DrawLog(choose, "δ", 0.01, 0.5)}.scenario(norm, "", 1)
	}
	claim.Mutants = func() []Mutant {
		// A scalar walk of 100 signs exceeds a quarter of the bound, 12.2 (13.6 for both sides), with probability 0.11
		// (0.16): the constant 8 is four times what a sum of signs needs, so smaller faults are out of sight.
		m := matrixInstance{"identity", 1, 100, 0.05}
		return []Mutant{
			{"bound-quartered", m.scenario(norm, " bound-quartered", 0.25)},
			{"drift", matrixInstance{"drift", 1, 100, 0.05}.scenario(norm, " drift", 1)},
		}
	}
	return claim
}
