package estimators

import (
	"math"
	"math/rand/v2"
	"strconv"

	"itermle/internal/random"
)

// GaussianCovariance is N(μ, Σ) on R^d with both unknown. θ has d + d(d+1)/2 coordinates: μ, then the lower triangle of Σ by
// rows, (1,1), (2,1), (2,2), (3,1), …; an off-diagonal coordinate stands for both entries of Σ.
//
//	log p_θ(x) = −½ (x−μ)ᵀΣ⁻¹(x−μ) − ½ log det Σ − (d/2) log 2π
//
// The statistic, and the MLE, are the average and the scatter over n about it, in the same layout; the MLE exists where
// the scatter is positive definite, almost surely from n = d+1 on; what float64 cannot tell from singular (see cholesky) counts as
// singular, an event of probability about 10^-6 at n = d+1 and 10^-12 at n = d+2. Under accumulation the iterates are a chain of independent
// pieces, the matrix form of that of Gaussian (derived there): with Σ^(t) = L Lᵀ, N = N_{t−1}, Z ~ N(0, I) and
// W ~ Wishart(n_t − 1, I) independent,
//
//	μ^(t+1) = μ^(t) + (√n_t/N_t) L Z,   Σ^(t+1) = L (N I + W + (N/N_t) Z Zᵀ) Lᵀ/N_t
//
// so E Σ^(T) = Σ Π_{t<T}(1 − n_t/N_t²). For d = 1 this is Gaussian with σ² in place of σ. It violates Assumptions 2B and 2C of
// arXiv:2505.19046.
type GaussianCovariance struct {
	dim int
}

// maxCovarianceDim bounds d: derivatives of order three have (d + d(d+1)/2)³ entries, and cholesky needs determinants of
// correlation matrices above d²·2^-44, which for larger d random ones undercut.
const maxCovarianceDim = 16

// NewGaussianCovariance returns the family in dimension 1 ≤ d ≤ 16.
func NewGaussianCovariance(dim int) (*GaussianCovariance, error) {
	if dim < 1 || dim > maxCovarianceDim {
		return nil, &RangeError{What: "gaussian-covariance: d", Value: float64(dim), Accept: "1 ≤ d ≤ 16"}
	}
	return &GaussianCovariance{dim: dim}, nil
}

var gaussianCovarianceEntry = Entry{
	Name:    "gaussian-covariance",
	Syntax:  "gaussian-covariance[:d]",
	Summary: "N(μ, Σ) on R^d (default d = 2), θ = μ, then the lower triangle of Σ by rows",
	New: func(arguments []float64) (Family, error) {
		dim, err := oneArgument("gaussian-covariance[:d]", arguments, 2)
		if err != nil {
			return nil, err
		}
		d, err := wholeDimension("gaussian-covariance", dim, 16)
		if err != nil {
			return nil, err
		}
		return NewGaussianCovariance(d)
	},
	Points: [][]float64{{0, 0, 1, 0, 1}, {1, -2, 2, 0.5, 1}, {1e3, 0, 0.01, -0.05, 1}},
}

func (f *GaussianCovariance) Name() string {
	if f.dim == 2 {
		return "gaussian-covariance"
	}
	return "gaussian-covariance:" + strconv.Itoa(f.dim)
}

func (f *GaussianCovariance) Dim() int          { return f.dim + packedLength(f.dim) }
func (f *GaussianCovariance) SampleDim() int    { return f.dim }
func (f *GaussianCovariance) StatisticDim() int { return f.Dim() }

func (f *GaussianCovariance) Symbols() []string {
	var names []string
	for i := range f.dim {
		names = append(names, "μ"+strconv.Itoa(i+1))
	}
	for i := range f.dim {
		for j := range i + 1 {
			names = append(names, "Σ"+strconv.Itoa(i+1)+","+strconv.Itoa(j+1))
		}
	}
	return names
}

func (f *GaussianCovariance) Check(theta []float64) error {
	if len(theta) != f.Dim() {
		return &DimensionError{What: f.Name() + ": θ", Got: len(theta), Want: f.Dim()}
	}
	for i, v := range theta {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return &ParameterError{Family: f.Name(), Name: f.Symbols()[i], Value: v, Accept: "a finite number"}
		}
	}
	var fixed [smallSquare]float64
	l := square(fixed[:], f.dim)
	if !cholesky(l, theta[f.dim:], f.dim) {
		return &ParameterError{Family: f.Name(), Name: "Σ1,1", Value: theta[f.dim], Accept: "a positive definite Σ, det of its correlations above d²·2^-44"}
	}
	return nil
}

// smallSquare is d² for the largest d whose matrices live on the stack.
const smallSquare = 16

// square is room for a d×d matrix: the array behind fixed where it suffices.
func square(fixed []float64, d int) []float64 {
	if d*d <= len(fixed) {
		return fixed[:d*d]
	}
	return make([]float64, d*d)
}

func (f *GaussianCovariance) Sample(dst, theta []float64, r *rand.Rand) {
	d := f.dim
	var fixed [smallSquare]float64
	l := square(fixed[:], d)
	if !cholesky(l, theta[d:], d) {
		panic("estimators: gaussian-covariance: Σ is not positive definite: Check was not called")
	}
	for ; len(dst) > 0; dst = dst[d:] {
		for i := range d {
			dst[i] = random.Normal(r)
		}
		// x = μ + L z in place, from the last row up.
		for i := d - 1; i >= 0; i-- {
			sum := 0.0
			for k := range i + 1 {
				sum += l[i*d+k] * dst[k]
			}
			dst[i] = theta[i] + sum
		}
	}
}

