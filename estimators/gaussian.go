package estimators

import (
	"math"
	"math/rand/v2"

	"itermle/internal/logarithm"
	"itermle/internal/random"
)

// Gaussian is N(μ, σ²) with both parameters unknown, θ = (μ, σ) ∈ R×(0, ∞): the first family of Appendix G of
// arXiv:2505.19046. It violates Assumptions 2B and 2C: ∇² log p_θ(x) grows like (x−μ)².
//
//	log p_θ(x) = −(x−μ)²/(2σ²) − log σ − ½ log 2π
//
// The statistic is (x̄, s²) with s² = Σ(x_i − x̄)²/n, divisor n, and the MLE is (x̄, s); it does not exist where all
// samples are equal. Under accumulation the iterates are a chain of independent pieces (derived here): with N = N_{t−1},
// N + n = N_t, w = n/N_t, Z ~ N(0, 1) and χ² ~ χ²_{n−1} independent of each other and of the past,
//
//	μ_{t+1} = μ_t + w σ_t Z/√n,   σ²_{t+1} = σ²_t (N + χ² + (N/N_t) Z²)/N_t
//
// because x̄ = μ_t + σ_t Z/√n, n s² = σ²_t χ² and the pool's scatter is N σ²_t + n s² + (N n/N_t)(x̄ − μ_t)². So
// E σ²_T = σ² Π_{t<T}(1 − n_t/N_t²) and E(μ_T − μ)² = σ² − E σ²_T for every schedule.
type Gaussian struct{}

// NewGaussian returns the family.
func NewGaussian() *Gaussian { return &Gaussian{} }

var gaussianEntry = Entry{
	Name:    "gaussian",
	Syntax:  "gaussian",
	Summary: "N(μ, σ²) on R, unknown mean μ and σ > 0",
	New: func(arguments []float64) (Family, error) {
		if err := noArguments("gaussian", arguments); err != nil {
			return nil, err
		}
		return NewGaussian(), nil
	},
	Points: [][]float64{{0, 1}, {1, 2}, {-3, 0.1}, {1e6, 1}},
}

func (f *Gaussian) Name() string      { return "gaussian" }
func (f *Gaussian) Dim() int          { return 2 }
func (f *Gaussian) SampleDim() int    { return 1 }
func (f *Gaussian) Symbols() []string { return []string{"μ", "σ"} }
func (f *Gaussian) StatisticDim() int { return 2 }

func (f *Gaussian) Check(theta []float64) error {
	if len(theta) != 2 {
		return &DimensionError{What: "gaussian: θ", Got: len(theta), Want: 2}
	}
	if math.IsNaN(theta[0]) || math.IsInf(theta[0], 0) {
		return &ParameterError{Family: "gaussian", Name: "μ", Value: theta[0], Accept: "a finite μ"}
	}
	if !(theta[1] > 0) || math.IsInf(theta[1], 1) {
		return &ParameterError{Family: "gaussian", Name: "σ", Value: theta[1], Accept: "a finite σ > 0"}
	}
	return nil
}

func (f *Gaussian) Sample(dst, theta []float64, r *rand.Rand) {
	mu, sigma := theta[0], theta[1]
	for i := range dst {
		dst[i] = mu + sigma*random.Normal(r)
	}
}

func (f *Gaussian) LogDensity(theta, x []float64) float64 {
	z := (x[0] - theta[0]) / theta[1]
	return -z*z/2 - logarithm.Of(theta[1]) - logSqrt2Pi
}

func (f *Gaussian) Score(dst, theta, x []float64) {
	z := (x[0] - theta[0]) / theta[1]
	dst[0], dst[1] = z/theta[1], (z*z-1)/theta[1]
}

func (f *Gaussian) Hessian(dst, theta, x []float64) {
	sigma := theta[1]
	z := (x[0] - theta[0]) / sigma
	dst[0], dst[1] = -1/sigma/sigma, -2*z/sigma/sigma
	dst[2], dst[3] = dst[1], (1-3*z*z)/sigma/sigma
}

func (f *Gaussian) ThirdDerivative(dst, theta, x []float64) {
	sigma := theta[1]
	z, twice := (x[0]-theta[0])/sigma, 2/sigma/sigma/sigma
	mixed := 6 * z / sigma / sigma / sigma // ∂μ ∂σ²
	dst[0], dst[1], dst[2], dst[3] = 0, twice, twice, mixed
	dst[4], dst[5], dst[6], dst[7] = twice, mixed, mixed, (12*z*z-2)/sigma/sigma/sigma
}

