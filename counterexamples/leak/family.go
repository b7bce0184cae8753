package leak

import (
	"math"

	"itermle/estimators"
	"itermle/internal/bisect"
)

// logWidth is Λ = log(1/w), in nats.
const logWidth = 1e18

// Family is a leak. The zero value is none: see Check.
type Family struct {
	Kappa   float64 // κ, the curvature of the leak
	Epsilon float64 // ε, the mass of sheet 2 at θ*
}

// Check refuses what is no leak: a *estimators.RangeError.
func (f Family) Check() error {
	if !(f.Kappa > 0 && f.Kappa <= 0.5) {
		return &estimators.RangeError{What: "κ", Value: f.Kappa, Accept: "0 < κ ≤ ½"}
	}
	if !(f.Epsilon >= 0 && f.Epsilon < 0.25) {
		return &estimators.RangeError{What: "ε", Value: f.Epsilon, Accept: "0 ≤ ε < ¼"}
	}
	return nil
}

// Truth is θ* = 0.
func Truth() []float64 { return []float64{0} }

// Symbols names the coordinate of Theta.
func Symbols() []string { return []string{"θ"} }

// Mass is m(θ) = ε + κθ², θ ∈ [−1, 1].
func (f Family) Mass(theta float64) float64 { return f.Epsilon + f.Kappa*theta*theta }

// collapsed says whether θ is in [2, 3).
func collapsed(theta float64) bool { return theta >= 2 }

// fit is the maximiser over [−1, 1] of the log-likelihood, over m, of m samples of mean x̄ on sheet 1 and none on 2:
//
//	ℓ(θ) = log(1 − ε − κθ²) − ½(θ − x̄)²
//
// It is strictly concave (log of a concave positive function, and a parabola), and ℓ′(θ) has the sign of
//
//	s(θ) = (x̄ − θ)(1 − ε − κθ²) − 2κθ
//
// so the maximiser is where s changes its sign, between 0 and x̄, or an end. With no sample on sheet 2 every θ ∈ [2, 3)
// has log-likelihood −m log 2 − ½Σx², less than θ = 0 has: m log(1−ε) − ½Σx².
func (f Family) fit(mean float64) float64 {
	size := math.Abs(mean)
	rises := func(theta float64) bool { return (size-theta)*(1-f.Epsilon-f.Kappa*theta*theta)-2*f.Kappa*theta >= 0 }
	theta := 1.0
	if !(size >= 1 && rises(1)) {
		theta = bisect.Float(0, math.Min(1, size), rises)
	}
	return math.Copysign(theta, mean)
}

// TotalVariation is TV(p_θ, p_0) in closed form. Sheet 2 has more mass under θ, so the set where p_0 is the larger lies
// on sheet 1. For θ ∈ [2, 3) it is all of it: TV = (1−ε) − ½. For 0 < θ ≤ 1 it is x < x_0 with
//
//	x_0 = θ/2 − log((1−m(θ))/(1−ε))/θ,   TV = (1−ε)Φ(x_0) − (1−m(θ))Φ(x_0−θ),
//
// written as (1−ε)(Φ(x_0) − Φ(x_0−θ)) + κθ²Φ(x_0−θ): no difference of nearly equal numbers but one of Φ, which
// is taken of tails, as erf, in relative accuracy.
func (f Family) TotalVariation(theta float64) float64 {
	if collapsed(theta) {
		return 0.5 - f.Epsilon
	}
	theta = math.Abs(theta)
	if theta == 0 {
		return 0
	}
	leak := f.Kappa * theta * theta
	at := theta/2 - math.Log1p(-leak/(1-f.Epsilon))/theta
	return (1-f.Epsilon)*between(at-theta, at) + leak*math.Erfc((theta-at)/math.Sqrt2)/2
}

// between is Φ(high) − Φ(low) for low < high: by the error function near 0, where it is accurate relative to its size,
// else by tails.
func between(low, high float64) float64 {
	if low < 0.5 {
		return (math.Erf(high/math.Sqrt2) - math.Erf(low/math.Sqrt2)) / 2
	}
	return (math.Erfc(low/math.Sqrt2) - math.Erfc(high/math.Sqrt2)) / 2
}
