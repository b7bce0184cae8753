package estimators

import (
	"math"
	"math/rand/v2"
	"slices"

	"itermle/internal/quadrature"
	"itermle/internal/random"
	"itermle/internal/saddlepoint"
)

// NegativeBinomialShapeMean is the negative binomial law of unknown shape (size) and mean, θ = (k, μ), with the success
// probability p = k/(k+μ):
//
//	log p_θ(x) = log Γ(x+k)/(Γ(k) x!) + k log(k/(k+μ)) + x log(μ/(k+μ)),  x ∈ {0, 1, …},  1/16 ≤ k ≤ 10^9, μ > 0
//
// The two are orthogonal: I = diag(I_kk, 1/(μ + μ²/k)). The MLE has μ̂ = x̄ and the profile equation
//
//	(1/n) Σ_i [ψ(x_i+k) − ψ(k)] = log(1 + x̄/k),
//
// which has one root where the sample variance s² (divisor n) exceeds x̄; where it does not the likelihood grows up to
// k = ∞, the Poisson law, and there is no MLE (Levin and Reeds 1977). The log Γ(x+k) of the samples have no statistic
// of fixed size: they are kept. x has an exponential tail, and the score by μ is linear in it: Assumption 2 fails.
type NegativeBinomialShapeMean struct{ Description }

// NewNegativeBinomialShapeMean returns the family.
func NewNegativeBinomialShapeMean() *NegativeBinomialShapeMean {
	return &NegativeBinomialShapeMean{Describe("negative-binomial-shape-mean", naturalCounts,
		Coordinate{"k", minGammaShape, maxGammaShape, "1/16 ≤ k ≤ 10^9"},
		Coordinate{"μ", minCountMean, maxCountMean, "10^-9 ≤ μ ≤ 2^53"})}
}

var negativeBinomialShapeMeanEntry = plainEntry("negative-binomial-shape-mean",
	"negative binomial on {0, 1, …}, unknown shape (size) k and mean μ, p = k/(k+μ)",
	NewNegativeBinomialShapeMean, [][]float64{{2, 4}, {1, 1}, {0.5, 10}, {5, 0.5}})

// minCountMean: a smaller mean shows no count in any sample, and no shape.
const minCountMean = 1e-9

func (f *NegativeBinomialShapeMean) Sample(dst, theta []float64, r *rand.Rand) {
	for i := range dst {
		dst[i] = random.NegativeBinomial(theta[0], theta[1], r)
	}
}

func (f *NegativeBinomialShapeMean) LogDensity(theta, x []float64) float64 {
	if !isCount(x[0], math.MaxFloat64) {
		return math.Inf(-1)
	}
	return saddlepoint.LogNegativeBinomial(x[0], theta[0], theta[1])
}

// Score by k is ψ(x+k) − ψ(k) + log(k/(k+μ)) − v = h(k) − h(k+x) − r(v), v = (x−μ)/(k+μ), r(v) = v − log(1+v); see
// digammaDeficit.
func (f *NegativeBinomialShapeMean) Score(dst, theta, x []float64) {
	k, mu := theta[0], theta[1]
	dst[0] = digammaDeficitFall(k, x[0]) - ratioRemainder(k+x[0], k+mu)
	dst[1] = negativeBinomialDerivative(k, mu, x[0], 1, 1)
}

func (f *NegativeBinomialShapeMean) Hessian(dst, theta, x []float64) {
	k, mu := theta[0], theta[1]
	v := (x[0] - mu) / (k + mu)
	dst[0] = v*v/(k+x[0]) + trigammaExcess(k+x[0]) - trigammaExcess(k)
	dst[1] = v / (k + mu)
	dst[2], dst[3] = dst[1], negativeBinomialDerivative(k, mu, x[0], -1, 2)
}

func (f *NegativeBinomialShapeMean) ThirdDerivative(dst, theta, x []float64) {
	k, mu := theta[0], theta[1]
	total, count := k+mu, k+x[0]
	v := (x[0] - mu) / total
	once := -2 * v / total / total      // ∂k² ∂μ
	twice := -(1 + 2*v) / total / total // ∂k ∂μ²
	dst[0] = tetragammaExcess(k) - tetragammaExcess(count) - v*v/count*(2/total+1/count)
	dst[1], dst[2], dst[3] = once, once, twice
	dst[4], dst[5], dst[6], dst[7] = once, twice, twice, negativeBinomialDerivative(k, mu, x[0], 2, 3)
}

// FisherInformation has I_kk = ψ′(k) − E ψ′(x+k) − μ/(k(k+μ)), which with q = μ/(k+μ) is
//
//	Σ_{j≥2} B(j, k) q^j/j = ∫_0^∞ e^{−kv} r(−w)/(1 − e^{−v}) dv,   w = q(1 − e^{−v}),   r(u) = u − log(1+u),
//
// Fisher's series of 1941 summed under the beta integral: nothing cancels. NaN where the quadrature does not converge.
func (f *NegativeBinomialShapeMean) FisherInformation(dst, theta []float64) {
	k, mu := theta[0], theta[1]
	q := mu / (k + mu)
	points := []float64{0}
	for v := 0x1p-6 * math.Min(1, 1/k); k*v < 45; v *= 2 {
		points = append(points, v)
	}
	integral, _, err := quadrature.Relative(func(v float64) float64 {
		share := -math.Expm1(-v)
		remainder := logRemainder(-q * share)
		if q*share > 0.5 { // 1 − w loses digits
			remainder = -q*share - math.Log(k/(k+mu)+q*math.Exp(-v))
		}
		return math.Exp(-k*v) * remainder / share
	}, points, 1e-13)
	if err != nil {
		integral = math.NaN()
	}
	dst[0], dst[1], dst[2], dst[3] = integral, 0, 0, 1/mu/(1+mu/k)
}

