package random

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
)

// HyperbolicSecant returns a draw of the sum of n independent units of the generalised hyperbolic secant law in its natural
// parameter θ, |θ| < π/2: a unit has density exp(θx) cos θ · ½ sech(πx/2), mean tan θ and variance 1 + tan²θ, and the
// sum of n has density
//
//	f(x) ∝ exp(θx) |Γ((n+ix)/2)|².
//
// n need not be whole, only at least 1. It panics for n not finite and ≥ 1 or |θ| not below π/2. Next to ±π/2, where θ no
// longer has the digits, HyperbolicSecantMean takes the mean in its place.
func HyperbolicSecant(n, theta float64, random *rand.Rand) float64 {
	if !(math.Abs(theta) < math.Pi/2) {
		panic("random: HyperbolicSecant wants |θ| < π/2")
	}
	return HyperbolicSecantMean(n, math.Tan(theta), random)
}

// HyperbolicSecantMean is HyperbolicSecant with the mean of a unit, μ = tan θ, in place of θ.
//
// A single unit is (1/π) log(G/H), G ~ Gamma(½+θ/π) and H ~ Gamma(½−θ/π). The sum of n > 1 is drawn by rejection from
// three tangents of log f, in time that does not depend on n. They dominate because log f is concave for n ≥ 1:
//
//	−(log f)″(x) = ½ Re ψ′((n+ix)/2) = ½ ∫_0^∞ cos(xt/2) e^{−(n−1)t/2} t/(2 sinh(t/2)) dt,
//
// the Fourier transform of a product of two functions with positive transforms, a Cauchy density and sech²
// (derived here).
func HyperbolicSecantMean(n, mean float64, random *rand.Rand) float64 {
	if !(n >= 1) || math.IsInf(n, 1) || math.IsNaN(mean) || math.IsInf(mean, 0) {
		panic("random: HyperbolicSecantMean wants finite arguments and n ≥ 1")
	}
	if mean < 0 {
		return -hyperbolicSecant(n, -mean, random)
	}
	return hyperbolicSecant(n, mean, random)
}

// hyperbolicSecant is HyperbolicSecantMean for mean ≥ 0.
func hyperbolicSecant(n, mean float64, random *rand.Rand) float64 {
	if n == 1 {
		// ½ − θ/π = (π/2 − θ)/π = arctan(1/μ)/π, with its digits.
		b := math.Atan2(1, mean) / math.Pi
		return (LogGamma(1-b, random) - LogGamma(b, random)) / math.Pi
	}
	h := secantLaw{n: n, mean: mean, centre: n * mean}
	hat := h.hat()
	for {
		x, logHeight := hat.draw(random)
		if logHeight <= h.log(x) {
			return h.centre + x
		}
	}
}

// hat has its tangents √2 standard deviations from an approximate mode.
func (h *secantLaw) hat() tangents {
	deviation := math.Sqrt(h.n * (1 + h.mean*h.mean))
	// For large θ the law is near Gamma(n), whose mode has n−1 where its mean has n.
	mode := -h.mean
	for range 3 {
		slope := h.slope(mode)
		curvature := (h.slope(mode+0.01*deviation) - slope) / (0.01 * deviation)
		step := -slope / curvature
		mode += math.Max(-deviation, math.Min(step, deviation))
		if math.Abs(step) < 0.01*deviation {
			break
		}
	}
	reach := math.Sqrt2 * deviation
	left, right := mode-reach, mode+reach
	// Between the two points log f lies below its tangent at the approximate mode; 1e-12 is for the rounding of all three.
	top := h.log(mode) + math.Abs(h.slope(mode))*reach + 1e-12
	return newTangents(left, h.log(left), h.slope(left), right, h.log(right), -h.slope(right), top)
}

// secantLaw is the law of HyperbolicSecantMean, as a function of the distance x from centre = n·mean.
type secantLaw struct {
	n, mean, centre float64
}

