package estimators

import (
	"math"
	"math/rand/v2"
	"strconv"

	"itermle/internal/random"
	"itermle/internal/rounding"
)

// GaussianVector is N(μ, σ² I_d) on R^d with unknown mean and known σ, θ = μ ∈ R^d.
//
//	log p_μ(x) = −‖x−μ‖²/(2σ²) − d log σ − (d/2) log 2π
//
// Scaled by 1/σ² the mean is the natural parameter, and Assumptions 1–3 of arXiv:2505.19046 hold on every ball. The MLE
// is the average, and μ_T ~ N(μ*, σ² Σ_{t<T} n_t/N_t² I_d) under accumulation, coordinate by coordinate as for
// GaussianMean.
type GaussianVector struct {
	Description
	Averages
	NaturalParameter
	dim   int
	sigma float64
}

// NewGaussianVector returns the family in dimension 1 ≤ d ≤ 1000 with the given σ > 0.
func NewGaussianVector(dim int, sigma float64) (*GaussianVector, error) {
	if dim < 1 || dim > 1000 {
		return nil, &RangeError{What: "gaussian-vector: d", Value: float64(dim), Accept: "1 ≤ d ≤ 1000"}
	}
	if !(sigma > 0) || math.IsInf(sigma, 1) {
		return nil, &RangeError{What: "gaussian-vector: σ", Value: sigma, Accept: "a finite σ > 0"}
	}
	name := specification("gaussian-vector", float64(dim), 2)
	if sigma != 1 {
		name = "gaussian-vector:" + strconv.Itoa(dim) + "," + strconv.FormatFloat(sigma, 'g', -1, 64)
	}
	return &GaussianVector{
		Description: Describe(name, Reals(dim), indexed(Real("μ"), 1, dim)...), Averages: Averages(dim),
		dim: dim, sigma: sigma}, nil
}

var gaussianVectorEntry = Entry{
	Name:    "gaussian-vector",
	Syntax:  "gaussian-vector[:d[,σ]]",
	Summary: "N(μ, σ² I_d) on R^d, unknown mean μ, known σ (defaults d = 2, σ = 1)",
	New: func(arguments []float64) (Family, error) {
		dim, sigma := 2.0, 1.0
		switch len(arguments) {
		case 2:
			sigma = arguments[1]
			fallthrough
		case 1:
			dim = arguments[0]
		case 0:
		default:
			return nil, surplus("gaussian-vector[:d[,σ]]", arguments)
		}
		d, err := wholeNumber("gaussian-vector: d", dim)
		if err != nil {
			return nil, err
		}
		return NewGaussianVector(int(d), sigma)
	},
	Points: [][]float64{{0, 0}, {1, -2}, {1e6, 3}},
}

func (f *GaussianVector) Sample(dst, theta []float64, r *rand.Rand) {
	for len(dst) > 0 {
		for j, mu := range theta {
			dst[j] = mu + f.sigma*random.Normal(r)
		}
		dst = dst[len(theta):]
	}
}

func (f *GaussianVector) CheckSampling(theta []float64, n int64) error {
	for i := range theta {
		if err := f.resolved(theta, i, f.sigma, n); err != nil {
			return err
		}
	}
	return nil
}

func (f *GaussianVector) LogDensity(theta, x []float64) float64 {
	return -f.squaredDistance(theta, x)/2 - float64(f.dim)*(math.Log(f.sigma)+logSqrt2Pi)
}

// distance is ‖x−y‖/σ, by the largest coordinate, so that no square underflows or overflows.
func (f *GaussianVector) distance(x, y []float64) float64 {
	largest, sum := 0.0, 0.0
	for j := range x {
		largest = math.Max(largest, math.Abs(x[j]-y[j]))
	}
	for j := range x {
		z := (x[j] - y[j]) / math.Max(largest, math.SmallestNonzeroFloat64)
		sum += z * z
	}
	return largest * math.Sqrt(sum) / f.sigma
}

// squaredDistance is ‖x−y‖²/σ².
func (f *GaussianVector) squaredDistance(x, y []float64) float64 {
	sum := 0.0
	for j := range x {
		z := (x[j] - y[j]) / f.sigma
		sum += z * z
	}
	return sum
}

