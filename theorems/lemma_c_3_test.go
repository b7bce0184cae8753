package theorems

import (
	"math"
	"testing"
)

// The MLE over the ball against a grid of its log-likelihood share·η − log(1+e^η), with pools of ones or zeros alone
// too.
func TestBentLogitFit(t *testing.T) {
	for _, c := range bentInstances {
		f := newBentLogit(c.a)
		for _, share := range []float64{0, 0.001, 0.3, 0.5, 0.73, 0.99, 1} {
			got := f.fit(share, c.r)
			likelihood := func(theta float64) float64 {
				eta, _ := f.logit(theta)
				return share*eta - math.Log1p(math.Exp(eta))
			}
			if !(math.Abs(got) <= c.r) {
				t.Errorf("a = %g, share %g: %g is outside the ball of radius %g", c.a, share, got, c.r)
			}
			for k := -500; k <= 500; k++ {
				theta := c.r * float64(k) / 500
				// Three terms of size at most 4, each rounded.
				if !(likelihood(theta) <= likelihood(got)+4e-15) {
					t.Errorf("a = %g, share %g: %g is beaten by %g", c.a, share, got, theta)
					break
				}
			}
		}
	}
}
