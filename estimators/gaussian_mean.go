package estimators

import (
	"math"
	"math/rand/v2"
	"strconv"

	"itermle/internal/random"
)

// GaussianMean is N(μ, σ²) with unknown mean and known σ, θ = μ ∈ R: the Morris family with v = (σ², 0, 0).
//
//	log p_μ(x) = −(x−μ)²/(2σ²) − log σ − ½ log 2π
//
// Scaled by 1/σ² the mean is the natural parameter, so Assumptions 1–3 hold on every ball with
// K1 = 1/σ, K2 = λ0 = 1/σ², K3 = 0. Under accumulation μ_T ~ N(μ*, σ² Σ_{t<T} n_t/N_t²), because
// μ_{t+1} = μ_t + (n_t/N_t)(x̄_t − μ_t) with independent Gaussian increments (derived here).
type GaussianMean struct {
	sigma float64
}

// NewGaussianMean returns the family with the given σ > 0.
func NewGaussianMean(sigma float64) (*GaussianMean, error) {
	if !(sigma > 0) || math.IsInf(sigma, 1) {
		return nil, &RangeError{What: "gaussian-mean: σ", Value: sigma, Accept: "a finite σ > 0"}
	}
	return &GaussianMean{sigma: sigma}, nil
}

var gaussianMeanEntry = Entry{
	Name:    "gaussian-mean",
	Syntax:  "gaussian-mean[:σ]",
	Summary: "N(μ, σ²) on R, unknown mean μ, known σ (default 1)",
	New: func(arguments []float64) (Family, error) {
		sigma, err := oneArgument("gaussian-mean[:σ]", arguments, 1)
		if err != nil {
			return nil, err
		}
		return NewGaussianMean(sigma)
	},
	Points: [][]float64{{0}, {1}, {-3}, {1e6}},
}

// oneArgument is the only number after the colon, or its default.
func oneArgument(syntax string, arguments []float64, otherwise float64) (float64, error) {
	switch len(arguments) {
	case 0:
		return otherwise, nil
	case 1:
		return arguments[0], nil
	}
	return 0, &SyntaxError{What: "family", Value: strconv.Itoa(len(arguments)) + " arguments", Accept: syntax}
}

func (f *GaussianMean) Name() string {
	if f.sigma == 1 {
		return "gaussian-mean"
	}
	return "gaussian-mean:" + strconv.FormatFloat(f.sigma, 'g', -1, 64)
}

func (f *GaussianMean) Dim() int          { return 1 }
func (f *GaussianMean) SampleDim() int    { return 1 }
func (f *GaussianMean) Symbols() []string { return []string{"μ"} }
func (f *GaussianMean) StatisticDim() int { return 1 }

func (f *GaussianMean) Check(theta []float64) error {
	if len(theta) != 1 {
		return &DimensionError{What: "gaussian-mean: θ", Got: len(theta), Want: 1}
	}
	if math.IsNaN(theta[0]) || math.IsInf(theta[0], 0) {
		return &ParameterError{Family: "gaussian-mean", Name: "μ", Value: theta[0], Accept: "a finite μ"}
	}
	return nil
}

func (f *GaussianMean) Sample(dst, theta []float64, r *rand.Rand) {
	for i := range dst {
		dst[i] = theta[0] + f.sigma*random.Normal(r)
	}
}

func (f *GaussianMean) LogDensity(theta, x []float64) float64 {
	z := (x[0] - theta[0]) / f.sigma
	return -z*z/2 - math.Log(f.sigma) - logSqrt2Pi
}

// logSqrt2Pi is ½ log 2π.
const logSqrt2Pi = 0.918938533204672741780329736405617640

func (f *GaussianMean) Score(dst, theta, x []float64) {
	dst[0] = (x[0] - theta[0]) / f.sigma / f.sigma
}
func (f *GaussianMean) Hessian(dst, _, _ []float64)         { dst[0] = -1 / f.sigma / f.sigma }
func (f *GaussianMean) ThirdDerivative(dst, _, _ []float64) { dst[0] = 0 }
func (f *GaussianMean) FisherInformation(dst, _ []float64)  { dst[0] = 1 / f.sigma / f.sigma }

