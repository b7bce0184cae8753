package estimators

import (
	"math"
	"math/rand/v2"

	"itermle/internal/random"
	"itermle/internal/variation"
)

// Geometric is the number of failures before the first success, in its mean, θ = μ ≥ 0: the Morris family with
// v = (0, 1, 1).
//
//	log p_μ(x) = x log μ − (x+1) log(1+μ),  x ∈ {0, 1, …}
//
// The success probability is 1/(1+μ). The MLE is the average, 0 included, since Θ is closed; the derivatives at μ = 0
// are limits from the inside, see count_family.go. Means go up to 2^53, so that counts are whole numbers.
type Geometric struct {
	Description
	MeanStatistic
}

// NewGeometric returns the family.
func NewGeometric() *Geometric {
	return &Geometric{Description: Describe("geometric", Counts(math.MaxFloat64, "a whole number ≥ 0"), countMean)}
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

// Score is x/μ − (x+1)/(μ+1).
func (f *Geometric) Score(dst, theta, x []float64) {
	dst[0] = negativeBinomialDerivative(1, theta[0], x[0], 1, 1)
}

func (f *Geometric) Hessian(dst, theta, x []float64) {
	dst[0] = negativeBinomialDerivative(1, theta[0], x[0], -1, 2)
}

func (f *Geometric) ThirdDerivative(dst, theta, x []float64) {
	dst[0] = negativeBinomialDerivative(1, theta[0], x[0], 2, 3)
}

// FisherInformation is 1/(μ(1+μ)), +Inf at μ = 0.
func (f *Geometric) FisherInformation(dst, theta []float64) { dst[0] = 1 / theta[0] / (1 + theta[0]) }

func (f *Geometric) Fit(dst, from []float64, data Data) error {
	return FitByStatistic(f, dst, from, data)
}

// SampleStatistic draws the sum of n samples, negative binomial of shape n and mean nμ.
func (f *Geometric) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	size := float64(n)
	dst[0] = random.NegativeBinomial(size, size*theta[0], r) / size
}

func (f *Geometric) FitStatistic(dst, _, statistic []float64) error {
	return averageAsCount(&f.Description, dst, statistic)
}

// KL is μ log(μ/ν) − (μ+1) log((μ+1)/(ν+1)), +Inf for ν = 0 < μ.
func (f *Geometric) KL(theta, eta []float64) (Certified, error) {
	return negativeBinomialKL(1, theta[0], eta[0]), nil
}

// TotalVariation has one crossing; package variation integrates the beta density of P(X ≤ crossing) in μ.
func (f *Geometric) TotalVariation(theta, eta []float64) (Certified, error) {
	value, bound := variation.NegativeBinomial(1, theta[0], eta[0])
	return Certified{Value: value, Error: bound}, nil
}

func (f *Geometric) VarianceFunction() (v0, v1, v2 float64) { return 0, 1, 1 }

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
