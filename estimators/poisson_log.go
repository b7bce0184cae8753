package estimators

import (
	"math"
	"math/rand/v2"

	"itermle/internal/random"
	"itermle/internal/saddlepoint"
	"itermle/internal/variation"
)

// PoissonLog is the Poisson law in its natural parameter, θ = log μ ∈ [−700, log 2^53]:
//
//	log p_θ(x) = xθ − e^θ − log x!,  x ∈ {0, 1, …}
//
// The MLE is the logarithm of the average; it does not exist when all samples are 0. Assumption 2A of arXiv:2505.19046
// fails: the score x − e^θ has a tail like e^{−u log u}, heavier than any e^{−u²/2K²}.
type PoissonLog struct {
	Description
	MeanStatistic
	NaturalParameter
}

// NewPoissonLog returns the family.
func NewPoissonLog() *PoissonLog {
	return &PoissonLog{Description: Describe("poisson-log", naturalCounts,
		Coordinate{"θ", -maxLogit, logMaxCountMean, "−700 ≤ θ ≤ log 2^53"})}
}

var poissonLogEntry = plainEntry("poisson-log", "Poisson on {0, 1, …}, log-rate θ = log μ",
	NewPoissonLog, [][]float64{{0}, {1}, {-1}, {4}})

// logMaxCountMean is log 2^53.
const logMaxCountMean = 53 * math.Ln2

func (f *PoissonLog) Sample(dst, theta []float64, r *rand.Rand) {
	samplePoisson(dst, math.Exp(theta[0]), r)
}

func (f *PoissonLog) LogDensity(theta, x []float64) float64 {
	return logPoisson(math.Exp(theta[0]), x[0])
}

func (f *PoissonLog) Score(dst, theta, x []float64)           { dst[0] = x[0] - math.Exp(theta[0]) }
func (f *PoissonLog) Hessian(dst, theta, _ []float64)         { dst[0] = -math.Exp(theta[0]) }
func (f *PoissonLog) ThirdDerivative(dst, theta, _ []float64) { dst[0] = -math.Exp(theta[0]) }
func (f *PoissonLog) FisherInformation(dst, theta []float64)  { dst[0] = math.Exp(theta[0]) }

func (f *PoissonLog) Fit(dst, from []float64, data Data) error {
	return FitByStatistic(f, dst, from, data)
}

// SampleStatistic draws the sum of n samples, Poisson(n e^θ).
func (f *PoissonLog) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	dst[0] = random.Poisson(float64(n)*math.Exp(theta[0]), r) / float64(n)
}

func (f *PoissonLog) FitStatistic(dst, _, statistic []float64) error {
	switch {
	case !(statistic[0] > 0):
		return f.noMLE("all samples are 0, so the log-rate runs to −∞")
	case !(statistic[0] <= maxCountMean):
		return f.noMLE("the average exceeds 2^53, the largest rate")
	}
	dst[0] = math.Log(statistic[0])
	return nil
}

// KL is e^η φ(e^{θ−η} − 1), φ(u) = (1+u) log(1+u) − u.
func (f *PoissonLog) KL(theta, eta []float64) (Certified, error) {
	mean := math.Exp(eta[0])
	kl := deviances(saddlepoint.Deviance(mean, mean*math.Expm1(theta[0]-eta[0])), 0)
	// Here δ is a product rounded by up to 6 units, and by |θ−η| more where the exponent is large.
	kl.Error *= 6 + math.Abs(theta[0]-eta[0])
	return kl, nil
}

// TotalVariation is that of the two means, which exp rounds: by one unit each, and TV changes by at most
// |dμ|/√μ ∧ |dμ| (Pinsker with KL ≤ dμ²/μ).
func (f *PoissonLog) TotalVariation(theta, eta []float64) (Certified, error) {
	a, b := math.Exp(theta[0]), math.Exp(eta[0])
	if theta[0] == eta[0] {
		return Certified{}, nil
	}
	value, bound := variation.Poisson(a, b)
	return distance(value, bound+0x1p-52*(math.Min(a, math.Sqrt(a))+math.Min(b, math.Sqrt(b)))), nil
}

func (f *PoissonLog) CDF(theta []float64, x float64) float64 {
	return poissonCDF(math.Exp(theta[0]), x)
}

// AssumptionConstants refuses: Assumption 2A fails on every ball.
func (f *PoissonLog) AssumptionConstants(_ []float64, _ float64) (Constants, error) {
	return Constants{}, &AssumptionError{Family: "poisson-log", Assumption: "2A",
		Reason: "the score x − e^θ has tails like e^{−u log u}, not sub-Gaussian"}
}

// CurvatureConstants: A = e^θ, so A″ = A‴ = e^θ, which increases.
func (f *PoissonLog) CurvatureConstants(truth []float64, r float64) (Constants, error) {
	if !(r > 0 && truth[0]-r >= -maxLogit && truth[0]+r <= logMaxCountMean) {
		return Constants{}, &RangeError{What: "poisson-log: r", Value: r, Accept: "r > 0 and −700 ≤ θ* ± r ≤ log 2^53"}
	}
	// θ ± r rounded moves the exponential by up to 700 units.
	most := math.Exp(truth[0]+r) * steepOutward
	return Constants{K1: math.Inf(1), K2: most, K3: most,
		Lambda0: math.Exp(truth[0]-r) * steepInward, Lipschitz: most}, nil
}
