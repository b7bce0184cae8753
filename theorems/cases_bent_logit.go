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

// bounds encloses the constants on B_r(0): K2, K3, sup E‖score‖ and sup |I′|, the least Lipschitz constant
// of I.
func (f bentLogit) bounds(r float64) (k2, k3, score, steepest interval.Interval) {
	supremum := func(of func(slope, bend, p, q, second, cubic interval.Interval) interval.Interval) interval.Interval {
		found := interval.Supremum(func(box []interval.Interval) interval.Interval {
			one, theta, bend := interval.Point(1), box[0], interval.Point(-2*f.kappa)
			eta := interval.Point(f.a).Add(theta).Add(theta.Square().Times(-f.kappa))
			p, q := one.Div(one.Add(eta.Neg().Exp())), one.Div(one.Add(eta.Exp()))
			second := p.Mul(q)
			return of(one.Add(bend.Mul(theta)), bend, p, q, second, second.Mul(q.Sub(p)))
		}, []interval.Interval{{Lo: -r, Hi: r}}, 0.01, 2000)
		return interval.Interval{Lo: found.Lower, Hi: found.Upper}
	}
	// ∇²log p = (x−p)η″ − A″η′²: the larger of its two values; E‖score‖ = 2pq|η′|.
	k2 = supremum(func(slope, bend, p, q, second, _ interval.Interval) interval.Interval {
		base := second.Mul(slope.Square())
		return q.Mul(bend).Sub(base).Abs().Max(p.Mul(bend).Add(base).Abs())
	})
	k3 = supremum(func(slope, bend, _, _, second, cubic interval.Interval) interval.Interval {
		return slope.Mul(second.Mul(bend).Times(3).Add(cubic.Mul(slope.Square()))).Abs()
	})
	score = supremum(func(slope, _, _, _, second, _ interval.Interval) interval.Interval {
		return second.Mul(slope.Abs()).Times(2)
	})
	steepest = supremum(func(slope, bend, _, _, second, cubic interval.Interval) interval.Interval {
		return slope.Mul(second.Mul(bend).Times(2).Add(cubic.Mul(slope.Square()))).Abs()
	})
	return k2, k3, score, steepest
}

// constants are upper bounds of K2, K3 and sup E‖score‖ on B_r(0).
func (f bentLogit) constants(r float64) (k2, k3, score float64) {
	second, third, gradient, _ := f.bounds(r)
	return second.Hi, third.Hi, gradient.Hi
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

// drawBent draws a and r such that K3 does not cover the information's slope I′(0) = A‴(a)/3, at least 0.04 A″(a) for
// |a| ≥ ¼: K3 is 0 at r = 0 and rises with r, to 0.38 of sup |I′| for a = ¼ and r = 0.05.
func drawBent(choose Chooser) (a, r float64) {
	a = DrawReal(choose, "|a|", 0.25, 4)
	if choose.Choose("a < 0", 2) == 1 {
		a = -a
	}
	return a, DrawLog(choose, "r", 0.001, 0.05)
}
