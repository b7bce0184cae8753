package theorems

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"

	"itermle/internal/bisect"
	"itermle/theorems/certify"
)

// certificateMixture claims that certify.Mixture is its derivation: z the least root of Φ_d(cz) = e^{c²/2}/δ over c, by
// integrals in the place of the series, and ρ at the smallest ball that the trajectory does not leave. Both look for c
// by golden sections and find it to four digits, of which z has eight; η has the four.
func certificateMixture() Claim {
	return restatement{
		id: "certificate-mixture", title: "the certificate by mixtures is its derivation",
		says: "ρ_T = 2X/(1 + √(1 − 2L_I X/λ)) or, where ‖S − S′‖ ≤ D, z(1+ε)√(κV_T/λ), with X = z√(κV_T/λ), κ = " +
			"min(1 + L_I r′/λ, e^{Dr′}), ε = Dr′/2 + (Dr′)²/12, z the least root of Φ_d(cz) = e^{c²/2}/δ over all c, " +
			"at the smallest r′ > ρ_T + η",
		certify: certify.Mixture, literal: literalMixture, request: mixtureRequest, requests: 16,
		inner: 1e-5, outer: 1e-5, ends: 2e-4,
		terms: []term{{"L_I of κ", 0}, {"2L_I X/λ", 0}, {"2L_I X/λ", -1}, {"η", 0}, {"δ", 1.2}, {"z", 1 / 1.05},
			{"D of κ", 2}, {"s/2", 0.95}, {"s²/12", 0}, {"V_T", 0.99}, {"λ", 1.01}, {"c²/2", 0}},
	}.claim()
}

// mixtureRequest is latticeRequest with I(θ*) = λ times the identity, λ a little above λ0; every other statistic is
// bounded.
func mixtureRequest(s lattice) certify.Request {
	q := latticeRequest(s)
	q.Dim = 1 + s.below(6, 4)
	q.Information = make([]float64, q.Dim*q.Dim)
	for i := range q.Dim {
		q.Information[i*(q.Dim+1)] = q.Constants.Lambda0 * 1.125
	}
	if s%2 == 0 {
		q.Diameter, q.Constants.Lipschitz = s.log(10, 0.2, 3), 20*q.Constants.Lipschitz
	}
	return q
}

func literalMixture(q certify.Request, a altered) restated {
	delta, lambda, l, v := a.at("δ", q.Delta), a.at("λ", q.Information[0]), q.Constants.Lipschitz, 0.0
	for t := range q.Generations {
		v += literalVariance(q, t)
	}
	v = a.at("V_T", v)
	c, z := literalSphere(q.Dim, func(c float64) float64 { return a.at("c²/2", c*c/2) - math.Log(delta) })
	z = a.at("z", z) * (1 + a.outward)
	reach := func(r float64) (rho, reach float64) {
		kappa, s := 1+a.at("L_I of κ", l)*r/lambda, q.Diameter*r
		if s > 0 {
			kappa = math.Min(kappa, math.Exp(a.at("D of κ", s)))
		}
		x := z * math.Sqrt(kappa*v/lambda)
		rho = math.Inf(1)
		if root := 1 - a.at("2L_I X/λ", 2*l*x/lambda); root > 0 {
			rho = 2 * x / (1 + math.Sqrt(root))
		}
		if s > 0 {
			rho = math.Min(rho, x*(1+a.at("s/2", s/2)+a.at("s²/12", s*s/12)))
		}
		return rho, rho + a.at("η", c/(float64(q.Schedule.Size(0))*math.Sqrt(kappa*v*lambda)))
	}
	// The smallest ball: reach − r falls from r = 0 to its first root.
	least, last := 1e-6, 0.0
	for ; least < 1e3; last, least = least, least*1.01 {
		if _, far := reach(least); far < least {
			break
		}
	}
	if !(least < 1e3) {
		return never()
	}
	least = bisect.Float(least, last, func(r float64) bool { _, far := reach(r); return far < r })
	rho, _ := reach(least)
	bounds := make([]float64, q.Generations+1)
	for t := range bounds {
		bounds[t] = rho
	}
	return restated{bounds, least, math.Inf(1)}
}

// literalSphere is the c > 0 with the least z, and that z, of log Φ_d(cz) = level(c): golden sections of what falls and
// then rises.
func literalSphere(d int, level func(c float64) float64) (c, z float64) {
	root := func(c float64) float64 {
		return bisect.Within(60, 0, 1e-10, func(z float64) bool { return literalLogSphere(d, c*z) > level(c) })
	}
	low, high := 0.1, 12.0
	const golden = 0.6180339887498949
	for high-low > 1e-4 {
		left, right := high-golden*(high-low), low+golden*(high-low)
		if root(left) < root(right) {
			high = right
		} else {
			low = left
		}
	}
	return low, root(low)
}

// circle is Gauss's rule of 40 points φ on [0, π], with cos φ and sin φ.
var circle = func() (rule struct{ cosines, sines, weights [40]float64 }) {
	var angles [40]float64
	quad.Legendre{}.FixedLocations(angles[:], rule.weights[:], 0, math.Pi)
	for i, phi := range angles {
		rule.sines[i], rule.cosines[i] = math.Sincos(phi)
	}
	return rule
}()

// literalLogSphere is log Φ_d(x), Φ_d(x) = ∫_0^π e^{x cos φ} sin^{d−2}φ dφ/∫_0^π sin^{d−2}φ dφ.
func literalLogSphere(d int, x float64) float64 {
	if d == 1 {
		return math.Log(math.Cosh(x))
	}
	above, below := 0.0, 0.0
	for i, weight := range circle.weights {
		for range d - 2 {
			weight *= circle.sines[i]
		}
		above, below = above+weight*math.Exp(x*(circle.cosines[i]-1)), below+weight
	}
	return x + math.Log(above/below)
}
