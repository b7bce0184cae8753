package estimators

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"

	"itermle/internal/logarithm"
)

// gammaTotalVariation is the distance of the family's members with means a and b. As for exponentials the densities
// cross once, at x = a b log(b/a)/(b−a) for a < b, so TV = P(k, kx/a) − P(k, kx/b). The difference is integrated rather than
// subtracted, so that close means cost no digits: with v = log(x/mean) and L as in exponentialTotalVariation,
//
//	TV = k^k e^{−k}/Γ(k) ∫ exp(−k(e^v − 1 − v)) dv   over [log L, log L + log(b/a)] ∋ 0.
//
// TV is stationary in L, so its rounding does not count.
func (f *Gamma) gammaTotalVariation(a, b float64) Certified {
	if a > b {
		a, b = b, a
	}
	q, d := a/b, (b-a)/b
	if d == 0 {
		return Certified{}
	}
	length, lower := -crossingLog(q, d), 0.0
	if q > 0x1p-1000 {
		lower = math.Min(0, math.Log(length*q/d))
	} else {
		length = logarithm.Of(b) - logarithm.Of(a)
		lower = math.Log(length) - length
	}
	below := gammaPeakIntegral(f.shape, -lower, -1)
	above := gammaPeakIntegral(f.shape, lower+length, 1)
	peak := math.Exp(f.logPeak)
	value := peak * (below.Value + above.Value)
	// Rounding: 48 units for the integrand, its exponent kφ having mean below 2 under g, and the sums; those of logPeak.
	rounding := 48 + logGammaPeakRounding(f.shape)
	return Certified{Value: math.Min(1, value),
		Error: 1.0001*peak*(below.Error+above.Error) + rounding*0x1p-53*value}
}

// gammaPeakIntegral is ∫_0^length g(±v) dv, g(v) = exp(−k(e^v − 1 − v)), by Gauss–Legendre panels whose error is proved:
// g is entire, and on the Bernstein ellipse ρ = 4 of a panel [c−h, c+h], |Re v − c| ≤ 17h/8 and |Im v| ≤ 15h/8, so
//
//	|g| ≤ M = exp(k(1 + max_x (x − e^x cos(15h/8)))),   |error| ≤ (64/15) M h ρ^{2−2m}/(1 − ρ^{−2})
//
// for m points (Trefethen, Approximation Theory and Practice, Theorem 19.3). A panel is halved until its bound is at most
// 2^-62 of its length. Panels go outward from the peak; g is log-concave, so the rest beyond v is at most
// g(v)/(k|e^v − 1|), and the march ends where that is below 2^-80.
func gammaPeakIntegral(shape, length, sign float64) Certified {
	const bound = 64.0 / 15 * 16 / 15
	decay := math.Exp2(-4 * float64(legendrePoints-1))
	sum := Certified{}
	for done, h := 0.0, length/2; done < length; {
		h = math.Min(2*h, (length-done)/2)
		var center float64
		for {
			center = sign * (done + h)
			if bound*decay*gammaEllipseMaximum(shape, center, h) <= 0x1p-62 {
				break
			}
			h /= 2
		}
		panel := 0.0
		for i, node := range legendreNodes {
			panel += legendreWeights[i] * math.Exp(-shape*expRemainder(center+h*node))
		}
		sum.Value += h * panel
		sum.Error += 0x1p-62 * h
		done += 2 * h
		if length-done <= 0x1p-52*length {
			break
		}
		slope := shape * math.Abs(math.Expm1(sign*done))
		rest := math.Exp(-shape*expRemainder(sign*done)) / slope
		if rest < 0x1p-80 {
			sum.Error += rest
			break
		}
	}
	return sum
}

// expRemainder is e^v − 1 − v ≥ 0 to a few units in the last place.
func expRemainder(v float64) float64 {
	if math.Abs(v) < 0.4 {
		return logRemainder(math.Expm1(v))
	}
	return math.Expm1(v) - v
}

// gammaEllipseMaximum is M of gammaPeakIntegral, doubled to cover the rounding of its exponent.
func gammaEllipseMaximum(shape, center, h float64) float64 {
	lower, upper := center-2.125*h, center+2.125*h
	cosine := math.Cos(math.Min(1.875*h, math.Pi))
	at := upper
	if cosine > 0 {
		at = math.Max(lower, math.Min(upper, -math.Log(cosine)))
	}
	return 2 * math.Exp(shape*(1+at-math.Exp(at)*cosine))
}

const legendrePoints = 24

var legendreNodes, legendreWeights = func() (nodes, weights []float64) {
	nodes, weights = make([]float64, legendrePoints), make([]float64, legendrePoints)
	quad.Legendre{}.FixedLocations(nodes, weights, -1, 1)
	return nodes, weights
}()

// logGammaPeak is log(k^k e^{−k}/Γ(k)) = ½ log(k/2π) − (1/(12k) − 1/(360k³) + …), Stirling's series from k = 16 on,
// where its sixth term is below 2^-53.
func logGammaPeak(k float64) float64 {
	if k < 16 {
		logGamma, _ := math.Lgamma(k)
		return k*math.Log(k) - k - logGamma
	}
	q := 1 / k / k
	series := (1.0/12 - q*(1.0/360-q*(1.0/1260-q*(1.0/1680-q/1188)))) / k
	return math.Log(k)/2 - logSqrt2Pi - series
}

// logGammaPeakRounding is what logGammaPeak may lose, in units of 2^-53: a unit for each term it subtracts.
func logGammaPeakRounding(k float64) float64 {
	if k < 16 {
		logGamma, _ := math.Lgamma(k)
		return 4 + 2*(k*math.Abs(math.Log(k))+k+math.Abs(logGamma))
	}
	return 4 + math.Log(k)
}
