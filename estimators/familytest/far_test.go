package familytest

import (
	"testing"

	"itermle/estimators"
)

// Far from 0, on either side, a fit may round by its own size, and no more: one that depends on the order of the
// samples by 1e-5 standard deviations is seen at ±10^7, where 10^-6 is allowed.
func TestFitFarFromZero(t *testing.T) {
	gaussian, err := estimators.NewGaussianMean(1)
	if err != nil {
		t.Fatal(err)
	}
	ordered := &mutant{Family: gaussian, fit: func(dst, from []float64, data Data) error {
		err := gaussian.Fit(dst, from, data)
		if len(data.X) > 1 && data.X[0] > data.X[1] {
			dst[0] += 1e-5
		}
		return err
	}}
	for _, theta := range []float64{-1e7, 1e7} {
		refuted(t, []known{{"fit by the order of the samples", "fit permutes", ordered}}, []float64{theta})
	}
}

// A distance that is exactly 0 with an exact error of 0 is a distance.
func TestExactDistancesPass(t *testing.T) {
	gaussian, err := estimators.NewGaussianMean(1)
	if err != nil {
		t.Fatal(err)
	}
	exact := &mutant{Family: gaussian,
		kl: func(theta, eta []float64) (Certified, error) {
			if theta[0] == eta[0] {
				return Certified{}, nil
			}
			return gaussian.KL(theta, eta)
		},
		tv: func(theta, eta []float64) (Certified, error) {
			if theta[0] == eta[0] {
				return Certified{}, nil
			}
			return gaussian.TotalVariation(theta, eta)
		}}
	c := newConformance(Case{Family: exact, Points: [][]float64{{1}}})
	c.at(0)
	if c.divergences([]float64{1}, []float64{1}); len(c.failures) > 0 {
		t.Error(c.failures)
	}
}
