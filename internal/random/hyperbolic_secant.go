package random

import (
	"math"
	"math/rand/v2"
)

// HyperbolicSecantMean returns a draw of the sum of n independent units of the generalised hyperbolic secant law with
// natural parameter θ = arctan μ, μ the mean of a unit: a unit has density exp(θx) cos θ · ½ sech(πx/2) and variance
// 1 + μ², and the sum of n has density
//
//	f(x) ∝ exp(θx) |Γ((n+ix)/2)|².
//
// One unit or two are drawn by rejection from exponential tails, see secantUnit, the sum of other n by rejection from
// a Gaussian in the coordinate that makes the variance constant, see secantLaw. The time does not depend on n, which
// need not be whole. It panics for n not finite and ≥ 1 or a mean that is not finite.
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
	switch n {
	case 1:
		return secantUnit(mean, random)
	case 2:
		return secantUnit(mean, random) + secantUnit(mean, random)
	}
	return n * (mean + secantExcess(n, mean, random))
}

// secantUnit is one unit of mean ≥ 0: its density is a constant times e^{−b|x|}/(1+e^{−π|x|}), with b = π/2 − θ for x
// > 0 and π/2 + θ for x < 0. The two exponential tails without the denominator, which is at most 2, are the hat.
func secantUnit(mean float64, random *rand.Rand) float64 {
	slow := math.Atan2(1, mean) // π/2 − θ, with its digits
	fast := math.Pi - slow
	for {
		// Their masses are 1/slow and 1/fast, shares fast/π and slow/π.
		sign, rate := 1.0, slow
		if Event(slow/math.Pi, random) {
			sign, rate = -1, fast
		}
		x := Exponential(random) / rate
		u := random.Float64()
		if u <= 0.5 || u*(1+math.Exp(-math.Pi*x)) <= 1 {
			return sign * x
		}
	}
}

// secantExcess is what the average of n > 1 units of mean ≥ 0 exceeds the mean by.
func secantExcess(n, mean float64, random *rand.Rand) float64 {
	h := newSecantLaw(n, mean)
	for {
		z, logHat, u := h.draw(random)
		gap := h.gap(z)
		if u <= 1+h.squeeze(z, logHat) || math.Log(u) <= h.log(z, gap)-logHat {
			return gap
		}
	}
}

// secantLaw is the law of the average t of n units, in the coordinate z = arsinh t − arsinh μ. Write s for arsinh t
// and J for Binet's function log Γ(w) − (w−½) log w + w − ½ log 2π. Stirling's main terms, for w = n(1+it)/2, and the
// Jacobian dt = √(1+t²) ds leave for the density of z, up to a constant,
//
//	log f = −n D + 2 Re J(w),   D = ∫_μ^t (arctan s − arctan μ) ds ≥ 0, the deviance of the family.
//
// Derived here, with gd s = arctan sinh s, β = tanh arsinh μ ∈ [0, 1) and primes for derivatives in z:
//
//		D″ = 1 + sinh s (gd s − gd s_0) = 1 + sinh s ∫_{s_0}^s du/cosh u,   D‴ = tanh s + D′,   D⁗ = sech² s + D″;
//
//	 1. 0 < 2 Re J(w) ≤ 1/(3n). J(w) = 2 ∫_0^∞ arctan(t/w) dt/(e^{2πt}−1), and arctan maps the right half-plane into
//	    itself; |J(w)| ≤ J(Re w) ≤ 1/(12 Re w), because J is the Laplace transform of a positive function.
//	 2. D″ ≥ 1 − β + βe^z. For s ≥ 0, sinh s/cosh u = e^{s−u} (1−e^{−2s})/(1+e^{−2u}), where the fraction is at most β
//	    for u ≤ s_0 and s ≤ s_0, and at least β for u, s ≥ s_0; for s < 0, D″ ≥ 1.
//	 3. D″ ≤ e^{|z|}, because |sinh s|/cosh u ≤ e^{|s−u|}; and so D ≤ z²/2 + βz³/6 + (1+e^{|z|}) z⁴/24.
//
// By 2, D ≥ z²/2 for z ≥ 0. For z = −x < 0 it is at least (1−β) x²/2 + β(e^{−x} − 1 + x), and so
//
//	D ≥ (x²/2)/(1+βx/6)²,
//
// for β = 1 because (e^{−x} − 1 + x)(1+x/6)² − x²/2 is e^{−x} Σ_{k≥5} (k−3)²(k−4)/36 · x^k/k!, and for the others
// because the right side is convex in β.
//
// The hat, all of it times e^{1/(3n)}: down to −reach, reach = cut·deviation, a Gaussian of deviation
// (1+β·reach/6)/√n; beyond, an exponential tail of half the Gaussian's slope there, cut/(2·deviation). D is convex
// with |D′| ≥ x m(βx), m(a) = (1−e^{−a})/a convex, so that n|D′| at −reach is at least cut/deviation times (1+a/6)²
// m(a) for a = β·reach, and that is above ½: for a < log 4, m is, and from there (1+a/6)²/a ≥ 2/3 and 1−e^{−a} ≥ 3/4.
// No constant needs a function but the square root.
type secantLaw struct {
	n, mean     float64
	scale       float64 // √(1+μ²), the standard deviation of a unit
	beta        float64
	deviation   float64 // of the Gaussian
	reach       float64 // cut·deviation
	logConstant float64 // 1/(3n)
}

