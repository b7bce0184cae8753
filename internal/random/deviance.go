package random

import "math"

// deviance is mean·φ(δ/mean) for x = mean + δ ≥ 0, with
//
//	φ(e) = (1+e) log(1+e) − e ≥ 0,
//
// the part of −log P(X = x) that grows with the distance from the mean (Loader's bd0). δ is passed on its own, so that
// nothing cancels however large the mean is: the relative error is a few units in the last place.
func deviance(mean, delta float64) float64 {
	x := mean + delta
	if x <= 0 {
		return mean
	}
	if math.Abs(delta) >= 0.1*(x+mean) {
		return x*math.Log(x/mean) - delta
	}
	// With v = δ/(x+mean), x log(x/mean) = 2x artanh v; the first term combines with −δ to δv.
	v := delta / (x + mean)
	sum, term, square := delta*v, 2*x*v, v*v
	for k := 3.0; ; k += 2 {
		term *= square
		next := sum + term/k
		if next == sum {
			return sum
		}
		sum = next
	}
}

// stirlingError is log x! − [(x+½) log x − x + ½ log 2π] for whole x ≥ 1, in nats; 1 − ½ log 2π at x = 1. At 0, where the
// bracket has no limit, it is 0 and callers take the atom by itself.
func stirlingError(x float64) float64 {
	if x < float64(len(stirlingErrors)) {
		return stirlingErrors[int(x)]
	}
	return stirlingSeries(x)
}

// stirlingSeries is stirlingError for x ≥ 16. The series is enveloping: what is left out is below the first omitted
// term, 691/(360360·16^11) = 1.1e-16.
func stirlingSeries(x float64) float64 {
	y := 1 / (x * x)
	return (1.0/12 - y*(1.0/360-y*(1.0/1260-y*(1.0/1680-y*(1.0/1188))))) / x
}

// stirlingErrors is filled downwards from the series: the error at x exceeds that at x+1 by (x+½) log(1+1/x) − 1. Each step
// adds about 2e-16.
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

// logBinomial is log P(X = x) for X ~ Binomial(n, p), 0 ≤ x ≤ n, given np, nq and δ = x − np exactly.
func logBinomial(n, x, np, nq, delta float64) float64 {
	switch x {
	case 0:
		return n * math.Log1p(-np/n)
	case n:
		return -deviance(np, delta) - nq // x log p, with x − np = nq
	}
	y := n - x
	return stirlingError(n) - stirlingError(x) - stirlingError(y) - deviance(np, delta) - deviance(nq, -delta) -
		logSqrt2Pi - 0.5*math.Log(x*(y/n))
}

// logPoisson is log P(X = x) for X ~ Poisson(mean), x ≥ 0 whole, given δ = x − mean exactly.
func logPoisson(x, mean, delta float64) float64 {
	if x == 0 {
		return -mean
	}
	return -deviance(mean, delta) - stirlingError(x) - logSqrt2Pi - 0.5*math.Log(x)
}
