package estimators

import (
	"errors"
	"math"
	"math/rand/v2"
	"strconv"

	"itermle/internal/bisect"
	"itermle/internal/quadrature"
	"itermle/internal/random"
	"itermle/internal/saddlepoint"
)

// GaussianMixture is the mixture of two known normal laws with unknown weight, θ = w ∈ [0, 1]:
//
//	p_w(x) = w φ(x−a) + (1−w) φ(x−b)
//
// With D = a−b and log φ(x−a)/φ(x−b) = ρ = D (x − (a+b)/2), the score is (φ_a − φ_b)/p_w, the Hessian its negative
// square: the log-likelihood is concave. The MLE is 0 or 1 where the mean score does not change sign inside, else its
// root; if all ρ are 0 every w is as good and from is taken. Θ is closed: w = 0 and 1 are absorbing. Inside (0,1)
// |score| ≤ 1/min(w, 1−w), so Assumptions 1–3 hold on every ball inside, with no sufficient statistic of fixed size.
type GaussianMixture struct {
	Description
	a, b float64
}

// maxMixtureDistance keeps e^{D²}, which bounds the information at the boundary, finite; maxMixtureMean keeps the
// rounding of ρ below 1e-12 and the panels of quadrature apart.
const (
	maxMixtureDistance = 20
	maxMixtureMean     = 1000
)

// NewGaussianMixture returns the family with the given means, |a|, |b| ≤ 1000 and 0 < |a−b| ≤ 20.
func NewGaussianMixture(a, b float64) (*GaussianMixture, error) {
	if m := math.Max(math.Abs(a), math.Abs(b)); m > maxMixtureMean {
		return nil, &RangeError{What: "gaussian-mixture: max(|a|, |b|)", Value: m, Accept: "|a|, |b| ≤ 1000"}
	}
	if d := math.Abs(a - b); !(d > 0 && d <= maxMixtureDistance) {
		return nil, &RangeError{What: "gaussian-mixture: |a−b|", Value: d, Accept: "0 < |a−b| ≤ 20"}
	}
	name := "gaussian-mixture"
	if a != 0 || b != 2 {
		name += ":" + strconv.FormatFloat(a, 'g', -1, 64) + "," + strconv.FormatFloat(b, 'g', -1, 64)
	}
	return &GaussianMixture{Describe(name, Reals(1), Coordinate{"w", 0, 1, "0 ≤ w ≤ 1"}), a, b}, nil
}

var gaussianMixtureEntry = Entry{
	Name:    "gaussian-mixture",
	Syntax:  "gaussian-mixture[:a,b]",
	Summary: "w N(a,1) + (1−w) N(b,1) on R, unknown weight w in [0,1], known means (default 0, 2)",
	New: func(arguments []float64) (Family, error) {
		switch len(arguments) {
		case 0:
			return NewGaussianMixture(0, 2)
		case 2:
			return NewGaussianMixture(arguments[0], arguments[1])
		}
		return nil, surplus("gaussian-mixture[:a,b]", arguments)
	},
	Points: [][]float64{{0.5}, {0.25}, {0.9}, {0}, {1}},
}

// Means are a and b.
func (f *GaussianMixture) Means() (a, b float64) { return f.a, f.b }

func (f *GaussianMixture) Sample(dst, theta []float64, r *rand.Rand) {
	for i := range dst {
		mean := f.b
		if random.Event(theta[0], r) {
			mean = f.a
		}
		dst[i] = mean + random.Normal(r)
	}
}

// likelier splits p_w(x) into the larger component's log-density and what the other adds to its weight:
//
//	log p = top + log(weight + (1−weight) e^{−|ρ|}),  sign = ±1 where that component is a or b
func (f *GaussianMixture) likelier(w, x float64) (top, weight, ratio, sign float64) {
	rho := (f.a - f.b) * (x - f.a/2 - f.b/2)
	if rho >= 0 {
		return -(x-f.a)*(x-f.a)/2 - logSqrt2Pi, w, -rho, 1
	}
	return -(x-f.b)*(x-f.b)/2 - logSqrt2Pi, 1 - w, rho, -1
}

func (f *GaussianMixture) LogDensity(theta, x []float64) float64 {
	top, weight, ratio, _ := f.likelier(theta[0], x[0])
	if weight == 0 {
		return top + ratio
	}
	return top + math.Log(weight+(1-weight)*math.Exp(ratio))
}

// Score is infinite where the only possible component is e^{−745} times less likely than the other.
func (f *GaussianMixture) Score(dst, theta, x []float64) {
	_, weight, ratio, sign := f.likelier(theta[0], x[0])
	dst[0] = -sign * math.Expm1(ratio) / (weight + (1-weight)*math.Exp(ratio))
}

