package theorems

import (
	"fmt"
	"math"
	"math/rand/v2"

	"itermle/estimators"
)

// adversary makes the differences of a martingale, for vectors with σ_t = 1 (Theorem B.1) or for diagonal matrices with
// A_t = 1 (Theorem B.2, whose eigenvalues are then the entries). step stores the next difference given the sum so far
// and the bound that the end is held against.
type adversary struct {
	name   string
	matrix bool
	step   func(z, sum []float64, bound float64, random *rand.Rand)
}

// size is what the bound is about: the norm, or the largest eigenvalue.
func (a adversary) size(sum []float64) float64 {
	if a.matrix {
		largest := math.Inf(-1)
		for _, v := range sum {
			largest = math.Max(largest, v)
		}
		return largest
	}
	norm := 0.0
	for _, v := range sum {
		norm += v * v
	}
	return math.Sqrt(norm)
}

func sign(random *rand.Rand) float64 { return float64(2*int64(random.Uint64()>>63) - 1) }

// along stores length times the direction of the sum, or of the first axis where the sum is 0.
func along(z, sum []float64, length float64) {
	norm := (adversary{}).size(sum)
	for k := range z {
		z[k] = length * sum[k] / norm
	}
	if norm == 0 {
		clear(z)
		z[0] = length
	}
}

// adversaries of Theorem B.1. All norms reach the tail that is allowed, but for one that rests; all have mean 0 given
// the past.
var vectorAdversaries = []adversary{
	{name: "axis", step: func(z, _ []float64, _ float64, random *rand.Rand) {
		clear(z)
		z[0] = sign(random) * extremeNorm(random)
	}},
	{name: "along the sum", step: func(z, sum []float64, _ float64, random *rand.Rand) {
		along(z, sum, sign(random)*extremeNorm(random))
	}},
	// Long steps outward, short ones inward.
	{name: "skew along the sum", step: func(z, sum []float64, _ float64, random *rand.Rand) {
		rho := extremeNorm(random)
		if rho < skewMedian {
			rho = -rho
		}
		along(z, sum, rho)
	}},
	// At right angles to the sum each step lengthens it for certain: an axis on which the sum is shortest, less its
	// share of the sum.
	{name: "across the sum", step: func(z, sum []float64, _ float64, random *rand.Rand) {
		shortest, square := 0, 0.0
		for k, v := range sum {
			square += v * v
			if math.Abs(v) < math.Abs(sum[shortest]) {
				shortest = k
			}
		}
		clear(z)
		z[shortest] = 1
		if square > 0 && len(z) > 1 {
			for k, v := range sum {
				z[k] -= sum[shortest] / square * v
			}
		}
		length := sign(random) * extremeNorm(random) / (adversary{}).size(z)
		for k := range z {
			z[k] *= length
		}
	}},
	// Adaptive variance: once past half the bound it moves no more and keeps what it has.
	{name: "rests when ahead", step: func(z, sum []float64, bound float64, random *rand.Rand) {
		if (adversary{}).size(sum) > bound/2 {
			clear(z)
			return
		}
		along(z, sum, sign(random)*extremeNorm(random))
	}},
}

// adversaryInstance holds an adversary against the bound at the end, √(8T log(2/δ)) or √(8T log(d/δ)).
type adversaryInstance struct {
	adversary
	dim, steps int
	delta      float64
	scale      float64 // of the differences: 1, or a mutant's
}

// scenario is the rate P(size of Σ_{t<T} z_t > bound) ≤ δ.
func (a adversaryInstance) scenario(suffix string) Scenario {
	count := 2.0 // a vector's dimension does not count
	if a.matrix {
		count = float64(a.dim)
	}
	bound := math.Sqrt(8 * float64(a.steps) * math.Log(count/a.delta))
	return Scenario{
		Name: fmt.Sprintf("%s d=%d T=%d δ=%g%s", a.name, a.dim, a.steps, a.delta, suffix),
		Experiment: Rate{Allowed: a.delta, Tolerated: a.delta + 0.1, Ratio: func() (estimators.Trial[float64], error) {
			z, sum := make([]float64, a.dim), make([]float64, a.dim)
			return func(s *estimators.Stream, replicate uint64) (float64, error) {
				random := s.At(replicate, 0)
				clear(sum)
				for range a.steps {
					a.step(z, sum, bound, random)
					for k, v := range z {
						sum[k] += a.scale * v
					}
				}
				return math.Max(0, a.size(sum)) / bound, nil
			}, nil
		}},
	}
}

// adversaryClaim is the bound of a theorem of appendix B for d = 1, …, 50 against each of its adversaries.
func adversaryClaim(claim Claim, adversaries []adversary, mutantScale float64) Claim {
	claim.Expect = Supported
	claim.Fixed = func(Profile) []Scenario {
		var scenarios []Scenario
		for i, a := range adversaries {
			scenarios = append(scenarios, adversaryInstance{a, []int{1, 5, 50}[i%3], 40, 0.05, 1}.scenario(""))
		}
		return scenarios
	}
	claim.Draw = func(choose Chooser) Scenario {
		return adversaryInstance{Pick(choose, "adversary", adversaries...), int(DrawSize(choose, "d", 1, 50)),
			int(DrawSize(choose, "T", 1, 100)), DrawLog(choose, "δ", 0.005, 0.4), 1}.scenario("")
	}
	claim.Mutants = func() []Mutant {
		name := fmt.Sprintf("differences-times-%g", mutantScale)
		return []Mutant{{name, adversaryInstance{adversaries[0], 1, 40, 0.05, mutantScale}.scenario(" " + name)}}
	}
	return claim
}
