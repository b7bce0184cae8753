package certify

import (
	"errors"
	"testing"

	"itermle/estimators"
)

var errInverse = errors.New("no certificate can be computed")

// The inverse questions pass on what their certificate fails with, at the first call and later.
func TestInverseQuestionsPassErrorsOn(t *testing.T) {
	q := Request{Schedule: estimators.ConstantSchedule(10), Generations: 5}
	for _, good := range []int{0, 1, 3} {
		failing := func() func(Request) (Certificate, error) {
			calls := 0
			return func(Request) (Certificate, error) {
				if calls++; calls > good {
					return Certificate{}, errInverse
				}
				return Certificate{Certified: true}, nil
			}
		}
		if n, err := SmallestSampleSize(q, failing()); err != errInverse {
			t.Errorf("smallest n after %d calls: %d, %v", good, n, err)
		}
		if most, err := LargestGenerations(q, failing(), 1<<20); err != errInverse {
			t.Errorf("largest T after %d calls: %d, %v", good, most, err)
		}
	}
}

// Within certifies ρ_T up to its target and no more.
func TestWithin(t *testing.T) {
	one := Certifier{"one", func(Request) (Certificate, error) { return Certificate{Certified: true, Rho: 1}, nil }}
	for target, want := range map[float64]bool{1: true, 1.01: true, 0.99: false} {
		if found, err := one.Within(target).Certify(Request{}); err != nil || found.Certified != want {
			t.Errorf("ρ = 1 within %g: %+v, %v", target, found, err)
		}
	}
}

// λ_min of a matrix that is not diagonal is from below, and by no more than rounding: 1 of (2, 1; 1, 2), and 0.1 of
// 0.1·1 + vvᵀ.
func TestInformationSpectrumIsBelow(t *testing.T) {
	for _, c := range []struct {
		matrix []float64
		least  float64
	}{{[]float64{2, 1, 1, 2}, 1}, {[]float64{1.1, 2, 3, 2, 4.1, 6, 3, 6, 9.1}, 0.1}} {
		d := map[int]int{4: 2, 9: 3}[len(c.matrix)]
		spectrum, err := informationSpectrum(c.matrix, d)
		if err != nil || !(spectrum[0] <= c.least && spectrum[0] >= c.least-1e-12) {
			t.Errorf("%v: λ ≥ %.17g, %v", c.matrix, spectrum, err)
		}
	}
}
