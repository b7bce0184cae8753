package theorems

import (
	"fmt"
	"math"
)

// shumailovGaussian is Theorem 3.1 of the paper with its divergence exact, ours. Replacement with the unbiased mean and
// variance of M samples: s_t = σ Π √(χ²_{M−1}/(M−1)), so with c = E s/σ of one sample
//
//	E W2²(N(μ_t, s_t²), N(μ, σ²)) = E(μ_t − μ)² + E(s_t − σ)² = σ² [t/M + 2(1 − c^t)] → ∞.
//
// Simulated in two parts with known variances: μ_t²/(σ² t/M), of fourth moment 3 Σ, and s_t/(σ c^t), of second moment
// c^{−2t}.
func shumailovGaussian() Claim {
	center := func(mu, sigma float64, n int64, t int, factor float64) Scenario {
		// E μ_t⁴ = 3 E(Σ_k s_k²/M)² = 3/M² Σ_{j,k} E s_j² s_k², with E s_j² s_k² = g^{min(j,k)}, g = 1 + 2/(M−1).
		growth, fourth := 1+2/float64(n-1), 0.0
		for j := range t {
			fourth += math.Pow(growth, float64(j)) * float64(1+2*(t-1-j))
		}
		spread := 3*fourth/float64(t*t) - 1
		size := factor * sigma * sigma * float64(t) / float64(n)
		return Scenario{
			Name: fmt.Sprintf("μ=%g σ=%g M=%d t=%d E(μ_t−μ)²=%.4g", mu, sigma, n, t, size),
			Experiment: Mean{Value: 1, Tolerance: 0.05 * math.Sqrt(spread), Variance: spread, Unit: "× its exact value",
				New: gaussianChain(mu, sigma, n, t, func(mean, _ float64) float64 {
					return (mean - mu) * (mean - mu) / size
				})},
		}
	}
	width := func(mu, sigma float64, n int64, t int, power float64) Scenario {
		c, _ := standardDeviation(n)
		size, spread := sigma*math.Pow(c, power), math.Pow(c, -2*float64(t))-1
		return Scenario{
			Name: fmt.Sprintf("μ=%g σ=%g M=%d t=%d E s_t=%.6g", mu, sigma, n, t, size),
			Experiment: Mean{Value: 1, Tolerance: 0.05 * math.Sqrt(spread), Variance: spread, Unit: "× its exact value",
				New: gaussianChain(mu, sigma, n, t, func(_, deviation float64) float64 {
					return deviation / size
				})},
		}
	}
	return Claim{
		ID: "shumailov-gaussian", Statement: "shumailov-gaussian", Expect: Supported,
		Title: "Gaussian, replacing, unbiased: E W2² = σ²[t/M + 2(1 − c^t)]",
		Says: "Under replacement with the unbiased mean and variance of M samples E(μ_t − μ)² = σ² t/M and E s_t = σ " +
			"c^t, c = √(2/(M−1)) Γ(M/2)/Γ((M−1)/2), so that E W2² = σ²[t/M + 2(1 − c^t)] grows without bound.",
		Deviation: "the exact value is ours: print has its divergence",
		Fixed:     func(Profile) []Scenario { return []Scenario{center(0, 1, 5, 4, 1), width(0, 1, 5, 4, 4)} },
		Draw: func(choose Chooser) Scenario {
			n, t := DrawSize(choose, "M", 5, 40), 1+choose.Choose("t−1", 6)
			mu, sigma := DrawReal(choose, "μ", -5, 5), DrawLog(choose, "σ", 0.1, 10)
			if choose.Choose("mean", 2) == 1 {
				return center(mu, sigma, n, t, 1)
			}
			return width(mu, sigma, n, t, float64(t))
		},
		Mutants: func() []Mutant {
			return []Mutant{{"one-generation-more", center(0, 1, 5, 4, 1.25)}, {"exponent-t−1", width(0, 1, 5, 4, 3)},
				{"no-shrinkage", width(0, 1, 5, 4, 0)}}
		},
	}
}
