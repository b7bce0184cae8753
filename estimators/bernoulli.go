package estimators

import (
	"math"
	"math/rand/v2"

	"itermle/internal/random"
)

// Bernoulli is the law of a success, 1, with probability p, else 0, θ = p ∈ [0, 1]: the Morris family with v = (0, 1,
// −1).
//
//	log p_p(x) = x log p + (1−x) log(1−p),  x ∈ {0, 1}
//
// The statistic is (average of x, average of 1−x): neither end of [0, 1] is a difference. The MLE is the share of
// successes; it exists for every data, since Θ is closed. Under accumulation of n samples a generation
// Var p_T = p(1−p)[1 − Π_{t≤T}(1 − 1/(n t²))] (derived here from v2 = −1), and p̂ = 0 or 1 is never left.
//
// At an end the derivatives are limits from the inside; see count_family.go. KL to an end is +Inf but from that end
// itself.
type Bernoulli struct {
	Description
	Averages
}

// NewBernoulli returns the family.
func NewBernoulli() *Bernoulli {
	return &Bernoulli{
		Description: Describe("bernoulli", Counts(1, "0 or 1"), Coordinate{"p", 0, 1, "0 ≤ p ≤ 1"}), Averages: 2}
}

var bernoulliEntry = plainEntry("bernoulli", "Bernoulli on {0, 1}, mean p ∈ [0, 1]",
	NewBernoulli, [][]float64{{0.5}, {0.25}, {0.1}, {0.99}})

func (f *Bernoulli) Sample(dst, theta []float64, r *rand.Rand) { sampleBernoulli(dst, theta[0], r) }

// sampleBernoulli fills dst with successes of probability p, 1, and failures, 0.
func sampleBernoulli(dst []float64, p float64, r *rand.Rand) {
	for i := range dst {
		dst[i] = 0
		if random.Event(p, r) {
			dst[i] = 1
		}
	}
}

func (f *Bernoulli) LogDensity(theta, x []float64) float64 {
	switch x[0] {
	case 1:
		return math.Log(theta[0])
	case 0:
		return math.Log1p(-theta[0])
	}
	return math.Inf(-1)
}

func (f *Bernoulli) Score(dst, theta, x []float64) {
	dst[0] = power(1, x[0], theta[0], 1) + power(-1, 1-x[0], 1-theta[0], 1)
}

func (f *Bernoulli) Hessian(dst, theta, x []float64) {
	dst[0] = power(-1, x[0], theta[0], 2) + power(-1, 1-x[0], 1-theta[0], 2)
}

func (f *Bernoulli) ThirdDerivative(dst, theta, x []float64) {
	dst[0] = power(2, x[0], theta[0], 3) + power(-2, 1-x[0], 1-theta[0], 3)
}

// FisherInformation is 1/(p(1−p)), +Inf at the ends.
func (f *Bernoulli) FisherInformation(dst, theta []float64) { dst[0] = 1 / theta[0] / (1 - theta[0]) }

func (f *Bernoulli) Fit(dst, from []float64, data Data) error {
	return FitByStatistic(f, dst, from, data)
}

func (f *Bernoulli) Summarize(dst, x []float64) { summarizeBernoulli(dst, x) }

// summarizeBernoulli stores the shares of ones and of zeros.
func summarizeBernoulli(dst, x []float64) {
	ones := 0.0
	for _, v := range x {
		ones += v
	}
	n := float64(len(x))
	dst[0], dst[1] = ones/n, (n-ones)/n
}

// SampleStatistic draws the number of successes, Binomial(n, p).
func (f *Bernoulli) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	sampleSuccesses(dst, theta[0], 1-theta[0], n, r)
}

func sampleSuccesses(dst []float64, p, q float64, n int64, r *rand.Rand) {
	successes := random.Binomial(n, p, q, r)
	dst[0], dst[1] = float64(successes)/float64(n), float64(n-successes)/float64(n)
}

func (f *Bernoulli) FitStatistic(dst, _, statistic []float64) error {
	// Averaging may round past the end.
	dst[0] = min(statistic[0], 1)
	return nil
}

// KL is p log(p/q) + (1−p) log((1−p)/(1−q)), +Inf where q has no mass on a point of p.
func (f *Bernoulli) KL(theta, eta []float64) (Certified, error) {
	return bernoulliKL(eta[0], 1-eta[0], theta[0]-eta[0]), nil
}

// TotalVariation is |p − q|.
func (f *Bernoulli) TotalVariation(theta, eta []float64) (Certified, error) {
	return closedDistance(math.Abs(theta[0] - eta[0])), nil
}

func (f *Bernoulli) VarianceFunction() (v0, v1, v2 float64) { return 0, 1, -1 }

func (f *Bernoulli) CDF(theta []float64, x float64) float64 {
	switch {
	case x >= 1:
		return 1
	case x >= 0:
		return 1 - theta[0]
	}
	return 0
}
