package estimators

import (
	"cmp"
	"math"
	"math/rand/v2"

	"itermle/internal/logarithm"
)

// LaplaceLocationScale is the double exponential law with both parameters unknown, θ = (μ, b) ∈ R×(0, ∞):
//
//	log p_θ(x) = −|x−μ|/b − log 2b
//
// The MLE is a median, of an interval of them the point nearest to from, with the mean absolute deviation about it,
// which is the same for every median; it does not exist where all samples are equal. As for LaplaceLocation the
// log-density is not C¹ in μ, and scores at the kink are 0; I = diag(1, 1)/b². Assumption 2A fails as well: |x−μ|, of
// which the score by b is made, has an exponential tail. Under replacement log b is a random walk, see
// laws.LaplaceScale.
type LaplaceLocationScale struct{ Description }

// NewLaplaceLocationScale returns the family.
func NewLaplaceLocationScale() *LaplaceLocationScale {
	return &LaplaceLocationScale{Describe("laplace-location-scale", Reals(1), Real("μ"), Positive("b"))}
}

var laplaceLocationScaleEntry = plainEntry("laplace-location-scale",
	"e^{−|x−μ|/b}/(2b) on R, unknown location μ and scale b > 0",
	NewLaplaceLocationScale, [][]float64{{0, 1}, {1, 3}, {-20, 0.1}, {1e5, 2}})

func (f *LaplaceLocationScale) Sample(dst, theta []float64, random *rand.Rand) {
	for i := range dst {
		dst[i] = theta[0] + sampleLaplace(theta[1], random)
	}
}

func (f *LaplaceLocationScale) CheckSampling(theta []float64, n int64) error {
	return cmp.Or(f.scaled(theta, 1), f.resolved(theta, 0, theta[1], n))
}

func (f *LaplaceLocationScale) LogDensity(theta, x []float64) float64 {
	return -math.Abs(x[0]-theta[0])/theta[1] - logarithm.Of(theta[1]) - math.Ln2
}

// standardised is (x−μ)/b with its size and sign, 0 at the kink.
func (f *LaplaceLocationScale) standardised(theta, x []float64) (size, sign float64) {
	z := (x[0] - theta[0]) / theta[1]
	if z == 0 {
		return 0, 0
	}
	return math.Abs(z), math.Copysign(1, z)
}

func (f *LaplaceLocationScale) Score(dst, theta, x []float64) {
	size, sign := f.standardised(theta, x)
	dst[0], dst[1] = sign/theta[1], (size-1)/theta[1]
}

func (f *LaplaceLocationScale) Hessian(dst, theta, x []float64) {
	b := theta[1]
	size, sign := f.standardised(theta, x)
	dst[0], dst[1] = 0, -sign/b/b
	dst[2], dst[3] = dst[1], (1-2*size)/b/b
}

func (f *LaplaceLocationScale) ThirdDerivative(dst, theta, x []float64) {
	b := theta[1]
	size, sign := f.standardised(theta, x)
	clear(dst)
	dst[3] = 2 * sign / b / b / b // ∂μ ∂b² in all three orders
	dst[5], dst[6], dst[7] = dst[3], dst[3], (6*size-2)/b/b/b
}

func (f *LaplaceLocationScale) FisherInformation(dst, theta []float64) {
	information := 1 / theta[1] / theta[1]
	dst[0], dst[1], dst[2], dst[3] = information, 0, 0, information
}

// Fit is the median with the mean absolute deviation about it.
func (f *LaplaceLocationScale) Fit(dst, from []float64, data Data) error {
	if len(data.X) == 0 {
		return ErrEmptyPool
	}
	if err := f.CheckSamples(data.X); err != nil {
		return err
	}
	median := nearestMedian(data, from[0])
	sum, total := 0.0, 0.0
	for i, x := range data.X {
		sum += data.weight(i) * math.Abs(x-median)
		total += data.weight(i)
	}
	b := sum / total
	if !(b > 0) || math.IsInf(b, 1) {
		return f.noMLE("all samples are equal (or b leaves the float64 range), so b runs to 0 or +∞")
	}
	dst[0], dst[1] = median, b
	return nil
}

// KL is b/b′ − 1 − log(b/b′) + (b/b′)(d + e^{−d} − 1), d = |μ−μ′|/b: both terms are ≥ 0.
func (f *LaplaceLocationScale) KL(theta, eta []float64) (Certified, error) {
	distance := math.Abs(theta[0]-eta[0]) / theta[1]
	return closedDivergence(scaleRemainder(theta[1], eta[1]) + theta[1]/eta[1]*expRemainder(-distance)), nil
}

// TotalVariation: with b < b′ the log-likelihood ratio log(b′/b) − |x−μ|/b + |x−μ′|/b′ rises up to μ and falls beyond,
// so p_θ is the larger between two crossings. In z = (x−μ)/b with m = |μ−μ′|/b, s = b′/b > 1 and L = log s they are
//
//	left   −(L + m/s)/(1 − 1/s)
//	right  (L + m/s)/(1 + 1/s) up to m, and beyond it (L − m/s)/(1 − 1/s)
//
// TV is stationary in both, so their rounding does not count; the four exponentials lose a few units each.
func (f *LaplaceLocationScale) TotalVariation(theta, eta []float64) (Certified, error) {
	if theta[1] > eta[1] {
		theta, eta = eta, theta
	}
	m := math.Abs(theta[0]-eta[0]) / theta[1]
	s, excess := eta[1]/theta[1], (eta[1]-theta[1])/theta[1]
	if excess == 0 {
		return closedDistance(-math.Expm1(-m / 2)), nil
	}
	log := logRatio(eta[1], theta[1])
	left := (log + m/s) * s / excess // −z
	right := (log + m/s) * s / (1 + s)
	if right > m {
		right = (log - m/s) * s / excess
	}
	// Each law's mass outside, p_θ's first.
	outside := math.Exp(-left)/2 + math.Exp(-right)/2
	other := math.Exp(-(left+m)/s)/2 + laplaceUpper((right-m)/s)
	return distance(other-outside, 2*closedUnits), nil
}

// laplaceUpper is P(Z > z) for the standard Laplace law.
func laplaceUpper(z float64) float64 {
	if z > 0 {
		return math.Exp(-z) / 2
	}
	return 1 - math.Exp(z)/2
}

func (f *LaplaceLocationScale) CDF(theta []float64, x float64) float64 {
	return laplaceUpper((theta[0] - x) / theta[1])
}