func (f *Gaussian) FisherInformation(dst, theta []float64) {
	information := 1 / theta[1] / theta[1]
	dst[0], dst[1], dst[2], dst[3] = information, 0, 0, 2*information
}

func (f *Gaussian) Fit(dst, from []float64, data Data) error {
	return fitByStatistic(f, dst, from, data)
}

func (f *Gaussian) Summarize(dst, x []float64) { dst[0], dst[1] = meanAndVariance(x) }

// meanAndVariance are the average and the mean squared deviation from it, in two passes; the second subtracts what the
// rounding of the average has added.
func meanAndVariance(x []float64) (average, variance float64) {
	average = mean(x)
	sum, squares := 0.0, 0.0
	for _, v := range x {
		z := v - average
		sum += z
		squares += z * z
	}
	n := float64(len(x))
	return average, max(0, (squares-sum*sum/n)/n)
}

// Merge adds the scatter between the two averages (Chan, Golub and LeVeque 1979):
//
//	s² ← (1−w) s² + w s_b² + w(1−w)(x̄_b − x̄)²,   w the batch's share
func (f *Gaussian) Merge(pool []float64, poolWeight float64, batch []float64, batchWeight float64) {
	if poolWeight == 0 {
		pool[0], pool[1] = batch[0], batch[1]
		return
	}
	share := batchWeight / (poolWeight + batchWeight)
	rest := poolWeight / (poolWeight + batchWeight)
	difference := batch[0] - pool[0]
	pool[0] += share * difference
	pool[1] = rest*pool[1] + share*batch[1] + share*rest*difference*difference
}

// SampleStatistic draws x̄ = μ + σ Z/√n and s² = σ² χ²_{n−1}/n, independent of each other; s² = 0 for n = 1.
func (f *Gaussian) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	size, sigma := float64(n), theta[1]
	dst[0] = theta[0] + sigma/math.Sqrt(size)*random.Normal(r)
	dst[1] = 0
	if n > 1 {
		dst[1] = sigma * sigma * (random.ChiSquare(size-1, r) / size)
	}
}

func (f *Gaussian) FitStatistic(dst, _, statistic []float64) error {
	if !(statistic[1] > 0) || math.IsInf(statistic[1], 1) {
		return &NoMLEError{Family: "gaussian", Reason: "all samples are equal (or σ² leaves the float64 range), so σ runs to 0 or +∞"}
	}
	dst[0], dst[1] = statistic[0], math.Sqrt(statistic[1])
	return nil
}

// KL is ½(σ²/τ² − 1 − log(σ²/τ²)) + (μ−ν)²/(2τ²) for θ = (μ, σ), η = (ν, τ); both terms are ≥ 0.
func (f *Gaussian) KL(theta, eta []float64) (Certified, error) {
	z := (theta[0] - eta[0]) / eta[1]
	return closedForm(squaredScaleRemainder(theta[1], eta[1])/2 + z*z/2), nil
}

// squaredScaleRemainder is scaleRemainder of a² and b², which may overflow. Outside the first range no two terms cancel by more than
// a factor 6.
func squaredScaleRemainder(a, b float64) float64 {
	q := a / b
	if q > 0.7 && q < 1.45 {
		return logRemainder((a - b) / b * (q + 1))
	}
	return q*q - 1 - 2*logRatio(a, b)
}

// TotalVariation has the two crossings of a quadratic; see gaussianTotalVariation.
func (f *Gaussian) TotalVariation(theta, eta []float64) (Certified, error) {
	return gaussianTotalVariation(theta[0], theta[1], eta[0], eta[1]), nil
}

func (f *Gaussian) CDF(theta []float64, x float64) float64 {
	return math.Erfc((theta[0]-x)/theta[1]/math.Sqrt2) / 2
}

// SampleEstimator draws (μ_T, σ_T) by the chain of independent pieces above. A first generation of one sample gives
// σ = 0, which is where Algorithm 1 returns a *NoMLEError.
func (f *Gaussian) SampleEstimator(dst, truth []float64, schedule Schedule, generations int, r *rand.Rand) {
	mu, variance, total := truth[0], 1.0, 0.0 // the variance in units of σ²
	for t := range generations {
		n := float64(schedule.Size(t))
		past := total
		total += n
		z, chi := random.Normal(r), 0.0
		if n > 1 {
			chi = random.ChiSquare(n-1, r)
		}
		mu += truth[1] * (math.Sqrt(n*variance) / total * z)
		variance *= (past + chi + past/total*z*z) / total
	}
	dst[0], dst[1] = mu, truth[1]*math.Sqrt(variance)
}
