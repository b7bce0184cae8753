package theorems

import (
	"fmt"
	"math"
)

// hanConstant is e_{t+1} = A e_t + ξ_t with |A| < 1 and the noise of a fit to n_t samples, variance σ²/n_t, from e_0 =
// 0: e_t is normal with variance
//
//	v_{t+1} = A² v_t + σ²/n_t,   → (σ²/n)/(1 − A²) > 0 for n_t = n,
//
// so that P(|e_t| > δ) rises to a positive limit for every δ, where the abstract has the limit 0 at constant sample
// sizes. The noise must vanish for that, which is what an assumption of the paper asks, and a constant size denies.
func hanConstant() Claim {
	scenario := func(a, sigma, deviations float64, n int64, power float64) Scenario {
		name := fmt.Sprintf("A=%g σ=%g n_t=%d t^%g δ=%g stationary deviations", a, sigma, n, power, deviations)
		return exactly(name, func() Outcome {
			const generations = 20000
			delta := deviations * sigma / math.Sqrt(float64(n)*(1-a*a))
			v := 0.0
			for t := 1; t <= generations; t++ {
				v = a*a*v + sigma*sigma/float64(n)/math.Pow(float64(t), power)
			}
			outside := math.Erfc(delta / math.Sqrt(2*v))
			var out Outcome
			out.Check(outside <= 1e-6, "P(|e_t| > δ) = %.6g after %d generations, δ = %.4g", outside, generations,
				delta)
			out.Evidence = fmt.Sprintf("P(|e_t| > δ) = %.6g after %d generations, variance %.4g", outside, generations,
				v)
			return out
		})
	}
	return Claim{
		ID: "han-constant", Statement: "han-constant", Expect: Refuted,
		Title: "a contraction on constant sample sizes: error gone in probability, as quoted",
		Says: "Of e_{t+1} = A e_t + ξ_t, |A| < 1, ξ_t the error of a fit to n samples, P(|e_t| > δ) → 0 for every δ: " +
			"false, the variance tends to (σ²/n)/(1−A²).",
		Deviation: "as quoted from the abstract (constant sample sizes) and a secondary source (the assumption of " +
			"vanishing noise, which excludes them)",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(0.9, 1, 1, 100, 0), scenario(0, 1, 2, 1, 0)}
		},
		Draw: func(choose Chooser) Scenario {
			return scenario(DrawReal(choose, "A", -0.99, 0.99), DrawLog(choose, "σ", 0.1, 10),
				DrawReal(choose, "δ", 0.01, 4), DrawSize(choose, "n", 1, 1e9), 0)
		},
		Mutants: func() []Mutant {
			return []Mutant{{"sizes-grow", scenario(0.9, 1, 1, 100, 1)},
				{"sizes-grow-slowly", scenario(0.5, 1, 1, 100, 0.5)},
				{"ten-deviations", scenario(0.9, 1, 10, 100, 0)}}
		},
	}
}
