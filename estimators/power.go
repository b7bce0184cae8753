package estimators

import (
	"math"
	"math/rand/v2"

	"itermle/internal/logarithm"
	"itermle/internal/random"
)

// Power is the density θ x^{θ−1} on (0, 1), θ > 0: Beta(θ, 1), the third family of Appendix G of arXiv:2505.19046.
//
//	log p_θ(x) = log θ + (θ−1) log x,   −log x ~ Exp(rate θ)
//
// The statistic is the average of −log x and θ̂ is one over it, so θ_T/θ* = 1/Π_{t<T}(1 + w_t(G_t − 1)) with the
// factors of Exponential: a pivot, whose law does not depend on θ* (derived here). As float64 samples keep −log x only
// to 2^-53, and stay at 2^-1074 where x underflows (probability e^{−744 θ}). So pools hold y = −log x: see Encoded.
type Power struct {
	ExponentialRate // the law of −log x
}

// NewPower returns the family.
func NewPower() *Power {
	support := Interval(math.SmallestNonzeroFloat64, 1, "0 < x ≤ 1")
	return &Power{ExponentialRate{Description: Describe("power", support, Positive("θ"))}}
}

var powerEntry = plainEntry("power", "density θ x^{θ−1} on (0, 1), θ > 0", NewPower, [][]float64{{1}, {2}, {0.5}, {20}})

func (f *Power) Sample(dst, theta []float64, r *rand.Rand) {
	scale := -1 / theta[0]
	for i := range dst {
		dst[i] = max(math.Exp(scale*random.Exponential(r)), math.SmallestNonzeroFloat64)
	}
}

// Encoded is the family of y = −log x, exponential of rate θ.
func (*Power) Encoded() Family {
	return &ExponentialRate{Description: Describe("power", Interval(0, math.MaxFloat64, "a finite −log x ≥ 0"),
		Positive("θ"))}
}

func (f *Power) LogDensity(theta, x []float64) float64 {
	if !(x[0] > 0 && x[0] <= 1) {
		return math.Inf(-1)
	}
	return logarithm.Of(theta[0]) + (theta[0]-1)*logarithm.Of(x[0])
}

func (f *Power) Score(dst, theta, x []float64) { dst[0] = 1/theta[0] + logarithm.Of(x[0]) }

// Fit accepts x = 1, the float64 nearest to many a sample of a large θ.
func (f *Power) Fit(dst, from []float64, data Data) error { return FitByStatistic(f, dst, from, data) }

// Summarize is −log of the product of the samples, over their number. The product is kept above 2^-768 by exact
// factors 2^512, so that one logarithm does for all samples; every factor costs it 2^-53, as much as the rounding of x
// did.
func (f *Power) Summarize(dst, x []float64) {
	product, rescaled, sum := 1.0, 0, 0.0
	for _, v := range x {
		if v < 0x1p-256 {
			sum -= logarithm.Of(v)
			continue
		}
		product *= v
		if product < 0x1p-512 {
			product *= 0x1p512
			rescaled++
		}
	}
	sum += float64(rescaled)*(512*math.Ln2) - math.Log(product)
	dst[0] = sum / float64(len(x))
}

// CDF is x^θ.
func (f *Power) CDF(theta []float64, x float64) float64 {
	if !(x > 0) {
		return 0
	}
	return math.Min(1, math.Pow(x, theta[0]))
}

// AssumptionConstants refuses: the score 1/θ + log x falls below −u with probability exp(−1 − θu), an exponential tail.
func (f *Power) AssumptionConstants(_ []float64, _ float64) (Constants, error) {
	return Constants{}, &AssumptionError{Family: f.Name(), Assumption: "2A",
		Reason: "the score 1/θ + log x has an exponential tail, P(−log x − 1/θ ≥ u) = exp(−1 − θu)"}
}