func (f *GaussianMixture) Hessian(dst, theta, x []float64) {
	f.Score(dst, theta, x)
	dst[0] *= -dst[0]
}

func (f *GaussianMixture) ThirdDerivative(dst, theta, x []float64) {
	f.Score(dst, theta, x)
	dst[0] = 2 * dst[0] * dst[0] * dst[0]
}

// FisherInformation is ∫ (φ_a − φ_b)²/p_w by quadrature to 1e-12 relative, NaN where that fails; e^{D²} − 1 at w = 0
// and 1.
func (f *GaussianMixture) FisherInformation(dst, theta []float64) {
	if theta[0] == 0 || theta[0] == 1 {
		dst[0] = math.Expm1((f.a - f.b) * (f.a - f.b))
		return
	}
	information, err := f.scoreMoment(theta[0], 2)
	if dst[0] = information.Value; err != nil {
		dst[0] = math.NaN()
	}
}

// panels cover all but e^{-72} of both components and of φ_a²/φ_b, in steps of at most 2.
func (f *GaussianMixture) panels() []float64 {
	lower, upper := math.Min(f.a, f.b), math.Max(f.a, f.b)
	span := 12 + upper - lower
	var points []float64
	for x := lower - span; x < upper+span; x += 2 {
		points = append(points, x)
	}
	return append(points, upper+span)
}

func (f *GaussianMixture) logDerivatives(score, hessian, theta, x []float64) float64 {
	top, weight, ratio, sign := f.likelier(theta[0], x[0])
	e := math.Exp(ratio)
	p := weight + (1-weight)*e
	score[0] = -sign * math.Expm1(ratio) / p
	hessian[0] = -score[0] * score[0]
	return top + math.Log(p)
}

func (f *GaussianMixture) Fit(dst, from []float64, data Data) error {
	if len(data.X) == 0 {
		return ErrEmptyPool
	}
	if err := f.CheckSamples(data.X); err != nil {
		return err
	}
	atZero, atOne := meanScore(f, 0, data), meanScore(f, 1, data)
	switch {
	case atZero == 0 && atOne == 0:
		dst[0] = from[0] // all ρ are 0: the likelihood is flat
		return nil
	case atZero <= 0:
		dst[0] = 0
		return nil
	case atOne >= 0:
		dst[0] = 1
		return nil
	}
	start := from[0]
	if start == 0 || start == 1 {
		start = 0.5
	}
	err := Maximise(f, dst, []float64{start}, data)
	var stopped *NotConvergedError
	if !errors.As(err, &stopped) {
		return err
	}
	// Next to the boundary a Newton step may leave Θ; the mean score falls strictly from atZero to atOne.
	dst[0] = bisect.Float(0, 1, func(w float64) bool { return meanScore(f, w, data) > 0 })
	return nil
}

// KL is ∫ p_v φ(u) with u = p_w/p_v − 1 = (w−v) ∂ log p_v and φ(u) = (1+u) log(1+u) − u ≥ 0: nothing cancels however
// close w and v are. Rounding by 1e-12 of ρ, the worst at means of 1000, is within 1e-11 of the integral. Beyond the
// panels the integrand is at most p_w |log p_w/p_v| + p_v with |log p_w/p_v| ≤ |ρ|, less than 1e-30 in all, and at most
// u² p_v = (w−v)² p_v score².
func (f *GaussianMixture) KL(theta, eta []float64) (Certified, error) {
	gap := theta[0] - eta[0]
	if gap == 0 {
		return Certified{}, nil
	}
	var at, score [1]float64
	integrand := func(x float64) float64 {
		at[0] = x
		f.Score(score[:], eta, at[:])
		log := f.LogDensity(eta, at[:])
		if u := gap * score[0]; math.Abs(u) <= 0.5 {
			return math.Exp(log) * saddlepoint.Deviance(1, u)
		}
		own := f.LogDensity(theta, at[:])
		return math.Exp(own)*(own-log) - math.Exp(own) + math.Exp(log)
	}
	value, bound, err := quadrature.Relative(integrand, f.panels(), 1e-10)
	outside := math.Min(1e-30, gap*gap*f.outside(eta[0]))
	return divergence(value, bound+1e-11*value+outside), err
}

// TotalVariation is |w−v| TV(N(a,1), N(b,1)) = |w−v| erf(|a−b|/(2√2)).
func (f *GaussianMixture) TotalVariation(theta, eta []float64) (Certified, error) {
	return closedDistance(math.Abs(theta[0]-eta[0]) * math.Erf(math.Abs(f.a-f.b)/(2*math.Sqrt2))), nil
}

func (f *GaussianMixture) CDF(theta []float64, x float64) float64 {
	return theta[0]*math.Erfc((f.a-x)/math.Sqrt2)/2 + (1-theta[0])*math.Erfc((f.b-x)/math.Sqrt2)/2
}

