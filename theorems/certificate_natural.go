package theorems

import (
	"math"

	"itermle/theorems/certify"
)

// certificateNatural claims that certify.Natural is the norm bound in closed form: with the λ that is best at T,
//
//	ρ_t = (K1/λ0) √(2 V_T log(2/δ)) (1 + V_t/V_T).
func certificateNatural() Claim {
	return restatement{
		id: "certificate-natural", title: "the certificate by the norm of a martingale is its closed form",
		says:    "ρ_t = (K1/λ0) √(2 V_T log(2/δ)) (1 + V_t/V_T), certified for r > ρ_T",
		certify: certify.Natural, request: latticeRequest, requests: 200, ends: 1e-11,
		literal: func(q certify.Request, a altered) restated {
			return literalMartingale(q, a, a.at("√8", math.Sqrt(8))*q.Constants.K1, 2)
		},
		terms: []term{{"√8", 0.5}, {"√8", math.Sqrt2}, {"δ", 1.2}, {"V_T", 0.95}, {"λ0", 1.01}, {"V_t", 0}},
	}.claim()
}

// certificateChernoff claims that certify.Chernoff is the same with √K2 for √4·K1, k directions of cosine c, and the
// ball shrunk by η = √(2 log(k/δ)/(K2 V_T))/n_0. Of the k-gons in the plane it takes the best.
func certificateChernoff() Claim {
	return restatement{
		id: "certificate-chernoff", title: "the certificate by directions is its closed form",
		says: "ρ_t = √(K2 V_T log(k/δ)/2) (1 + V_t/V_T)/(c λ0), certified for r > ρ_T + √(2 log(k/δ)/(K2 V_T))/n_0; " +
			"(k, c) = (2d, 1/√d), and the best (k, cos π/k) for d = 2",
		certify: certify.Chernoff, request: latticeRequest, requests: 200, ends: 1e-11,
		literal: func(q certify.Request, a altered) restated {
			count, cosine := 2*float64(q.Dim), 1/math.Sqrt(float64(q.Dim))
			if q.Dim == 2 {
				size := func(k float64) float64 { return math.Log(k/q.Delta) / math.Pow(math.Cos(math.Pi/k), 2) }
				count = 3
				for k := 4.0; k <= 1000; k++ {
					if size(k) < size(count) {
						count = k
					}
				}
				cosine = math.Cos(math.Pi / count)
			}
			count, cosine = a.at("k", count), a.at("c", cosine)
			found := literalMartingale(q, a, a.at("√2", math.Sqrt2)*math.Sqrt(q.Constants.K2)/cosine, count)
			v := 0.0
			for t := range q.Generations {
				v += literalVariance(q, t)
			}
			found.least += a.at("η", math.Sqrt(2*math.Log(count/a.at("δ", q.Delta))/(q.Constants.K2*v))/
				float64(q.Schedule.Size(0)))
			return found
		},
		terms: []term{{"√2", 0.99}, {"√2", 1.05}, {"δ", 1.2}, {"η", 0}, {"η", 0.99}, {"k", 0.5}, {"c", 1.01},
			{"V_T", 0.95}, {"λ0", 1.01}},
	}.claim()
}

// certificateApproximate claims that certify.Approximate adds εA_t/λ0 to certify.Natural, A_t = 1 + Σ_{1≤s<t} n_s/N_s,
// for tolerances ε of 0.1 to 3 times 1/√n_0.
func certificateApproximate() Claim {
	tolerance := func(q certify.Request) float64 { return q.Constants.K2 / math.Sqrt(float64(q.Schedule.Size(0))) }
	return restatement{
		id: "certificate-approximate", title: "the certificate of approximate maximisers is its closed form",
		says:    "ρ_t is that of the norm and ε(1 + Σ_{1≤s<t} n_s/N_s)/λ0 more, certified for r > ρ_T",
		request: latticeRequest, requests: 200, ends: 1e-11,
		certify: func(q certify.Request) (certify.Certificate, error) { return certify.Approximate(q, tolerance(q)) },
		literal: func(q certify.Request, a altered) restated {
			found := literalMartingale(q, a, math.Sqrt(8)*q.Constants.K1, 2)
			for t := 1; t <= q.Generations; t++ {
				amplification, total := a.at("own error", 1), float64(q.Schedule.Size(0))
				for s := 1; s < t; s++ {
					total += float64(q.Schedule.Size(s))
					amplification += a.at("inherited errors", float64(q.Schedule.Size(s))/total)
				}
				found.rho[t] += a.at("ε", tolerance(q)) * amplification / q.Constants.Lambda0
			}
			found.least = found.rho[q.Generations]
			return found
		},
		terms: []term{{"ε", 0}, {"ε", 0.99}, {"own error", 0}, {"inherited errors", 0}, {"inherited errors", 0.99},
			{"δ", 1.2}},
	}.claim()
}

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
