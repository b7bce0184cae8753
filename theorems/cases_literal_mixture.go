package theorems

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"

	"itermle/internal/bisect"
	"itermle/theorems/certify"
)

// mixtureRequest is drawRequest with I(θ*) = λ times the identity, λ a little above λ0; every other statistic is
// bounded.
func mixtureRequest(choose Chooser) certify.Request {
	q := drawRequest(choose)
	q.Dim = min(q.Dim, 4)
	q.Information = make([]float64, q.Dim*q.Dim)
	for i := range q.Dim {
		q.Information[i*(q.Dim+1)] = q.Constants.Lambda0 * 1.125
	}
	if choose.Choose("D", 2) == 1 {
		q.Diameter, q.Constants.Lipschitz = DrawLog(choose, "D", 0.2, 3), 20*q.Constants.Lipschitz
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

// literalEllipse is the least over certify.Mixture's ellipses of max √(m_1² + a² m_2²) on {f(m) = 1/δ}, f the mean of
// exp(y·m − ½‖y‖²) over 64 points y of the ellipse, along 25 rays.
func literalEllipse(a, delta float64) float64 {
	const points = 16
	least, centre := math.Inf(1), math.Sqrt(2*math.Log(1/delta))
	for _, b := range []float64{1, 0.7, 0.5, 0.35, 0.25, 0.15} {
		for scale := 0.8; scale < 1.7; scale += 0.1 {
			var y1, y2, weight [points]float64
			for j := range points {
				y2[j], y1[j] = math.Sincos((float64(j) + 0.5) / points * math.Pi / 2)
				y1[j], y2[j] = scale*centre*y1[j], scale*centre*b*y2[j]
				weight[j] = math.Exp(-(y1[j]*y1[j]+y2[j]*y2[j])/2) / points
			}
			farthest := 0.0
			for ray := range 25 {
				sine, cosine := math.Sincos(float64(ray) / 24 * math.Pi / 2)
				far := bisect.Within(20, 0, 1e-6, func(r float64) bool {
					f := 0.0
					for j := range points {
						f += weight[j] * math.Cosh(y1[j]*r*cosine) * math.Cosh(y2[j]*r*sine)
					}
					return f > 1/delta
				})
				farthest = math.Max(farthest, far*math.Hypot(cosine, a*sine))
			}
			least = math.Min(least, farthest)
		}
	}
	return least * (1 - 1e-6)
}
