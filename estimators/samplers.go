package estimators

import (
	"math/rand/v2"

	"itermle/internal/random"
)

// Draws for families written elsewhere: those that the zoo's own Sample and SampleStatistic are made of. Like all draws
// they come from the generator that they are given.

// SampleNormal draws N(0, 1).
func SampleNormal(r *rand.Rand) float64 { return random.Normal(r) }

// SampleExponential draws the exponential law of mean 1.
func SampleExponential(r *rand.Rand) float64 { return random.Exponential(r) }

// SampleGamma draws the gamma law of the given shape > 0 and scale 1; twice that of shape k/2 is χ²_k.
func SampleGamma(shape float64, r *rand.Rand) float64 { return random.Gamma(shape, r) }

// SampleBinomial draws the successes of n trials of probability p.
func SampleBinomial(n int64, p float64, r *rand.Rand) int64 { return random.Binomial(n, p, 1-p, r) }

// SamplePoisson draws the Poisson law of the given mean ≥ 0, up to 2^53 a whole number.
func SamplePoisson(mean float64, r *rand.Rand) float64 { return random.Poisson(mean, r) }