func (f *GaussianCovariance) LogDensity(theta, x []float64) float64 {
	d := f.dim
	var fixed, residual [smallSquare]float64
	l := square(fixed[:], d)
	if !cholesky(l, theta[d:], d) {
		return math.Inf(-1)
	}
	z := square(residual[:], d)[:d]
	for i := range d {
		z[i] = x[i] - theta[i]
	}
	solveLower(l, z)
	sum := -float64(d) * logSqrt2Pi
	for i := range d {
		sum -= z[i]*z[i]/2 + math.Log(l[i*d+i])
	}
	return sum
}

func (f *GaussianCovariance) Fit(dst, from []float64, data Data) error {
	return fitByStatistic(f, dst, from, data)
}

// Summarize takes the average, then the scatter about it, less what the rounding of the average has added.
func (f *GaussianCovariance) Summarize(dst, x []float64) {
	d := f.dim
	average, scatter := dst[:d], dst[d:d+packedLength(d)]
	meanVector(average, x)
	var fixed, deviation [smallSquare]float64
	excess, z := square(fixed[:], d)[:d], square(deviation[:], d)[:d]
	clear(excess)
	clear(scatter)
	for row := x; len(row) >= d; row = row[d:] {
		k := 0
		for i, v := range row[:d] {
			v -= average[i]
			z[i] = v
			excess[i] += v
			for _, w := range z[:i+1] {
				scatter[k] += v * w
				k++
			}
		}
	}
	n, k := float64(len(x)/d), 0
	for i := range d {
		for j := range i + 1 {
			scatter[k] = (scatter[k] - excess[i]*excess[j]/n) / n
			k++
		}
	}
}

// Merge adds the scatter between the two averages, entry by entry as Gaussian.Merge.
func (f *GaussianCovariance) Merge(pool []float64, poolWeight float64, batch []float64, batchWeight float64) {
	d := f.dim
	if poolWeight == 0 {
		copy(pool, batch[:d+packedLength(d)])
		return
	}
	share, rest := batchWeight/(poolWeight+batchWeight), poolWeight/(poolWeight+batchWeight)
	k := d
	for i := range d {
		for j := range i + 1 {
			between := (batch[i] - pool[i]) * (batch[j] - pool[j])
			pool[k] = rest*pool[k] + share*batch[k] + share*rest*between
			k++
		}
	}
	for i := range d {
		pool[i] += share * (batch[i] - pool[i])
	}
}

// SampleStatistic draws the average, N(μ, Σ/n), and the scatter, Wishart(n−1, Σ), independent of each other.
func (f *GaussianCovariance) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	d := f.dim
	var fixed, drawn [smallSquare]float64
	l, scatter := square(fixed[:], d), square(drawn[:], d)
	if !cholesky(l, theta[d:], d) {
		panic("estimators: gaussian-covariance: Σ is not positive definite: Check was not called")
	}
	z := scatter[:d]
	for i := range d {
		z[i] = random.Normal(r)
	}
	root := math.Sqrt(float64(n))
	for i := range d {
		sum := 0.0
		for k := range i + 1 {
			sum += l[i*d+k] * z[k]
		}
		dst[i] = theta[i] + sum/root
	}
	random.Wishart(scatter, n-1, l, r)
	for i := range d {
		for j := range i + 1 {
			dst[d+packed(i, j)] = scatter[i*d+j] / float64(n)
		}
	}
}

func (f *GaussianCovariance) FitStatistic(dst, _, statistic []float64) error {
	d := f.dim
	var fixed [smallSquare]float64
	if !cholesky(square(fixed[:], d), statistic[d:], d) {
		return &NoMLEError{Family: f.Name(), Reason: "the scatter matrix is singular: fewer than d+1 samples in general position"}
	}
	copy(dst, statistic[:d+packedLength(d)])
	return nil
}

// SampleEstimator draws (μ, Σ)^(T) by the chain of independent pieces above. A pool that stays below d+1 samples gives a
// singular Σ, where Algorithm 1 returns a *NoMLEError.
func (f *GaussianCovariance) SampleEstimator(dst, truth []float64, schedule Schedule, generations int, r *rand.Rand) {
	d := f.dim
	copy(dst, truth)
	l, scatter, step := make([]float64, d*d), make([]float64, d*d), make([]float64, d)
	total := 0.0
	for t := range generations {
		n := float64(schedule.Size(t))
		past := total
		total += n
		if !cholesky(l, dst[d:], d) {
			return
		}
		for i := range d {
			step[i] = random.Normal(r)
		}
		for i := d - 1; i >= 0; i-- {
			sum := 0.0
			for k := range i + 1 {
				sum += l[i*d+k] * step[k]
			}
			step[i] = sum
			dst[i] += math.Sqrt(n) / total * sum
		}
		random.Wishart(scatter, schedule.Size(t)-1, l, r)
		for i := range d {
			for j := range i + 1 {
				k := d + packed(i, j)
				dst[k] = (past*dst[k] + scatter[i*d+j] + past/total*step[i]*step[j]) / total
			}
		}
	}
}
