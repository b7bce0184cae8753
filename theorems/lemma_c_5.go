package theorems

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"gonum.org/v1/gonum/mat"

	"itermle/internal/geometry"
)

// spectra are those of A = diag(a) and of B, which is rotated by the angle.
type spectra struct {
	a, b  []float64
	angle float64
}

// inverseScenario checks ‖A⁻¹ − B⁻¹‖ ≤ factor ‖A − B‖/(λ_min(A) λ_min(B)).
func inverseScenario(name string, factor float64, pairs ...spectra) Scenario {
	return Scenario{Name: name, Experiment: Deterministic{Decide: func() (Outcome, error) {
		var out Outcome
		closest := 0.0
		for _, s := range pairs {
			d := len(s.a)
			A, B := rotated(s.a, 0), rotated(s.b, s.angle)
			var inverseA, inverseB, difference, inverses mat.Dense
			if err := errors.Join(inverseA.Inverse(A), inverseB.Inverse(B)); err != nil {
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
			out.Check(left <= factor*bound*(1+1e-10)+1e-10, "%g > %g for %v", left, bound, s)
		}
		out.Evidence = fmt.Sprintf("largest ‖A⁻¹−B⁻¹‖ is %.6f of its bound over %d pairs", closest, out.Cases)
		return out, nil
	}}}
}

// listedSpectra are of all shapes, of up to three dimensions; equality holds for multiples of the identity.
func listedSpectra() (pairs []spectra) {
	listed := [][]float64{{1, 1, 1}, {2, 2, 2}, {0.1, 1, 10}, {1, 2, 3}, {0.001, 1, 1}, {5, 5, 0.2}}
	for _, a := range listed {
		for _, b := range listed {
			for _, angle := range []float64{0, 0.3, math.Pi / 4, 1.2} {
				for d := 1; d <= 3; d++ {
					pairs = append(pairs, spectra{a[:d], b[:d], angle})
				}
			}
		}
	}
	return pairs
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
		Says: "‖A⁻¹ − B⁻¹‖ ≤ ‖A − B‖/(λ_min(A) λ_min(B))",
		Fixed: func(Profile) []Scenario {
			return []Scenario{inverseScenario("432 pairs up to 3×3", 1, listedSpectra()...)}
		},
		Draw: func(choose Chooser) Scenario {
			s := spectra{angle: DrawReal(choose, "angle", 0, math.Pi)}
			for k := range 1 + choose.Choose("d−1", 5) {
				label := "eigenvalue " + strconv.Itoa(k+1)
				s.a, s.b = append(s.a, DrawLog(choose, label, 0.02, 50)), append(s.b, DrawLog(choose, label, 0.02, 50))
			}
			return inverseScenario(fmt.Sprintf("spectra %v and %v angle=%g", s.a, s.b, s.angle), 1, s)
		},
		Mutants: func() []Mutant {
			return []Mutant{{"bound-of-one-percent-less",
				inverseScenario("bound-of-one-percent-less", 0.99, listedSpectra()...)}}
		},
	}
}
