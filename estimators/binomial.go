package estimators

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"

	"itermle/internal/random"
	"itermle/internal/saddlepoint"
	"itermle/internal/variation"
)

// Binomial is the number of successes among m trials in its mean, θ = μ = mp ∈ [0, m]: the Morris family with
// v = (0, 1, −1/m).
//
//	log p_μ(x) = log C(m, x) + x log(μ/m) + (m−x) log(1 − μ/m),  x ∈ {0, …, m}
//
// The statistic is (average of x, average of m−x), so that neither end of [0, m] is a difference; the MLE is the first
// of the two and always exists, since Θ is closed. At an end the derivatives are limits from the inside; see
// count_family.go.
type Binomial struct {
	Description
	Averages
	trials int64
	m      float64
}

// Trials is m.
func (f *Binomial) Trials() int64 { return f.trials }

// maxTrials is the largest m.
const maxTrials = 1 << 20

// NewBinomial returns the family of m trials, 1 ≤ m ≤ 2^20.
func NewBinomial(m int64) (*Binomial, error) {
	if m < 1 || m > maxTrials {
		return nil, &RangeError{What: "binomial: m", Value: float64(m), Accept: "a whole m from 1 to 2^20"}
	}
	size := float64(m)
	return &Binomial{Describe(specification("binomial", size, 10), Counts(size, "a whole number from 0 to m"),
		Coordinate{"μ", 0, size, "0 ≤ μ ≤ m"}), 2, m, size}, nil
}

var binomialEntry = wholeEntry("binomial", "m", 10, "binomial on {0, …, m}, m trials (default 10), mean μ ∈ [0, m]",
	NewBinomial, [][]float64{{5}, {1}, {7.5}, {9.9}})

func (f *Binomial) Sample(dst, theta []float64, r *rand.Rand) {
	p, q := theta[0]/f.m, (f.m-theta[0])/f.m
	for i := range dst {
		dst[i] = float64(random.Binomial(f.trials, p, q, r))
	}
}

func (f *Binomial) LogDensity(theta, x []float64) float64 {
	if !isCount(x[0], f.m) {
		return math.Inf(-1)
	}
	return saddlepoint.LogBinomial(f.m, x[0], theta[0], f.m-theta[0], x[0]-theta[0])
}

// Score is x/μ − (m−x)/(m−μ).
func (f *Binomial) Score(dst, theta, x []float64) {
	dst[0] = power(1, x[0], theta[0], 1) + power(-1, f.m-x[0], f.m-theta[0], 1)
}

func (f *Binomial) Hessian(dst, theta, x []float64) {
	dst[0] = power(-1, x[0], theta[0], 2) + power(-1, f.m-x[0], f.m-theta[0], 2)
}

func (f *Binomial) ThirdDerivative(dst, theta, x []float64) {
	dst[0] = power(2, x[0], theta[0], 3) + power(-2, f.m-x[0], f.m-theta[0], 3)
}

// FisherInformation is m/(μ(m−μ)), +Inf at the ends.
func (f *Binomial) FisherInformation(dst, theta []float64) {
	dst[0] = f.m / theta[0] / (f.m - theta[0])
}

func (f *Binomial) Fit(dst, from []float64, data Data) error {
	return FitByStatistic(f, dst, from, data)
}

func (f *Binomial) Summarize(dst, x []float64) { summarizeTrials(dst, x, f.m) }

// summarizeTrials stores the averages of the successes and of the failures among m trials.
func summarizeTrials(dst, x []float64, m float64) {
	successes := 0.0
	for _, v := range x {
		successes += v
	}
	n := float64(len(x))
	dst[0], dst[1] = successes/n, (n*m-successes)/n
}

// SampleStatistic draws the successes of nm trials as one Binomial(nm, p), in parts of at most 2^53 trials.
func (f *Binomial) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	p, q := theta[0]/f.m, (f.m-theta[0])/f.m
	size := float64(n)
	dst[0], dst[1] = 0, 0
	for n > 0 {
		part := n
		if n > maxScheduleSize/maxTrials { // a division less for all others
			part = min(n, maxScheduleSize/f.trials)
		}
		successes := random.Binomial(part*f.trials, p, q, r)
		dst[0] += float64(successes) / size
		dst[1] += float64(part*f.trials-successes) / size
		n -= part
	}
}

func (f *Binomial) FitStatistic(dst, _, statistic []float64) error {
	// Averaging may round past the end.
	dst[0] = min(statistic[0], f.m)
	return nil
}

// KL is μ log(μ/ν) + (m−μ) log((m−μ)/(m−ν)), +Inf where ν has no mass on a point of μ.
func (f *Binomial) KL(theta, eta []float64) (Certified, error) {
	return bernoulliKL(eta[0], f.m-eta[0], theta[0]-eta[0]), nil
}

// TotalVariation has one crossing; package variation integrates the beta density of P(X ≤ crossing) in μ.
func (f *Binomial) TotalVariation(theta, eta []float64) (Certified, error) {
	return distance(variation.Binomial(f.m, theta[0], eta[0])), nil
}

func (f *Binomial) VarianceFunction() (v0, v1, v2 float64) { return 0, 1, -1 / f.m }

// CDF is the incomplete beta function I_{1−p}(m−k, k+1), k = floor(x).
func (f *Binomial) CDF(theta []float64, x float64) float64 {
	k := math.Floor(x)
	switch {
	case !(k >= 0):
		return 0
	case k >= f.m || theta[0] == 0:
		return 1
	case theta[0] == f.m:
		return 0
	}
	return mathext.RegIncBeta(f.m-k, k+1, (f.m-theta[0])/f.m)
}

// Outcomes is m+1, and 1 at either end.
func (f *Binomial) Outcomes(theta []float64) float64 {
	if theta[0] <= 0 || theta[0] >= f.m {
		return 1
	}
	return f.m + 1
}
