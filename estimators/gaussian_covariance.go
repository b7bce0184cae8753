package estimators

import (
	"math"
	"math/rand/v2"
	"strconv"

	"itermle/internal/random"
	"itermle/internal/rounding"
)

// GaussianCovariance is N(μ, Σ) on R^d with both unknown. θ has d + d(d+1)/2 coordinates: μ, then the lower triangle of
// Σ by rows, (1,1), (2,1), (2,2), (3,1), …; an off-diagonal coordinate stands for both entries of Σ.
//
//	log p_θ(x) = −½ (x−μ)ᵀΣ⁻¹(x−μ) − ½ log det Σ − (d/2) log 2π
//
// The statistic, and the MLE, are the average and the scatter over n about it, in the same layout; the MLE exists where
// the scatter is positive definite, almost surely from n = d+1 on; what float64 cannot tell from singular (see
// cholesky) counts as singular, an event of probability about 10^-6 at n = d+1 and 10^-12 at n = d+2. Under
// accumulation the iterates are a chain of independent pieces, the matrix form of that of Gaussian (derived there):
// with Σ^(t) = L Lᵀ, N = N_{t−1}, Z ~ N(0, I) and W ~ Wishart(n_t − 1, I) independent,
//
//	μ^(t+1) = μ^(t) + (√n_t/N_t) L Z,   Σ^(t+1) = L (N I + W + (N/N_t) Z Zᵀ) Lᵀ/N_t
//
// so E Σ^(T) = Σ Π_{t<T}(1 − n_t/N_t²). For d = 1 this is Gaussian with σ² in place of σ. It violates Assumptions 2B
// and 2C of arXiv:2505.19046.
type GaussianCovariance struct {
	Description
	dim int
}

// maxCovarianceDim bounds d: derivatives of order three have (d + d(d+1)/2)³ entries, and cholesky needs determinants
// of correlation matrices above d²·2^-44, which for larger d random ones undercut.
const maxCovarianceDim = 16

// NewGaussianCovariance returns the family in dimension 1 ≤ d ≤ 16.
func NewGaussianCovariance(dim int) (*GaussianCovariance, error) {
	if dim < 1 || dim > maxCovarianceDim {
		return nil, &RangeError{What: "gaussian-covariance: d", Value: float64(dim), Accept: "1 ≤ d ≤ 16"}
	}
	coordinates := indexed(Real("μ"), 1, dim)
	for i := range dim {
		for j := range i + 1 {
			coordinates = append(coordinates, Real("Σ"+strconv.Itoa(i+1)+","+strconv.Itoa(j+1)))
		}
	}
	return &GaussianCovariance{
		Describe(specification("gaussian-covariance", float64(dim), 2), Reals(dim), coordinates...),
		dim}, nil
}

var gaussianCovarianceEntry = wholeEntry("gaussian-covariance", "d", 2,
	"N(μ, Σ) on R^d (default d = 2), θ = μ, then the lower triangle of Σ by rows",
	NewGaussianCovariance, [][]float64{{0, 0, 1, 0, 1}, {1, -2, 2, 0.5, 1}, {1e3, 0, 0.01, -0.05, 1}})

func (f *GaussianCovariance) StatisticDim() int { return f.Dim() }

// leastVariance keeps Σ⁻¹, and Σ in other units, inside float64.
const leastVariance = 0x1p-900

// Check asks for a positive definite Σ as well, within scales whose powers are float64.
func (f *GaussianCovariance) Check(theta []float64) error {
	if err := f.Description.Check(theta); err != nil {
		return err
	}
	if err := f.checkScales(theta); err != nil {
		return err
	}
	var fixed [smallSquare]float64
	if !cholesky(square(fixed[:], f.dim), theta[f.dim:], f.dim) {
		return &ParameterError{Family: f.Name(), Name: "Σ1,1", Value: theta[f.dim],
			Accept: "a positive definite Σ, det of its correlations above d²·2^-44"}
	}
	return nil
}

