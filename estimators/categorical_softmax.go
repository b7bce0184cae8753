package estimators

import (
	"math"
	"math/rand/v2"
	"strconv"
)

// CategoricalSoftmax is the categorical law on {0, …, k−1} in its natural parameters, the logits of the first k−1
// categories against the last, θ_i = log(p_i/p_{k−1}), |θ_i| ≤ 700:
//
//	log p_θ(x) = θ_x − log(1 + Σ_i e^{θ_i}),  θ_{k−1} = 0
//
// The MLE does not exist when a category has no sample. The statistic is the k shares.
type CategoricalSoftmax struct {
	Description
	Averages // the k shares
	NaturalParameter
	k int
}

// NewCategoricalSoftmax returns the family of k categories, 2 ≤ k ≤ 10^5.
func NewCategoricalSoftmax(k int) (*CategoricalSoftmax, error) {
	if k < 2 || k > maxCategories {
		return nil, &RangeError{What: "categorical-softmax: k", Value: float64(k), Accept: "a whole k from 2 to 100000"}
	}
	return &CategoricalSoftmax{
		Description: Describe(specification("categorical-softmax", float64(k), 3), categories(k),
			indexed(logitCoordinate("θ"), 0, k-1)...),
		Averages: Averages(k), k: k}, nil
}

var categoricalSoftmaxEntry = wholeEntry("categorical-softmax", "k", 3,
	"categorical on {0, …, k−1} (default k = 3), k−1 logits against the last category",
	NewCategoricalSoftmax, [][]float64{{0, 0}, {1, 0}, {-1, 2}, {3, 3}})

// normaliser is max(θ, 0) and log(1 + Σ e^{θ_i}) − max: nothing overflows.
func normaliser(theta []float64) (top, logSum float64) {
	top = 0.0
	for _, v := range theta {
		top = math.Max(top, v)
	}
	sum := math.Exp(-top)
	for _, v := range theta {
		sum += math.Exp(v - top)
	}
	return top, math.Log(sum)
}

// logit is θ_i with θ_{k−1} = 0.
func logit(theta []float64, i int) float64 {
	if i < len(theta) {
		return theta[i]
	}
	return 0
}

// probabilities stores p_0, …, p_{len(dst)−1}.
func (f *CategoricalSoftmax) probabilities(dst, theta []float64) {
	top, logSum := normaliser(theta)
	for i := range dst {
		dst[i] = math.Exp(logit(theta, i) - top - logSum)
	}
}

func (f *CategoricalSoftmax) Sample(dst, theta []float64, r *rand.Rand) {
	var buffer [derivedCategories]float64
	p := room(buffer[:], f.k)
	f.probabilities(p, theta)
	rare := newRareCategories(p)
	var search categorySearch
	if f.k > derivedCategories {
		search = newCategorySearch(p)
	}
	for i := range dst {
		if rare.drawn(r) {
			dst[i] = rare.category(p, r)
			continue
		}
		u := r.Float64() * (1 - rare.sum)
		x := 0
		if f.k > derivedCategories {
			dst[i] = float64(search.at(u, x))
			continue
		}
		for j := 0; j < f.k && u >= 0; j++ {
			if p[j] > rareProbability {
				x = j
				u -= p[j]
			}
		}
		dst[i] = float64(x)
	}
}

func (f *CategoricalSoftmax) LogDensity(theta, x []float64) float64 {
	if !isCount(x[0], float64(f.k-1)) {
		return math.Inf(-1)
	}
	top, logSum := normaliser(theta)
	return logit(theta, int(x[0])) - top - logSum
}

// Score is e_x − p, in the first k−1 coordinates, 1 − p_x as the sum of the others.
func (f *CategoricalSoftmax) Score(dst, theta, x []float64) {
	var buffer [derivedCategories]float64
	p, category, others := room(buffer[:], f.k), int(x[0]), 0.0
	f.probabilities(p, theta)
	for i, v := range p {
		if i != category {
			others += v
		}
		if i < len(dst) {
			dst[i] = -v
		}
	}
	if category < len(dst) {
		dst[category] = others
	}
}

// Hessian is −(diag p − p pᵀ).
func (f *CategoricalSoftmax) Hessian(dst, theta, _ []float64) {
	f.FisherInformation(dst, theta)
	for i := range dst {
		dst[i] = -dst[i]
	}
}

// ThirdDerivative is minus the third cumulant of the indicators,
// δ_ijl p_i − δ_ij p_i p_l − δ_il p_i p_j − δ_jl p_j p_i + 2 p_i p_j p_l.
func (f *CategoricalSoftmax) ThirdDerivative(dst, theta, _ []float64) {
	d := f.k - 1
	var buffer [derivedCategories]float64
	p := room(buffer[:], d)
	f.probabilities(p, theta)
	for i := range d {
		for j := range d {
			for l := range d {
				value := 2 * p[i] * p[j] * p[l]
				if i == j {
					value -= p[i] * p[l]
				}
				if i == l {
					value -= p[i] * p[j]
				}
				if j == l {
					value -= p[j] * p[i]
				}
				if i == j && j == l {
					value += p[i]
				}
				dst[(i*d+j)*d+l] = -value
			}
		}
	}
}

// FisherInformation is diag p − p pᵀ.
func (f *CategoricalSoftmax) FisherInformation(dst, theta []float64) {
	d := f.k - 1
	var buffer [derivedCategories]float64
	p := room(buffer[:], f.k)
	f.probabilities(p, theta)
	for i := range d {
		others := 0.0 // 1 − p_i without cancellation
		for j := range p {
			if j != i {
				others += p[j]
			}
		}
		for j := range d {
			dst[i*d+j] = -p[i] * p[j]
		}
		dst[i*d+i] = p[i] * others
	}
}

