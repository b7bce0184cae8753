// Package variation computes the total variation distance between two members of a one-parameter family of count or
// gamma laws, with a bound on the error, in time that does not grow with the means.
//
// For ν < μ the likelihood ratio p_μ/p_ν increases in x, so with x* the crossing and k = floor(x*)
//
//	TV(p_ν, p_μ) = P_ν(X ≤ k) − P_μ(X ≤ k),
//
// and the distribution function at k, as a function of the parameter, has a density of beta or gamma form as its
// derivative. TV is the integral of that positive, log-concave density over the interval between the two parameters:
// nothing cancels when they are close and no sum runs over the counts. Derived here.
//
// Numerics: integration by Gauss–Legendre panels in w, the log-mean or log-odds relative to ν. The density is
// entire, or analytic in a strip, in w and bounded explicitly on a Bernstein ellipse, which bounds the error of
// every panel (L. N. Trefethen, Approximation Theory and Approximation Practice, Theorem 19.3).
package variation

import (
	"math"

	"itermle/internal/logarithm"
	"itermle/internal/rounding"
)

// tiny means are taken for 0: such a law puts less than its mean outside 0, by Markov's inequality. The ratio of two
// means, one of them below, may overflow.
const tiny = 0x1p-900

// Poisson is the distance between Poisson laws of means a and b ≥ 0, and a bound on its error.
func Poisson(a, b float64) (value, bound float64) {
	low, high := math.Min(a, b), math.Max(a, b)
	switch {
	case low == high:
		return 0, 0
	case low < tiny:
		return relative(-math.Expm1(-high))
	}
	gap := math.Log1p((high - low) / low) // log(high/low)
	crossing := (high - low) / gap
	k := math.Floor(crossing)
	// By Stirling's formula no Poisson law puts more than (2πx)^{−½} on x; the two below likewise.
	value, bound = integrate(&gammaDensity{a: k + 1, base: low}, 0, gap)
	return clamp(value, bound+misplaced(crossing, gap, 1/math.Sqrt(2*math.Pi*crossing)))
}

// Binomial is the distance between the binomial laws of size m and means a and b in [0, m].
func Binomial(m, a, b float64) (value, bound float64) {
	low, high := math.Min(a, b), math.Max(a, b)
	switch {
	case low == high:
		return 0, 0
	case low == 0 && high == m:
		return 1, 0
	case low < tiny:
		return relative(-math.Expm1(m * math.Log1p(-high/m)))
	case high == m:
		return relative(-math.Expm1(m * math.Log(low/m)))
	}
	up := math.Log1p((high - low) / low)          // log(high/low)
	down := math.Log1p((high - low) / (m - high)) // log((m−low)/(m−high))
	crossing := m * (down / (up + down))
	k := math.Min(math.Floor(crossing), m-1)
	value, bound = integrate(&betaDensity{a: k + 1, b: m - k, odds: low, against: m - low}, 0, up+down)
	return clamp(value, bound+misplaced(crossing, up+down, 1/math.Sqrt(2*math.Pi*crossing*(up/(up+down)))))
}

// NegativeBinomial is the distance between the negative binomial laws of shape k > 0 and means a and b ≥ 0.
func NegativeBinomial(k, a, b float64) (value, bound float64) {
	low, high := math.Min(a, b), math.Max(a, b)
	switch {
	case low == high:
		return 0, 0
	case low < tiny:
		return relative(-math.Expm1(-k * math.Log1p(high/k)))
	}
	gap := math.Log1p((high - low) / low)
	// log((high+k)/(low+k)) and what log(high/low) exceeds it by.
	inner := math.Log1p((high - low) / (low + k))
	outer := math.Log1p(k / (high + k) * ((high - low) / low))
	crossing := k * (inner / outer)
	x := math.Floor(crossing)
	// The success probability k/(k+mean) has odds k : mean; from the higher mean to the lower its log-odds grow by gap.
	value, bound = integrate(&betaDensity{a: k, b: x + 1, odds: k, against: high}, 0, gap)
	return clamp(value, bound+misplaced(crossing, gap, math.Sqrt(k/(crossing+k)/(2*math.Pi*crossing))))
}

// Gamma is the distance between the gamma laws of shape k > 0 and means a and b > 0, of X = mean·G/k with G ~ Gamma(k).
// The densities cross once, at x = a b log(b/a)/(b−a) for a < b, so
//
//	TV = P(X_a ≤ x) − P(X_b ≤ x) = P(log L ≤ log G/k ≤ log L + log(b/a)),   L = x/b = q log(1/q)/(1−q),   q = a/b.
//
// TV is stationary in L, so its rounding does not count.
func Gamma(k, a, b float64) (value, bound float64) {
	low, high := math.Min(a, b), math.Max(a, b)
	q, d := low/high, (high-low)/high
	if d == 0 {
		return 0, 0
	}
	gap := -math.Log1p(-d)
	if q < 0.5 {
		gap = logarithm.Of(high) - logarithm.Of(low)
	}
	start := math.Log(gap) - gap // where q leaves float64, as d = 1
	if q > 0x1p-1000 {
		start = math.Min(0, math.Log(gap*q/d))
	}
	value, bound = integrate(&gammaDensity{a: k, base: k}, start, start+gap)
	return clamp(value, bound)
}

// relative is a value from a handful of elementary operations without cancellation, with a tiny mean neglected.
func relative(value float64) (float64, float64) { return value, 16*rounding.Unit*value + tiny }

// clamp uses that the distance is at most 1.
func clamp(value, bound float64) (float64, float64) { return math.Min(value, 1), bound }

// misplaced bounds what a rounding of the crossing can cost: the counts between the computed and the true crossing
// change sides, and there the two probabilities differ by a factor of at most exp(slope·distance). atom bounds them;
// they vary by less than a factor of 2 over so few counts.
func misplaced(crossing, slope, atom float64) float64 {
	distance := 16 * rounding.Unit * crossing
	if math.Floor(crossing-distance) == math.Floor(crossing+distance) {
		return 0
	}
	return 4 * (distance + 1) * math.Min(1, atom) * math.Expm1(slope*distance)
}
