package estimators

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"

	"itermle/internal/bisect"
)

// CauchyLocation is the Cauchy law with unknown location and scale 1, θ ∈ R, z = x − θ:
//
//	log p_θ(x) = −log π − log(1 + z²)
//
// Score 2z/(1+z²) and all further derivatives are bounded, so Assumptions 1–3 hold on every ball, though no moment
// exists. I = 1/2. The log-likelihood is not concave and has up to n local maxima: Fit finds the global one. No
// statistic of fixed size.
type CauchyLocation struct {
	Description
}

// NewCauchyLocation returns the family.
func NewCauchyLocation() *CauchyLocation {
	return &CauchyLocation{Description: Describe("cauchy-location", Reals(1), Real("θ"))}
}

var cauchyLocationEntry = plainEntry("cauchy-location", "1/(π(1+z²)), z = x − θ, on R, unknown location θ",
	NewCauchyLocation, [][]float64{{0}, {1}, {-20}, {1e5}})

// Sample is θ + tan(π(u−½)), by the cotangent near the ends where u − ½ would lose the tail's digits.
func (*CauchyLocation) Sample(dst, theta []float64, random *rand.Rand) {
	for i := range dst {
		u, v := midpoint(random)
		switch {
		case u < 0.25:
			dst[i] = theta[0] - 1/math.Tan(math.Pi*u)
		case u > 0.75:
			dst[i] = theta[0] + 1/math.Tan(math.Pi*v)
		case u < 0.5:
			dst[i] = theta[0] + math.Tan(math.Pi*(u-0.5))
		default:
			dst[i] = theta[0] + math.Tan(math.Pi*(0.5-v))
		}
	}
}

func (f *CauchyLocation) CheckSampling(theta []float64, n int64) error {
	return f.resolved(theta, 0, 1, n)
}

// logSquarePlusOne is log(1+z²) for every z, also where z² overflows.
func logSquarePlusOne(z float64) float64 {
	if z = math.Abs(z); z > 1e9 {
		return 2 * math.Log(z)
	}
	return math.Log1p(z * z)
}

func (*CauchyLocation) LogDensity(theta, x []float64) float64 {
	return -math.Log(math.Pi) - logSquarePlusOne(x[0]-theta[0])
}

// cosines are c = cos φ and s = sin φ for z = tan φ: the score is 2sc, bounded for every z.
func cosines(z float64) (c, s float64) {
	h := math.Hypot(1, z)
	return 1 / h, z / h
}

func (*CauchyLocation) Score(dst, theta, x []float64) {
	c, s := cosines(x[0] - theta[0])
	dst[0] = 2 * s * c
}

// Hessian is −2(1−z²)/(1+z²)².
func (*CauchyLocation) Hessian(dst, theta, x []float64) {
	c, s := cosines(x[0] - theta[0])
	dst[0] = -2 * (c - s) * (c + s) * c * c
}

// ThirdDerivative is −4z(3−z²)/(1+z²)³.
func (*CauchyLocation) ThirdDerivative(dst, theta, x []float64) {
	c, s := cosines(x[0] - theta[0])
	dst[0] = -4 * s * (3*c*c - s*s) * c * c * c
}

func (*CauchyLocation) FisherInformation(dst, _ []float64) { dst[0] = 0.5 }

func (*CauchyLocation) logDerivatives(score, hessian, theta, x []float64) float64 {
	z := x[0] - theta[0]
	c, s := cosines(z)
	score[0] = 2 * s * c
	hessian[0] = -2 * (c - s) * (c + s) * c * c
	return -math.Log(math.Pi) - logSquarePlusOne(z)
}

// KL is log(1 + δ²/4), δ = |θ−η| (Chyzak and Nielsen 2019).
func (*CauchyLocation) KL(theta, eta []float64) (Certified, error) {
	return closedDivergence(logSquarePlusOne((theta[0] - eta[0]) / 2)), nil
}

// TotalVariation is (2/π) arctan(δ/2): the densities cross half way.
func (*CauchyLocation) TotalVariation(theta, eta []float64) (Certified, error) {
	return closedDistance(2 / math.Pi * math.Atan(math.Abs(theta[0]-eta[0])/2)), nil
}

func (*CauchyLocation) CDF(theta []float64, x float64) float64 {
	return math.Atan2(1, theta[0]-x) / math.Pi
}

