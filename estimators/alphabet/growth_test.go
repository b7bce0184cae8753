package alphabet

import (
	"math"
	"testing"

	"itermle/estimators"
)

// The growth E(θ^(12) − θ*)²/E(θ^(1) − θ*)² of two families of two letters, n = 30, θ* = 0, the MLE over [−1, 1].
// p(θ) is monotone in the second; in the first it is not, and the growth depends on how ties are broken: 1.97 where the
// maximiser nearest to the current model is taken, as Algorithm 1 does, 1.12 where always the least is.
func TestGrowth(t *testing.T) {
	for _, c := range []struct {
		family string
		growth float64
	}{
		{"alphabet:0/-0.62,-6.17,5.06,4.68,-6.42", 1.9724},
		{"alphabet:0/-1.47,-7.13,8.15,-4.83,-1.24", 1.8551},
	} {
		f, err := Parse(c.family)
		if err != nil {
			t.Fatal(err)
		}
		var errors [2]estimators.Certified
		for i, generations := range []int{1, 12} {
			law, err := ExactLaw(f, []float64{0}, estimators.ConstantSchedule(30), generations, estimators.Accumulate(),
				Budget{})
			if err != nil {
				t.Fatal(err)
			}
			errors[i] = law.Mean(law.SquaredDistance)
		}
		growth := errors[1].Value / errors[0].Value
		if !(math.Abs(growth-c.growth) <= 5e-5) || !(errors[1].Error <= 1e-10) {
			t.Errorf("%s: growth %.6g of %+v, want %g", c.family, growth, errors, c.growth)
		}
	}
}
