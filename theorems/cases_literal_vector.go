package theorems

import (
	"math"

	"itermle/theorems/certify"
)

// vectorRequest is drawRequest with more samples and any small ball.
func vectorRequest(choose Chooser) certify.Request {
	q := drawRequest(choose)
	q.Radius = DrawLog(choose, "r", 0.05, 1) * math.Min(1, q.Constants.Lambda0/q.Constants.K3)
	q.Schedule = DrawSchedule(choose, DrawSize(choose, "n", 100_000, 10_000_000_000), q.Generations)
	return q
}

// literalVector reads the derivation of certify.Vector line by line, in O(T²).
func literalVector(q certify.Request, a altered) restated {
	whole := 0.0
	for t := range q.Generations {
		whole += literalVariance(q, t)
	}
	// b_t at V_t = v is (K1/λ0) √(2 V_T log(2/(0.8δ))) (1 + v/V_T).
	scale := a.at("√8", q.Constants.K1) / q.Constants.Lambda0 *
		math.Sqrt(2*whole*math.Log(2/a.at("0.8δ", 0.8*a.at("δ", q.Delta))))
	for k := 0.0; ; k++ {
		radius := math.Min(q.Radius, 2*scale*(1+0.02*math.Pow(1.3, k)))
		if rho := literalVectorBall(q, a, scale, whole, radius); rho != nil {
			return restated{rho, 0, math.Inf(1)}
		}
		if radius == q.Radius {
			return never()
		}
	}
}

// literalVectorBall is ρ_0, …, ρ_T of the recursion on a ball r′; nil where that does not certify.
func literalVectorBall(q certify.Request, a altered, scale, whole, radius float64) []float64 {
	var (
		c, delta    = q.Constants, a.at("δ", q.Delta)
		rho, e, sum = make([]float64, q.Generations+1), make([]float64, q.Generations+1), make([]float64, q.Generations)
		m, sizes    []float64
		total, v    float64
	)
	for t := range q.Generations {
		n, j := float64(q.Schedule.Size(t)), float64(t)
		total += n
		increment := 2 * scale
		if t > 0 {
			sum[t] = sum[t-1] + a.at("w_t of S_t", n/total)*e[t] // S_t
			level := math.Log(2 * j * (j + 1) / (a.at("0.1δ", 0.1) * delta))
			increment = math.Min(4*scale, a.at("m_j",
				c.K1*math.Sqrt(8*level*(whole*(1+a.outward)-a.at("V_j", v)))/c.Lambda0))
		}
		m, sizes = append(m, increment), append(sizes, n)
		v += n / (total * total)
		E := a.at("E_t", 2*c.K2*math.Sqrt(8*math.Log(2*a.at("d", float64(q.Dim))*(j+1)*(j+2)/
			(a.at("0.05δ", 0.05)*delta))/total))
		spread := 0.0
		for j, n := range sizes {
			spread += n / total * (q.Radius + a.at("ρ_j of the Hessian", rho[j]))
		}
		if !(c.Lambda0-E-c.K3*spread > 0) {
			return nil
		}
		reach, root := scale*(1+v/whole), 0.0
		for range 10000 {
			far := a.at("‖θ‖+r′", reach+sum[t]+root+radius)
			bound := E*far + a.outward*radius*radius*(16*c.K3+8*c.Lipschitz)
			for j, n := range sizes {
				d := m[j] + a.at("‖e_{j−1}‖", e[j]) + a.at("S_t − S_j", sum[t]-sum[j]) + root
				bound += n / total * (a.at("½K3", c.K3/2)*d*d + a.at("L_I", c.Lipschitz)*rho[j]*d)
			}
			next := bound / c.Lambda0 * (1 + a.outward)
			if !(next < 1e3) {
				return nil
			}
			if math.Abs(next-root) <= 1e-15*next {
				break
			}
			root = next
		}
		e[t+1] = root
		if rho[t+1] = reach + sum[t] + root; !(rho[t+1] < radius) {
			return nil
		}
	}
	return rho
}
