package theorems

import (
	"math"

	"itermle/estimators"
	"itermle/theorems/certify"
)

// vectorRequest is drawRequest with more samples, any small ball and an information of λ, 2λ, …, λ a little above λ0,
// or for d = 2 of λ twice; every other Hessian has bounds of its own, and no K2.
func vectorRequest(choose Chooser) certify.Request {
	q := drawRequest(choose)
	q.Dim = min(q.Dim, 4)
	q.Radius = DrawLog(choose, "r", 0.05, 1) * math.Min(1, q.Constants.Lambda0/q.Constants.K3)
	q.Schedule = DrawSchedule(choose, DrawSize(choose, "n", 100_000, 10_000_000_000), q.Generations)
	q.Information = make([]float64, q.Dim*q.Dim)
	for i := range q.Dim {
		q.Information[i*(q.Dim+1)] = q.Constants.Lambda0 * 1.125
		if q.Dim > 2 {
			q.Information[i*(q.Dim+1)] *= float64(1 + i)
		}
	}
	if choose.Choose("Hessian", 2) == 1 {
		q.Bounds = &estimators.ScoreBounds{HessianVariance: DrawLog(choose, "Var ∇²", 0.01, 1),
			HessianDeviation: DrawLog(choose, "∇²", 0.1, 2)}
	}
	return q
}

// literalVector reads the derivation of certify.Vector line by line, in O(T²).
func literalVector(q certify.Request, a altered) restated {
	l := literalVectorBall{Request: q, altered: a, lambda: a.at("λ", q.Information[0])}
	for t := range q.Generations {
		l.whole += literalVariance(q, t)
	}
	delta := a.at("δ", q.Delta)
	l.c, l.z = literalSphere(q.Dim, func(c float64) float64 { return c*c/2 - math.Log(a.at("0.8δ", 0.8*delta)) })
	l.z *= 1 + a.outward
	if !(l.weight() < 1.5) {
		return never()
	}
	end := l.lead()
	for k := 0.0; ; k++ {
		l.radius = math.Min(q.Radius, end*(1+0.02*math.Pow(1.3, k)))
		if rho := l.trajectory(); rho != nil {
			return restated{rho, 0, math.Inf(1)}
		}
		if l.radius == q.Radius {
			return never()
		}
	}
}

// literalVectorBall is the recursion on a ball r′.
type literalVectorBall struct {
	certify.Request
	altered
	radius, whole float64 // r′ and V_T
	lambda, c, z  float64
}

// weight is a = 8ηK1, turn 1 + L_I r′/λ, beyond what 2A leaves outside 8K1.
func (l literalVectorBall) weight() float64 {
	return 8 * l.Constants.K1 * l.at("c of η", l.c) / (float64(l.Schedule.Size(0)) * math.Sqrt(l.whole*l.lambda))
}

func (l literalVectorBall) turn() float64 {
	return 1 + l.at("L_I of κ", l.Constants.Lipschitz)*l.radius/l.lambda
}

func (l literalVectorBall) beyond() float64 {
	return 4 * math.Exp(-16) * l.Constants.K1 * l.Constants.K1
}

// lead is b.
func (l literalVectorBall) lead() float64 {
	kappa := l.turn()/(1-l.at("a/3", l.weight()/3)) + l.beyond()/l.lambda
	return l.z * math.Sqrt(kappa*l.at("V_T", l.whole)/l.lambda)
}

// increment is m_j, where N_j samples are behind and V_j = v.
func (l literalVectorBall) increment(j, behind, v float64) float64 {
	trace := 0.0
	for i := range l.Dim {
		trace += 1 / l.Information[i*(l.Dim+1)]
	}
	level := math.Log(2 * j * (j + 1) / (l.at("0.1δ", 0.1) * l.at("δ", l.Delta)))
	variance := l.turn()*l.at("tr", trace) + l.beyond()/(l.lambda*l.lambda)
	return math.Sqrt(2*level*variance*(l.whole*(1+math.Max(0, l.outward)/1000)-l.at("V_j", v))) +
		level*l.at("8K1", 8*l.Constants.K1/l.lambda)/(3*behind)
}

// noise is E_t.
func (l literalVectorBall) noise(t, behind float64) float64 {
	square, most := l.Constants.K2*l.Constants.K2, 2*l.Constants.K2
	if l.Bounds != nil {
		square, most = l.Bounds.HessianVariance, l.Bounds.HessianDeviation
	}
	level := math.Log(2 * l.at("d", float64(l.Dim)) * (t + 1) * (t + 2) / (l.at("0.05δ", 0.05) * l.at("δ", l.Delta)))
	return l.at("E_t", math.Sqrt(2*square*level/behind)) + l.at("deviation of E_t", most*level/(3*behind))
}

// trajectory is ρ_0, …, ρ_T; nil where the ball does not certify.
func (l literalVectorBall) trajectory() []float64 {
	var (
		c             = l.Constants
		rho, e        = make([]float64, l.Generations+1), make([]float64, l.Generations+1)
		sum           = make([]float64, l.Generations)
		m, sizes      []float64
		total, v, end = 0.0, 0.0, l.lead()
	)
	for t := range l.Generations {
		n, increment := float64(l.Schedule.Size(t)), end
		total += n
		if t > 0 {
			sum[t] = sum[t-1] + l.at("w_t of S_t", n/total)*e[t] // S_t
			increment = math.Min(2*end, l.at("m_j", l.increment(float64(t), total, v)))
		}
		m, sizes = append(m, increment), append(sizes, n)
		v += n / (total * total)
		E, spread := l.noise(float64(t), total), 0.0
		for j, n := range sizes {
			spread += n / total * (l.Radius + l.at("ρ_j of the Hessian", rho[j]))
		}
		if !(c.Lambda0-E-c.K3*spread > 0) {
			return nil
		}
		root := 0.0
		for range 10000 {
			far := l.at("‖θ‖+r′", end+sum[t]+root+l.radius)
			bound := E*far + l.outward/1000*l.radius*l.radius*(16*c.K3+8*c.Lipschitz)
			for j, n := range sizes {
				d := m[j] + l.at("‖e_{j−1}‖", e[j]) + l.at("S_t − S_j", sum[t]-sum[j]) + root
				bound += n / total * (l.at("½K3", c.K3/2)*d*d + l.at("L_I", c.Lipschitz)*rho[j]*d)
			}
			next := bound / l.lambda * (1 + l.outward)
			if !(next < 1e3) {
				return nil
			}
			if math.Abs(next-root) <= 1e-15*next {
				break
			}
			root = next
		}
		e[t+1] = root
		if rho[t+1] = end + sum[t] + root; !(rho[t+1] < l.radius) {
			return nil
		}
	}
	return rho
}