func (f *GaussianVector) Score(dst, theta, x []float64) {
	for j, mu := range theta {
		dst[j] = (x[j] - mu) / f.sigma / f.sigma
	}
}

func (f *GaussianVector) Hessian(dst, _, _ []float64)         { f.multipleOfIdentity(dst, -1/f.sigma/f.sigma) }
func (f *GaussianVector) ThirdDerivative(dst, _, _ []float64) { clear(dst[:f.dim*f.dim*f.dim]) }

func (f *GaussianVector) FisherInformation(dst, _ []float64) {
	f.multipleOfIdentity(dst, 1/f.sigma/f.sigma)
}

func (f *GaussianVector) multipleOfIdentity(dst []float64, value float64) {
	clear(dst[:f.dim*f.dim])
	for j := range f.dim {
		dst[j*f.dim+j] = value
	}
}

func (f *GaussianVector) Fit(dst, from []float64, data Data) error {
	return FitByStatistic(f, dst, from, data)
}

func (f *GaussianVector) Summarize(dst, x []float64) { columnMeans(dst[:f.dim], x) }

func (f *GaussianVector) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	scale := f.sigma / math.Sqrt(float64(n))
	for j, mu := range theta {
		dst[j] = mu + scale*random.Normal(r)
	}
}

func (f *GaussianVector) FitStatistic(dst, _, statistic []float64) error {
	return averageAsMean(f, dst, statistic)
}

// KL is ‖μ−ν‖²/(2σ²): d positive terms, d+16 units in the last place.
func (f *GaussianVector) KL(theta, eta []float64) (Certified, error) {
	value := f.squaredDistance(theta, eta) / 2
	return divergence(value, float64(f.dim+16)*rounding.Unit*value), nil
}

// TotalVariation is erf(‖μ−ν‖/(2√2 σ)): along the line of the means it is that of two normals.
func (f *GaussianVector) TotalVariation(theta, eta []float64) (Certified, error) {
	value := math.Erf(f.distance(theta, eta) / (2 * math.Sqrt2))
	return distance(value, float64(f.dim+16)*rounding.Unit*value), nil
}

// EstimatorDeviation is σ √(Σ n_t/N_t²).
func (f *GaussianVector) EstimatorDeviation(schedule Schedule, generations int) float64 {
	return f.sigma * math.Sqrt(schedule.VarianceSum(generations))
}

// SampleEstimator draws μ_T from its law; it runs no Algorithm 1.
func (f *GaussianVector) SampleEstimator(dst, truth []float64, schedule Schedule, generations int, r *rand.Rand) {
	scale := f.EstimatorDeviation(schedule, generations)
	for j, mu := range truth {
		dst[j] = mu + scale*random.Normal(r)
	}
}

// AssumptionConstants needs no ball: no constant depends on μ. The score is Z/σ with Z standard normal in R^d, and for
// every s < ½ P(‖Z‖ ≥ u) ≤ (1−2s)^{−d/2} e^{−su²}; s = (1 − 2^{−2/d})/2 makes the factor 2, so K1² = 1/(σ²(1 −
// 2^{−2/d})). For d ≤ 2 P(‖Z‖ ≥ u) ≤ e^{−u²/2}·2 holds outright (d = 2 is Rayleigh), so K1 = 1/σ.
func (f *GaussianVector) AssumptionConstants(_ []float64, r float64) (Constants, error) {
	if !(r > 0) {
		return Constants{}, &RangeError{What: "r", Value: r, Accept: "r > 0"}
	}
	k1 := 1.0
	if f.dim > 2 {
		k1 = outward / math.Sqrt(-math.Expm1(-2*math.Ln2/float64(f.dim)))
	}
	return gaussianConstants(k1, f.sigma), nil
}

// MeanLogLikelihood is −‖x̄−μ‖²/(2σ²).
func (f *GaussianVector) MeanLogLikelihood(theta, statistic []float64) float64 {
	return -f.squaredDistance(theta, statistic[:f.dim]) / 2
}

// MeanScore is Score at the average: log p is quadratic in x with a curvature free of x.
func (f *GaussianVector) MeanScore(dst, theta, statistic []float64) { f.Score(dst, theta, statistic) }

func (f *GaussianVector) MeanHessian(dst, theta, statistic []float64) {
	f.Hessian(dst, theta, statistic)
}
