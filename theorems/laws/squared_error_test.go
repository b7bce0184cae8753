package laws

import (
	"fmt"
	"math"
	"testing"

	"itermle/estimators"
	"itermle/internal/quadrature"
)

// TestFigureErrorsOfOneGeneration compares the exact errors at t = 1 with closed forms:
//
//	Gaussian     2(1 − √(2/n) Γ(n/2)/Γ((n−1)/2))
//	exponential  1/n
//	θx^{θ−1}     n²/((n−1)(n−2)) − 2n/(n−1) + 1 = (n+2)/((n−1)(n−2))
func TestFigureErrorsOfOneGeneration(t *testing.T) {
	for _, n := range []int64{3, 5, 20, 100, 1000} {
		schedule, x := estimators.ConstantSchedule(n), float64(n)
		above, _ := math.Lgamma(x / 2)
		below, _ := math.Lgamma((x - 1) / 2)
		// 1 − E σ_1 is of order 1/n: the closed form itself loses n units in the last place of lgamma.
		near(t, fmt.Sprintf("Gaussian n=%d", n), GaussianSquaredError(schedule, 1)[0],
			2*(1-math.Sqrt(2/x)*math.Exp(above-below)), 1e-8)
		near(t, fmt.Sprintf("exponential n=%d", n), ExponentialSquaredError(schedule, 1)[0], 1/x, 1e-14)
		near(t, fmt.Sprintf("power n=%d", n), PowerSquaredError(schedule, 1)[0], (x+2)/((x-1)*(x-2)), 1e-9)
		if n < 20 {
			continue
		}
		// E‖θ^(1) − θ_0‖⁴ is made of E G^{−j} = n^j/((n−1)…(n−j)) and of E σ_1^j = (2/n)^{j/2} Γ((n−1+j)/2)/Γ((n−1)/2).
		// The sums cancel from 1 down to 3/n², and lgamma loses n units in the last place more.
		var inverse, root [5]float64
		inverse[0] = 1
		for j := range 5 {
			if j > 0 {
				inverse[j] = inverse[j-1] * x / (x - float64(j))
			}
			gamma, _ := math.Lgamma((x - 1 + float64(j)) / 2)
			root[j] = math.Pow(2/x, float64(j)/2) * math.Exp(gamma-below)
		}
		fourth := func(m [5]float64) float64 { return m[4] - 4*m[3] + 6*m[2] - 4*m[1] + 1 }
		near(t, fmt.Sprintf("power fourth n=%d", n), PowerFourthError(schedule, 1), fourth(inverse), 1e-13*x*x)
		bound := math.Sqrt(3)/x + math.Sqrt(fourth(root))
		near(t, fmt.Sprintf("Gaussian fourth n=%d", n), GaussianFourthError(schedule, 1), bound*bound, 1e-13*x*x*x)
	}
	for n := range int64(2) {
		if got := PowerSquaredError(estimators.ConstantSchedule(n+1), 3)[2]; !math.IsInf(got, 1) {
			t.Errorf("θ̂ of %d samples has no variance: got %g, want +Inf", n+1, got)
		}
	}
}

// TestGaussianFourthErrorOfThreeGenerations compares the E μ_3⁴ in the bound with conditional moments taken by hand.
// With χ² of n−1 degrees,
//
//	μ_1 = Z/√n,  σ_1² = χ²/n,  μ_{t+1} = μ_t + σ_t Z w/√n,  w = 1/2, 1/3,  σ_2²/σ_1² = R = ½ + χ²/(2n) + Z²/(4n)
//	E R = 1 − 1/(4n),  Var R = (n−1)/(2n²) + 1/(8n²),  E Z²R = 1 + 1/(4n)
func TestGaussianFourthErrorOfThreeGenerations(t *testing.T) {
	for _, size := range []int64{3, 5, 20, 100} {
		schedule, n := estimators.ConstantSchedule(size), float64(size)
		variance, fourthPower := (n-1)/n, (n*n-1)/(n*n) // E σ_1², E σ_1⁴
		second := 3/(n*n) + 6/(4*n)*variance/n + 3/(16*n*n)*fourthPower
		meanR, secondR := 1-1/(4*n), math.Pow(1-1/(4*n), 2)+(n-1)/(2*n*n)+1/(8*n*n)
		mixed := variance/n*meanR + fourthPower/(4*n)*(1+1/(4*n)) // E μ_2²σ_2²
		third := second + 6/(9*n)*mixed + 3/(81*n*n)*fourthPower*secondR
		for generations, want := range map[int]float64{2: second, 3: third} {
			power := [5]float64{1, 1, 1, 1, 1} // E σ^j
			for _, s := range gaussianSteps(schedule, generations) {
				for j := range power {
					power[j] *= 1 + s.powerLess1[j]
				}
			}
			spread := power[4] - 4*power[3] + 6*power[2] - 4*power[1] + 1
			root := math.Sqrt(GaussianFourthError(schedule, generations)) - math.Sqrt(spread)
			// spread is of order 1/n²: its five terms lose n² units in the last place.
			near(t, fmt.Sprintf("E μ⁴ n=%d T=%d", size, generations), root*root, want, 1e-14*n*n)
		}
	}
}

