package theorems

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"itermle/estimators"
	"itermle/internal/geometry"
)

// proofClaims are the statements of appendix C that are checked on their own.
func proofClaims() []Claim {
	return []Claim{propositionC1(), lemmaC1(), lemmaC2(), lemmaC3(), lemmaC3Printed(), lemmaC4(), lemmaC5()}
}

// lemmaC1 is Lemma C.1: ∇²log p_θ(x) is K3-Lipschitz in θ on the ball. Checked with it: |∇³[u,u,u]| ≤ K3 (Assumption 2C) and
// the Lipschitz constant L_I of the information that Lemma C.3 needs (finding-4).
func lemmaC1() Claim {
	return constantsClaim(Claim{
		ID: "lemma-C.1", Statement: "lemma-C.1", Title: "the Hessian is K3-Lipschitz",
		Says: "‖∇²log p_θ(x) − ∇²log p_η(x)‖ ≤ K3‖θ−η‖, ‖I(θ) − I(η)‖ ≤ L_I‖θ−η‖ and |∇³log p_θ(x)[u,u,u]| ≤ K3 on B_r(θ*)",
	}, constantsCase.lipschitzScenario, map[string]constantsCase{
		"K3-of-one-percent-less": {logitAt(0), 0, 1, 1, 0.99, 1},
	}, []string{"K3-of-one-percent-less"})
}

// logitAt is the Bernoulli logit at θ*, where K3 is reached inside the ball: the family of the mutants that change K3.
func logitAt(truth float64) naturalEntry {
	c := fixedInstance("bernoulli-logit", []float64{truth}, "const:1", 1, 0.05, naturalMethod)
	return naturalEntry{c.family.(estimators.NaturalFamily), [][]float64{c.truth}}
}

// inverseCase is Lemma C.5 for two matrices QᵀDQ of one rotation or of two.
type inverseCase struct {
	name   string
	factor float64
}

// scenario checks ‖A⁻¹ − B⁻¹‖ ≤ factor ‖A − B‖/(λ_min(A) λ_min(B)) for 2×2 and 3×3 positive definite matrices with spectra of all
// shapes, rotated against each other; equality holds for multiples of the identity.
func (c inverseCase) scenario() Scenario {
	return Scenario{Name: c.name, Experiment: Deterministic{Decide: func() (Outcome, error) {
		out := Outcome{Verdict: Supported}
		spectra := [][]float64{{1, 1, 1}, {2, 2, 2}, {0.1, 1, 10}, {1, 2, 3}, {0.001, 1, 1}, {5, 5, 0.2}}
		closest := 0.0
		for _, a := range spectra {
			for _, b := range spectra {
				for _, angle := range []float64{0, 0.3, math.Pi / 4, 1.2} {
					for d := 1; d <= 3; d++ {
						A, B := rotated(a[:d], 0), rotated(b[:d], angle)
						var inverseA, inverseB, difference, inverses mat.Dense
						if err := inverseA.Inverse(A); err != nil {
							return out, err
						}
						if err := inverseB.Inverse(B); err != nil {
							return out, err
						}
						difference.Sub(A, B)
						inverses.Sub(&inverseA, &inverseB)
						leastA, _ := geometry.Spectrum(A.RawMatrix().Data, d)
						leastB, _ := geometry.Spectrum(B.RawMatrix().Data, d)
						left, bound := mat.Norm(&inverses, 2), mat.Norm(&difference, 2)/(leastA*leastB)
						if bound > 1e-9 {
							closest = math.Max(closest, left/bound)
						}
						out.Cases++
						// Condition numbers up to 10^4 cost four digits of sixteen; 1e-10 leaves two.
						if !(left <= c.factor*bound*(1+1e-10)+1e-10) {
							out.Verdict = Refuted
						}
					}
				}
			}
		}
		out.Evidence = fmt.Sprintf("largest ‖A⁻¹−B⁻¹‖ is %.6f of its bound over %d pairs", closest, out.Cases)
		return out, nil
	}}}
}

// rotated is QDQᵀ, D diagonal, Q the rotation by the angle in every coordinate plane in turn.
func rotated(spectrum []float64, angle float64) *mat.Dense {
	d := len(spectrum)
	result := mat.NewDense(d, d, nil)
	for k, v := range spectrum {
		result.Set(k, k, v)
	}
	for i := range d {
		for j := range i {
			q := mat.NewDense(d, d, nil)
			for k := range d {
				q.Set(k, k, 1)
			}
			q.Set(i, i, math.Cos(angle))
			q.Set(j, j, math.Cos(angle))
			q.Set(i, j, -math.Sin(angle))
			q.Set(j, i, math.Sin(angle))
			result.Product(q, result, q.T())
		}
	}
	return result
}

// lemmaC5 is Lemma C.5 of arXiv:2505.19046.
func lemmaC5() Claim {
	return Claim{
		ID: "lemma-C.5", Statement: "lemma-C.5", Title: "inverses of positive definite matrices", Expect: Supported,
		Says:  "‖A⁻¹ − B⁻¹‖ ≤ ‖A − B‖/(λ_min(A) λ_min(B))",
		Fixed: func(Profile) []Scenario { return []Scenario{inverseCase{"432 pairs up to 3×3", 1}.scenario()} },
		Mutants: func() []Mutant {
			return []Mutant{{"bound-of-one-percent-less", inverseCase{"bound-of-one-percent-less", 0.99}.scenario()}}
		},
	}
}
