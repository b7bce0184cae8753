package estimators

import (
	"math"
	"math/rand/v2"
	"slices"

	"itermle/internal/rounding"
	"itermle/internal/saddlepoint"
)

// Categorical is the law on {0, …, k−1} with probabilities θ = (p_0, …, p_{k−2}), all ≥ 0 and of sum at most 1; the
// last one, p_{k−1} = 1 − Σθ, is not a coordinate, so that d = k−1 and the Fisher information has full rank.
//
//	log p_θ(x) = log p_x,  x ∈ {0, …, k−1}
//
// Θ is the closed simplex: the MLE, the shares, always exists, and a category that is lost stays lost. Up to rounding
// by 2k·2^-53, p_{k−1} is what the others leave; below that it is taken to be 0, lest a lost category come back. The
// statistic is the k shares. Under accumulation E(1 − Σp²) is multiplied by 1 − w_t²/n_t a generation (derived here:
// E‖p_{t+1}‖² = ‖p_t‖² + (w_t²/n_t)(1 − ‖p_t‖²)).
//
// On the boundary the derivatives are limits from the inside; see count_family.go.
type Categorical struct {
	Description
	Averages // the k shares
	k        int
}

// NewCategorical returns the family of k categories, 2 ≤ k ≤ 10^5.
func NewCategorical(k int) (*Categorical, error) {
	if k < 2 || k > maxCategories {
		return nil, &RangeError{What: "categorical: k", Value: float64(k), Accept: "a whole k from 2 to 100000"}
	}
	return &Categorical{Describe(specification("categorical", float64(k), 3), categories(k),
		indexed(Coordinate{"p", 0, 1, "0 ≤ p ≤ 1"}, 0, k-1)...), Averages(k), k}, nil
}

var categoricalEntry = wholeEntry("categorical", "k", 3,
	"categorical on {0, …, k−1} (default k = 3), probabilities of all categories but the last",
	NewCategorical, [][]float64{{0.25, 0.25}, {0.5, 0.25}, {0.1, 0.2}, {0.01, 0.9}})

// Check asks for a sum of at most 1 as well.
func (f *Categorical) Check(theta []float64) error {
	if err := f.Description.Check(theta); err != nil {
		return err
	}
	sum := 0.0
	for _, p := range theta {
		sum += p
	}
	if !(sum <= 1+f.rounding()) {
		return &ParameterError{Family: f.Name(), Name: "Σp", Value: sum, Accept: "a sum of at most 1"}
	}
	return nil
}

// Reach: a step of length r takes at most r from a coordinate and at most √d r from the last probability.
func (f *Categorical) Reach(truth []float64) (radius float64, edge string) {
	d, last, least := float64(len(truth)), 1.0, math.Inf(1)
	for _, p := range truth {
		last, least = last-p, math.Min(least, p)
	}
	last -= d * 0x1p-52 // the rounding of the sum
	return math.Min(least, last/math.Sqrt(d)) * (1 - 0x1p-50),
		"a probability reaches 0, where the derivatives are infinite"
}

