package theorems

import (
	"math"

	"itermle/internal/interval"
)

// bentLogit is finding-4's family: two atoms, P_θ(1) = logistic(η), η = a + θ − κθ², with κ = A‴(a)/(6A″(a)), A = log(1
// + e^η). With the derivatives η′ = 1 − 2κθ, η″ = −2κ, η‴ = 0,
//
//	∂³ log p_θ(x) = −3A″η′η″ − A‴η′³ for x = 0 and 1 alike,  I(θ) = A″η′²,
//
// so that at θ = 0 the third derivative is 6κA″ − A‴ = 0, while I′(0) = A‴ − 4κA″ = A‴(a)/3.
type bentLogit struct{ a, kappa float64 }

// cumulants are A″, A‴ of a coin with logit η.
func cumulants(eta float64) (second, third float64) {
	p, q := 1/(1+math.Exp(-eta)), 1/(1+math.Exp(eta))
	return p * q, p * q * (q - p)
}

func newBentLogit(a float64) bentLogit {
	second, third := cumulants(a)
	return bentLogit{a, third / (6 * second)}
}

// information is I(θ) = A″η′².
func (f bentLogit) information(theta float64) float64 {
	eta, slope := f.logit(theta)
	second, _ := cumulants(eta)
	return second * slope * slope
}

// logit is η at θ, and its derivative.
func (f bentLogit) logit(theta float64) (eta, slope float64) {
	return f.a + theta - f.kappa*theta*theta, 1 - 2*f.kappa*theta
}

// constants bound K2, K3 and E‖score‖ on B_r(0), by intervals: at most 10^−4 of them is given away.
func (f bentLogit) constants(r float64) (k2, k3, score float64) {
	one, bend := interval.Point(1), interval.Point(-2*f.kappa)
	supremum := func(of func(p, q, slope interval.Interval) interval.Interval) float64 {
		return interval.Supremum(func(box []interval.Interval) interval.Interval {
			slope := one.Sub(box[0].Times(2 * f.kappa))
			eta := interval.Point(f.a).Add(box[0]).Sub(box[0].Square().Times(f.kappa))
			p, q := one.Div(one.Add(eta.Neg().Exp())), one.Div(one.Add(eta.Exp()))
			return of(p, q, slope)
		}, []interval.Interval{{Lo: -r, Hi: r}}, 1e-4, 10000).Upper
	}
	// ∇²log p = (x−p)η″ − A″η′²: the larger of its two values; E‖score‖ = 2pq|η′|.
	k2 = supremum(func(p, q, slope interval.Interval) interval.Interval {
		curve := p.Mul(q).Mul(slope.Square())
		return q.Mul(bend).Sub(curve).Abs().Max(p.Mul(bend).Add(curve).Abs())
	})
	k3 = supremum(func(p, q, slope interval.Interval) interval.Interval {
		bent := bend.Times(3).Add(q.Sub(p).Mul(slope.Square()))
		return p.Mul(q).Mul(slope).Mul(bent).Abs()
	})
	score = supremum(func(p, q, slope interval.Interval) interval.Interval {
		return p.Mul(q).Mul(slope).Abs().Times(2)
	})
	return k2, k3, score
}

// fit is the MLE over [−r, r] of a pool with the given share of ones: η rises there (2|κ|r < 1), so it is the θ with p
// = share, or an end.
func (f bentLogit) fit(share, r float64) float64 {
	excess := math.Log(share/(1-share)) - f.a // θ − κθ²
	root := 1 - 4*f.kappa*excess
	if !(root > 0) || math.IsInf(excess, 0) { // all ones or none: the likelihood is monotone
		return math.Copysign(r, excess)
	}
	return math.Max(-r, math.Min(r, 2*excess/(1+math.Sqrt(root))))
}

var bentInstances = []struct{ a, r float64 }{{1, 0.01}, {1, 0.1}, {-2, 0.01}, {0.5, 0.05}, {3, 0.001}}