// AssumptionConstants on the ball [w*−r, w*+r] ⊂ (0, 1), with M = 1/(distance of the ball from {0, 1}) (derived here):
//
//	K1, K2, K3   the score lies in (−1/(1−w), 1/w), so |score| ≤ M; the Hessian is −score², ∇³ log p 2 score³
//	λ0           I(w) = ∫(φ_a−φ_b)²/p_w is convex in w, as 1/p_w is, and even about ½: least next to ½
//	L_I          |I′| = |E score³|, and I′ increases: largest at an end of the ball
//
// A *RangeError where the ball touches 0 or 1. λ0 and L_I are no closed forms: they rest on quadrature, moved to the
// safe side by a bound on its error that is defensible, not a proof; see scoreMoment.
func (f *GaussianMixture) AssumptionConstants(truth []float64, r float64) (Constants, error) {
	low, high := truth[0]-r, truth[0]+r
	if !(r > 0 && low > 0 && high < 1) {
		return Constants{}, &RangeError{What: f.Name() + ": r", Value: r, Accept: "r > 0 and 0 < w* ± r < 1"}
	}
	m := outward / math.Min(low, 1-high)
	least, err := f.scoreMoment(math.Max(low, math.Min(0.5, high)), 2)
	if err != nil {
		return Constants{}, err
	}
	lipschitz := 0.0
	for _, w := range []float64{low, high} {
		third, err := f.scoreMoment(w, 3)
		if err != nil {
			return Constants{}, err
		}
		lipschitz = math.Max(lipschitz, math.Abs(third.Value)+third.Error)
	}
	return Constants{K1: boundedScore(m), K2: m * m * outward, K3: 2 * m * m * m * outward,
		Lambda0: max(0, least.Value-least.Error), Lipschitz: lipschitz}, nil
}

// ScoreBounds: I(w) is convex, so its supremum is at an end of the ball; the Hessian −score² lies in [−M², 0] and
// Var score² = E score⁴ − I² ≤ (M² − I) I, at most M²/4·M². ∂³ = 2 score³ has mean −2I′ and
// second moment ≤ 4M⁴I, ∂⁴ = −6 score⁴. The log-likelihood is concave.
func (f *GaussianMixture) ScoreBounds(truth []float64, r float64) (ScoreBounds, error) {
	c, err := f.AssumptionConstants(truth, r)
	if err != nil {
		return ScoreBounds{}, err
	}
	at, err := f.scoreMoment(truth[0], 2)
	if err != nil {
		return ScoreBounds{}, err
	}
	variance := 0.0
	for _, w := range []float64{truth[0] - r, truth[0] + r} {
		end, err := f.scoreMoment(w, 2)
		if err != nil {
			return ScoreBounds{}, err
		}
		variance = math.Max(variance, end.Value+end.Error)
	}
	// (M² − I) I is increasing in I up to M²/2.
	largest := math.Max(c.Lambda0, math.Min(variance, c.K2/2))
	return ScoreBounds{Score: math.Sqrt(c.K2) * outward, Information: at.Value - at.Error, Variance: variance,
		HessianVariance: (c.K2 - largest) * largest * outward, HessianDeviation: c.K2,
		ThirdMean: 2 * c.Lipschitz, ThirdSquare: 4 * c.K2 * c.K2 * variance * outward,
		Fourth: 6 * c.K2 * c.K2 * outward, Unimodal: true}, nil
}

// scoreMoment is E_w score^k for 0 < w < 1 and k = 2 or 3, by quadrature: a value and a bound on its error that is
// defensible, not a proof (see package quadrature). |score| ≤ 1/min(w, 1−w).
func (f *GaussianMixture) scoreMoment(w float64, k int) (Certified, error) {
	theta := []float64{w}
	var x, score [1]float64
	integrand := func(v float64) float64 {
		x[0] = v
		f.Score(score[:], theta, x[:])
		value := math.Exp(f.LogDensity(theta, x[:]))
		for range k {
			value *= score[0]
		}
		return value
	}
	value, bound, err := quadrature.Relative(integrand, f.panels(), 1e-12)
	outside := f.outside(w)
	if k == 3 {
		outside /= math.Min(w, 1-w)
	}
	return Certified{Value: value, Error: bound + outside}, err
}

// outside bounds what lies beyond the panels of ∫ p_w score². Where φ_a > φ_b the integrand is at most φ_a/w, else at
// most φ_b/(1−w), and of these less than e^{−72}/min(w, 1−w) lies there; it is also below 2(φ_a²/φ_b + φ_b) for w ≤ ½,
// and of that less than e^{−72}·2e^{D²} does.
func (f *GaussianMixture) outside(w float64) float64 {
	return 1e-30 * math.Min(1/math.Min(w, 1-w), 2*math.Exp((f.a-f.b)*(f.a-f.b)))
}
