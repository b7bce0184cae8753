package theorems

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"itermle/internal/geometry"
)

// inverseInstance is Lemma C.5 for two matrices QᵀDQ of one rotation or of two.
type inverseInstance struct {
	name   string
	factor float64
}

// scenario checks ‖A⁻¹ − B⁻¹‖ ≤ factor ‖A − B‖/(λ_min(A) λ_min(B)) for 2×2 and 3×3 positive definite matrices with
// spectra of all shapes, rotated against each other; equality holds for multiples of the identity.
func (c inverseInstance) scenario() Scenario {
	return Scenario{Name: c.name, Experiment: Deterministic{Decide: func() (Outcome, error) {
		var out Outcome
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
						// Condition numbers up to 10^4 cost four digits of sixteen; 1e-10 leaves two.
						out.Check(left <= c.factor*bound*(1+1e-10)+1e-10, "%g > %g for spectra %v and %v", left, bound,
							a[:d], b[:d])
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
		Fixed: func(Profile) []Scenario { return []Scenario{inverseInstance{"432 pairs up to 3×3", 1}.scenario()} },
		Mutants: func() []Mutant {
			return []Mutant{{"bound-of-one-percent-less",
				inverseInstance{"bound-of-one-percent-less", 0.99}.scenario()}}
		},
	}
}
