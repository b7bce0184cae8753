package estimators

import (
	"math"
	"math/rand/v2"

	"itermle/internal/bisect"
	"itermle/internal/random"
	"itermle/internal/saddlepoint"
)

// BernoulliLogit is the Bernoulli law in its natural parameter, θ = log(p/(1−p)) ∈ [−700, 700]:
//
//	log p_θ(x) = xθ − log(1 + e^θ),  x ∈ {0, 1}
//
// The bound on θ is where e^θ still is a float64. The MLE is log(successes/failures); it does not exist when all
// samples agree. The statistic is (average of x, average of 1−x).
type BernoulliLogit struct {
	Description
	Averages
	NaturalParameter
}

// NewBernoulliLogit returns the family.
func NewBernoulliLogit() *BernoulliLogit {
	return &BernoulliLogit{
		Description: Describe("bernoulli-logit", Counts(1, "0 or 1"), logitCoordinate("θ")), Averages: 2}
}

var bernoulliLogitEntry = plainEntry("bernoulli-logit", "Bernoulli on {0, 1}, logit θ = log(p/(1−p))",
	NewBernoulliLogit, [][]float64{{0}, {1}, {-2}, {4}})

// maxLogit keeps e^θ and its inverse finite and normal.
const maxLogit = 700

func logitCoordinate(symbol string) Coordinate {
	return Coordinate{symbol, -maxLogit, maxLogit, "|θ| ≤ 700"}
}

// logistic is p = 1/(1+e^−θ) and 1−p, each to full relative precision.
func logistic(theta float64) (p, q float64) {
	if theta > 0 {
		e := math.Exp(-theta)
		return 1 / (1 + e), e / (1 + e)
	}
	e := math.Exp(theta)
	return e / (1 + e), 1 / (1 + e)
}

func (f *BernoulliLogit) Sample(dst, theta []float64, r *rand.Rand) {
	p, _ := logistic(theta[0])
	sampleBernoulli(dst, p, r)
}

func (f *BernoulliLogit) LogDensity(theta, x []float64) float64 {
	// log p_θ(1) = −log(1+e^−θ), log p_θ(0) = −log(1+e^θ); the sum with −max(·, 0) apart never overflows.
	switch x[0] {
	case 1:
		return math.Min(theta[0], 0) - math.Log1p(math.Exp(-math.Abs(theta[0])))
	case 0:
		return -math.Max(theta[0], 0) - math.Log1p(math.Exp(-math.Abs(theta[0])))
	}
	return math.Inf(-1)
}

// Score is x − p.
func (f *BernoulliLogit) Score(dst, theta, x []float64) {
	p, q := logistic(theta[0])
	dst[0] = x[0]*q - (1-x[0])*p
}

func (f *BernoulliLogit) Hessian(dst, theta, _ []float64) {
	p, q := logistic(theta[0])
	dst[0] = -p * q
}

func (f *BernoulliLogit) ThirdDerivative(dst, theta, _ []float64) {
	p, q := logistic(theta[0])
	dst[0] = p * q * math.Tanh(theta[0]/2) // p − q without cancellation
}

func (f *BernoulliLogit) FisherInformation(dst, theta []float64) {
	p, q := logistic(theta[0])
	dst[0] = p * q
}

func (f *BernoulliLogit) Fit(dst, from []float64, data Data) error {
	return FitByStatistic(f, dst, from, data)
}

// Summarize stores the shares of ones and of zeros.
func (f *BernoulliLogit) Summarize(dst, x []float64) { summarizeTrials(dst, x, 1) }

// SampleStatistic draws the number of successes, Binomial(n, p).
func (f *BernoulliLogit) SampleStatistic(dst, theta []float64, n int64, r *rand.Rand) {
	p, q := logistic(theta[0])
	successes := random.Binomial(n, p, q, r)
	dst[0], dst[1] = float64(successes)/float64(n), float64(n-successes)/float64(n)
}

func (f *BernoulliLogit) FitStatistic(dst, _, statistic []float64) error {
	switch {
	case statistic[0] == 0:
		return f.noMLE("all samples are 0, so the logit runs to −∞")
	case statistic[1] == 0:
		return f.noMLE("all samples are 1, so the logit runs to +∞")
	}
	dst[0] = logRatio(statistic[0], statistic[1])
	return nil
}

