package random

import (
	"math"
	"math/rand/v2"
)

// VonMises returns a draw of the von Mises law on (−π, π], density ∝ exp(κ cos(x − μ)), by the wrapped Cauchy hat of
// D. J. Best and N. I. Fisher, "Efficient simulation of the von Mises distribution" (1979). With
//
//	f = (1 + ρ z)/(ρ + z),  z = cos πU,  cos(x − μ) = f,
//
// ρ−1 and 1−f are kept, not ρ and f, so that the law stays exact for large κ, where the
// textbook form returns a handful of angles. κ below 2^-60 is drawn as uniform and κ above 2^900 as Gaussian of
// variance 1/κ: the laws differ by less than 2^-60.
//
// Special case: VonMises(μ, +Inf) = μ, wrapped. It panics if μ is not finite or κ negative or NaN.
func VonMises(mu, kappa float64, random *rand.Rand) float64 {
	if !(kappa >= 0) || math.IsNaN(mu) || math.IsInf(mu, 0) {
		panic("random: VonMises wants a finite μ and κ ≥ 0")
	}
	return wrap(mu + vonMises(kappa, random))
}

// vonMises is VonMises about 0.
func vonMises(kappa float64, random *rand.Rand) float64 {
	switch {
	case kappa < 0x1p-60:
		return math.Pi * (2*random.Float64() - 1)
	case kappa > 0x1p900:
		return Normal(random) / math.Sqrt(kappa)
	}
	root := math.Hypot(1, 2*kappa)
	tau := 1 + root
	spread := math.Sqrt(2 * tau)
	// Best and Fisher's r = (τ − √2τ)/2κ, and 1−r, without cancellation.
	r := 2 * kappa / (tau + spread)
	excess := (1 + 1/(root+2*kappa) + spread) / (tau + spread) // 1 − r
	rho := (1 + r*r) / (2 * r)
	above := excess * excess / (2 * r) // ρ − 1
	for {
		sine, cosine := math.Sincos(math.Pi / 2 * random.Float64())
		toOne := 2 * sine * sine // 1 − z
		plus := above + 2*cosine*cosine
		short := above * toOne / plus // 1 − f
		c := kappa * (above + short)  // κ(ρ − f)
		u := uniform(random)
		if !(u < c*(2-c) || math.Log(c/u)+1 >= c) {
			continue
		}
		// |x| = arccos f = 2 arcsin √((1−f)/2); the other half, 1+f = (ρ+1)(1+z)/(ρ+z), keeps the digits next to π.
		angle := 2 * math.Atan2(math.Sqrt(short), math.Sqrt((rho+1)*2*cosine*cosine/plus))
		if random.Uint64()&1 == 0 {
			return angle
		}
		return -angle
	}
}

// wrap brings an angle to (−π, π].
func wrap(x float64) float64 {
	if x > -math.Pi && x <= math.Pi {
		return x
	}
	x = math.Remainder(x, 2*math.Pi)
	if x <= -math.Pi {
		return math.Pi
	}
	return math.Min(x, math.Pi)
}
