package alphabet

import (
	"math"

	"itermle/estimators"
	"itermle/internal/interval"
)

// support is a family on three letters whose support moves, Θ = [−½, ½]:
//
//	p(2) = m(θ) = max(0, θ − e)/2,   p(1) = (1 − m)(1 + θ)/2,   p(0) = (1 − m)(1 − θ)/2.
//
// No exponential of a polynomial vanishes. The log-likelihood c_2 log m + (c_0 + c_1) log(1−m) + c_1 log(1+θ) + c_0
// log(1−θ) is concave, −∞ up to e where c_2 > 0: each term is, 1 − m because its slope falls from 0 to −½ at e. So the
// MLE is where the derivative changes its sign, found by bisection.
type support float64

func (e support) Name() string { return "moving support" }
func (e support) Dim() int     { return 1 }
func (e support) Letters() int { return 3 }

// Check returns a *estimators.ParameterError outside of [−½, ½].
func (e support) Check(theta []float64) error {
	if len(theta) != 1 {
		return &estimators.DimensionError{What: e.Name() + ": θ", Got: len(theta), Want: 1}
	}
	if !(math.Abs(theta[0]) <= 0.5) {
		return &estimators.ParameterError{Family: e.Name(), Name: "θ", Value: theta[0], Accept: "|θ| ≤ 1/2"}
	}
	return nil
}

func (e support) probabilitiesOver(box []enclosure) []enclosure {
	theta, one := box[0], interval.Point(1)
	m := enclosure{}
	if theta.Hi > float64(e) {
		m = theta.Sub(interval.Point(float64(e))).Times(0.5).Max(m)
	}
	half := one.Sub(m).Times(0.5)
	return []enclosure{half.Mul(one.Sub(theta)), half.Mul(one.Add(theta)), m}
}

// slope encloses the right derivative of the log-likelihood at θ.
func (e support) slope(w []enclosure, theta float64) enclosure {
	at, one := interval.Point(theta), interval.Point(1)
	sum := w[1].Div(one.Add(at)).Sub(w[0].Div(one.Sub(at)))
	above := at.Sub(interval.Point(float64(e)))
	if theta < float64(e) {
		return sum
	}
	// m/m′ = θ − e and (1−m)/m′ = 2 − (θ − e).
	sum = sum.Sub(w[0].Add(w[1]).Div(interval.Point(2).Sub(above)))
	if w[2].Hi > 0 {
		sum = sum.Add(w[2].Div(above))
	}
	return sum
}

func (e support) maxima(w []enclosure) ([][]enclosure, error) {
	if !(w[0].Hi+w[1].Hi+w[2].Hi > 0) {
		return nil, estimators.ErrEmptyPool
	}
	low, high := -0.5, 0.5
	if w[2].Lo > 0 {
		low = math.Max(low, float64(e))
	}
	// The maximiser lies in [low, high]; a middle whose sign is not known ends the search from both sides.
	if !(w[2].Lo > 0 && low == float64(e)) && e.slope(w, low).Hi <= 0 {
		return [][]enclosure{points([]float64{low})}, nil
	}
	if e.slope(w, high).Lo >= 0 {
		return [][]enclosure{points([]float64{high})}, nil
	}
	if kink := float64(e); kink > low && kink < high && e.slope(w, kink).Hi <= 0 &&
		e.slope(w, math.Nextafter(kink, low)).Lo >= 0 {
		return [][]enclosure{points([]float64{kink})}, nil
	}
	find := func(low, high float64, rises func(enclosure) bool) (float64, float64) {
		for {
			middle := low/2 + high/2
			if middle <= low || middle >= high {
				return low, high
			}
			if rises(e.slope(w, middle)) {
				low = middle
			} else {
				high = middle
			}
		}
	}
	from, _ := find(low, high, func(s enclosure) bool { return s.Lo > 0 })
	_, to := find(low, high, func(s enclosure) bool { return s.Hi >= 0 })
	return [][]enclosure{{{Lo: from, Hi: to}}}, nil
}