// TestGaussianRootFactor compares E √R, the trapezoidal rule in two variables, with one integral over the moment
// generating function,
//
//	E √R = (1/(2√π)) ∫_0^∞ (1 − E e^{−sR}) s^{−3/2} ds = (1/√π) ∫_0^∞ (1 − E e^{−u²R}) u^{−2} du,
//	E e^{−sR} = e^{−sN/N′} (1 + 2s/N′)^{−(n−1)/2} (1 + 2s(N/N′)/N′)^{−1/2},   N = N_{t−1}, N′ = N_t.
func TestGaussianRootFactor(t *testing.T) {
	for _, n := range []int64{3, 20, 100} {
		steps := gaussianSteps(estimators.ConstantSchedule(n), 5)
		for generation := 1; generation < 5; generation++ {
			before, total := float64(n)*float64(generation), float64(n)*float64(generation+1)
			integrand := func(u float64) float64 {
				s := u * u
				logarithm := -s*before/total - float64(n-1)/2*math.Log1p(2*s/total) -
					math.Log1p(2*s*before/total/total)/2
				return -math.Expm1(logarithm) / s
			}
			const end = 1e4 // beyond it the integrand is 1/u² to rounding, and the integral 1/end
			value, bound, err := quadrature.Integrate(integrand, []float64{0, 0.5, 1, 2, 5, 20, 100, 1000, end}, 1e-10)
			if err != nil {
				t.Fatal(err)
			}
			want := (value + 1/end) / math.Sqrt(math.Pi)
			if got := 1 + steps[generation].powerLess1[1]; !(math.Abs(got-want) <= 1e-9+bound) {
				t.Errorf("n=%d t=%d: E √R = %.12g, want %.12g ± %.1g", n, generation, got, want, bound)
			}
		}
		// E R = 1 − n/N′², Var R = (2(n−1) + 2(N/N′)²)/N′² and E Z²R = 1 − n/N′² + 2N/N′² are known exactly.
		for generation, s := range steps {
			before, total := float64(n)*float64(generation), float64(n)*float64(generation+1)
			mean, spread := 1-float64(n)/total/total, 2*(float64(n-1)+before*before/total/total)/total/total
			near(t, "E R − 1", s.powerLess1[2], mean-1, 1e-10)
			near(t, "E R² − 1", s.powerLess1[4], mean*mean-1+spread, 1e-10)
			near(t, "E Z²R", s.crossed, mean+2*before/total/total, 1e-10)
		}
	}
}

// TestGaussianStepOfOneSample: a batch of one has χ²_0 = 0, and E R = 1 − 1/N′² as for every n.
func TestGaussianStepOfOneSample(t *testing.T) {
	for generation, s := range gaussianSteps(estimators.SlowSchedule(10, 1), 5)[1:] {
		total := float64(10 + generation + 1)
		near(t, "E R − 1", s.powerLess1[2], -1/total/total, 1e-10)
	}
}

// TestPowerMeanErrorOfOneGeneration: θ_1/θ_0 = 1/G, and E|1/G − 1| has a closed form by E(1/G; G < 1) = n/(n−1)
// P(Gamma(n−1) < n), checked here by quadrature of the density.
func TestPowerMeanErrorOfOneGeneration(t *testing.T) {
	for _, n := range []int64{3, 20, 100} {
		x := float64(n)
		constant, _ := math.Lgamma(x)
		density := func(g float64) float64 {
			return math.Abs(1/g-1) * math.Exp(x*math.Log(x*g)-x*g-constant) / g
		}
		value, bound, err := quadrature.Integrate(density, []float64{1e-12, 0.1, 0.5, 1, 1.5, 2, 4, 10, 40}, 1e-10)
		if err != nil {
			t.Fatal(err)
		}
		if got := PowerMeanError(estimators.ConstantSchedule(n), 1); !(math.Abs(got-value) <= scaleCDFTolerance+bound) {
			t.Errorf("n=%d: E|1/G − 1| = %.12g, want %.12g ± %.1g", n, got, value, bound)
		}
	}
}