// InformationDiagonal stores the k−1 diagonal entries of FisherInformation alone, p_i(1 − p_i).
func (f *CategoricalSoftmax) InformationDiagonal(dst, theta []float64) {
	f.probabilities(dst[:f.k-1], theta)
	for i, p := range dst[:f.k-1] {
		dst[i] = p * (1 - p)
	}
}

// FromProbabilities stores the θ of the law with the k probabilities p, all positive.
func (f *CategoricalSoftmax) FromProbabilities(dst, p []float64) {
	for i := range dst[:f.k-1] {
		dst[i] = logRatio(p[i], p[f.k-1])
	}
}

func (f *CategoricalSoftmax) Fit(dst, from []float64, data Data) error {
	return FitByStatistic(f, dst, from, data)
}

func (f *CategoricalSoftmax) Summarize(dst, x []float64) { summarizeCategories(dst, x) }

func (f *CategoricalSoftmax) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	var buffer [derivedCategories]float64
	p := room(buffer[:], f.k)
	f.probabilities(p, theta)
	sampleShares(dst, p[:f.k-1], p[f.k-1], n, r)
}

func (f *CategoricalSoftmax) FitStatistic(dst, _, statistic []float64) error {
	last := statistic[f.k-1]
	for i, share := range statistic {
		if !(share > 0) {
			return f.noMLE("category " + strconv.Itoa(i) + " has no sample, so its logit runs to −∞")
		}
	}
	for i := range dst {
		dst[i] = logRatio(statistic[i], last)
	}
	return nil
}

func (f *CategoricalSoftmax) CDF(theta []float64, x float64) float64 {
	var buffer [derivedCategories]float64
	p := room(buffer[:], f.k-1)
	f.probabilities(p, theta)
	return categoriesCDF(p, x)
}

// StatisticDiameter is √2, the distance of two unit vectors, or 1 for k = 2: S is the unit vector of the category, 0
// for the last.
func (f *CategoricalSoftmax) StatisticDiameter() float64 {
	if f.k == 2 {
		return 1
	}
	return math.Nextafter(math.Sqrt2, 2)
}

// AssumptionConstants on the ball B_r(θ*). For k = 2 they are those of BernoulliLogit. For k ≥ 3, with p ranging over
// the ball, d = k−1 and i < d (all derived here):
//
//	range of p_i   the gradient of log(p_i/(1−p_i)) in θ is e_i − w, w a probability vector off i, of norm ≤ √2; for the
//	               last category it is −w, of norm ≤ 1. So each logit moves by at most √2 r, the last by r.
//	K2             ‖diag p − ppᵀ‖ is at most ½ (Popoviciu: v·e_x has range ≤ √2 for |v| = 1), at most
//	               max p_i, and at most max 2p_i(1−p_i) (Gershgorin).
//	K3             the third central moment of a variable of range R is at most R³/(6√3), the extreme being a
//	               two-point law, and at most R times its variance: min(2√2/(6√3), √2 K2).
//	λ0             the inverse of diag p − ppᵀ is diag(1/p) + 11ᵀ/p_d, of norm ≤ max 1/p_i + d/p_d.
//	K1             ‖e_x − p‖² ≤ 2(1−p_x)², or (1−p_d)² for the last category; a score bounded by R has
//	               K1 = R/√(2 log 2), since then 2 exp(−u²/(2K1²)) ≥ 1 up to u = R.
//	L_I            K3, because ∇I = −∇³ log p.
func (f *CategoricalSoftmax) AssumptionConstants(truth []float64, r float64) (Constants, error) {
	if err := derived(f.Name(), f.k); err != nil {
		return Constants{}, err
	}
	largest := 0.0
	for _, v := range truth {
		largest = math.Max(largest, math.Abs(v))
	}
	if !(r > 0) || !(largest+r <= maxLogit) {
		return Constants{}, &RangeError{What: f.Name() + ": r", Value: r, Accept: "r > 0 and |θ*_i| + r ≤ 700"}
	}
	if f.k == 2 {
		return (&BernoulliLogit{}).AssumptionConstants(truth, r)
	}
	var buffer [derivedCategories]float64
	p := room(buffer[:], f.k)
	f.probabilities(p, truth)
	k2, inverse, score := 0.0, 0.0, 0.0
	lowest := 0.0 // inf p_d, from the last round
	for i, probability := range p {
		others := 0.0
		for j, v := range p {
			if j != i {
				others += v
			}
		}
		centre, reach := math.Log(probability/others), math.Sqrt2*r
		if i == f.k-1 {
			reach = r
		}
		low, high := centre-reach, centre+reach
		pLow, qLow := logistic(low)
		if i == f.k-1 {
			lowest = pLow
			score = math.Max(score, qLow)
			continue
		}
		pHigh, _ := logistic(high)
		pEven, qEven := logistic(math.Max(low, math.Min(0, high)))
		k2 = math.Max(k2, math.Min(pHigh, 2*pEven*qEven))
		inverse = math.Max(inverse, 1/pLow)
		score = math.Max(score, math.Sqrt2*qLow)
	}
	k2 = math.Min(k2, 0.5)
	k3 := math.Min(math.Sqrt2/(3*math.Sqrt(3)), math.Sqrt2*k2)
	// Logits up to 700, rounded, move a probability by 700 units or so.
	return Constants{K1: score / math.Sqrt(2*math.Ln2) * steepOutward, K2: k2 * steepOutward, K3: k3 * steepOutward,
		Lambda0: steepInward / (inverse + float64(f.k-1)/lowest), Lipschitz: k3 * steepOutward}, nil
}

// Temper is θ/τ, each coordinate at most 700 in size.
func (f *CategoricalSoftmax) Temper(dst, theta []float64, temperature float64) {
	temperLogits(dst, theta, temperature)
}