// checkScales is Check without Cholesky.
func (f *GaussianCovariance) checkScales(theta []float64) error {
	for i := range f.dim {
		at := f.dim + packed(i, i)
		if v := theta[at]; !(v >= leastVariance && v <= 1/leastVariance) {
			return &ParameterError{Family: f.Name(), Name: f.coordinates[at].Symbol, Value: v,
				Accept: "2^-900 ≤ Σ_ii ≤ 2^900, where float64 holds Σ⁻¹"}
		}
		if v := theta[i]; !(math.Abs(v) <= 1/leastVariance) {
			return &ParameterError{Family: f.Name(), Name: f.coordinates[i].Symbol, Value: v, Accept: "|μ_i| ≤ 2^900"}
		}
	}
	return nil
}

// spectrum is below the least and above the largest eigenvalue of Σ: they err by less than 2^-40 of the largest.
func (f *GaussianCovariance) spectrum(theta []float64) (least, largest float64) {
	d := f.dim
	sigma, none := make([]float64, d*d), make([]float64, d)
	for i := range d {
		for j := range d {
			sigma[i*d+j] = theta[d+packed(i, j)]
		}
	}
	symmetricEigen(sigma, none)
	least, largest = math.Inf(1), 0.0
	for i := range d {
		least, largest = math.Min(least, sigma[i*d+i]), math.Max(largest, sigma[i*d+i])
	}
	return least - 0x1p-40*largest, largest + 0x1p-40*largest
}

// Reach: a step of length r moves Σ by at most √2 r in norm, since an off-diagonal coordinate stands for two entries.
func (f *GaussianCovariance) Reach(truth []float64) (radius float64, edge string) {
	least, _ := f.spectrum(truth)
	return least / math.Sqrt2, "an eigenvalue of Σ may reach 0, where the derivatives are infinite"
}

// PartialConstants are λ0: with Λ = ‖Σ*‖ + √2 r (see Reach) the block of I for μ is Σ⁻¹ ≥ 1/Λ, that for Σ is h ↦
// ½ tr(Σ⁻¹HΣ⁻¹H) ≥ ½‖H‖²_F/Λ² ≥ ½‖h‖²/Λ², and the two are orthogonal: λ0 = min(1/Λ, 1/(2Λ²)).
func (f *GaussianCovariance) PartialConstants(truth []float64, r float64) (Constants, error) {
	_, largest := f.spectrum(truth)
	bound, none := rounding.Up(largest+math.Sqrt2*r, 8), math.Inf(1)
	return Constants{K1: none, K2: none, K3: none, Lambda0: rounding.Down(math.Min(1/bound, 0.5/bound/bound), 8),
		Lipschitz: none}, nil
}

func (f *GaussianCovariance) Sample(dst, theta []float64, r *rand.Rand) {
	d := f.dim
	var fixed [smallSquare]float64
	l := square(fixed[:], d)
	mustCholesky(l, theta[d:], d)
	for ; len(dst) > 0; dst = dst[d:] {
		for i := range d {
			dst[i] = random.Normal(r)
		}
		multiplyLower(l, dst[:d])
		for i := range d {
			dst[i] += theta[i]
		}
	}
}

func (f *GaussianCovariance) CheckSampling(theta []float64, n int64) error {
	for i := range f.dim {
		if err := f.resolved(theta, i, math.Sqrt(theta[f.dim+packed(i, i)]), n); err != nil {
			return err
		}
	}
	return nil
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
	return FitByStatistic(f, dst, from, data)
}

// Summarize takes the average, then the scatter about it, less what the rounding of the average has added.
func (f *GaussianCovariance) Summarize(dst, x []float64) {
	d := f.dim
	average, scatter := dst[:d], dst[d:d+packedLength(d)]
	columnMeans(average, x)
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
	mustCholesky(l, theta[d:], d)
	z := scatter[:d]
	for i := range d {
		z[i] = random.Normal(r)
	}
	root := math.Sqrt(float64(n))
	multiplyLower(l, z)
	for i := range d {
		dst[i] = theta[i] + z[i]/root
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
		return f.noMLE("the scatter matrix is singular: fewer than d+1 samples in general position, or out of float64")
	}
	if err := f.checkScales(statistic); err != nil {
		return f.noMLE("the average or the scatter leaves Θ: " + err.Error())
	}
	copy(dst, statistic[:d+packedLength(d)])
	return nil
}

// SampleEstimator draws (μ, Σ)^(T) by the chain of independent pieces above. A pool that stays below d+1 samples gives
// a singular Σ, where Algorithm 1 returns a *NoMLEError.
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
		multiplyLower(l, step)
		for i, v := range step {
			dst[i] += math.Sqrt(n) / total * v
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