// cauchyTail is the least K1 of the score sin 2φ, φ uniform on [−π/2, π/2]: P(|score| ≥ u) = (2/π) arccos u, so with u
// = cos a
//
//	K1² = sup_{0<a<π/2} cos²a/(2 log(π/a)) = 0.2095…
//
// at the root of log(π/a) = 1/(2a tan a). The difference k(a) of the two sides has derivative of the sign of a + tan a
// − a tan²a, positive and then negative, k(0) = −∞ and k(π/2) = log 2 > 0: one root, by bisection.
var cauchyTail = func() float64 {
	a := bisect.Float(0.1, 1, func(a float64) bool { return math.Log(math.Pi/a) < 1/(2*a*math.Tan(a)) })
	return math.Cos(a) / math.Sqrt(2*math.Log(math.Pi/a)) * outward
}()

// AssumptionConstants needs no ball: nothing depends on θ. The Hessian −cos 2φ(1 + cos 2φ) lies in [−2, ¼]. The third
// derivative −4z(3−z²)/(1+z²)³ is stationary where z⁴ − 6z² + 1 = 0, z = √2 ± 1: its maximum is at
// z = √2 − 1 = tan(π/8). I = ½. Derived here.
func (*CauchyLocation) AssumptionConstants(_ []float64, r float64) (Constants, error) {
	if !(r > 0) {
		return Constants{}, &RangeError{What: "cauchy-location: r", Value: r, Accept: "r > 0"}
	}
	z := math.Sqrt2 - 1
	k3 := 4 * z * (3 - z*z) / math.Pow(1+z*z, 3)
	return Constants{K1: cauchyTail, K2: 2, K3: k3 * outward, Lambda0: 0.5}, nil
}

// ScoreBounds: with C = cos 2φ the Hessian is −C(1+C), of mean −½, second moment E(C² + C⁴) = ½ + 3/8 and variance 5/8;
// it lies in [−2, ¼]. The third derivative −4 cos³φ sin 3φ is odd, of second moment 8(5/16 − 1/64) = 19/8; log(1+z²) =
// 2 Re log(1+iz) has a fourth of size ≤ 12/(1+z²)². Several local maxima may lie in the ball. Derived here.
func (*CauchyLocation) ScoreBounds(_ []float64, r float64) (ScoreBounds, error) {
	if !(r > 0) {
		return ScoreBounds{}, &RangeError{What: "cauchy-location: r", Value: r, Accept: "r > 0"}
	}
	return ScoreBounds{Score: 1, Information: 0.5, Variance: 0.5, HessianVariance: 0.625, HessianDeviation: 1.5,
		ThirdSquare: 2.375, Fourth: 12}, nil
}

// Fit is the global maximum by branch and bound over [min x, max x], outside which the likelihood falls. An interval
// [c−h, c+h] is dropped where the upper bound −mean log(1 + max(0, |x−c|−h)²) lies below the best value seen, or where
// the score keeps one sign; where the log-likelihood is concave on it, Newton's method finishes. Of maxima closer than
// rounding in their values the nearest to from is taken.
func (f *CauchyLocation) Fit(dst, from []float64, data Data) error {
	if len(data.X) == 0 {
		return ErrEmptyPool
	}
	if err := f.CheckSamples(data.X); err != nil {
		return err
	}
	search := newCauchySearch(f, data)
	search.consider(from[0])
	median := []float64{0}
	if err := NewLaplaceLocationUnit().Fit(median, from, data); err != nil {
		return err
	}
	search.consider(median[0])
	low, high := slices.Min(data.X), slices.Max(data.X)
	if err := search.interval(low, high); err != nil {
		return err
	}
	dst[0] = search.nearest(from[0])
	return nil
}

// cauchySearch is one search for the global maximum of the mean log-likelihood L.
type cauchySearch struct {
	family *CauchyLocation
	data   Data
	total  float64
	best   float64   // the largest value of L seen anywhere
	maxima []float64 // local maxima found, with their values
	values []float64
}

func newCauchySearch(f *CauchyLocation, data Data) *cauchySearch {
	s := &cauchySearch{family: f, data: data, best: math.Inf(-1)}
	for i := range data.X {
		s.total += s.data.weight(i)
	}
	return s
}

