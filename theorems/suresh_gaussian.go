package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/theorems/laws"
)

// sureshGaussian bounds the width of a Gaussian under replacement with the unbiased variance of n samples,
//
//	P(s_k > ε) ≤ (σ/ε) e^{−k/(4n)},
//
// by Markov from E s_k = σ c^k and c ≤ e^{−1/(4n)}, c = E s/σ of one sample. Against the law of s_k², a product of
// Gamma means of shape ½ of n − 1.
func sureshGaussian() Claim {
	scenario := func(n int64, k int, epsilon, rate float64) Scenario {
		return exactly(fmt.Sprintf("n=%d k=%d ε=%g rate=%g", n, k, epsilon, rate), func() Outcome {
			law := laws.NewScaleProduct(0.5, estimators.ConstantSchedule(n-1), k, true)
			tail, bound := 1-law.LogCDF(2*math.Log(epsilon)), math.Exp(-rate*float64(k)/float64(n))/epsilon
			c, _ := standardDeviation(n)
			mean, limit := math.Pow(c, float64(k)), math.Exp(-rate*float64(k)/float64(n))
			var out Outcome
			out.Check(mean <= limit, "E s_k/σ = %.9g > %.9g", mean, limit)
			out.Check(tail-1e-8 <= bound, "P(s_k > ε σ) = %.7g > %.7g", tail, bound)
			if out.Counterexample == "" {
				out.Evidence = fmt.Sprintf("P(s_k > ε σ) = %.7g ≤ %.7g", tail, bound)
			}
			return out
		})
	}
	return Claim{
		ID: "suresh-gaussian", Statement: "suresh-gaussian", Expect: Supported,
		Title:     "Gaussian, replacing, unbiased: P(s_k > ε) ≤ (σ/ε) e^{−k/(4n)}",
		Says:      "E s_k ≤ σ e^{−k/(4n)}, so that P(s_k > ε) ≤ (σ/ε) e^{−k/(4n)}, against the exact law of s_k.",
		Deviation: "read as an abstract",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(2, 4, 0.7, 0.25), scenario(10, 6, 0.9, 0.25)}
		},
		Draw: func(choose Chooser) Scenario {
			return scenario(DrawSize(choose, "n", 2, 100), int(DrawSize(choose, "k", 1, 6)),
				DrawLog(choose, "ε", 0.05, 2), 0.25)
		},
		Mutants: func() []Mutant {
			return []Mutant{{"rate-1/2", scenario(20, 4, 0.9, 0.5)}, {"rate-0.3", scenario(100, 4, 0.9, 0.3)},
				{"rate-1", scenario(10, 6, 0.9, 1)}}
		},
	}
}
