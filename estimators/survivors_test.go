package estimators

import (
	"errors"
	"math"
	"testing"

	"itermle/internal/rounding"
)

// The rounding of gaussianPair has the condition number of absolute values: for L = [[1, 0], [−c, s]] the factors
// |L⁻¹||L| = [[1, 0], [2c/s, 1]], where L⁻¹L = I would forget how near to singular L is.
func TestGaussianPairConditionNumber(t *testing.T) {
	for _, c := range []float64{0, 0.5, -0.8, 0.999} {
		s2 := 1 - c*c
		theta, eta := []float64{0, 0, 1, 0, 1}, []float64{0, 0, 1, -c, 1}
		want := 16 * 4 * rounding.Unit * (2 + 4*c*c/s2)
		if got := newGaussianPair(theta, eta, 2).rounding; !(math.Abs(got-want) <= 1e-10*want) {
			t.Errorf("c = %g: rounding %g, want %g", c, got, want)
		}
	}
}

// The mixture's constants carry the quadrature's error to the safe side.
func TestMixtureConstantsAreOnTheSafeSide(t *testing.T) {
	family, err := NewGaussianMixture(0, 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []float64{0.1, 0.3, 0.5, 0.8} {
		const r = 0.05
		constants, err := family.AssumptionConstants([]float64{w}, r)
		if err != nil {
			t.Fatal(err)
		}
		least, err := family.scoreMoment(math.Max(w-r, math.Min(0.5, w+r)), 2)
		if err != nil {
			t.Fatal(err)
		}
		if !(least.Error > 0 && constants.Lambda0 <= least.Value-least.Error) {
			t.Errorf("w = %g: λ0 = %g above I − error = %g − %g", w, constants.Lambda0, least.Value, least.Error)
		}
		for _, end := range []float64{w - r, w + r} {
			third, err := family.scoreMoment(end, 3)
			if err != nil {
				t.Fatal(err)
			}
			if !(constants.Lipschitz >= math.Abs(third.Value)+third.Error) {
				t.Errorf("w = %g: L_I = %g below |I′(%g)| + error = %g + %g", w, constants.Lipschitz, end,
					math.Abs(third.Value), third.Error)
			}
		}
	}
}

// The documented edge |θ*| + r ≤ 700 is inside, what is beyond is refused.
func TestLogitEdge(t *testing.T) {
	softmax, err := NewCategoricalSoftmax(3)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		family RegularFamily
		truth  []float64
	}{{NewBernoulliLogit(), []float64{600}}, {NewBernoulliLogit(), []float64{-600}}, {softmax, []float64{1, -600}}} {
		if constants, err := c.family.AssumptionConstants(c.truth, 100); err != nil || !(constants.Lambda0 >= 0) {
			t.Errorf("%s at %v, r = 100: %+v, %v", c.family.Name(), c.truth, constants, err)
		}
		var out *RangeError
		if _, err := c.family.AssumptionConstants(c.truth, 100.0001); err == nil || !errors.As(err, &out) {
			t.Errorf("%s at %v, r = 100.0001: %v, want a *RangeError", c.family.Name(), c.truth, err)
		}
	}
}

// What cannot be read is shown to 60 characters.
func TestSyntaxErrorIsShort(t *testing.T) {
	long := make([]byte, 100000)
	for i := range long {
		long[i] = 'x'
	}
	_, err := ParsePath(string(long))
	if text := err.Error(); len(text) > 130 {
		t.Errorf("%d bytes: %.200s", len(text), text)
	}
}

// At logits ±300 the divergence of two categories is 300 but for e^{−300}, and its error bound, finite and small,
// holds.
func TestSoftmaxErrorBoundAtLargeLogits(t *testing.T) {
	family, err := NewCategoricalSoftmax(2)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][3]float64{{300, -300, 300}, {-300, 300, 300}, {650, -20, 20 + math.Exp(-20)}} {
		kl, err := family.KL([]float64{c[0]}, []float64{c[1]})
		if err != nil || !(math.Abs(kl.Value-c[2]) <= kl.Error && kl.Error <= 1e-9) {
			t.Errorf("KL(%g‖%g) = %+v, %v, want %.17g", c[0], c[1], kl, err, c[2])
		}
	}
}
