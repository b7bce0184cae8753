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
	Binomial // m = 1
}

// NewBernoulli returns the family.
func NewBernoulli() *Bernoulli {
	return &Bernoulli{Binomial{Describe("bernoulli", Counts(1, "0 or 1"), Coordinate{"p", 0, 1, "0 ≤ p ≤ 1"}), 2, 1, 1}}
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

// TotalVariation is |p − q|.
func (f *Bernoulli) TotalVariation(theta, eta []float64) (Certified, error) {
	return closedDistance(math.Abs(theta[0] - eta[0])), nil
}

func (f *Bernoulli) CDF(theta []float64, x float64) float64 { return bernoulliCDF(1-theta[0], x) }

// bernoulliCDF is P(X ≤ x) where P(X = 0) = q.
func bernoulliCDF(q, x float64) float64 {
	switch {
	case x >= 1:
		return 1
	case x >= 0:
		return q
	}
	return 0
}

// Temper is p^{1/τ}/(p^{1/τ} + (1−p)^{1/τ}).
func (f *Bernoulli) Temper(dst, theta []float64, temperature float64) {
	dst[0], _ = logistic((math.Log(theta[0]) - math.Log1p(-theta[0])) / temperature)
}