// KL is that of the two success probabilities; their difference p1 q2 (1 − e^{η−θ}) comes from the logits.
func (f *BernoulliLogit) KL(theta, eta []float64) (Certified, error) {
	p2, q2 := logistic(eta[0])
	delta := logitGap(theta[0], eta[0])
	kl := deviances(saddlepoint.Deviance(p2, delta), saddlepoint.Deviance(q2, -delta))
	// Here δ is a product rounded by up to 6 units, not by one.
	kl.Error *= 6
	return kl, nil
}

// logitGap is p(θ) − p(η).
func logitGap(theta, eta float64) float64 {
	if theta < eta {
		return -logitGap(eta, theta)
	}
	p, _ := logistic(theta)
	_, q := logistic(eta)
	return p * q * -math.Expm1(eta-theta)
}

// TotalVariation is |p(θ) − p(η)|.
func (f *BernoulliLogit) TotalVariation(theta, eta []float64) (Certified, error) {
	return closedDistance(math.Abs(logitGap(theta[0], eta[0]))), nil
}

func (f *BernoulliLogit) CDF(theta []float64, x float64) float64 {
	_, q := logistic(theta[0])
	return bernoulliCDF(q, x)
}

// AssumptionConstants on the interval [θ*−r, θ*+r], in closed form, with V = p(1−p):
//
//	K2 = sup V, at the θ nearest to 0;  λ0 = inf V, at the θ farthest from it;  L_I = K3 = sup |V′|,
//
// where |V′| = V|1−2p| increases in |θ| up to log(2+√3), its maximum 1/(6√3), and decreases beyond. K1 is the least
// constant there is: see bernoulliTail.
func (f *BernoulliLogit) AssumptionConstants(truth []float64, r float64) (Constants, error) {
	if !(r > 0) || !(math.Abs(truth[0])+r <= maxLogit) {
		return Constants{}, &RangeError{What: "bernoulli-logit: r", Value: r, Accept: "r > 0 and |θ*| + r ≤ 700"}
	}
	near, far := math.Max(0, math.Abs(truth[0])-r), math.Abs(truth[0])+r
	p, q := logistic(near)
	k2 := p * q
	steepest := math.Max(near, math.Min(math.Log(2+math.Sqrt(3)), far))
	p3, q3 := logistic(steepest)
	k3 := p3 * q3 * math.Tanh(steepest/2)
	pFar, qFar := logistic(far)
	// |θ*| ± r up to 700, rounded, moves a probability by 700 units or so.
	return Constants{K1: bernoulliTail(qFar, q) * steepOutward, K2: k2 * steepOutward, K3: k3 * steepOutward,
		Lambda0:   pFar * qFar * steepInward,
		Lipschitz: k3 * steepOutward}, nil
}

// bernoulliTail is the least K1 with P(|x−p| ≥ u) ≤ 2 exp(−u²/(2 K1²)) for all u ≥ 0 and every p whose smaller
// probability m = min(p, 1−p) lies in [low, high]. |x−p| is m with probability 1−m and 1−m with probability m, so
// the left side is 1 up to u = m and m up to u = 1−m:
//
//	K1² = sup_m max{ m²/(2 log 2), (1−m)²/(2 log(2/m)) }.
//
// The first grows with m. The second has its one maximum where 1−m = 2m log(2/m): the left side falls, the right
// side grows for m < 2/e. Derived here.
func bernoulliTail(low, high float64) float64 {
	m := math.Max(low, math.Min(rarestTail, high))
	return math.Sqrt(math.Max(high*high/(2*math.Ln2), (1-m)*(1-m)/(2*math.Log(2/m))))
}

// rarestTail solves 1−m = 2m log(2/m) by bisection.
var rarestTail = bisect.Float(0, 0.5, func(m float64) bool { return 1-m > 2*m*math.Log(2/m) })

// StatisticDiameter is 1: S = x is 0 or 1.
func (f *BernoulliLogit) StatisticDiameter() float64 { return 1 }

// Temper is θ/τ, or the end of Θ that it passes.
func (f *BernoulliLogit) Temper(dst, theta []float64, temperature float64) {
	temperLogits(dst, theta, temperature)
}

func temperLogits(dst, theta []float64, temperature float64) {
	for i, v := range theta {
		dst[i] = math.Max(-maxLogit, math.Min(maxLogit, v/temperature))
	}
}
