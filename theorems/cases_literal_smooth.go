package theorems

import (
	"math"
	"slices"

	"itermle/estimators"
	"itermle/theorems/certify"
)

// smoothRequest is drawRequest with bounds of the score and more samples; every other family is unimodal.
func smoothRequest(choose Chooser) certify.Request {
	q := drawRequest(choose)
	information, third := q.Constants.Lambda0*1.1, q.Constants.K3
	q.Dim, q.Radius = 1, DrawLog(choose, "r", 0.3, 3)
	q.Schedule = DrawSchedule(choose, DrawSize(choose, "n", 10_000, 1_000_000_000), q.Generations)
	q.Bounds = &estimators.ScoreBounds{Score: DrawLog(choose, "S", 0.5, 2), Information: information,
		Variance: information * 1.05, HessianVariance: DrawLog(choose, "Var ∂²", 0.01, 1),
		HessianDeviation: DrawLog(choose, "∂²", 0.1, 2), ThirdMean: third * DrawLog(choose, "E ∂³", 0.05, 1),
		ThirdSquare: third * third / 2, Fourth: DrawLog(choose, "K4", 0.02, 3),
		Unimodal: choose.Choose("unimodal", 2) == 0}
	return q
}

func literalSmooth(q certify.Request, a altered) restated {
	whole := 0.0
	for t := range q.Generations {
		whole += literalVariance(q, t)
	}
	for k := 0.0; ; k++ {
		l := literalBall{Request: q, altered: a, whole: whole, end: math.Inf(1)}
		l.end = l.lead(whole)
		l.radius = math.Min(q.Radius, l.end*(1+0.02*math.Pow(1.3, k)))
		if rho := l.trajectory(); rho != nil {
			return restated{rho, 0, math.Inf(1)}
		}
		if l.radius == q.Radius {
			return never()
		}
	}
}

// literalBall is the recursion of certify.Smooth on a ball r′.
type literalBall struct {
	certify.Request
	altered
	radius     float64 // r′
	whole, end float64 // V_T and b_T
}

// lead is b_t at V_t = v: L/λ + λ V v/(2(1 − λw/3)) at λ = s/(1 + sw/3), s = √(2L/(V V_T)), L = log(2/(0.8δ)).
func (l literalBall) lead(v float64) float64 {
	b, level := l.Bounds, math.Log(2/l.at("0.8δ", 0.8*l.at("δ", l.Delta)))
	s, third := math.Sqrt(2*level/(b.Variance*l.whole)), l.at("S/3", b.Score/3)/float64(l.Schedule.Size(0))
	lambda := s / (1 + s*third)
	return (level/lambda + lambda*b.Variance*v/(2*(1-lambda*third))) / b.Information
}

// trajectory is ρ_0, …, ρ_T; nil where the ball does not certify.
func (l literalBall) trajectory() []float64 {
	var (
		b, k3, delta = l.Bounds, l.Constants.K3, l.at("δ", l.Delta)
		total, v     = 0.0, 0.0
		rho          = make([]float64, l.Generations+1)
		e            = make([]float64, l.Generations+1) // bounds of |e_{t−1}|
		sum          = make([]float64, l.Generations)   // S_t
		m            []float64                          // of |M_t − M_j| for all t > j
		sizes        []float64
	)
	for t := range l.Generations {
		n, j := float64(l.Schedule.Size(t)), float64(t)
		total += n
		sizes = append(sizes, n)
		if t > 0 {
			sum[t] = sum[t-1] + l.at("w_t of S_t", n/total)*e[t]
		}
		increment := l.end
		if t > 0 {
			level := math.Log(2 * j * (j + 1) / (l.at("0.1δ", 0.1) * delta))
			increment = math.Min(2*l.end,
				l.at("m_j", (math.Sqrt(2*level*b.Variance*(l.whole*(1+l.outward)-l.at("V_j", v)))+
					level*b.Score/(3*total))/b.Information))
		}
		m = append(m, increment)
		v += n / (total * total)
		level := math.Log(2*(j+1)*(j+2)/(l.at("0.02δ", 0.02)*delta)) / total
		E := l.at("E_t", math.Sqrt(2*b.HessianVariance*level)+l.at("deviation of E_t", b.HessianDeviation*level/3))
		F := l.at("F_t", math.Sqrt(2*b.ThirdSquare*level)+2*k3*level/3)
		if !b.Unimodal {
			spread := 0.0
			for j, n := range sizes {
				spread += n / total * (l.Radius + rho[j])
			}
			across := l.Radius + l.radius
			move := math.Min(k3*spread, (b.ThirdMean+l.at("K4 of the ball", b.Fourth*across/2))*spread+across*F)
			if !(l.at("λ0", l.Constants.Lambda0)-E-move > 0) {
				return nil
			}
		}
		reach, gaps := l.lead(v), make([]float64, t+1)
		for j := range gaps {
			gaps[j] = m[j] + l.at("|e_{j−1}|", e[j]) + l.at("S_t − S_j", sum[t]-sum[j])
		}
		if e[t+1] = l.fixedPoint(sizes, gaps, rho, total, reach+sum[t], E, F); math.IsInf(e[t+1], 1) {
			return nil
		}
		if rho[t+1] = reach + sum[t] + e[t+1]; !(rho[t+1] < l.radius) {
			return nil
		}
	}
	return rho
}

// fixedPoint is the least c with |Y_t + Q_t| ≤ cI where all |Δ_j| ≤ gaps[j] + c and |θ| ≤ reach + c; +Inf where there
// is none.
func (l literalBall) fixedPoint(sizes, gaps, rho []float64, total, reach, E, F float64) float64 {
	third, cubic := l.at("½K3", l.Constants.K3/2), 0.0
	smaller := l.at("J", l.Bounds.ThirdMean)/2 + l.at("K4",
		l.Bounds.Fourth)*(slices.Max(gaps)+l.at("¼ of r′", l.radius/4))/6
	if smaller < third {
		third, cubic = smaller, F/2
	}
	c := 0.0
	for range 10000 {
		far := l.at("|θ|+r′", reach+c+l.radius)
		bound := E*far + cubic*far*far + l.outward*l.radius*l.radius*(16*l.Constants.K3+8*l.Constants.Lipschitz)
		for j, n := range sizes {
			d := gaps[j] + c
			bound += n / total * (third*d*d + l.at("L_I", l.Constants.Lipschitz)*rho[j]*d)
		}
		next := bound / l.Bounds.Information * (1 + l.outward)
		if !(next < 1e3) {
			break
		}
		if math.Abs(next-c) <= 1e-15*next {
			if cubic > 0 && !(next <= l.radius/4) {
				break
			}
			return next
		}
		c = next
	}
	return math.Inf(1)
}