// AssumptionConstants: with p_l = 1 − Σθ the last probability and d = k−1, at x = i < d all derivatives live in
// coordinate i, with 1/p_i, −1/p_i², 2/p_i³; at the last category they are −1/p_l, −1/p_l², −2/p_l³ times powers of the
// vector of ones, of norm √d:
//
//	K1 = M/√(2 log 2), M = max(1/p_i, √d/p_l);  K2 = max(1/p_i², d/p_l²);  K3 = max(2/p_i³, 2d^{3/2}/p_l³)
//
// with p_i ≥ p*_i − r and p_l ≥ p*_l − √d r on the ball, both attained. I = diag(1/p) + 11ᵀ/p_l, so λ0 = 1/max(p*_i +
// r) and ‖I′‖ ≤ max 1/p_i² + d^{3/2}/p_l². A *RangeError where the ball leaves the inside of the simplex.
func (f *Categorical) AssumptionConstants(truth []float64, r float64) (Constants, error) {
	if err := derived(f.Name(), f.k); err != nil {
		return Constants{}, err
	}
	if reach, edge := f.Reach(truth); !(r > 0 && r < reach) {
		return Constants{}, &RangeError{What: f.Name() + ": r", Value: r, Accept: "r > 0 within the simplex: " + edge}
	}
	d, last := float64(len(truth)), 1.0
	for _, p := range truth {
		last -= p
	}
	root := math.Sqrt(d)
	p, q := slices.Min(truth)-r, last-d*0x1p-52-root*r // 2^-52 for the rounding of the sum
	// p and q lose the digits that cancel: a unit of θ* each.
	outward := 1 + 16*0x1p-53/math.Min(p, q)
	return Constants{K1: boundedScore(math.Max(1/p, root/q)) * outward, K2: math.Max(1/(p*p), d/(q*q)) * outward,
		K3:        2 * math.Max(1/(p*p*p), d*root/(q*q*q)) * outward,
		Lambda0:   1 / ((slices.Max(truth) + r) * outward),
		Lipschitz: (1/(p*p) + d*root/(q*q)) * outward}, nil
}

// rounding is what the sum of the coordinates may be off by: k−2 roundings in the sum that FitStatistic divides by, one
// in each quotient, and k−2 in their own sum.
func (f *Categorical) rounding() float64 { return float64(2*f.k) * 0x1p-53 }

// last is p_{k−1}.
func (f *Categorical) last(theta []float64) float64 {
	sum := 0.0
	for _, p := range theta {
		sum += p
	}
	if rest := 1 - sum; rest > f.rounding() {
		return rest
	}
	return 0
}

// probability is p_x.
func (f *Categorical) probability(theta []float64, x int) float64 {
	if x < f.k-1 {
		return theta[x]
	}
	return f.last(theta)
}

func (f *Categorical) Sample(dst, theta []float64, r *rand.Rand) {
	last, rare := f.last(theta), newRareCategories(theta)
	var search categorySearch
	if f.k > derivedCategories {
		search = newCategorySearch(theta)
	}
	for i := range dst {
		if rare.drawn(r) {
			dst[i] = rare.category(theta, r)
			continue
		}
		// From the last category down, so that its probability is met exactly when it is 0.
		u := r.Float64()*(1-rare.sum) - last
		x := f.k - 1
		if u >= 0 && f.k > derivedCategories {
			dst[i] = float64(search.at(u, x))
			continue
		}
		for j := 0; u >= 0 && j < f.k-1; j++ {
			if theta[j] > rareProbability {
				x = j
				u -= theta[j]
			}
		}
		dst[i] = float64(x)
	}
}

func (f *Categorical) LogDensity(theta, x []float64) float64 {
	if !isCount(x[0], float64(f.k-1)) {
		return math.Inf(-1)
	}
	return math.Log(f.probability(theta, int(x[0])))
}

// Score is e_x/p_x for x < k−1 and −(1, …, 1)/p_{k−1} for the last category.
func (f *Categorical) Score(dst, theta, x []float64)           { f.derivative(dst, theta, x, 1) }
func (f *Categorical) Hessian(dst, theta, x []float64)         { f.derivative(dst, theta, x, 2) }
func (f *Categorical) ThirdDerivative(dst, theta, x []float64) { f.derivative(dst, theta, x, 3) }

// derivative is that of the given order of log p_x: p_x is either a coordinate or 1 − Σθ.
func (f *Categorical) derivative(dst, theta, x []float64, order int) {
	d := f.k - 1
	c := [...]float64{1, -1, 2}[order-1]
	if category := int(x[0]); category < d {
		clear(dst)
		index := 0
		for range order {
			index = index*d + category
		}
		dst[index] = power(c, 1, theta[category], order)
		return
	}
	sign := [...]float64{-1, 1, -1}[order-1]
	value := power(c*sign, 1, f.last(theta), order)
	for i := range dst {
		dst[i] = value
	}
}

