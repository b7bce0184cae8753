package estimators

import (
	"cmp"
	"math"
	"math/rand/v2"

	"itermle/internal/logarithm"
	"itermle/internal/random"
	"itermle/internal/rounding"
)

// Gaussian is N(μ, σ²) with both parameters unknown, θ = (μ, σ) ∈ R×(0, ∞): the first family of Appendix G of
// arXiv:2505.19046. It violates Assumptions 2B and 2C: ∇² log p_θ(x) grows like (x−μ)².
//
//	log p_θ(x) = −(x−μ)²/(2σ²) − log σ − ½ log 2π
//
// The statistic is (x̄, v, e) with s² = v 4^e = Σ(x_i − x̄)²/n, divisor n, and e = 0 unless s² would leave [2^-900,
// 2^900]: σ may be any float64. The MLE is (x̄, s); it does not exist where all samples are equal. Under accumulation
// the iterates are a chain of independent pieces (derived here): with N = N_{t−1}, N + n = N_t, w = n/N_t, Z ~ N(0, 1)
// and χ² ~ χ²_{n−1} independent of each other and of the past,
//
//	μ_{t+1} = μ_t + w σ_t Z/√n,   σ²_{t+1} = σ²_t (N + χ² + (N/N_t) Z²)/N_t
//
// because x̄ = μ_t + σ_t Z/√n, n s² = σ²_t χ² and the pool's scatter is N σ²_t + n s² + (N n/N_t)(x̄ − μ_t)². So
// E σ²_T = σ² Π_{t<T}(1 − n_t/N_t²) and E(μ_T − μ)² = σ² − E σ²_T for every schedule.
type Gaussian struct {
	Description
}

// NewGaussian returns the family.
func NewGaussian() *Gaussian {
	return &Gaussian{Description: Describe("gaussian", Reals(1), Real("μ"), Positive("σ"))}
}

var gaussianEntry = plainEntry("gaussian", "N(μ, σ²) on R, unknown mean μ and σ > 0",
	NewGaussian, [][]float64{{0, 1}, {1, 2}, {-3, 0.1}, {1e6, 1}})

func (f *Gaussian) StatisticDim() int { return 3 }

func (f *Gaussian) Sample(dst, theta []float64, r *rand.Rand) {
	mu, sigma := theta[0], theta[1]
	for i := range dst {
		dst[i] = mu + sigma*random.Normal(r)
	}
}

func (f *Gaussian) CheckSampling(theta []float64, n int64) error {
	return cmp.Or(f.scaled(theta, 1), f.resolved(theta, 0, theta[1], n))
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
	return FitByStatistic(f, dst, from, data)
}

// Summarize takes two passes.
func (f *Gaussian) Summarize(dst, x []float64) {
	average := Mean(x)
	variance := scatter(x, average, 0)
	dst[0], dst[1], dst[2] = average, variance, 0
	if ordinary(variance) {
		return
	}
	largest := 0.0
	for _, v := range x {
		largest = math.Max(largest, math.Abs(v-average))
	}
	if e := exponent(largest); largest > 0 {
		dst[1], dst[2] = scatter(x, average, e), float64(e)
	}
}

// scatter is the mean square of (x − average)/2^e, less what the rounding of the average has added.
func scatter(x []float64, average float64, e int) float64 {
	sum, squares := 0.0, 0.0
	for _, v := range x {
		z := v - average
		if e != 0 {
			z = math.Ldexp(v, -e) - math.Ldexp(average, -e)
		}
		sum += z
		squares += z * z
	}
	n := float64(len(x))
	return max(0, (squares-sum*sum/n)/n)
}

// ordinary says that a mean square is far from the ends of float64.
func ordinary(square float64) bool { return square >= 0x1p-900 && square <= 0x1p900 }

// exponent is e with 2^{e−1} ≤ |x| < 2^e; 1025 for ±Inf.
func exponent(x float64) int {
	if math.IsInf(x, 0) {
		return 1025
	}
	_, e := math.Frexp(x)
	return e
}

// Merge is MergeMoments, on (v, e) where a mean square is not ordinary.
func (f *Gaussian) Merge(pool []float64, poolWeight float64, batch []float64, batchWeight float64) {
	before := [3]float64(pool)
	MergeMoments(pool, poolWeight, batch, batchWeight)
	if poolWeight == 0 {
		pool[2] = batch[2]
		return
	}
	difference := batch[0] - before[0]
	if before[2] == 0 && batch[2] == 0 && (ordinary(pool[1]) || difference == 0 && before[1] == 0 && batch[1] == 0) {
		return
	}
	e := math.MinInt
	for _, s := range [][3]float64{before, [3]float64(batch)} {
		if s[1] > 0 {
			e = max(e, int(s[2])+exponent(s[1])/2)
		}
	}
	if difference != 0 {
		e = max(e, exponent(difference))
	}
	share, rest := batchWeight/(poolWeight+batchWeight), poolWeight/(poolWeight+batchWeight)
	if math.IsInf(difference, 0) {
		pool[0] = rest*before[0] + share*batch[0]
	}
	z := math.Ldexp(batch[0], -e) - math.Ldexp(before[0], -e)
	at := func(s [3]float64) float64 { return math.Ldexp(s[1], 2*(int(s[2])-e)) }
	pool[1], pool[2] = rest*at(before)+share*at([3]float64(batch))+share*rest*z*z, float64(e)
	if square := math.Ldexp(pool[1], 2*e); ordinary(square) {
		pool[1], pool[2] = square, 0
	}
}