func (f *GaussianMean) Fit(dst, from []float64, data Data) error {
	return fitByStatistic(f, dst, from, data)
}

func (f *GaussianMean) Summarize(dst, x []float64) { dst[0] = mean(x) }

// mean is the average of x by a fixed-order sum about the first sample, so a large common offset costs no digits. Where
// the differences overflow, the samples are divided before they are added: the average of finite numbers is finite.
func mean(x []float64) float64 {
	first, n, sum := x[0], float64(len(x)), 0.0
	for _, v := range x {
		sum += v - first
	}
	if average := first + sum/n; average-average == 0 {
		return average
	}
	sum = 0
	for _, v := range x {
		sum += v / n
	}
	return sum
}

func (f *GaussianMean) Merge(pool []float64, poolWeight float64, batch []float64, batchWeight float64) {
	mergeMeans(pool, poolWeight, batch, batchWeight)
}

func (f *GaussianMean) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	dst[0] = theta[0] + f.sigma/math.Sqrt(float64(n))*random.Normal(r)
}

func (f *GaussianMean) FitStatistic(dst, _, statistic []float64) error {
	return averageAsMean(f, dst, statistic)
}

// averageAsMean is FitStatistic of a family whose MLE is the average, unless that leaves Θ.
func averageAsMean(family Family, dst, statistic []float64) error {
	if err := family.Check(statistic); err != nil {
		return &NoMLEError{Family: family.Name(), Reason: "the average leaves Θ: " + err.Error()}
	}
	copy(dst, statistic)
	return nil
}

// KL is (μ−ν)²/(2σ²).
func (f *GaussianMean) KL(theta, eta []float64) (Certified, error) {
	z := (theta[0] - eta[0]) / f.sigma
	return closedForm(z * z / 2), nil
}

// TotalVariation is 2Φ(|μ−ν|/(2σ)) − 1 = erf(|μ−ν|/(2√2 σ)).
func (f *GaussianMean) TotalVariation(theta, eta []float64) (Certified, error) {
	return closedForm(math.Erf(math.Abs(theta[0]-eta[0]) / (2 * math.Sqrt2 * f.sigma))), nil
}

// closedForm is a value computed without cancellation by a handful of elementary operations: 16 units in the
// last place are far more than they lose.
func closedForm(value float64) Certified {
	return Certified{Value: value, Error: 16 * 0x1p-53 * math.Abs(value)}
}

func (f *GaussianMean) VarianceFunction() (v0, v1, v2 float64) { return f.sigma * f.sigma, 0, 0 }

func (f *GaussianMean) CDF(theta []float64, x float64) float64 {
	return math.Erfc((theta[0]-x)/f.sigma/math.Sqrt2) / 2
}

func (f *GaussianMean) EstimatorCDF(truth []float64, schedule Schedule, generations int, x float64) float64 {
	return math.Erfc((truth[0]-x)/(f.sigma*math.Sqrt(2*schedule.VarianceSum(generations)))) / 2
}

// AssumptionConstants needs no ball: no constant of this family depends on μ. K1 = 1/σ because
// P(|Z| ≥ u) ≤ exp(−u²/2) for a standard normal Z.
func (f *GaussianMean) AssumptionConstants(_ []float64, r float64) (Constants, error) {
	if !(r > 0) {
		return Constants{}, &RangeError{What: "r", Value: r, Accept: "r > 0"}
	}
	return gaussianConstants(1, f.sigma), nil
}

// gaussianConstants are K1 = k1/σ and K2 = λ0 = 1/σ², past their rounding where σ is not 1.
func gaussianConstants(k1, sigma float64) Constants {
	if sigma == 1 {
		return Constants{K1: k1, K2: 1, Lambda0: 1}
	}
	information := 1 / sigma / sigma
	return Constants{K1: k1 / sigma * outward, K2: information * outward, Lambda0: information * inward}
}
