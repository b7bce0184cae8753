package theorems

import (
	"math"

	"itermle/estimators"
	"itermle/theorems/certify"
)

// theorem41Mutants are false variants of the bound, the workflow, the randomness and the estimator, on a Gaussian mean.
// The certificate is √(2 log(2/δ))/z_{δ/2} ≈ 1.4 times the true quantile there, so smaller faults are out of sight.
func theorem41Mutants(says conclusion) []Mutant {
	c := fixedInstance("gaussian-mean", []float64{0}, "const:1000", 1000, 0.05, chernoffMethod)
	shrink := func(factor float64) func(certifiedInstance, *certify.Certificate) {
		return func(_ certifiedInstance, b *certify.Certificate) {
			b.Rho, b.KL, b.TV = b.Rho*factor, b.KL*factor*factor, b.TV*factor
			for t := range b.Trajectory {
				b.Trajectory[t] *= factor
			}
		}
	}
	variants := []variant{
		{name: "half-the-true-quantile", bound: func(c certifiedInstance, b *certify.Certificate) {
			shrink(estimatorQuantile(c)/(2*b.Rho))(c, b)
		}},
		{name: "n-to-10n", bound: shrink(1 / math.Sqrt(10))},
		{name: "accumulate-to-replace", workflow: estimators.Replace()},
		{name: "reused-seed", run: runReusingSeed},
		{name: "biased-estimator", pool: func(p estimators.Pool, c certifiedInstance) estimators.Pool {
			// one standard error: harmless once, not when the next generations learn from it
			return biasedPool{p, 1, 1 / math.Sqrt(float64(c.schedule.Size(0)))}
		}},
	}
	mutants := make([]Mutant, len(variants))
	for i, v := range variants {
		mutants[i] = Mutant{Name: v.name, Scenario: c.scenario(says, v)}
	}
	return mutants
}

// estimatorQuantile is the exact (1−δ)-quantile of |θ^(T) − θ*|, by bisection of the closed distribution function, good
// to 2^-53/δ relative in δ. It panics for an instance whose family has none.
func estimatorQuantile(c certifiedInstance) float64 {
	cdf := func(x float64) float64 {
		return c.family.(estimators.EstimatorDistribution).EstimatorCDF(c.truth, c.schedule, c.generations, x)
	}
	return certify.QuantileOutside(func(x float64) float64 { return cdf(c.truth[0]-x) + 1 - cdf(c.truth[0]+x) },
		c.delta)
}
