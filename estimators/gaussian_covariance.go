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

// Check asks for a positive definite Σ as well.
func (f *GaussianCovariance) Check(theta []float64) error {
	if err := f.Description.Check(theta); err != nil {
		return err
	}
	var fixed [smallSquare]float64
	if !cholesky(square(fixed[:], f.dim), theta[f.dim:], f.dim) {
		return &ParameterError{Family: f.Name(), Name: "Σ1,1", Value: theta[f.dim],
			Accept: "a positive definite Σ, det of its correlations above d²·2^-44"}
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
		return f.noMLE("the scatter matrix is singular: fewer than d+1 samples in general position")
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

// Derivatives of the Gaussian log-density in (μ, Σ). Write y = x−μ, P = Σ⁻¹, z = P y, and E for the direction of one
// coordinate of Σ: e_i e_iᵀ, or e_i e_jᵀ + e_j e_iᵀ off the diagonal. From D_E P = −P E P and D_E z = −P E z (derived
// here):
//
//	∂μ                z
//	∂E                ½ zᵀE z − ½ tr(P E)
//	∂μ∂μ              −P
//	∂μ∂E              −P E z
//	∂E∂F              ½ tr(P E P F) − zᵀE P F z
//	∂μ∂μ∂E            P E P
//	∂μ∂E∂F            (P F P E + P E P F) z
//	∂E∂F∂G            −tr(P E P F P G) + zᵀ(E P F P G + F P G P E + G P E P F) z
//
// and zᵀF P G P E z etc. are the three orders up to transposition. A direction is the sum of one or two ordered pairs
// (a, b) for e_a e_bᵀ, so that every trace is a short sum of products of entries of P and z.

// precision stores P (d×d) and z.
func (f *GaussianCovariance) precision(theta, x []float64) (p, z []float64) {
	d := f.dim
	l, inverse := make([]float64, d*d), make([]float64, d*d)
	mustCholesky(l, theta[d:], d)
	inverseLower(inverse, l, d)
	p, z = make([]float64, d*d), make([]float64, d)
	for i := range d {
		for j := range d {
			for k := max(i, j); k < d; k++ {
				p[i*d+j] += inverse[k*d+i] * inverse[k*d+j]
			}
		}
		if x != nil {
			z[i] = x[i] - theta[i]
		}
	}
	solveLower(l, z)
	solveUpper(l, z)
	return p, z
}

// directions lists, for every coordinate of Σ, its ordered pairs.
func (f *GaussianCovariance) directions() [][][2]int {
	var all [][][2]int
	for i := range f.dim {
		for j := range i {
			all = append(all, [][2]int{{i, j}, {j, i}})
		}
		all = append(all, [][2]int{{i, i}})
	}
	return all
}

func (f *GaussianCovariance) Score(dst, theta, x []float64) {
	d := f.dim
	p, z := f.precision(theta, x)
	copy(dst, z)
	for e, pairs := range f.directions() {
		sum := 0.0
		for _, ab := range pairs {
			sum += (z[ab[0]]*z[ab[1]] - p[ab[0]*d+ab[1]]) / 2
		}
		dst[d+e] = sum
	}
}

func (f *GaussianCovariance) Hessian(dst, theta, x []float64) {
	d, dim := f.dim, f.Dim()
	p, z := f.precision(theta, x)
	for i := range d {
		for j := range d {
			dst[i*dim+j] = -p[i*d+j]
		}
	}
	all := f.directions()
	for e, first := range all {
		for k := range d {
			sum := 0.0
			for _, ab := range first {
				sum -= p[k*d+ab[0]] * z[ab[1]]
			}
			dst[k*dim+d+e], dst[(d+e)*dim+k] = sum, sum
		}
		for g, second := range all {
			sum := 0.0
			for _, ab := range first {
				for _, ce := range second {
					sum += p[ab[1]*d+ce[0]] * (p[ce[1]*d+ab[0]]/2 - z[ab[0]]*z[ce[1]])
				}
			}
			dst[(d+e)*dim+d+g] = sum
		}
	}
}

func (f *GaussianCovariance) FisherInformation(dst, theta []float64) {
	d, dim := f.dim, f.Dim()
	p, _ := f.precision(theta, nil)
	clear(dst[:dim*dim])
	for i := range d {
		for j := range d {
			dst[i*dim+j] = p[i*d+j]
		}
	}
	all := f.directions()
	for e, first := range all {
		for g, second := range all {
			sum := 0.0
			for _, ab := range first {
				for _, ce := range second {
					sum += p[ab[1]*d+ce[0]] * p[ce[1]*d+ab[0]] / 2
				}
			}
			dst[(d+e)*dim+d+g] = sum
		}
	}
}

func (f *GaussianCovariance) ThirdDerivative(dst, theta, x []float64) {
	d, dim := f.dim, f.Dim()
	p, z := f.precision(theta, x)
	all := f.directions()
	put := func(a, b, c int, value float64) {
		for _, at := range [6][3]int{{a, b, c}, {a, c, b}, {b, a, c}, {b, c, a}, {c, a, b}, {c, b, a}} {
			dst[(at[0]*dim+at[1])*dim+at[2]] = value
		}
	}
	clear(dst[:dim*dim*dim])
	for e, first := range all {
		for i := range d {
			for j := range i + 1 {
				sum := 0.0
				for _, ab := range first {
					sum += p[i*d+ab[0]] * p[ab[1]*d+j]
				}
				put(i, j, d+e, sum)
			}
		}
		for g := range e + 1 {
			for k := range d {
				put(k, d+g, d+e, chain2(p, z, d, k, first, all[g])+chain2(p, z, d, k, all[g], first))
			}
			for h := range g + 1 {
				put(d+h, d+g, d+e, cycle3(p, z, d, first, all[g], all[h]))
			}
		}
	}
}

// chain2 is (P E P F z)_k.
func chain2(p, z []float64, d, k int, e, f [][2]int) float64 {
	sum := 0.0
	for _, ab := range e {
		for _, ce := range f {
			sum += p[k*d+ab[0]] * p[ab[1]*d+ce[0]] * z[ce[1]]
		}
	}
	return sum
}

// cycle3 is −tr(P E P F P G) + zᵀ(E P F P G + F P G P E + G P E P F) z.
func cycle3(p, z []float64, d int, e, f, g [][2]int) float64 {
	sum := 0.0
	for _, a := range e {
		for _, b := range f {
			for _, c := range g {
				ef, fg, ge := p[a[1]*d+b[0]], p[b[1]*d+c[0]], p[c[1]*d+a[0]]
				sum += -ef*fg*ge + z[a[0]]*ef*fg*z[c[1]] + z[b[0]]*fg*ge*z[a[1]] + z[c[0]]*ge*ef*z[b[1]]
			}
		}
	}
	return sum
}

// KL is ½ Σ_i (e_i − log(1+e_i)) + ½‖m‖² in the coordinates of gaussianPair with η as the standard one. Its error has
// the rounding of e, through the derivative e/(1+e), that of m, and of the sum.
func (f *GaussianCovariance) KL(theta, eta []float64) (Certified, error) {
	pair := newGaussianPair(theta, eta, f.dim)
	size := norm(pair.m)
	delta := pair.rounding * norm(pair.e)
	value, slack := size*size/2, size*size*pair.rounding
	for _, e := range pair.e {
		value += logRemainder(e) / 2
		slack += delta * (math.Abs(e) + delta) / 2 / positive(1+e-delta)
	}
	if math.IsNaN(slack) { // scales too far apart to tell
		slack = math.Inf(1)
	}
	return Certified{Value: value, Error: slack + float64(f.dim+32)*0x1p-53*value}, nil
}

// positive makes a bound infinite where rounding has eaten its denominator.
func positive(x float64) float64 { return math.Max(x, 0) }

// TotalVariation is certified by the tightest of two enclosures. In the coordinates of gaussianPair both laws are
// products, so the marginal distances v_i give max v_i ≤ TV ≤ 1 − Π(1 − v_i), equal where a single coordinate differs
// (d = 1 above all); otherwise affinity integrates. Perturbing e and m by their rounding moves TV by at most that of
// the coordinates.
func (f *GaussianCovariance) TotalVariation(theta, eta []float64) (Certified, error) {
	pair := newGaussianPair(theta, eta, f.dim)
	lower, complement := 0.0, 1.0
	for i, e := range pair.e {
		v := gaussianTotalVariation(0, 1, pair.m[i], math.Sqrt(1+e))
		lower = math.Max(lower, v.Value-v.Error)
		complement *= math.Max(0, 1-v.Value-v.Error) * (1 - 0x1p-52)
	}
	upper := 1 - complement
	lower = math.Max(lower, 0)
	if upper-lower > 0x1p-44 {
		if overlap := pair.affinity(); overlap.Error < (upper-lower)/2 {
			lower = math.Max(lower, 1-overlap.Value-overlap.Error)
			upper = math.Min(upper, 1-overlap.Value+overlap.Error)
		}
	}
	delta := pair.rounding * norm(pair.e)
	slack := 0x1p-52
	for i, e := range pair.e {
		least := positive(1 + e - delta)
		slack += float64(f.dim)*delta/least + pair.rounding*math.Abs(pair.m[i])/math.Sqrt(least)
	}
	if bound := (upper-lower)/2 + slack; bound <= 0.5 {
		return Certified{Value: (lower + upper) / 2, Error: bound}, nil
	}
	return Certified{Value: 0.5, Error: 0.5}, nil // scales too far apart to tell
}