// value is L(θ) up to a constant, a fixed-order sum.
func (s *cauchySearch) value(theta float64) float64 {
	sum := 0.0
	for i, x := range s.data.X {
		sum -= s.data.weight(i) * logSquarePlusOne(x-theta)
	}
	return sum / s.total
}

// slack is how far two sums of logarithms may be apart by rounding alone: 1e-13 of their size.
func (s *cauchySearch) slack() float64         { return 1e-13 * (1 + math.Abs(s.best)) }
func (s *cauchySearch) consider(theta float64) { s.best = math.Max(s.best, s.value(theta)) }

// interval finds the local maxima in [low, high] that can be global.
func (s *cauchySearch) interval(low, high float64) error {
	c := low + (high-low)/2
	h := math.Max(c-low, high-c)
	upper, slope, steepest, concave := 0.0, 0.0, 0.0, 0.0
	for i, x := range s.data.X {
		w, z := s.data.weight(i), math.Abs(x-c)
		near := math.Max(0, z-h)
		upper -= w * logSquarePlusOne(near)
		cosine, sine := cosines(x - c)
		slope += w * 2 * sine * cosine
		most, least := cauchyCurvature(near, z+h)
		concave += w * most
		steepest += w * math.Max(math.Abs(most), math.Abs(least))
	}
	s.consider(c)
	switch {
	case upper/s.total < s.best-s.slack():
		return nil
	case math.Abs(slope) > steepest*h+1e-12*s.total && h > 0:
		// No stationary point inside; the ends of the whole range are none either, or the slope would vanish there.
		return nil
	case concave < 0 || !(low < c && c < high):
		return s.climb(low, c, high, 1e-13) // the rounding of a mean of n scores ≤ 1
	case (math.Abs(slope)+steepest*h)*h <= s.slack()*s.total:
		// L is flat to rounding and its curvature may vanish, as for the samples −1 and 1 at 0: the sign of the score
		// decides.
		return s.climb(low, c, high, 0)
	}
	// The better half first: it raises the bar for the other.
	if slope < 0 {
		return errors.Join(s.interval(low, c), s.interval(c, high))
	}
	return errors.Join(s.interval(c, high), s.interval(low, c))
}

// cauchyCurvature is the largest and smallest ∂²log p for |z| in [near, far]: −2(1−z²)/(1+z²)² rises from −2 at 0 to ¼
// at √3 and falls to 0.
func cauchyCurvature(near, far float64) (most, least float64) {
	at := func(z float64) float64 {
		c, s := cosines(z)
		return -2 * (c - s) * (c + s) * c * c
	}
	a, b := at(near), at(far)
	most, least = math.Max(a, b), math.Min(a, b)
	if near <= math.Sqrt(3) && far >= math.Sqrt(3) {
		most = 0.25
	}
	return most, least
}

// climb records the maximum of a stretch where the score falls through 0 up to rounding: by bisection, after twelve
// steps by Maximise, and where the information is too small for its certificate by bisection to the last digit.
func (s *cauchySearch) climb(low, c, high, rounding float64) error {
	score := func(theta float64) float64 { return meanScore(s.family, theta, s.data) }
	if score(low) < -rounding || score(high) > rounding {
		return nil // the maximum of this stretch is at its end: no stationary point
	}
	bisect := func(steps int) {
		for ; steps > 0 && low < c && c < high; steps-- {
			if score(c) > 0 {
				low = c
			} else {
				high = c
			}
			c = low + (high-low)/2
		}
	}
	bisect(12)
	top := []float64{c}
	if err := Maximise(s.family, top, top, s.data); err != nil {
		var stopped *NotConvergedError
		if math.IsInf(c, 0) || !errors.As(err, &stopped) {
			return err
		}
		bisect(1100) // neighbours in float64 end it before
		top[0] = c
	}
	value := s.value(top[0])
	s.best = math.Max(s.best, value)
	s.maxima, s.values = append(s.maxima, top[0]), append(s.values, value)
	return nil
}

// nearest is the maximiser nearest to from among those whose values differ by rounding only.
func (s *cauchySearch) nearest(from float64) float64 {
	least := math.Inf(1)
	nearest := from
	for i, theta := range s.maxima {
		if s.values[i] >= s.best-s.slack() && math.Abs(theta-from) < least {
			least, nearest = math.Abs(theta-from), theta
		}
	}
	return nearest
}
