package construction2

import (
	"math"
	"math/big"

	"itermle/estimators"
	"itermle/internal/interval"
	"itermle/internal/rational"
	"itermle/internal/rounding"
)

// exactHittingSurvival is HittingSurvival in rationals. With u = 1+v, v = e^{−x/n}, the integral is
//
//	n 2^{−nt} ∫_{3/2}^2 (u−1)^{n−1} u^{nt} du,
//
// a sum of n terms.
func exactHittingSurvival(n, t int64) *big.Rat {
	power := func(numerator, denominator, k int64) *big.Rat {
		exponent := big.NewInt(k)
		return new(big.Rat).SetFrac(exponent.Exp(big.NewInt(numerator), exponent, nil),
			new(big.Int).Exp(big.NewInt(denominator), big.NewInt(k), nil))
	}
	sum := new(big.Rat)
	for i := range n {
		to := n*t + i + 1
		term := rational.Sub(power(2, 1, to), power(3, 2, to))
		term = rational.Quo(rational.Mul(term, new(big.Rat).SetInt(new(big.Int).Binomial(n-1, i))), rational.Of(to, 1))
		if (n-1-i)%2 == 1 {
			term.Neg(term)
		}
		sum.Add(sum, term)
	}
	return rational.Add(rational.Mul(rational.Mul(rational.Of(n, 1), sum), power(1, 2, n*t)),
		rational.Mul(power(1, 2, n), power(3, 4, n*t)))
}

// HittingExcess encloses P(τ > t) − 2/(t+2): in rationals for n ≤ 100 and nt ≤ 4096, else as follows (derived here).
// With 2y = 1−v the integral of HittingSurvival is A = 2n ∫_0^{1/4} (1−2y)^{n−1} (1−y)^{nt} dy. The derivative of
// −(1−2y)^n (1−y)^{nt} is 2n (1−2y)^{n−1} (1−y)^{nt} (1 + (t/2)(1 − y/(1−y))), so that, with C = 2^{−n} (3/4)^{nt},
//
//	1 − C = (1 + t/2) A − (t/2) B,   B = 2n ∫_0^{1/4} y (1−2y)^{n−1} (1−y)^{nt−1} dy,
//	P(τ > t) − 2/(t+2) = A + C − 2/(t+2) = (B + C) t/(t+2) ≥ 0,   B ≤ 2n/(n(t+2) − 3)²,
//
// as (1−2y)^{n−1} (1−y)^{nt−1} ≤ e^{−(n(t+2)−3)y}. So n times it is at most 2t/((t+2)(t+2−3/n)²) + nC t/(t+2), which
// decreases in n and is at most 1/5 for n ≥ 4 and every t, for n = 3 from t = 2, n = 2 from t = 3 and n = 1 from t = 5
// on: the seven other cases with t > 0 are rational. Its limit 2t/(t+2)³ is at most 2/27.
//
// Errors: *estimators.RangeError for n < 1 or t < 0.
func HittingExcess(n, t int64) (interval.Interval, error) {
	if n < 1 || t < 0 {
		return interval.Interval{}, &estimators.RangeError{What: "min(n−1, t)", Value: float64(min(n-1, t)),
			Accept: "n ≥ 1 and t ≥ 0"}
	}
	if n <= 100 && n*t <= 4096 {
		excess, exact := rational.Sub(exactHittingSurvival(n, t), rational.Of(2, t+2)).Float64()
		if exact {
			return interval.Point(excess), nil
		}
		return interval.Interval{Lo: rounding.Below(excess), Hi: rounding.Above(excess)}, nil
	}
	return interval.Interval{Hi: excessBound(n, t)}, nil
}

// excessBound is (B + C) t/(t+2), n(t+2) > 3, rounded up: a power, an exponential and a few products.
func excessBound(n, t int64) float64 {
	size, T := float64(n), float64(t)
	capped := math.Exp(-size*math.Ln2 + size*T*math.Log(0.75))
	return T / (T + 2) * (2*size/math.Pow(size*(T+2)-3, 2) + capped) * (1 + 1e-9)
}
