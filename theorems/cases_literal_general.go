package theorems

import (
	"math"

	"itermle/theorems/certify"
)

// literalGeneral reads the derivation of certify.General line by line: no running sums, no directed rounding.
func literalGeneral(q certify.Request, a altered) restated {
	var (
		T, c              = q.Generations, q.Constants
		delta             = a.at("δ", q.Delta)
		union             = a.at("T of the union", float64(T))
		delta1, delta2    = a.at("δ1", delta/8/union), a.at("δ2", delta/8/union)
		delta3            = a.at("δ3", 0.75*delta)
		n, N, w, G, E     [12]float64
		V, step           [13]float64
		deviation, h      [12]float64
		rho               = make([]float64, T+1)
		least, most, push = 0.0, math.Inf(1), 0.0
	)
	for t := range T {
		n[t] = float64(q.Schedule.Size(t))
		for j := 0; j <= t; j++ {
			N[t] += n[j]
		}
		w[t] = n[t] / N[t]
		G[t] = c.K1 * a.at("√8 of the gradient", math.Sqrt(8)) * math.Sqrt(math.Log(2/delta1)/n[t])
		E[t] = 2 * c.K2 * a.at("√8 of the Hessian", math.Sqrt(8)) *
			math.Sqrt(math.Log(2*a.at("d of the union", float64(q.Dim))/delta2)/N[t])
		for s := 0; s <= t; s++ {
			V[t+1] += n[s] / (N[s] * N[s])
		}
	}
	for t := range T {
		byRho, bySteps, centre := 0.0, 0.0, 0.0
		for j := 0; j <= t; j++ {
			centre += n[j] / N[t] * rho[j]
			if j < t {
				byRho += n[j] / N[t] * (rho[t] + rho[j])
			}
			for k := j + 1; k <= t; k++ {
				moved := step[k]
				if k == t {
					moved = a.at("last generation of D_τ", moved)
				}
				bySteps += n[j] / N[t] * moved
			}
		}
		D := a.at("travelled", math.Min(byRho, bySteps))
		m := c.Lambda0 - c.K3*D - E[t]
		push = w[t] * G[t]
		root := math.Sqrt(m*m/4 - a.at("2/3 of the discriminant", 2.0/3)*c.K3*push)
		if !(m > 0 && root > 0) {
			return never()
		}
		most = math.Min(most, a.at("reach of the ball", 3*(m/2+root)/c.K3)-rho[t])
		for range 60 { // item 6 again and again raises h; each rise is at most a third of the last
			step[t+1] = push / (m - c.K3*step[t+1]/2)
		}
		least = math.Max(least, rho[t]+a.at("a of ρ_τ + a < r", step[t+1]))
		h[t] = m - a.at("K3 a/2 of h_τ", c.K3*step[t+1]/2)
		deviation[t] = c.K3*D + E[t] + a.at("L_I", c.Lipschitz)*centre + a.at("K3 a/2 of d_τ", c.K3*step[t+1]/2)
		rest := 0.0
		for s := 0; s <= t; s++ {
			rest += w[s] * G[s] * deviation[s] / (a.at("λ0 of the remainder", c.Lambda0) * h[s])
		}
		// b_t with the λ that is best at T: √(8 V_T L) (1 + V_t/V_T)/2, L = log(2/δ3).
		b := c.K1 * a.at("√8 of the martingale", math.Sqrt(8)) * math.Sqrt(V[T]*math.Log(2/delta3)) *
			(1 + a.at("V_t", V[t+1])/V[T]) / 2
		rho[t+1] = math.Min(b/c.Lambda0+rest, rho[t]+step[t+1])
	}
	return restated{rho, least, most}
}
