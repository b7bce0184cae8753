// Package saddlepoint holds the log-probabilities of the count laws in the deviance form of C. Loader, "Fast and
// accurate computation of binomial probabilities" (2000): what grows with the distance from the mean is one
// non-negative number, computed without cancellation, so that the relative error of a probability does not
// grow with the size of the counts.
package saddlepoint

import (
	"math"

	"itermle/internal/logarithm"
)

// Deviance is mean·φ(δ/mean) for x = mean + δ ≥ 0, with
//
//	φ(e) = (1+e) log(1+e) − e ≥ 0,
//
// so that it equals x log(x/mean) − (x − mean). δ is passed on its own: nothing cancels however large the mean is,
// and the relative error is at most 16 units of 2^-53 and whatever that of δ costs.
//
// Special cases are:
//
//	Deviance(mean, −mean) = mean
//	Deviance(0, δ) = +Inf for δ > 0
func Deviance(mean, delta float64) float64 {
	x := mean + delta
	if x <= 0 {
		return mean
	}
	// Beyond this the two terms lose at most a factor of 4 to each other.
	if math.Abs(delta) >= 0.3*(x+mean) {
		if ratio := x / mean; ratio <= math.MaxFloat64 {
			return x*math.Log(ratio) - delta
		}
		return x*(math.Log(x)-logarithm.Of(mean)) - delta
	}
	// With v = δ/(x+mean), x log(x/mean) = 2x artanh v; the first term combines with −δ to δv.
	v := delta / (x + mean)
	sum, term, square := delta*v, 2*x*v, v*v
	for k := 3.0; ; k += 2 {
		term *= square
		next := sum + term/k
		if next == sum || math.IsNaN(next) {
			return next
		}
		sum = next
	}
}

// StirlingError is log Γ(x+1) − [(x+½) log x − x + ½ log 2π] for x > 0, in nats. At 0, where the bracket has no limit,
// it is +Inf.
func StirlingError(x float64) float64 {
	switch {
	case x >= 16:
		return stirlingSeries(x)
	case x == math.Trunc(x) && x > 0:
		return stirlingErrors[int(x)]
	}
	// The error at x exceeds that at x+1 by (x+½) log(1+1/x) − 1; each step adds about 2e-16.
	sum := 0.0
	for ; x < 16; x++ {
		sum += (x+0.5)*math.Log1p(1/x) - 1
	}
	return sum + stirlingSeries(x)
}

// LogGammaPeak is log(a^a e^{−a}/Γ(a)) for a > 0, the log-density of log G at its mode for G ~ Gamma(a).
func LogGammaPeak(a float64) float64 { return 0.5*math.Log(a/(2*math.Pi)) - StirlingError(a) }

// stirlingSeries is StirlingError for x ≥ 16. The series is enveloping: what is left out is below the first omitted
// term, 691/(360360·16^11) = 1.1e-16.
func stirlingSeries(x float64) float64 {
	y := 1 / (x * x)
	return (1.0/12 - y*(1.0/360-y*(1.0/1260-y*(1.0/1680-y*(1.0/1188))))) / x
}

var stirlingErrors = func() (table [16]float64) {
	next := stirlingSeries(16)
	for x := 15.0; x >= 1; x-- {
		next += (x+0.5)*math.Log1p(1/x) - 1
		table[int(x)] = next
	}
	return table
}()

// logSqrt2Pi is ½ log 2π.
const logSqrt2Pi = 0.918938533204672741780329736405617640

// LogBinomial is log P(X = x) for X ~ Binomial(n, p) and whole x, 0 ≤ x ≤ n, given np, nq and δ = x − np exactly; np
// and nq may be 0.
func LogBinomial(n, x, np, nq, delta float64) float64 {
	switch {
	case np == 0 && x == 0 || nq == 0 && x == n:
		return 0
	case np == 0 || nq == 0:
		return math.Inf(-1)
	case x == 0 && np <= nq:
		return n * math.Log1p(-np/n)
	case x == 0:
		return n * math.Log(nq/n)
	case x == n && nq <= np:
		return n * math.Log1p(-nq/n)
	case x == n:
		return n * math.Log(np/n)
	}
	y := n - x
	return StirlingError(n) - StirlingError(x) - StirlingError(y) - Deviance(np, delta) - Deviance(nq, -delta) -
		logSqrt2Pi - 0.5*math.Log(x*(y/n))
}

// LogPoisson is log P(X = x) for X ~ Poisson(mean) and whole x ≥ 0, given δ = x − mean exactly; the mean may be 0.
func LogPoisson(x, mean, delta float64) float64 {
	if x == 0 {
		return -mean
	}
	return -Deviance(mean, delta) - StirlingError(x) - logSqrt2Pi - 0.5*math.Log(x)
}

// LogNegativeBinomial is log P(X = x) for the negative binomial law of shape k > 0 and the given mean ≥ 0,
//
//	P(X = x) = Γ(x+k)/(Γ(k) x!) (k/(k+mean))^k (mean/(k+mean))^x.
//
// It is k/(k+x) times a binomial probability of k successes among k+x, k whole or not.
func LogNegativeBinomial(x, k, mean float64) float64 {
	switch {
	case x == 0:
		return -k * math.Log1p(mean/k)
	case mean == 0:
		return math.Inf(-1)
	}
	n := x + k
	// Successes deviate from their mean n·k/(k+mean) by k(mean − x)/(k+mean).
	delta := k * ((mean - x) / (k + mean))
	return StirlingError(n) - StirlingError(x) - StirlingError(k) - Deviance(n*(k/(k+mean)), delta) -
		Deviance(n*(mean/(k+mean)), -delta) - logSqrt2Pi - 0.5*math.Log(x*(n/k))
}
