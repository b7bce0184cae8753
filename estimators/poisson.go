package estimators

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"

	"itermle/internal/random"
	"itermle/internal/saddlepoint"
	"itermle/internal/variation"
)

// Poisson is the Poisson law in its mean, θ = μ ≥ 0: the Morris family with v = (0, 1, 0).
//
//	log p_μ(x) = x log μ − μ − log x!,  x ∈ {0, 1, …}
//
// The MLE is the average, 0 included, since Θ is closed; Var μ_T = μ* Σ_{t<T} n_t/N_t² under accumulation. The
// derivatives at μ = 0 are limits from the inside; see count_family.go. Means go up to 2^53, so that counts are whole
// numbers.
type Poisson struct {
	Description
	MeanStatistic
}

// NewPoisson returns the family.
func NewPoisson() *Poisson {
	return &Poisson{Description: Describe("poisson", naturalCounts, countMean)}
}

var poissonEntry = plainEntry("poisson", "Poisson on {0, 1, …}, mean μ ≥ 0",
	NewPoisson, [][]float64{{1}, {4}, {0.25}, {50}})

// maxCountMean is the largest mean of a count law that may be unbounded: 2^53.
const maxCountMean = 1 << 53

// countMean is the mean of such a law.
var countMean = Coordinate{"μ", 0, maxCountMean, "0 ≤ μ ≤ 2^53"}

func (f *Poisson) Sample(dst, theta []float64, r *rand.Rand) { samplePoisson(dst, theta[0], r) }

func samplePoisson(dst []float64, mean float64, r *rand.Rand) {
	for i := range dst {
		dst[i] = random.Poisson(mean, r)
	}
}

func (f *Poisson) LogDensity(theta, x []float64) float64 { return logPoisson(theta[0], x[0]) }

func logPoisson(mean, x float64) float64 {
	if !isCount(x, math.MaxFloat64) {
		return math.Inf(-1)
	}
	return saddlepoint.LogPoisson(x, mean, x-mean)
}

// Score is x/μ − 1.
func (f *Poisson) Score(dst, theta, x []float64)           { dst[0] = power(1, x[0], theta[0], 1) - 1 }
func (f *Poisson) Hessian(dst, theta, x []float64)         { dst[0] = power(-1, x[0], theta[0], 2) }
func (f *Poisson) ThirdDerivative(dst, theta, x []float64) { dst[0] = power(2, x[0], theta[0], 3) }

// FisherInformation is 1/μ, +Inf at μ = 0.
func (f *Poisson) FisherInformation(dst, theta []float64) { dst[0] = 1 / theta[0] }

func (f *Poisson) Fit(dst, from []float64, data Data) error {
	return FitByStatistic(f, dst, from, data)
}

// SampleStatistic draws the sum of n samples, Poisson(nμ).
func (f *Poisson) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	dst[0] = random.Poisson(float64(n)*theta[0], r) / float64(n)
}

func (f *Poisson) FitStatistic(dst, _, statistic []float64) error {
	return averageAsCount(&f.Description, dst, statistic)
}

// KL is μ log(μ/ν) − (μ−ν), +Inf for ν = 0 < μ.
func (f *Poisson) KL(theta, eta []float64) (Certified, error) {
	return deviances(saddlepoint.Deviance(eta[0], theta[0]-eta[0]), 0), nil
}

// TotalVariation has one crossing; package variation integrates the gamma density of P(X ≤ crossing) in μ.
func (f *Poisson) TotalVariation(theta, eta []float64) (Certified, error) {
	return distance(variation.Poisson(theta[0], eta[0])), nil
}

func (f *Poisson) VarianceFunction() (v0, v1, v2 float64) { return 0, 1, 0 }
func (f *Poisson) CDF(theta []float64, x float64) float64 { return poissonCDF(theta[0], x) }

// poissonCDF is the incomplete gamma function Q(k+1, μ), k = floor(x).
func poissonCDF(mean, x float64) float64 {
	k := math.Floor(x)
	switch {
	case !(k >= 0):
		return 0
	case mean == 0 || math.IsInf(k, 1):
		return 1
	}
	return mathext.GammaIncRegComp(k+1, mean)
}

// Outcomes is 1 at μ = 0, which replacement never leaves.
func (f *Poisson) Outcomes(theta []float64) float64 { return countOutcomes(theta[0]) }