// cut is where the left tail begins, in standard deviations of the Gaussian: the larger it is, the wider the Gaussian
// has to be.
const cut = 4

// tailShare is the mass of the tail as a share of the Gaussian's, e^{−cut²/2}·(2/cut)/√(2π).
var tailShare = math.Exp(-cut*cut/2.0) * (2.0 / cut) / math.Sqrt(2*math.Pi)

func newSecantLaw(n, mean float64) secantLaw {
	scale := math.Sqrt(1 + mean*mean)
	beta := mean / scale
	// deviation·√n = 1 + β·cut·deviation/6.
	deviation := 1 / (math.Sqrt(n) - cut/6.0*beta)
	return secantLaw{n, mean, scale, beta, deviation, cut * deviation, 1 / (3 * n)}
}

// draw returns a point of the hat's law, the log of the hat there, and a uniform number to be compared with f/hat.
func (h *secantLaw) draw(random *rand.Rand) (z, logHat, u float64) {
	for {
		u = random.Float64() * (1 + tailShare)
		if u >= 1 {
			z = -h.reach - Exponential(random)*(2.0/cut)*h.deviation
			return z, h.logHat(z), 1 - random.Float64()
		}
		y := Normal(random)
		if y > -cut {
			return y * h.deviation, h.logConstant - y*y/2, u
		}
	}
}

func (h *secantLaw) logHat(z float64) float64 {
	y := z / h.deviation
	if y > -cut {
		return h.logConstant - y*y/2
	}
	return h.logConstant - cut*cut/2.0 + (cut/2.0)*(y+cut)
}

// squeeze is a lower bound of f/hat − 1 that needs no function, by 3, J > 0 and e^e ≥ 1 + e: for |z| < ½, 1 + e^{|z|}
// < 2.65. 1e-12 is for the rounding of the two terms, below 100 wherever their difference is above −1, and of log f.
func (h *secantLaw) squeeze(z, logHat float64) float64 {
	if !(math.Abs(z) < 0.5) {
		return math.Inf(-1)
	}
	return -h.n*(z*z)*(0.5+z*(h.beta/6+z*(2.65/24))) - logHat - 1e-12
}

// gap is t − μ = √(1+μ²) (sinh z + β(cosh z − 1)).
func (h *secantLaw) gap(z float64) float64 {
	e := math.Expm1(z)
	power := 1 + e // e^z
	if z < -1 {
		power = math.Exp(z)
	}
	return h.scale * (0.5 * e / power) * (2 + e*(1+h.beta))
}

// shiftBelow is the |w| below which the recurrence Γ(w+1) = wΓ(w) is used before Stirling's series: at |w| = 10 in
// the right half-plane the first omitted term is below 1e-13.
const shiftBelow = 10

// log is log f = −nD + 2 Re J at z, given gap(z).
func (h *secantLaw) log(z, gap float64) float64 {
	t := h.mean + gap
	if z < -1 {
		// The sum may cancel where sinh(s_0 + z) does not.
		a := (h.mean + h.scale) * math.Exp(z)
		t = (a - 1/a) / 2
	}
	return 2*binet(complex(h.n/2, h.n/2*t)) - h.n*h.deviance(t, gap)
}

// binet is Re J(w) for Re w > 0. With log |Γ(w)| = log |Γ(w+k)| − log |w(w+1)…(w+k−1)| the main terms of w+k replace
// those of w: in all, terms of at most 2·shiftBelow² log shiftBelow, whose rounding is below 1e-13.
func binet(w complex128) float64 {
	if real(w) >= shiftBelow || real(w)*real(w)+imag(w)*imag(w) >= shiftBelow*shiftBelow {
		return binetSeries(w)
	}
	product, z := 1.0, w
	for real(z)*real(z)+imag(z)*imag(z) < shiftBelow*shiftBelow {
		product *= real(z)*real(z) + imag(z)*imag(z)
		z++
	}
	return binetSeries(z) + stirling(z) - stirling(w) - math.Log(product)/2
}

// stirling is Re[(w−½) log w − w].
func stirling(w complex128) float64 {
	x, y := real(w), imag(w)
	return (x-0.5)*math.Log(x*x+y*y)/2 - y*math.Atan2(y, x) - x
}

// binetSeries is Stirling's series of Re J(w).
func binetSeries(w complex128) float64 {
	v := 1 / w
	y := v * v
	return real(v * (1.0/12 - y*(1.0/360-y*(1.0/1260-y*(1.0/1680-y*(1.0/1188))))))
}

// deviance is D at t = μ + gap. With u = i·gap/(1+iμ) and φ(u) = (1+u) log(1+u) − u it is μ Im φ(u) − Re φ(u), because
// arctan(μ+gap) − arctan μ = Im log(1+u); far from μ it is αt − ½ log((1+t²)/(1+μ²)), α the difference of the
// arctangents.
func (h *secantLaw) deviance(t, gap float64) float64 {
	norm := h.scale * h.scale
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
