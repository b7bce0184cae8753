package theorems

import (
	"math"
	"testing"
)

// The closed form of F against the midpoint rule on E[e^{sρ} − sρ] = ∫_0^1 of the quantile function, ρ = √(2(log 2 −
// log v)).
func TestNormTransform(t *testing.T) {
	for _, s := range []float64{0.01, 0.1, 0.4, 1, 2} {
		// In x = −log v the integrand is smooth; 60 is where e^{−x + s√(2x+…)} is below 1e-20 of F for s ≤ 2.
		const cells, end = 200000, 60.0
		sum := 0.0
		for i := range cells {
			x := end * (float64(i) + 0.5) / cells
			rho := math.Sqrt(2 * (math.Ln2 + x))
			sum += math.Exp(-x) * (math.Exp(s*rho) - s*rho) * end / cells
		}
		// The midpoint rule errs by h²/24 times a derivative below 10 F: 4e-8 relative.
		if f := normTransform(s); !(math.Abs(f-sum) <= 1e-7*sum) {
			t.Errorf("F(%g) = %.12g, numerically %.12g", s, f, sum)
		}
	}
}