// FisherInformation is diag(1/p_i) + 1/p_{k−1}, +Inf where a category has probability 0.
func (f *Categorical) FisherInformation(dst, theta []float64) {
	d := f.k - 1
	last := 1 / f.last(theta)
	for i := range d {
		for j := range d {
			dst[i*d+j] = last
		}
		dst[i*d+i] += 1 / theta[i]
	}
}

// InformationDiagonal stores the k−1 diagonal entries of FisherInformation alone.
func (f *Categorical) InformationDiagonal(dst, theta []float64) {
	last := 1 / f.last(theta)
	for i, p := range theta {
		dst[i] = 1/p + last
	}
}

// FromProbabilities stores the θ of the law with the k probabilities p.
func (f *Categorical) FromProbabilities(dst, p []float64) { copy(dst, p[:f.k-1]) }

func (f *Categorical) Fit(dst, from []float64, data Data) error {
	return FitByStatistic(f, dst, from, data)
}

func (f *Categorical) Summarize(dst, x []float64) { summarizeCategories(dst, x) }

func (f *Categorical) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	sampleShares(dst, theta, f.last(theta), n, r)
}

// FitStatistic divides by the sum of the shares: averaging lets it drift from 1 by a rounding a generation, which would
// fall to the last category, lost or not.
func (f *Categorical) FitStatistic(dst, _, statistic []float64) error {
	sum := 0.0
	for _, share := range statistic {
		sum += share
	}
	for i, share := range statistic[:f.k-1] {
		dst[i] = share / sum
	}
	return nil
}

// KL is Σ p log(p/q), a sum of deviances: Σ[p log(p/q) − (p−q)], each ≥ 0.
func (f *Categorical) KL(theta, eta []float64) (Certified, error) {
	sum, slack := 0.0, 0.0
	for i := range f.k {
		p, q := f.probability(theta, i), f.probability(eta, i)
		term := saddlepoint.Deviance(q, p-q)
		sum += term
		if i == f.k-1 && q > 0 {
			// The two last probabilities carry the rounding of a sum each.
			slack = 2 * f.rounding() * (math.Abs(math.Log(p/q)) + 1)
			if p == 0 {
				slack = 2 * f.rounding()
			}
			slack += 2 * f.rounding() * math.Abs(p-q) / q
		}
	}
	if math.IsInf(sum, 1) {
		return divergence(sum, 0), nil
	}
	return divergence(sum, float64(64+f.k)*rounding.Unit*sum+slack), nil
}

// TotalVariation is ½ Σ |p − q|.
func (f *Categorical) TotalVariation(theta, eta []float64) (Certified, error) {
	sum := 0.0
	for i := range f.k {
		sum += math.Abs(f.probability(theta, i) - f.probability(eta, i))
	}
	if sum == 0 {
		return Certified{}, nil
	}
	return distance(sum/2, 2*f.rounding()), nil
}

func (f *Categorical) CDF(theta []float64, x float64) float64 { return categoriesCDF(theta, x) }

// Temper is p_i^{1/τ}/Σ_j p_j^{1/τ}, in units of the largest p. A last probability within the rounding of 0 is 0.
func (f *Categorical) Temper(dst, theta []float64, temperature float64) {
	last := 1.0
	for _, p := range theta {
		last -= p
	}
	if last <= f.rounding() {
		last = 0
	}
	top := math.Max(last, slices.Max(theta))
	sum := math.Pow(last/top, 1/temperature)
	for i, p := range theta {
		dst[i] = math.Pow(p/top, 1/temperature)
		sum += dst[i]
	}
	for i := range theta {
		dst[i] /= sum
	}
}

// Outcomes is the number of categories that are left.
func (f *Categorical) Outcomes(theta []float64) float64 {
	left, last := 0.0, 1.0
	for _, p := range theta {
		if last -= p; p > 0 {
			left++
		}
	}
	if last > f.rounding() {
		left++
	}
	return left
}
