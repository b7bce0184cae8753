package estimators

import (
	"itermle/internal/logarithm"
	"math"
)

// Remainders of the exponential and the logarithm, and logarithms of ratios, without cancellation.

// logRemainder is u − log(1+u) ≥ 0 for u ≥ −1, to a few units in the last place however small u is.
//
//	log(1+u) = 2(s + s³/3 + s⁵/5 + …),  s = u/(2+u),  u − 2s = u s
//
// so that for small u the remainder is u s − 2s³(1/3 + s²/5 + …), where the second term is at most a third of the
// first. Special cases are: +Inf at −1 and at +Inf.
func logRemainder(u float64) float64 {
	if math.IsInf(u, 1) || u <= -1 {
		return math.Inf(1)
	}
	if u < -0.35 || u > 0.6 {
		return u - math.Log1p(u)
	}
	s := u / (2 + u)
	q := s * s
	sum, power := 0.0, 1.0
	// |s| ≤ 0.24, so the terms fall by a factor 17 at least: the fourteenth is below 2^-53.
	for k := 3; k <= 31; k += 2 {
		sum += power / float64(k)
		power *= q
	}
	return u*s - 2*s*q*sum
}

// scaleRemainder is q − 1 − log q ≥ 0 for the ratio q = a/b. Near q = 1 it is logRemainder of (a−b)/b; away from it no
// two terms cancel by more than a factor 6, but 1 + (q−1) would have lost the digits of a small q.
func scaleRemainder(a, b float64) float64 {
	q := a / b
	if q > 0.65 && q < 1.6 {
		return logRemainder((a - b) / b)
	}
	return q - 1 - logRatio(a, b)
}

// logRatio is log(a/b), with relative precision next to a = b and also where the ratio leaves float64.
func logRatio(a, b float64) float64 {
	q := a / b
	switch {
	case q > 0.5 && q < 2:
		return math.Log1p((a - b) / b)
	case q > 0x1p-1000 && q < 0x1p1000:
		return math.Log(q)
	}
	return logarithm.Of(a) - logarithm.Of(b)
}

// squaredScaleRemainder is scaleRemainder of a² and b², which may overflow. Outside the first range no two terms cancel
// by more than a factor 6.
func squaredScaleRemainder(a, b float64) float64 {
	q := a / b
	if q > 0.7 && q < 1.45 {
		return logRemainder((a - b) / b * (q + 1))
	}
	return q*q - 1 - 2*logRatio(a, b)
}

// expRemainder is e^v − 1 − v ≥ 0 to a few units in the last place.
func expRemainder(v float64) float64 {
	if math.Abs(v) < 0.4 {
		return logRemainder(math.Expm1(v))
	}
	return math.Expm1(v) - v
}

// sineRemainder is x − sin x.
func sineRemainder(x float64) float64 {
	if math.Abs(x) > 0.5 {
		return x - math.Sin(x)
	}
	q, term, sum := x*x, x*x*x/6, 0.0
	for k := 4.0; k <= 18; k += 2 {
		sum += term
		term *= -q / (k * (k + 1))
	}
	return sum
}
