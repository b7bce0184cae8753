package theorems

import (
	"math"

	"itermle/estimators"
)

// standardDeviation are E s/σ and Var(s)/σ² of a normal sample of size n with the unbiased variance s²:
//
//	E s = σ √(2/(n−1)) Γ(n/2)/Γ((n−1)/2).
func standardDeviation(n int64) (mean, variance float64) {
	upper, _ := math.Lgamma(float64(n) / 2)
	lower, _ := math.Lgamma(float64(n-1) / 2)
	mean = math.Sqrt(2/float64(n-1)) * math.Exp(upper-lower)
	return mean, 1 - mean*mean
}

// gaussianChain is replacement with the unbiased mean and variance of n samples from N(μ, σ²): visit sees μ_t and s_t
// after the given generations, drawn sample by sample.
func gaussianChain[R any](mu, sigma float64, n int64, generations int,
	visit func(mean, deviation float64) R) estimators.Trials[R] {
	return func() (estimators.Trial[R], error) {
		sample := make([]float64, n)
		return func(s *estimators.Stream, replicate uint64) (R, error) {
			random, mean, deviation := s.At(replicate, 0), mu, sigma
			for range generations {
				sum, squares := 0.0, 0.0
				for i := range sample {
					sample[i] = random.NormFloat64()
					sum += sample[i]
				}
				average := sum / float64(n)
				for _, z := range sample {
					squares += (z - average) * (z - average)
				}
				mean += deviation * average
				deviation *= math.Sqrt(squares / float64(n-1))
			}
			return visit(mean, deviation), nil
		}, nil
	}
}
