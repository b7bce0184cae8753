package estimators

import (
	"math"
	"math/rand/v2"

	"itermle/internal/random"
)

// Geometric is the number of failures before the first success, in its mean, θ = μ ≥ 0: the Morris family with
// v = (0, 1, 1).
//
//	log p_μ(x) = x log μ − (x+1) log(1+μ),  x ∈ {0, 1, …}
//
// The success probability is 1/(1+μ). The MLE is the average, 0 included, since Θ is closed; the derivatives at μ = 0
// are limits from the inside, see count_family.go. Means go up to 2^53, so that counts are whole numbers.
type Geometric struct {
	NegativeBinomial // k = 1
}

// NewGeometric returns the family.
func NewGeometric() *Geometric {
	return &Geometric{NegativeBinomial{Description: Describe("geometric", naturalCounts, countMean), k: 1}}
}

var geometricEntry = plainEntry("geometric", "geometric on {0, 1, …}, mean μ ≥ 0",
	NewGeometric, [][]float64{{1}, {4}, {0.25}, {20}})

func (f *Geometric) Sample(dst, theta []float64, r *rand.Rand) {
	for i := range dst {
		dst[i] = random.Geometric(theta[0], r)
	}
}

func (f *Geometric) LogDensity(theta, x []float64) float64 {
	if !isCount(x[0], math.MaxFloat64) {
		return math.Inf(-1)
	}
	if x[0] == 0 {
		return -math.Log1p(theta[0])
	}
	// log μ/(1+μ) = −log(1+1/μ) keeps its digits for large μ.
	return -x[0]*math.Log1p(1/theta[0]) - math.Log1p(theta[0])
}

// CDF is 1 − (μ/(1+μ))^{j+1}, j = floor(x).
func (f *Geometric) CDF(theta []float64, x float64) float64 {
	j := math.Floor(x)
	switch {
	case !(j >= 0):
		return 0
	case theta[0] == 0:
		return 1
	}
	return -math.Expm1(-(j + 1) * math.Log1p(1/theta[0]))
}

// Temper: the ratio μ/(1+μ) of neighbouring probabilities to the power 1/τ; the mean is 2^53 at most.
func (f *Geometric) Temper(dst, theta []float64, temperature float64) {
	dst[0] = math.Min(1/math.Expm1(math.Log1p(1/theta[0])/temperature), maxScheduleSize)
}
