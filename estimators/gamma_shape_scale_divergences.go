package estimators

import (
	"cmp"
	"math"
	"slices"

	"itermle/internal/bisect"
	"itermle/internal/quadrature"
	"itermle/internal/rounding"
	"itermle/internal/saddlepoint"
)

// KL is that of two shapes at one mean, L(k) the log-peak, L′ = h, and that of two means at the second shape:
//
//	L(k) − L(k′) + h(k)(k′ − k) + k′(m/m′ − 1 − log(m/m′)),   m = kb
//
// In L(k) = ½ log(k/2π) − S(k), S Stirling's error, the first part is ½ r(k′/k − 1) + S(k′) − S(k) + s(k)(k′ − k) with
// s(k) = h(k) − 1/(2k) (derived here).
func (f *GammaShapeScale) KL(theta, eta []float64) (Certified, error) {
	k, other := theta[0], eta[0]
	means := other * scaleRemainder(k*theta[1], other*eta[1])
	shapes := ratioRemainder(other, k) / 2
	stirling := saddlepoint.StirlingError(other) - saddlepoint.StirlingError(k)
	slope := (digammaDeficit(k) - 0.5/k) * (other - k)
	value := means + shapes + stirling + slope
	size := saddlepoint.StirlingError(other) + saddlepoint.StirlingError(k) + math.Abs(slope) +
		math.Abs(digammaDeficit(k)*(other-k))
	// A unit in kb against k′b′ moves the second term by its derivative, k′(m/m′ − 1).
	moved := 4 * rounding.Unit * math.Abs(k*theta[1]/eta[1]-other)
	return divergence(value, 2*closedUnits*(means+shapes+size)+moved), nil
}

// TotalVariation integrates p_θ − p_η in w = log x over where it is positive. With B = 1/b − 1/b′ ≥ 0 the
// log-likelihood ratio (k − k′)w − B e^w + c is concave: it is positive on one interval, which reaches −∞ unless
// k > k′, and for B = 0 on a half-line. The integrand vanishes at a crossing: its rounding enters squared.
func (f *GammaShapeScale) TotalVariation(theta, eta []float64) (Certified, error) {
	if slices.Equal(theta, eta) {
		return Certified{}, nil
	}
	if cmp.Or(cmp.Compare(theta[1], eta[1]), cmp.Compare(eta[0], theta[0])) > 0 {
		theta, eta = eta, theta
	}
	p := newLogGamma(theta[0], 0) // w is log x/kb
	q := newLogGamma(eta[0], logRatio(eta[0]*eta[1], theta[0]*theta[1]))
	ratio := func(w float64) float64 { return p.at(w) - q.at(w) }
	points := append(p.breaks(), q.breaks()...)
	low, high := slices.Min(points), slices.Max(points)
	top := low
	if theta[0] > eta[0] {
		// The slope (k − k′) − B kb e^w vanishes; for B = 0 the ratio rises to the end.
		top = high
		if excess := (eta[1] - theta[1]) / eta[1]; excess > 0 {
			top = math.Max(low, math.Min(math.Log((theta[0]-eta[0])/theta[0])-math.Log(excess), high))
		}
	}
	crossing := func(end float64) float64 {
		if ratio(end) > 0 || !(ratio(top) > 0) {
			return end
		}
		return bisect.Float(top, end, func(w float64) bool { return ratio(w) > 0 })
	}
	left, right := crossing(low), crossing(high)
	points = append(points, left, right)
	points = slices.DeleteFunc(points, func(w float64) bool { return !(w >= left && w <= right) })
	slices.Sort(points)
	points = slices.Compact(points)
	if len(points) < 2 {
		return distance(0, 64*rounding.Unit), nil
	}
	value, bound, err := quadrature.Integrate(func(w float64) float64 {
		return -math.Expm1(-ratio(w)) * math.Exp(p.at(w))
	}, points, 1e-12)
	if err != nil {
		return Certified{}, err
	}
	// Beyond the ends each law has less than e^-40; a log-density is good to 16 units of its terms, w to some of √k.
	lost := 1e-16 + 64*rounding.Unit*(1+math.Sqrt(math.Max(theta[0], eta[0])))
	return distance(value, bound+lost), nil
}

// logGamma is the law of w = log x where x has a gamma law of shape k and mean e^mode: its density is the peak's times
// exp(−k(e^v − 1 − v)), v = w − mode.
type logGamma struct{ k, peak, mode float64 }

func newLogGamma(k, mode float64) logGamma { return logGamma{k, saddlepoint.LogGammaPeak(k), mode} }

// at is the log-density.
func (l logGamma) at(w float64) float64 { return l.peak - l.k*expRemainder(w-l.mode) }

// breaks are points that resolve the density, at distances from the mode that double, out to e^-45 of the peak.
func (l logGamma) breaks() []float64 {
	points := []float64{l.mode}
	for _, side := range []float64{-1, 1} {
		for v := side / math.Sqrt(l.k); ; v *= 2 {
			points = append(points, l.mode+v)
			if l.k*expRemainder(v) > 45 {
				break
			}
		}
	}
	return points
}
