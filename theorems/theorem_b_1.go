package theorems

import (
	"fmt"
	"math"
	"math/rand/v2"

	"itermle/estimators"
	"itermle/internal/geometry"
	"itermle/theorems/certify"
)

// concentrationClaims are the statements of appendix B that are checked.
func concentrationClaims() []Claim {
	return []Claim{theoremB1Constant(), theoremB1Elementary(), theoremB1(), theoremB1Adversaries(), lemmaJin4(), lemmaJin4Even(), lemmaJin4Repaired(), theoremB2(), theoremB2Adversaries(), theoremB3(), lemmaB1(), lemmaB2(), lemmaB3(), lemmaB4()}
}

// normMedian is u0 = √(2 log 2), below which min(1, 2e^{−u²/2}) is 1.
var normMedian = math.Sqrt(2 * math.Ln2)

// normTransform is F(s) = E[e^{sρ} − sρ] for the largest norm that B.1 allows, P(ρ ≥ u) = min(1, 2e^{−u²/2}); integration by
// parts of 1 + ∫ s(e^{su} − 1) P(ρ ≥ u) du gives
//
//	F(s) = e^{s u0} − s u0 + 2s √(2π) [e^{s²/2} Q(u0 − s) − Q(u0)],  Q the upper tail of the standard normal.
func normTransform(s float64) float64 {
	upper := func(x float64) float64 { return math.Erfc(x/math.Sqrt2) / 2 }
	return math.Exp(s*normMedian) - s*normMedian + 2*s*math.Sqrt(2*math.Pi)*(math.Exp(s*s/2)*upper(normMedian-s)-upper(normMedian))
}

// theoremB1Constant certifies the one inequality behind the explicit constant of Theorem B.1 (see martingaleBound):
//
//	log F(s) ≤ 2 s² for all s ≥ 0,
//
// which makes C = √8 with log(2/δ). The supremum of log F(s)/s² is 1.947. Ours: print gives no value for C.
func theoremB1Constant() Claim {
	return Claim{
		ID: "theorem-B.1-constant", Statement: "theorem-B.1", Title: "the constant √8 of the vector martingale bound", Expect: Supported,
		Says:      "E[e^{sρ} − sρ] ≤ e^{2s²} for all s ≥ 0 and the largest norm allowed, P(ρ ≥ u) = min(1, 2e^{−u²/2})",
		Deviation: "ours: print gives no value for C",
		Fixed: func(Profile) []Scenario {
			return []Scenario{constantScenario("2s²", 2)}
		},
		Mutants: func() []Mutant {
			return []Mutant{{"1.9-for-2", constantScenario("1.9s²", 1.9)}, {"moments-of-a-standard-normal", constantScenario("s²/2", 0.5)}}
		},
	}
}

// constantScenario certifies log F(s) ≤ c s² for s ≥ 0 in three pieces.
//
//   - s ≤ s0 = 0.01: log F ≤ F − 1 ≤ s²(E ρ²/2 + (s/6) E[ρ³ e^{sρ}]), E ρ² = 2(log 2 + 1), and ρ³ ≤ 48 e^{ρ/2} leaves
//     48 E e^{(s0+½)ρ} = 48 (F(s0+½) + (s0+½) E ρ), E ρ ≤ √E ρ².
//   - s0 ≤ s ≤ 4: F and e^{cs²} increase, so F(b) ≤ e^{ca²} settles [a, b]; cells of ratio 1.002.
//   - s ≥ 4: F(s) ≤ e^{s u0} + 2s√(2π) e^{s²/2} ≤ 2 max(…), and log 2 + s u0 − cs², log 2 + log(2√(2π)s) + s²/2 − cs² are
//     negative at 4 and decreasing from there if c > ¾.
//
// Rounding: F ≥ 1 + 10⁻⁴ on the cells, and its terms are at most 4F, so a few units in the last place of them move log F by less
// than 10⁻¹¹ of itself. The margin asked for is 10⁻⁴.
func constantScenario(name string, c float64) Scenario {
	return Scenario{Name: name, Experiment: Deterministic{Decide: func() (Outcome, error) {
		const s0, last, ratio, margin = 0.01, 4.0, 1.002, 1e-4
		second := 2 * (math.Ln2 + 1)
		out := Outcome{Verdict: Supported, Cases: 2}
		small := second/2 + s0/6*48*(normTransform(s0+0.5)+(s0+0.5)*math.Sqrt(second))
		large := math.Max(math.Ln2+last*normMedian, math.Ln2+math.Log(2*math.Sqrt(2*math.Pi)*last)+last*last/2)
		certain := small*(1+margin) <= c && large*(1+margin) <= c*last*last && c > 0.75
		low, high, at := 0.0, 0.0, 0.0
		for a := s0; a < last; a *= ratio {
			b := a * ratio
			logarithm := math.Log(normTransform(b))
			high = math.Max(high, logarithm/(a*a))
			if value := logarithm / (b * b); value > low {
				low, at = value, b
			}
			out.Cases++
		}
		switch {
		case low*(1-margin) > c:
			out.Verdict = Refuted
		case !(certain && high*(1+margin) <= c):
			out.Verdict = Undecided
		}
		out.Evidence = fmt.Sprintf("sup log F(s)/s² lies in [%.4f, %.4f], near s = %.3f, against %g", low, math.Max(high, small), at, c)
		return out, nil
	}}}
}

