package estimators

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"

	"itermle/internal/random"
	"itermle/internal/saddlepoint"
	"itermle/internal/variation"
)

// NegativeBinomial is the negative binomial law of known shape k > 0, whole or not, in its mean, θ = μ ≥ 0: the Morris
// family with v = (0, 1, 1/k).
//
//	log p_μ(x) = log Γ(x+k)/(Γ(k) x!) + k log(k/(k+μ)) + x log(μ/(k+μ)),  x ∈ {0, 1, …}
//
// The MLE is the average, 0 included, since Θ is closed; the derivatives at μ = 0 are limits from the inside, see
// count_family.go. Means go up to 2^53, so that counts are whole numbers.
type NegativeBinomial struct {
	Description
	MeanStatistic
	k float64
}

// NewNegativeBinomial returns the family of shape k, 1e-6 ≤ k ≤ 1e15.
func NewNegativeBinomial(k float64) (*NegativeBinomial, error) {
	if !(k >= 1e-6 && k <= 1e15) {
		return nil, &RangeError{What: "negative-binomial: k", Value: k, Accept: "1e-6 ≤ k ≤ 1e15"}
	}
	name := specification("negative-binomial", k, 2)
	return &NegativeBinomial{Description: Describe(name, naturalCounts, countMean), k: k}, nil
}

var negativeBinomialEntry = numberEntry("negative-binomial", "k", 2,
	"negative binomial on {0, 1, …}, known shape k (default 2), mean μ ≥ 0",
	NewNegativeBinomial, [][]float64{{1}, {4}, {0.25}, {20}})

func (f *NegativeBinomial) Sample(dst, theta []float64, r *rand.Rand) {
	for i := range dst {
		dst[i] = random.NegativeBinomial(f.k, theta[0], r)
	}
}

func (f *NegativeBinomial) LogDensity(theta, x []float64) float64 {
	if !isCount(x[0], math.MaxFloat64) {
		return math.Inf(-1)
	}
	return saddlepoint.LogNegativeBinomial(x[0], f.k, theta[0])
}

// Score is x/μ − (x+k)/(μ+k).
func (f *NegativeBinomial) Score(dst, theta, x []float64) {
	dst[0] = negativeBinomialDerivative(f.k, theta[0], x[0], 1, 1)
}

func (f *NegativeBinomial) Hessian(dst, theta, x []float64) {
	dst[0] = negativeBinomialDerivative(f.k, theta[0], x[0], -1, 2)
}

func (f *NegativeBinomial) ThirdDerivative(dst, theta, x []float64) {
	dst[0] = negativeBinomialDerivative(f.k, theta[0], x[0], 2, 3)
}

// negativeBinomialDerivative is c·D_j, D_j = x/μ^j − (x+k)/(μ+k)^j: the derivative of order j of x log μ − (x+k)
// log(μ+k). For large μ its two terms cancel, so it is built up from
//
//	D_1 = (x−μ) g,   D_j = D_{j−1}/μ + (x+k) g/(μ+k)^{j−1},   g = 1/μ − 1/(μ+k) = k/(μ(μ+k)).
func negativeBinomialDerivative(k, mu, x, c float64, j int) float64 {
	if x == 0 {
		return power(-c, k, mu+k, j)
	}
	g, rest := k/mu/(mu+k), x+k
	d := (x - mu) * g
	for range j - 1 {
		rest /= mu + k
		d = d/mu + rest*g
	}
	return c * d
}

// FisherInformation is 1/(μ + μ²/k), +Inf at μ = 0.
func (f *NegativeBinomial) FisherInformation(dst, theta []float64) {
	dst[0] = 1 / theta[0] / (1 + theta[0]/f.k)
}

func (f *NegativeBinomial) Fit(dst, from []float64, data Data) error {
	return FitByStatistic(f, dst, from, data)
}

// SampleStatistic draws the sum of n samples, negative binomial of shape nk and mean nμ.
func (f *NegativeBinomial) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	size := float64(n)
	dst[0] = random.NegativeBinomial(size*f.k, size*theta[0], r) / size
}

func (f *NegativeBinomial) FitStatistic(dst, _, statistic []float64) error {
	return averageAsCount(&f.Description, dst, statistic)
}

func (f *NegativeBinomial) KL(theta, eta []float64) (Certified, error) {
	return negativeBinomialKL(f.k, theta[0], eta[0]), nil
}

// negativeBinomialKL is μ log(μ/ν) − (μ+k) log((μ+k)/(ν+k)), +Inf for ν = 0 < μ. For k ≥ ν it is a difference of two
// deviances, the second the smaller by a factor of 2 at least; for k < ν that would cancel, and with δ = μ−ν, h =
// kδ/(ν(μ+k)), g = δ/(ν+k)
//
//	KL = μ log(1+h) − k log(1+g) = k²δ²/(ν(μ+k)(ν+k)) − μ r(h) + k r(g),  r(u) = u − log(1+u) ≥ 0.
//
// Derived here: the terms of first order are μh − kg = k²δ²/(ν(μ+k)(ν+k)). The error is 32 units of what is summed.
func negativeBinomialKL(k, mu, nu float64) Certified {
	delta := mu - nu
	if nu == 0 && mu > 0 {
		return divergence(math.Inf(1), 0)
	}
	if mu == 0 {
		return closedDivergence(k * math.Log1p(nu/k))
	}
	var a, b, c float64
	if k >= nu {
		a, b = saddlepoint.Deviance(nu, delta), saddlepoint.Deviance(nu+k, delta)
	} else {
		h, g := k*(delta/(nu*(mu+k))), delta/(nu+k)
		a, b, c = k*g*h, mu*logRemainder(h), k*logRemainder(g)
		if g < -0.5 { // 1+g has lost the digits of (μ+k)/(ν+k)
			c = k * (g - math.Log((mu+k)/(nu+k)))
		}
	}
	return divergence(a-b+c, 2*closedUnits*(a+b+c))
}

// TotalVariation has one crossing; package variation integrates the beta density of P(X ≤ crossing) in μ.
func (f *NegativeBinomial) TotalVariation(theta, eta []float64) (Certified, error) {
	return distance(variation.NegativeBinomial(f.k, theta[0], eta[0])), nil
}

func (f *NegativeBinomial) VarianceFunction() (v0, v1, v2 float64) { return 0, 1, 1 / f.k }

// CDF is the incomplete beta function I_s(k, j+1), s = k/(k+μ), j = floor(x).
func (f *NegativeBinomial) CDF(theta []float64, x float64) float64 {
	j := math.Floor(x)
	s := f.k / (f.k + theta[0])
	switch {
	case !(j >= 0):
		return 0
	case theta[0] == 0 || j*s > 1e6*(1+f.k):
		// From 2k/s on, the ratio (i+k)/(i+1)·(1−s) of neighbouring masses is below 1 − s/2: what lies beyond j is
		// below (2/s) exp(k − js/2) ≤ exp(−10^5).
		return 1
	}
	return mathext.RegIncBeta(f.k, j+1, s)
}

// Outcomes is 1 at μ = 0, which replacement never leaves.
func (f *NegativeBinomial) Outcomes(theta []float64) float64 { return countOutcomes(theta[0]) }