// A countShare is a count with its share of the sample's weight.
type countShare struct{ x, share float64 }

// countShares are the distinct counts of the data, in order, and their mean and variance.
func countShares(data Data) (shares []countShare, mean, variance float64) {
	total := 0.0
	for i, x := range data.X {
		shares = append(shares, countShare{x, data.weight(i)})
		total += data.weight(i)
	}
	slices.SortStableFunc(shares, func(a, b countShare) int { return int(math.Copysign(1, a.x-b.x)) })
	last := 0
	for _, s := range shares[1:] {
		if s.x == shares[last].x {
			shares[last].share += s.share
			continue
		}
		last++
		shares[last] = s
	}
	shares = shares[:last+1]
	for i := range shares {
		shares[i].share /= total
		mean += shares[i].share * shares[i].x
	}
	for _, s := range shares {
		variance += s.share * (s.x - mean) * (s.x - mean)
	}
	return shares, mean, variance
}

// Fit solves the profile equation in the form of Score: the mean of h(k) − h(k+x_i) less that of r(v_i), times k².
func (f *NegativeBinomialShapeMean) Fit(dst, _ []float64, data Data) error {
	if len(data.X) == 0 {
		return ErrEmptyPool
	}
	if err := f.CheckSamples(data.X); err != nil {
		return err
	}
	shares, mean, variance := countShares(data)
	switch {
	case !(mean >= minCountMean && mean <= maxCountMean):
		return f.noMLE("the average leaves Θ, 10^-9 ≤ μ ≤ 2^53")
	case !(variance > mean):
		return f.noMLE("the sample variance is at most the mean, so k runs to +∞, the Poisson law")
	}
	equation := func(k float64) (value, slope float64) {
		for _, s := range shares {
			v := (s.x - mean) / (k + mean)
			value += s.share * (digammaDeficitFall(k, s.x) - ratioRemainder(k+s.x, k+mean))
			slope += s.share * (v*v/(k+s.x) + trigammaExcess(k+s.x) - trigammaExcess(k))
		}
		return k * k * value, k * (2*value + k*slope)
	}
	atLeast, _ := equation(minGammaShape)
	atMost, _ := equation(maxGammaShape)
	if !(atLeast >= 0 && atMost <= 0) {
		return f.noMLE("the likelihood grows up to k = 1/16 or k = 10^9, the ends of Θ")
	}
	moments := mean * mean / (variance - mean) // of Var x = μ + μ²/k
	dst[0] = decreasingRoot(minGammaShape, maxGammaShape, math.Max(minGammaShape, math.Min(moments, maxGammaShape)),
		equation)
	dst[1] = mean
	return nil
}

// maxSummedCounts bounds the sums of KL and TotalVariation.
const maxSummedCounts = 1 << 17

// KL is Σ p(r + e^{−r} − 1), r = log p/q, whose terms are ≥ 0, and 1 − Σq = 0.
func (f *NegativeBinomialShapeMean) KL(theta, eta []float64) (Certified, error) {
	sum, slack := 0.0, 0.0
	err := f.sum(theta, eta, func(p, q, r, lost float64) {
		if math.Abs(r) < 1 {
			sum += p * expRemainder(-r)
		} else {
			sum += p*(r-1) + q
		}
		slack += math.Max(p, q) * lost * (math.Abs(r) + lost)
	})
	return divergence(sum, slack+2*closedUnits*sum+negligibleCounts), err
}

// TotalVariation is Σ (p − q)⁺.
func (f *NegativeBinomialShapeMean) TotalVariation(theta, eta []float64) (Certified, error) {
	sum, slack := 0.0, 0.0
	err := f.sum(theta, eta, func(p, _, r, lost float64) {
		if r > 0 {
			sum -= p * math.Expm1(-r)
			slack += p * lost
		}
	})
	return distance(sum, slack+2*closedUnits*sum+negligibleCounts), err
}

// negligibleCounts is what the counts add that sum leaves out.
const negligibleCounts = 1e-17

// sum visits the counts up to where both laws are negligible, with p, q, r = log p/q and a bound on the error of r. A
// *RangeError where these are too many.
func (f *NegativeBinomialShapeMean) sum(theta, eta []float64, visit func(p, q, r, lost float64)) error {
	mode, reach := math.Max(theta[1], eta[1]), 0.0
	for _, law := range [][]float64{theta, eta} {
		// e^-60 lies 11 standard deviations out where the tail is Gaussian, and 60(1 + μ/k) where it is exponential.
		dispersion := 1 + law[1]/law[0]
		reach = math.Max(reach, law[1]+11*math.Sqrt(law[1]*dispersion)+60*dispersion)
	}
	if !(reach <= maxSummedCounts) {
		return &RangeError{What: f.Name() + ": μ of a divergence", Value: mode,
			Accept: "means and shapes whose laws are within 2^17 counts"}
	}
	for x := 0.0; ; x++ {
		p := saddlepoint.LogNegativeBinomial(x, theta[0], theta[1])
		q := saddlepoint.LogNegativeBinomial(x, eta[0], eta[1])
		visit(math.Exp(p), math.Exp(q), p-q, closedUnits*(1+math.Abs(p)+math.Abs(q)))
		if x > mode && p < -60 && q < -60 {
			return nil
		}
	}
}
