package theorems

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"gonum.org/v1/gonum/mat"

	"itermle/internal/geometry"
)

// inverses compares ‖A⁻¹ − B⁻¹‖ with factor ‖A − B‖/(λ_min(A) λ_min(B)), and keeps the nearest that it came.
type inverses struct {
	out     Outcome
	closest float64
}

// compare takes A = diag(a) and B of the spectrum b, rotated.
func (c *inverses) compare(a, b []float64, angle, factor float64) error {
	d := len(a)
	A, B := rotated(a, 0), rotated(b, angle)
	var inverseA, inverseB, difference, inverses mat.Dense
	if err := errors.Join(inverseA.Inverse(A), inverseB.Inverse(B)); err != nil {
		return err
	}
	difference.Sub(A, B)
	inverses.Sub(&inverseA, &inverseB)
	leastA, _ := geometry.Spectrum(A.RawMatrix().Data, d)
	leastB, _ := geometry.Spectrum(B.RawMatrix().Data, d)
	left, bound := mat.Norm(&inverses, 2), mat.Norm(&difference, 2)/(leastA*leastB)
	if bound > 1e-9 {
		c.closest = math.Max(c.closest, left/bound)
	}
	// Condition numbers up to 10^4 cost four digits of sixteen; 1e-10 leaves two.
	c.out.Check(left <= factor*bound*(1+1e-10)+1e-10, "%g > %g for spectra %v and %v, angle %g", left, bound, a, b,
		angle)
	return nil
}

func (c *inverses) outcome() Outcome {
	c.out.Evidence = fmt.Sprintf("largest ‖A⁻¹−B⁻¹‖ is %.6f of its bound over %d pairs", c.closest, c.out.Cases)
	return c.out
}

// everyInverse compares 2×2 and 3×3 positive definite matrices with spectra of all shapes, rotated against each other;
// equality holds for multiples of the identity.
func everyInverse(name string, factor float64) Scenario {
	return Scenario{Name: name, Experiment: Deterministic{Decide: func() (Outcome, error) {
		var c inverses
		spectra := [][]float64{{1, 1, 1}, {2, 2, 2}, {0.1, 1, 10}, {1, 2, 3}, {0.001, 1, 1}, {5, 5, 0.2}}
		for _, a := range spectra {
			for _, b := range spectra {
				for _, angle := range []float64{0, 0.3, math.Pi / 4, 1.2} {
					for d := 1; d <= 3; d++ {
						if err := c.compare(a[:d], b[:d], angle, factor); err != nil {
							return Outcome{}, err
						}
					}
				}
			}
		}
		return c.outcome(), nil
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
		Fixed: func(Profile) []Scenario { return []Scenario{everyInverse("432 pairs up to 3×3", 1)} },
		Draw: func(choose Chooser) Scenario {
			spectra := [2][]float64{}
			for k := range 1 + choose.Choose("d−1", 5) {
				label := "eigenvalue " + strconv.Itoa(k+1)
				spectra[0] = append(spectra[0], DrawLog(choose, label, 0.02, 50))
				spectra[1] = append(spectra[1], DrawLog(choose, label, 0.02, 50))
			}
			angle := DrawReal(choose, "angle", 0, math.Pi)
			return Scenario{Name: fmt.Sprintf("spectra %v and %v angle=%g", spectra[0], spectra[1], angle),
				Experiment: Deterministic{Decide: func() (Outcome, error) {
					var c inverses
					err := c.compare(spectra[0], spectra[1], angle, 1)
					return c.outcome(), err
				}}}
		},
		Mutants: func() []Mutant {
			return []Mutant{{"bound-of-one-percent-less", everyInverse("bound-of-one-percent-less", 0.99)}}
		},
	}
}