// SampleStatistic draws x̄ = μ + σ Z/√n and s² = σ² χ²_{n−1}/n, independent of each other; s² = 0 for n = 1.
func (f *Gaussian) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	size, sigma, e := float64(n), theta[1], 0
	dst[0] = theta[0] + sigma/math.Sqrt(size)*random.Normal(r)
	if !ordinary(sigma * sigma) {
		sigma, e = math.Frexp(sigma)
	}
	dst[1], dst[2] = 0, float64(e)
	if n > 1 {
		dst[1] = sigma * sigma * (random.ChiSquare(size-1, r) / size)
	}
}

func (f *Gaussian) FitStatistic(dst, _, statistic []float64) error {
	sigma := deviation(statistic)
	if !(sigma > 0) || math.IsInf(sigma, 1) {
		return f.noMLE("all samples are equal (or σ leaves the float64 range), so σ runs to 0 or +∞")
	}
	dst[0], dst[1] = statistic[0], sigma
	return nil
}

// deviation is s.
func deviation(statistic []float64) float64 {
	if statistic[2] == 0 {
		return math.Sqrt(statistic[1])
	}
	return math.Ldexp(math.Sqrt(statistic[1]), int(statistic[2]))
}

// squareRatio is s²/σ².
func squareRatio(statistic []float64, sigma float64) float64 {
	if statistic[2] == 0 {
		return statistic[1] / sigma / sigma
	}
	z := deviation(statistic) / sigma
	return z * z
}

// KL is ½(σ²/τ² − 1 − log(σ²/τ²)) + (μ−ν)²/(2τ²) for θ = (μ, σ), η = (ν, τ); both terms are ≥ 0.
func (f *Gaussian) KL(theta, eta []float64) (Certified, error) {
	z := (theta[0] - eta[0]) / eta[1]
	return closedDivergence(squaredScaleRemainder(theta[1], eta[1])/2 + z*z/2), nil
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

// MeanLogLikelihood is −log σ − (s² + (x̄−μ)²)/(2σ²) for s² = v 4^e.
func (f *Gaussian) MeanLogLikelihood(theta, statistic []float64) float64 {
	z := (statistic[0] - theta[0]) / theta[1]
	return -logarithm.Of(theta[1]) - (squareRatio(statistic, theta[1])+z*z)/2
}

func (f *Gaussian) MeanScore(dst, theta, statistic []float64) {
	sigma := theta[1]
	z := (statistic[0] - theta[0]) / sigma
	dst[0] = z / sigma
	dst[1] = (squareRatio(statistic, sigma) + z*z - 1) / sigma
}

func (f *Gaussian) MeanHessian(dst, theta, statistic []float64) {
	sigma := theta[1]
	z := (statistic[0] - theta[0]) / sigma
	dst[0] = -1 / sigma / sigma
	dst[1] = -2 * z / sigma / sigma
	dst[2] = dst[1]
	dst[3] = (1 - 3*(squareRatio(statistic, sigma)+z*z)) / sigma / sigma
}

// gaussianTotalVariation is the distance of N(μ, σ²) and N(ν, τ²). In the units of the narrower one, N(0, 1) against
// N(m, s²) with s ≥ 1, the log-likelihood ratio vanishes where
//
//	A x² + (m/s²) x − C = 0,   A = (1 − 1/s²)/2 ≥ 0,   C = m²/(2s²) + log s ≥ 0
//
// whose roots x_1 < 0 < x_2 have opposite signs, so none of their digits cancel; between them the narrower density is
// the larger: TV = P(x_1 < Z < x_2) − P(x_1 < m + sZ < x_2). Both probabilities use the same float64 roots, and TV is
// stationary in them, so their rounding does not count. Four error functions, each within 4 units and of weight ½, and
// the relative rounding of their arguments (|z| erf′(z) ≤ ½) lose at most 24 units of 2^-53; 32 are claimed.
func gaussianTotalVariation(mu, sigma, nu, tau float64) Certified {
	if sigma > tau {
		mu, sigma, nu, tau = nu, tau, mu, sigma
	}
	m, s, excess := math.Abs(nu-mu)/sigma, tau/sigma, (tau-sigma)/sigma
	if excess == 0 {
		return closedDistance(math.Erf(m / (2 * math.Sqrt2)))
	}
	// Separating at m/(1+s) leaves the tail Φ(−m/(1+s)) twice, below e^{−800} here; a ratio s that overflows leaves
	// less than 10^-300.
	if m/(1+s) > 40 || math.IsInf(s, 1) {
		return distance(1, rounding.Unit)
	}
	a := excess / s * ((s + 1) / s) / 2
	b := m / s / s
	c := m/s*(m/s)/2 + math.Log1p(excess)
	root := math.Sqrt(b*b + 4*a*c)
	right := 2 * c / (b + root)
	left := (b + root) / (2 * a) // −x_1
	narrow := erf(right/math.Sqrt2) + erf(left/math.Sqrt2)
	wide := erf((left+m)/(s*math.Sqrt2)) + math.Copysign(erf(math.Abs(right-m)/(s*math.Sqrt2)), right-m)
	return distance((narrow-wide)/2, 2*closedUnits)
}
