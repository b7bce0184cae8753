package estimators

import (
	"math"
	"testing"
)

// Information, constants and divergences of every accepted mixture have no error to drop: at components far apart and
// all but equal, weights next to 0 and 1. The information is that of the trapezoidal rule, whose error vanishes like
// e^{−2π·(π/D)/h} for integrands analytic in |Im x| < π/D, and KL(w‖v) is (w−v)² I(v)/2 up to a share |w−v|/w.
func TestMixtureIntegrals(t *testing.T) {
	for _, means := range [][2]float64{{0, 2}, {0, 20}, {1000, 980}, {0, 8}, {0, 1e-3}, {0, 1e-8},
		{1000, 1000 - 1e-6}} {
		f, err := NewGaussianMixture(means[0], means[1])
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range []float64{0.5, 0.1, 1e-3, 1e-6, 1e-10, 1e-20, 1e-60, 1e-150, 1 - 1e-3, 1 - 1e-12} {
			theta, information := []float64{w}, []float64{0}
			f.FisherInformation(information, theta)
			want := trapezoidalInformation(f, w)
			if !(math.Abs(information[0]-want) <= 1e-9*want) {
				t.Errorf("%s: I(%g) = %.15g, want %.15g", f.Name(), w, information[0], want)
			}
			r := math.Min(w, 1-w) / 2
			if c, err := f.AssumptionConstants(theta, r); err != nil || !(c.Lambda0 > 0 && c.Lipschitz >= 0) {
				t.Errorf("%s: constants at %g: %+v, %v", f.Name(), w, c, err)
			}
			if _, err := f.ScoreBounds(theta, r); err != nil {
				t.Errorf("%s: score bounds at %g: %v", f.Name(), w, err)
			}
			eta := []float64{w - 1e-6*r}
			kl, err := f.KL(theta, eta)
			f.FisherInformation(information, eta)
			gap := w - eta[0]
			near := gap * information[0] * gap / 2
			if near < 1e-300 {
				continue
			}
			if err != nil || !(math.Abs(kl.Value-near) <= 2e-6*near+kl.Error && kl.Error <= 1e-6*near+1e-30*gap*gap/w) {
				t.Errorf("%s: KL(%g‖%g) = %+v, %v, want %g", f.Name(), w, eta[0], kl, err, near)
			}
		}
	}
}

func trapezoidalInformation(f *GaussianMixture, w float64) float64 {
	const h = 1.0 / 128
	theta, x, score, sum := []float64{w}, []float64{0}, []float64{0}, 0.0
	low := math.Min(f.a, f.b) - 60
	for i := range int(140 / h) {
		x[0] = low + h*float64(i)
		f.Score(score, theta, x)
		sum += math.Exp(f.LogDensity(theta, x)) * score[0] * score[0]
	}
	return h * sum
}
