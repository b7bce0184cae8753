package estimators

import (
	"math"
	"math/rand/v2"
	"slices"
	"sort"

	"itermle/internal/rounding"
)

// LaplaceLocation is the double exponential law with unknown location and known scale b, θ ∈ R:
//
//	log p_θ(x) = −|x−θ|/b − log 2b
//
// The MLE is the median, an interval where the number of samples is even: the point of it nearest to from. The
// log-density is not C¹ in θ, so Assumption 2 fails: the score sign(x−θ)/b exists but at θ = x, the Hessian is 0 almost
// everywhere, and I = 1/b² is Cov(score) but not −E Hessian (Theorem A.2 needs what is missing here). Theorem
// 4.1 does not cover the family. Scores at the kink are 0.
type LaplaceLocation struct {
	Description
	scale float64
}

// NewLaplaceLocation returns the family with the given scale b > 0.
func NewLaplaceLocation(scale float64) (*LaplaceLocation, error) {
	if !(scale > 0) || math.IsInf(scale, 1) {
		return nil, &RangeError{What: "laplace-location: b", Value: scale, Accept: "a finite b > 0"}
	}
	return &LaplaceLocation{Describe(specification("laplace-location", scale, 1), Reals(1), Real("θ")), scale}, nil
}

var laplaceLocationEntry = numberEntry("laplace-location", "b", 1,
	"e^{−|x−θ|/b}/(2b) on R, unknown location θ, known scale b (default 1)",
	NewLaplaceLocation, [][]float64{{0}, {1}, {-20}, {1e5}})

// NewLaplaceLocationUnit returns the family with b = 1.
func NewLaplaceLocationUnit() *LaplaceLocation {
	f, _ := NewLaplaceLocation(1)
	return f
}

func (f *LaplaceLocation) Sample(dst, theta []float64, random *rand.Rand) {
	for i := range dst {
		dst[i] = theta[0] + sampleLaplace(f.scale, random)
	}
}

// sampleLaplace is a double exponential variate about 0.
func sampleLaplace(scale float64, random *rand.Rand) float64 {
	v := scale * minusLog(midpoint(random))
	if random.Uint64()&1 == 0 {
		return -v
	}
	return v
}

// PartialConstants: |score| = 1/b, I = 1/b² whatever θ is, and nothing bounds the difference quotients of the score.
func (f *LaplaceLocation) PartialConstants(_ []float64, _ float64) (Constants, error) {
	return Constants{K1: boundedScore(rounding.Up(1/f.scale, 4)), K2: math.Inf(1), K3: math.Inf(1),
		Lambda0: rounding.Down(1/f.scale/f.scale, 4)}, nil
}

func (f *LaplaceLocation) CheckSampling(theta []float64, n int64) error {
	return f.resolved(theta, 0, f.scale, n)
}

func (f *LaplaceLocation) LogDensity(theta, x []float64) float64 {
	return -math.Abs(x[0]-theta[0])/f.scale - math.Log(2*f.scale)
}

func (f *LaplaceLocation) Score(dst, theta, x []float64) {
	switch {
	case x[0] > theta[0]:
		dst[0] = 1 / f.scale
	case x[0] < theta[0]:
		dst[0] = -1 / f.scale
	default:
		dst[0] = 0
	}
}

func (*LaplaceLocation) Hessian(dst, _, _ []float64)          { dst[0] = 0 }
func (*LaplaceLocation) ThirdDerivative(dst, _, _ []float64)  { dst[0] = 0 }
func (f *LaplaceLocation) FisherInformation(dst, _ []float64) { dst[0] = 1 / (f.scale * f.scale) }

// Fit is the weighted median nearest to from.
func (f *LaplaceLocation) Fit(dst, from []float64, data Data) error {
	if len(data.X) == 0 {
		return ErrEmptyPool
	}
	if err := f.CheckSamples(data.X); err != nil {
		return err
	}
	dst[0] = nearestMedian(data, from[0])
	return nil
}

// nearestMedian is the weighted median of data on R, not empty: the medians are the θ with at most half of the weight
// on either side, a closed interval of which from's projection is taken. Half is met up to the rounding of the sum of
// the weights.
func nearestMedian(data Data, from float64) float64 {
	n := len(data.X)
	if data.W == nil {
		x := slices.Clone(data.X)
		slices.Sort(x)
		return math.Max(x[(n-1)/2], math.Min(x[n/2], from))
	}
	order := make([]int, n)
	total := 0.0
	for i := range order {
		order[i] = i
		total += data.W[i]
	}
	sort.Slice(order, func(i, j int) bool { return data.X[order[i]] < data.X[order[j]] })
	slack := float64(n) * 0x1p-52 * total
	below, lower := 0.0, math.NaN()
	for _, i := range order {
		below += data.W[i]
		if math.IsNaN(lower) && below >= total/2-slack {
			lower = data.X[i]
		}
		if below > total/2+slack {
			return math.Max(lower, math.Min(data.X[i], from))
		}
	}
	return math.Max(lower, math.Min(data.X[order[n-1]], from))
}

// KL is d + e^{−d} − 1, d = |θ−η|/b.
func (f *LaplaceLocation) KL(theta, eta []float64) (Certified, error) {
	return closedDivergence(expRemainder(-math.Abs(theta[0]-eta[0]) / f.scale)), nil
}

// TotalVariation is 1 − e^{−d/2}: the densities cross half way.
func (f *LaplaceLocation) TotalVariation(theta, eta []float64) (Certified, error) {
	return closedDistance(-math.Expm1(-math.Abs(theta[0]-eta[0]) / (2 * f.scale))), nil
}

func (f *LaplaceLocation) CDF(theta []float64, x float64) float64 {
	return laplaceUpper((theta[0] - x) / f.scale)
}
