package estimators

import "math"

// besselRatio is A(κ) = I₁(κ)/I₀(κ), the mean resultant length of the von Mises law, with what its score and
// information need, each to a relative accuracy of about 1e-12 for every κ > 0:
//
//	A,  1−A,  A′ = 1 − A/κ − A²,  A″ = −A′/κ + A/κ² − 2AA′,  log(I₀(κ) e^{−κ})
//
// The identities lose all digits at both ends, so both ends have series of their own. Below κ = 1 the power series
// A = Σ b_k κ^{2k+1} of the Riccati equation for A′ (radius of convergence 2.40, the first zero of J₀); above 20 its
// asymptotic series A = Σ a_k κ^{−k}, whose smallest term e^{−2κ} is below 2^-53; between them Gauss's continued
// fraction, where the identities lose at most a factor κ² ≤ 400 of A′ (and κ⁴ of A″, which keeps ten digits).
type besselRatio struct {
	ratio, complement float64 // A and 1−A
	first, second     float64 // A′ and A″
	logScaled         float64 // log(I₀(κ) e^{−κ})
}

const (
	smallBessel = 1.0
	largeBessel = 20.0
)

// The coefficients b_k and a_k by the recursions that A′ = 1 − A/κ − A² gives them.
var besselSeries, besselAsymptotic = func() (b [24]float64, a [27]float64) {
	b[0] = 0.5
	for k := 1; k < len(b); k++ {
		for i := range k {
			b[k] -= b[i] * b[k-1-i]
		}
		b[k] /= float64(2*k + 2)
	}
	a[0], a[1] = 1, -0.5
	for k := 2; k < len(a); k++ {
		a[k] = float64(k-2) * a[k-1]
		for i := 1; i < k; i++ {
			a[k] -= a[i] * a[k-i]
		}
		a[k] /= 2
	}
	return b, a
}()

func newBesselRatio(kappa float64) besselRatio {
	switch {
	case kappa < smallBessel:
		q := kappa * kappa
		var r besselRatio
		for k := len(besselSeries) - 1; k >= 0; k-- {
			b := besselSeries[k]
			r.ratio = r.ratio*q + b
			r.first = r.first*q + float64(2*k+1)*b
			if k > 0 {
				r.second = r.second*q + float64((2*k+1)*2*k)*b
			}
		}
		r.ratio *= kappa
		r.second *= kappa
		r.complement = 1 - r.ratio
		r.logScaled = math.Log1p(besselExcess(q/4)) - kappa
		return r
	case kappa > largeBessel:
		var r besselRatio
		q := 1 / kappa
		for k := len(besselAsymptotic) - 1; k >= 1; k-- {
			a := besselAsymptotic[k]
			r.complement = (r.complement - a) * q
			r.first = (r.first - float64(k)*a) * q
			r.second = (r.second + float64(k*(k+1))*a) * q
		}
		r.first *= q
		r.second *= q * q
		r.ratio = 1 - r.complement
		// I₀(κ)e^{−κ}√(2πκ) = Σ ((2k−1)!!)²/(k! (8κ)^k); all terms are positive, and fall until k ≈ 2κ.
		sum, term := 0.0, 1.0
		for k := 1; k <= 40; k++ {
			term *= float64((2*k-1)*(2*k-1)) / (8 * float64(k) * kappa)
			sum += term
			if term < 0x1p-60 {
				break
			}
		}
		r.logScaled = math.Log1p(sum) - math.Log(2*math.Pi*kappa)/2
		return r
	}
	// Gauss: I₁/I₀ = 1/(2/κ + 1/(4/κ + 1/(6/κ + …))), all terms positive; at level 60 the tail is κ²/4·60² < 1/36
	// of its denominator and enters with a product of such factors.
	tail := 0.0
	for k := 60; k >= 1; k-- {
		tail = 1 / (float64(2*k)/kappa + tail)
	}
	r := besselRatio{ratio: tail, complement: 1 - tail}
	r.first = 1 - tail/kappa - tail*tail
	r.second = -r.first/kappa + tail/kappa/kappa - 2*tail*r.first
	r.logScaled = math.Log1p(besselExcess(kappa*kappa/4)) - kappa
	return r
}

// besselExcess is I₀(2√q) − 1 = Σ_{k≥1} q^k/(k!)², all terms positive.
func besselExcess(q float64) float64 {
	sum, term := 0.0, 1.0
	for k := 1; ; k++ {
		term *= q / float64(k*k)
		sum += term
		if term <= 0x1p-60*sum {
			return sum
		}
	}
}

// inverseBesselRatio is κ with A(κ) = R, given R and 1−R, both in (0,1), of which the smaller carries the digits.
// Newton's method on log odds of A against log κ, a nearly straight line (slope between 1 and 1.3), from Best and
// Fisher's approximation (1981).
func inverseBesselRatio(ratio, complement float64) float64 {
	var kappa float64
	switch {
	case ratio < 0.53:
		kappa = ratio * (2 + ratio*ratio*(1+5*ratio*ratio/6))
	case ratio < 0.85:
		kappa = -0.4 + 1.39*ratio + 0.43/complement
	default:
		// 1−A = 1/2κ + 1/8κ² + …, solved for κ.
		kappa = 1/(2*complement) + 0.25
	}
	target := math.Log(ratio) - math.Log(complement)
	for range 30 {
		r := newBesselRatio(kappa)
		// d log(A/(1−A))/d log κ = κ A′/(A(1−A)).
		slope := kappa * r.first / (r.ratio * r.complement)
		step := (target - math.Log(r.ratio) + math.Log(r.complement)) / slope
		kappa *= math.Exp(step)
		if math.Abs(step) < 1e-14 {
			break
		}
	}
	return kappa
}
