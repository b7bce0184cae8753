package estimators

import (
	"math"
	"testing"
)

// The constants hold on a grid of samples and of tail levels, and one percent less of each does not.
func TestLogisticLocationConstants(t *testing.T) {
	family := NewLogisticLocation()
	c, err := family.AssumptionConstants([]float64{0}, 1)
	if err != nil {
		t.Fatal(err)
	}
	tail, hessian, third := 0.0, 0.0, 0.0
	for i := 1; i < 10000; i++ {
		u := float64(i) / 10000
		// 1 exactly where P(|score| ≥ u) = 1−u reaches 2 exp(−u²/(2K1²)).
		tail = math.Max(tail, u*u/(2*c.K1*c.K1)/math.Log(2/(1-u)))
		x, value := []float64{math.Log(u / (1 - u))}, make([]float64, 1)
		family.Score(value, []float64{0}, x)
		if math.Abs(value[0]-(2*u-1)) > 1e-12 {
			t.Fatalf("score %g at the %g-quantile is not 2u−1", value[0], u)
		}
		family.Hessian(value, []float64{0}, x)
		hessian = math.Max(hessian, math.Abs(value[0])/c.K2)
		family.ThirdDerivative(value, []float64{0}, x)
		third = math.Max(third, math.Abs(value[0])/c.K3)
	}
	for what, ratio := range map[string]float64{"K1²": tail, "K2": hessian, "K3": third} {
		if !(ratio <= 1 && ratio >= 0.999) {
			t.Errorf("%s: the largest ratio is %.6f, want just below 1", what, ratio)
		}
	}
}