// shiftBelow is the |z| below which the recurrence Γ(z+1) = zΓ(z) is used before Stirling's series: at |z| = 10 in the right
// half-plane the first omitted terms are below 1e-13 (log Γ) and 1e-12 (ψ).
const shiftBelow = 10

// log is log f up to a constant that does not depend on x, at the distance x from the centre.
//
// Stirling's main terms, for z = (n+iy)/2, t = y/n and θ = arctan μ, add up to
//
//	θy + (n−1) log|z| − y arg z = −n D(t; μ) − ½ log(1+t²) + const,  D = ∫_μ^t (arctan s − θ) ds ≥ 0,
//
// the deviance of the family, which is computed without cancellation from t−μ.
func (h *secantLaw) log(x float64) float64 {
	y := h.centre + x
	z := complex(h.n/2, y/2)
	if h.n >= 2*shiftBelow {
		t := y / h.n
		return -h.n*h.deviance(x/h.n) - 0.5*math.Log1p(t*t) + 2*logGammaSeries(z)
	}
	sum := 0.0
	for real(z)*real(z)+imag(z)*imag(z) < shiftBelow*shiftBelow {
		sum -= math.Log(real(z)*real(z) + imag(z)*imag(z))
		z++
	}
	m := 2 * real(z)
	angle := math.Atan2(h.mean*m-y, m+h.mean*y) // θ − arg z
	return sum + y*angle + (m-1)*math.Log(cmplx.Abs(z)) - m + 2*logGammaSeries(z)
}

// logGammaSeries is Re[log Γ(z) − (z−½) log z + z − ½ log 2π].
func logGammaSeries(z complex128) float64 {
	w := 1 / z
	y := w * w
	return real(w * (1.0/12 - y*(1.0/360-y*(1.0/1260-y*(1.0/1680-y*(1.0/1188))))))
}

// deviance is D(t; μ) at t = μ + gap. With u = i·gap/(1+iμ) and φ(u) = (1+u) log(1+u) − u it is μ Im φ(u) − Re φ(u), because
// arctan(μ+gap) − arctan μ = Im log(1+u); far from μ it is αt − ½ log((1+t²)/(1+μ²)), α the difference of the arctangents.
func (h *secantLaw) deviance(gap float64) float64 {
	t := h.mean + gap
	norm := 1 + h.mean*h.mean
	if gap*gap >= 0.01*norm {
		alpha := math.Atan2(gap, 1+h.mean*t)
		return alpha*t - 0.5*math.Log((1+t*t)/norm)
	}
	// φ(u) = u² (1/2 − u/6 + u²/12 − …); |u| < 0.1 leaves 1e-16 after 15 terms.
	u := complex(h.mean, 1) * complex(gap/norm, 0)
	sum := complex(0, 0)
	for k := 16; k >= 2; k-- {
		sum = complex(1/float64(k*(k-1)), 0) - u*sum
	}
	phi := u * u * sum
	return h.mean*imag(phi) - real(phi)
}

// slope is (log f)′ = θ − Im ψ(z) at the distance x from the centre.
func (h *secantLaw) slope(x float64) float64 {
	y := h.centre + x
	z := complex(h.n/2, y/2)
	sum := 0.0
	if h.n < 2*shiftBelow {
		for real(z)*real(z)+imag(z)*imag(z) < shiftBelow*shiftBelow {
			sum += imag(1 / z)
			z++
		}
	}
	m := 2 * real(z)
	angle := 0.0 // θ − arg z
	if m == h.n {
		angle = math.Atan2(-x/h.n, 1+h.mean*(y/h.n))
	} else {
		angle = math.Atan2(h.mean*m-y, m+h.mean*y)
	}
	w := 1 / z
	v := w * w
	return sum + angle + imag(w/2+v*(1.0/12-v*(1.0/120-v*(1.0/252-v*(1.0/240)))))
}
