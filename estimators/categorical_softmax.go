package estimators

import (
	"math"
	"math/rand/v2"
	"strconv"

	"itermle/internal/saddlepoint"
)

// CategoricalSoftmax is the categorical law on {0, …, k−1} in its natural parameters, the logits of the first k−1
// categories against the last, θ_i = log(p_i/p_{k−1}), |θ_i| ≤ 700:
//
//	log p_θ(x) = θ_x − log(1 + Σ_i e^{θ_i}),  θ_{k−1} = 0
//
// The MLE does not exist when a category has no sample. The statistic is the k shares.
type CategoricalSoftmax struct {
	k int
}

// NewCategoricalSoftmax returns the family of k categories, 2 ≤ k ≤ 256.
func NewCategoricalSoftmax(k int) (*CategoricalSoftmax, error) {
	if k < 2 || k > maxCategories {
		return nil, &RangeError{What: "categorical-softmax: k", Value: float64(k), Accept: "a whole k from 2 to 256"}
	}
	return &CategoricalSoftmax{k: k}, nil
}

var categoricalSoftmaxEntry = Entry{
	Name:    "categorical-softmax",
	Syntax:  "categorical-softmax[:k]",
	Summary: "categorical on {0, …, k−1} (default k = 3), k−1 logits against the last category",
	New: func(arguments []float64) (Family, error) {
		k, err := categories("categorical-softmax[:k]", arguments)
		if err != nil {
			return nil, err
		}
		return NewCategoricalSoftmax(k)
	},
	Points: [][]float64{{0, 0}, {1, 0}, {-1, 2}, {3, 3}},
}

func (f *CategoricalSoftmax) Name() string {
	if f.k == 3 {
		return "categorical-softmax"
	}
	return "categorical-softmax:" + strconv.Itoa(f.k)
}

func (f *CategoricalSoftmax) Dim() int          { return f.k - 1 }
func (f *CategoricalSoftmax) SampleDim() int    { return 1 }
func (f *CategoricalSoftmax) Symbols() []string { return indexed("θ", f.k-1) }
func (f *CategoricalSoftmax) StatisticDim() int { return f.k }

func (f *CategoricalSoftmax) Check(theta []float64) error {
	if len(theta) != f.k-1 {
		return &DimensionError{What: f.Name() + ": θ", Got: len(theta), Want: f.k - 1}
	}
	for i, v := range theta {
		if !(math.Abs(v) <= maxLogit) {
			return &ParameterError{Family: f.Name(), Name: "θ" + strconv.Itoa(i), Value: v, Accept: "|θ| ≤ 700"}
		}
	}
	return nil
}

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
	var buffer [maxCategories]float64
	p := buffer[:f.k]
	f.probabilities(p, theta)
	for i := range dst {
		u := r.Float64()
		x := 0
		for ; x < f.k-1 && u >= p[x]; x++ {
			u -= p[x]
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

// Score is e_x − p, in the first k−1 coordinates.
func (f *CategoricalSoftmax) Score(dst, theta, x []float64) {
	f.probabilities(dst, theta)
	for i := range dst {
		dst[i] = -dst[i]
	}
	if category := int(x[0]); category < len(dst) {
		dst[category]++
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
	var buffer [maxCategories]float64
	p := buffer[:d]
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
	var buffer [maxCategories]float64
	p := buffer[:f.k]
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

func (f *CategoricalSoftmax) Fit(dst, from []float64, data Data) error {
	if err := checkCounts(f.Name(), data.X, float64(f.k-1), "a whole number from 0 to k−1"); err != nil {
		return err
	}
	return fitByStatistic(f, dst, from, data)
}

func (f *CategoricalSoftmax) Summarize(dst, x []float64) { summarizeCategories(dst, x) }

func (f *CategoricalSoftmax) Merge(pool []float64, poolWeight float64, batch []float64, batchWeight float64) {
	mergeMeans(pool, poolWeight, batch, batchWeight)
}

func (f *CategoricalSoftmax) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	var buffer [maxCategories]float64
	p := buffer[:f.k]
	f.probabilities(p, theta)
	sampleShares(dst, p[:f.k-1], p[f.k-1], n, r)
}

func (f *CategoricalSoftmax) FitStatistic(dst, _, statistic []float64) error {
	last := statistic[f.k-1]
	for i, share := range statistic {
		if !(share > 0) {
			return &NoMLEError{Family: f.Name(), Reason: "category " + strconv.Itoa(i) + " has no sample, so its logit runs to −∞"}
		}
	}
	for i := range dst {
		dst[i] = logRatio(statistic[i], last)
	}
	return nil
}

// KL is Σ p log(p/q), a sum of deviances, each ≥ 0.
func (f *CategoricalSoftmax) KL(theta, eta []float64) (Certified, error) {
	topA, logA := normaliser(theta)
	topB, logB := normaliser(eta)
	sum, slack := 0.0, 0.0
	for i := range f.k {
		a := logit(theta, i) - topA - logA
		b := logit(eta, i) - topB - logB
		q := math.Exp(b)
		gap := math.Exp(a) - q
		if math.Abs(a-b) < 0.5 {
			gap = q * math.Expm1(a-b)
		}
		sum += saddlepoint.Deviance(q, gap)
		// Each log-probability is rounded by a few units and the k of its normaliser, and moves p log(p/q) − p + q by p|log(p/q)| or
		// |p−q| times that.
		slack += (float64(8+f.k) + 4*(math.Abs(a)+math.Abs(b))) * 0x1p-53 * math.Abs(a-b) * (math.Exp(a) + q)
	}
	return Certified{Value: sum, Error: float64(64+f.k)*0x1p-53*sum + slack}, nil
}

// TotalVariation is ½ Σ |p − q|.
func (f *CategoricalSoftmax) TotalVariation(theta, eta []float64) (Certified, error) {
	topA, logA := normaliser(theta)
	topB, logB := normaliser(eta)
	sum, slack := 0.0, 0.0
	for i := range f.k {
		a := logit(theta, i) - topA - logA
		b := logit(eta, i) - topB - logB
		sum += math.Abs(math.Exp(a) - math.Exp(b))
		slack += (float64(8+f.k) + 4*(math.Abs(a)+math.Abs(b))) * 0x1p-53 * (math.Exp(a) + math.Exp(b))
	}
	if sum == 0 {
		return Certified{}, nil
	}
	return Certified{Value: math.Min(1, sum/2), Error: slack}, nil
}

func (f *CategoricalSoftmax) CDF(theta []float64, x float64) float64 {
	k := math.Floor(x)
	switch {
	case !(k >= 0):
		return 0
	case k >= float64(f.k-1):
		return 1
	}
	var buffer [maxCategories]float64
	p := buffer[:f.k]
	f.probabilities(p, theta)
	sum := 0.0
	for _, v := range p[:int(k)+1] {
		sum += v
	}
	return math.Min(sum, 1)
}
