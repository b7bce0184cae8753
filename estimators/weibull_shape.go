package estimators

import (
	"math"
	"math/rand/v2"

	"itermle/internal/bisect"
	"itermle/internal/rounding"
)

// WeibullShape is the Weibull law with scale 1 and unknown shape, θ = k > 0:
//
//	log p_k(x) = log k + (k−1) log x − x^k,  x > 0
//
// Score 1/k + log x − x^k log x, Hessian −1/k² − x^k log² x < 0: the log-likelihood is strictly concave, so its one
// stationary point is the MLE, found by Maximise. It exists unless all samples are 1 (k → ∞). I = (π²/6 + (1−γ)²)/k²,
// γ Euler's constant: with y = x^k exponential, E y log² y = Γ″(2) = (1−γ)² + π²/6 − 1.
type WeibullShape struct {
	Description
}

// NewWeibullShape returns the family.
func NewWeibullShape() *WeibullShape {
	return &WeibullShape{
		Description: Describe("weibull-shape", Interval(math.SmallestNonzeroFloat64, math.MaxFloat64, "a finite x > 0"),
			Coordinate{"k", minWeibull, maxWeibull, "1/16 ≤ k ≤ 2^30, where samples fit into float64"})}
}

var weibullShapeEntry = plainEntry("weibull-shape", "k x^{k−1} exp(−x^k) on (0, ∞), unknown shape k > 0",
	NewWeibullShape, [][]float64{{1}, {2}, {0.5}, {10}})

const (
	eulerGamma         = 0.577215664901532860606512090082402431
	weibullInformation = math.Pi*math.Pi/6 + (1-eulerGamma)*(1-eulerGamma)
)

// The ends of Θ: for k < 1/16 y^{1/k} for a standard exponential y leaves the range of float64, and for k > 2^30 x is
// so near 1 that a float64 holds fewer than 23 bits of x^k.
const (
	minWeibull = 1.0 / 16
	maxWeibull = 1 << 30
)

// Sample is y^{1/k} for a standard exponential y.
func (*WeibullShape) Sample(dst, theta []float64, random *rand.Rand) {
	for i := range dst {
		u, v := midpoint(random)
		dst[i] = math.Pow(minusLog(v, u), 1/theta[0])
	}
}

func (*WeibullShape) LogDensity(theta, x []float64) float64 {
	if !(x[0] > 0) || math.IsInf(x[0], 1) {
		return math.Inf(-1)
	}
	l := math.Log(x[0])
	return math.Log(theta[0]) + (theta[0]-1)*l - math.Exp(theta[0]*l)
}

func (*WeibullShape) Score(dst, theta, x []float64) {
	l := math.Log(x[0])
	dst[0] = 1/theta[0] - l*math.Expm1(theta[0]*l)
}

func (*WeibullShape) Hessian(dst, theta, x []float64) {
	l := math.Log(x[0])
	dst[0] = -1/(theta[0]*theta[0]) - l*l*math.Exp(theta[0]*l)
}

func (*WeibullShape) ThirdDerivative(dst, theta, x []float64) {
	l := math.Log(x[0])
	dst[0] = 2/(theta[0]*theta[0]*theta[0]) - l*l*l*math.Exp(theta[0]*l)
}

func (*WeibullShape) FisherInformation(dst, theta []float64) {
	dst[0] = weibullInformation / theta[0] / theta[0]
}

// logDerivatives is LogDensity with Score and Hessian for one logarithm and one exponential.
func (*WeibullShape) logDerivatives(score, hessian, theta, x []float64) float64 {
	k := theta[0]
	l := math.Log(x[0])
	y := math.Exp(k * l)
	score[0] = 1/k + l - l*y
	hessian[0] = -1/(k*k) - l*l*y
	return math.Log(k) + (k-1)*l - y
}

