package theorems

import (
	"math"

	"itermle/theorems/certify"
)

// literalVariance is n_t/N_t².
func literalVariance(q certify.Request, t int) float64 {
	total := 0.0
	for s := 0; s <= t; s++ {
		total += float64(q.Schedule.Size(s))
	}
	return float64(q.Schedule.Size(t)) / (total * total)
}

// literalMartingale is ρ_t = scale √(V_T log(k/δ)) (1 + V_t/V_T)/(2λ0): the martingale's bound with the λ best at T.
func literalMartingale(q certify.Request, a altered, scale, k float64) restated {
	rho, whole := make([]float64, q.Generations+1), 0.0
	for t := range q.Generations {
		whole += literalVariance(q, t)
	}
	whole = a.at("V_T", whole)
	for t := 1; t <= q.Generations; t++ {
		v := 0.0
		for s := range t {
			v += literalVariance(q, s)
		}
		rho[t] = scale * math.Sqrt(whole*math.Log(k/a.at("δ", q.Delta))) * (1 + a.at("V_t", v)/whole) / 2 /
			a.at("λ0", q.Constants.Lambda0)
	}
	return restated{rho, rho[q.Generations], math.Inf(1)}
}