// martingaleCase is a martingale in R^d whose differences reach or approach the tail that Theorem B.1 allows, σ = 1.
type martingaleCase struct {
	name  string
	dim   int
	steps int
	delta float64
	// step stores the next difference, given the sum so far.
	step func(z, sum []float64, random *rand.Rand)
}

// extremeNorm draws ρ, P(ρ ≥ u) = min(1, 2e^{−u²/2}): ρ²/2 is log 2 plus an exponential.
func extremeNorm(random *rand.Rand) float64 { return math.Sqrt(2 * (math.Ln2 + random.ExpFloat64())) }

// Directions: along a coordinate, along the sum so far (a martingale that is no sum of independent terms), or uniform; the skew
// one is 2 with probability 1/3 and −1 with 2/3, scaled so that P(|z| ≥ u) ≤ 2e^{−u²/2} is an equality at its top (6 = 2·3).
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

func newMartingaleCase(step string, dim, steps int, delta float64) martingaleCase {
	return martingaleCase{fmt.Sprintf("%s d=%d steps=%d δ=%g", step, dim, steps, delta), dim, steps, delta, martingaleSteps[step]}
}

// scenario is the rate P(‖Σ_{i≤t} z_i‖ > factor·b_t for some t ≤ T) ≤ δ, differences multiplied by scale.
func (m martingaleCase) scenario(suffix string, factor, scale float64) Scenario {
	bound := certify.NewMartingaleBound(1, m.delta, float64(m.steps))
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

// theoremB1 claims the explicit bound at all times at once, on martingales that use up its hypothesis. The differences on an axis have
// variance 2(1 + log 2) = 3.39: the bound is then 1.5 times the true quantile, not the 2.8 of Gaussian differences.
func theoremB1() Claim {
	return Claim{
		ID: "theorem-B.1", Statement: "theorem-B.1", Title: "vector martingales with sub-Gaussian norms", Expect: Supported,
		Says:      "P(‖Σ_{i≤t} z_i‖ ≤ log(2/δ)/λ + 2λΣ_{i≤t}σ_i² for all t) ≥ 1 − δ, with the value √(8 Σσ_i² log(2/δ)) at t = T",
		Deviation: "ours: explicit constant, no dimension in log(2d/δ), and all t at once",
		Fixed: func(Profile) []Scenario {
			var scenarios []Scenario
			for _, m := range []martingaleCase{
				newMartingaleCase("axis", 1, 1, 0.05), newMartingaleCase("axis", 1, 100, 0.05), newMartingaleCase("radial", 3, 50, 0.05),
				newMartingaleCase("skew", 1, 100, 0.1), newMartingaleCase("uniform", 10, 30, 0.01),
			} {
				scenarios = append(scenarios, m.scenario("", 1, 1))
			}
			return scenarios
		},
		Draw: func(choose Chooser) Scenario {
			step := []string{"axis", "radial", "uniform", "skew"}[choose.Choose("step", 4)]
			return newMartingaleCase(step, []int{1, 2, 3, 10}[choose.Choose("d", 4)], []int{1, 3, 10, 30, 100}[choose.Choose("steps", 5)],
				[]float64{0.05, 0.1, 0.2, 0.01}[choose.Choose("δ", 4)]).scenario("", 1, 1)
		},
		Mutants: func() []Mutant {
			m := newMartingaleCase("axis", 1, 100, 0.05)
			return []Mutant{
				{"8-to-2", m.scenario(" 8-to-2", 0.5, 1)},
				{"σ-doubled", m.scenario(" σ-doubled", 1, 2)},
				{"drift", driftCase().scenario(" drift", 1, 1)},
			}
		},
	}
}

// driftCase has the right tail, but is no martingale: the sign is positive two times of three.
func driftCase() martingaleCase {
	m := newMartingaleCase("axis", 1, 100, 0.05)
	m.step = func(z, _ []float64, random *rand.Rand) {
		z[0] = math.Copysign(extremeNorm(random), random.Float64()-1.0/3)
	}
	return m
}