// Fit starts at 1/max|log x|, where every x^k is between 1/e and e, if x^k overflows at from. Where the mean score,
// which falls in k, says that the maximum is outside Θ, there is no estimate.
func (f *WeibullShape) Fit(dst, from []float64, data Data) error {
	if len(data.X) == 0 {
		return ErrEmptyPool
	}
	if err := f.CheckSamples(data.X); err != nil {
		return err
	}
	widest := 0.0
	for _, x := range data.X {
		widest = math.Max(widest, math.Abs(math.Log(x)))
	}
	if widest == 0 {
		return f.noMLE("all samples are 1, so k runs to +∞")
	}
	if err := Maximise(f, dst, from, data); err == nil {
		return nil
	}
	err := Maximise(f, dst, []float64{math.Max(minWeibull, math.Min(1/widest, maxWeibull))}, data)
	if err != nil && (meanScore(f, minWeibull, data) <= 0 || meanScore(f, maxWeibull, data) >= 0) {
		return f.noMLE("the likelihood grows up to k = 1/16 or k = 2^30, the ends of Θ")
	}
	return err
}

// KL is −log r + γ(r−1) + Γ(1+r) − 1, r = m/k, from E log x = −γ/k and E x^m = Γ(1+m/k).
func (*WeibullShape) KL(theta, eta []float64) (Certified, error) {
	return weibullShapeKL(theta[0], eta[0])
}

// weibullShapeKL is that KL, of the shapes k and m.
func weibullShapeKL(k, m float64) (Certified, error) {
	excess := (m - k) / k // r − 1
	logGamma, _ := math.Lgamma(2 + excess)
	value := eulerGamma*excess - logRatio(m, k) + math.Expm1(logGamma)
	if math.IsInf(value, 1) {
		return Certified{}, &RangeError{What: "weibull: the ratio of shapes in KL", Value: 1 + excess,
			Accept: "at most 170, beyond which Γ(1+r) overflows"}
	}
	// Forty units in the last place of 1 and of each term; Lgamma's own error is relative to its argument's size.
	size := 1 + math.Abs(excess) + math.Abs(logGamma)*(1+math.Exp(logGamma))
	return divergence(value, 40*rounding.Unit*size), nil
}

// TotalVariation: in v = k log x with r = m/k < 1, log p_k/p_m = −log r + (1−r)v − e^v + e^{rv} rises to its maximum
// −log r > 0 at v = 0 and falls again, so there is one crossing on each side, and
//
//	TV = G(v₊) − G(v₋),   G(v) = S_m − S_k = e^{−e^v} (e^{e^v − e^{rv}} − 1)
//
// G′ vanishes at a crossing: its rounding enters squared.
func (*WeibullShape) TotalVariation(theta, eta []float64) (Certified, error) {
	k, m := math.Max(theta[0], eta[0]), math.Min(theta[0], eta[0])
	if k == m {
		return Certified{}, nil
	}
	epsilon := (k - m) / k
	r, log := m/k, logRatio(k, m)
	gap := func(v float64) float64 { return math.Exp(r*v) * math.Expm1(epsilon*v) } // e^v − e^{rv}
	difference := func(v float64) float64 { return log + epsilon*v - gap(v) }
	survival := func(v float64) float64 {
		if g := gap(v); g < 1 {
			return math.Exp(-math.Exp(v)) * math.Expm1(g)
		}
		return math.Exp(-math.Exp(r*v)) - math.Exp(-math.Exp(v))
	}
	crossing := func(outside float64) float64 {
		for difference(outside) > 0 {
			outside *= 2
		}
		return bisect.Float(0, outside, func(v float64) bool { return difference(v) > 0 })
	}
	value := survival(crossing(1)) - survival(crossing(-1))
	return distance(value, 4*closedUnits*value), nil
}

func (*WeibullShape) CDF(theta []float64, x float64) float64 {
	if !(x > 0) {
		return 0
	}
	return -math.Expm1(-math.Pow(x, theta[0]))
}
