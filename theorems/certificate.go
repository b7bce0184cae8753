package theorems

import (
	"fmt"
	"math"

	"itermle/theorems/certify"
)

// certificateGeneral claims that certify.General is its derivation, item by item.
func certificateGeneral() Claim {
	return restatement{
		certify: certify.General, literal: literalGeneral, request: drawRequest, requests: 300,
		ends: 1e-9,
		terms: []term{{"L_I", 0}, {"L_I", 0.99}, {"√8 of the gradient", 0.5}, {"√8 of the martingale", 0.5},
			{"√8 of the martingale", math.Sqrt2}, {"√8 of the Hessian", 0.5}, {"δ", 1.2}, {"δ1", 1.2}, {"δ2", 1.2},
			{"δ3", 1.2}, {"travelled", 0}, {"K3 a/2 of h_τ", 0}, {"K3 a/2 of d_τ", 0}, {"λ0 of the remainder", 1.01},
			{"V_t", 0.99}, {"a of ρ_τ + a < r", 0}, {"2/3 of the discriminant", 0.9}, {"reach of the ball", 0.9},
			{"T of the union", 0.5}, {"d of the union", 0.5}, {"last generation of D_τ", 0}},
	}.claim(Claim{
		ID: "certificate-general", Statement: "certificate",
		Demands: []Share{{AtLeast: 0.4}},
		Title:   "the general certificate is its derivation, term by term", Expect: Supported,
		Says: "the recursion of seven items in O(T²), with sums for the running totals and the step by iterating " +
			"a ← w_τ G_τ/(m_τ − K3 a/2), gives the certified ρ_t and the certified balls",
	})
}

// certificateNatural claims that certify.Natural is the norm bound in closed form: with the λ that is best at T,
//
//	ρ_t = (K1/λ0) √(2 V_T log(2/δ)) (1 + V_t/V_T).
func certificateNatural() Claim {
	return restatement{
		certify: certify.Natural, request: drawRequest, requests: 200, ends: 1e-11,
		literal: func(q certify.Request, a altered) restated {
			return literalMartingale(q, a, a.at("√8", math.Sqrt(8))*q.Constants.K1, 2)
		},
		terms: []term{{"√8", 0.5}, {"√8", math.Sqrt2}, {"δ", 1.2}, {"V_T", 0.95}, {"λ0", 1.01}, {"V_t", 0}},
	}.claim(Claim{
		ID: "certificate-natural", Statement: "certificate",
		Title: "the certificate by the norm of a martingale is its closed form", Expect: Supported,
		Says: "ρ_t = (K1/λ0) √(2 V_T log(2/δ)) (1 + V_t/V_T), certified for r > ρ_T",
	})
}

// certificateChernoff claims that certify.Chernoff is the same with √K2 for √4·K1, k directions of cosine c, and the
// ball shrunk by η = √(2 log(k/δ)/(K2 V_T))/n_0. Of the k-gons in the plane it takes the best.
func certificateChernoff() Claim {
	return restatement{
		certify: certify.Chernoff, request: drawRequest, requests: 200, ends: 1e-11,
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
	}.claim(Claim{
		ID: "certificate-chernoff", Statement: "certificate", Title: "the certificate by directions is its closed form",
		Expect: Supported,
		Says: "ρ_t = √(K2 V_T log(k/δ)/2) (1 + V_t/V_T)/(c λ0), certified for r > ρ_T + √(2 log(k/δ)/(K2 V_T))/n_0; " +
			"(k, c) = (2d, 1/√d), and the best (k, cos π/k) for d = 2",
	})
}

// certificateApproximate claims that certify.Approximate adds εA_t/λ0 to certify.Natural, A_t = 1 + Σ_{1≤s<t} n_s/N_s,
// for tolerances ε of 0.1 to 3 times 1/√n_0.
func certificateApproximate() Claim {
	tolerance := func(q certify.Request) float64 { return q.Constants.K2 / math.Sqrt(float64(q.Schedule.Size(0))) }
	return restatement{
		request: drawRequest, requests: 200, ends: 1e-11,
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
	}.claim(Claim{
		ID: "certificate-approximate", Statement: "certificate",
		Title: "the certificate of approximate maximisers is its closed form", Expect: Supported,
		Says: "ρ_t is that of the norm and ε(1 + Σ_{1≤s<t} n_s/N_s)/λ0 more, certified for r > ρ_T",
	})
}

// certificateMixture claims that certify.Mixture is its derivation: z the least root of Φ_d(cz) = e^{c²/2}/δ over c, by
// integrals in the place of the series, and ρ at the smallest ball that the trajectory does not leave. Both look for c
// by golden sections and find it to four digits, of which z has eight; η has the four.
func certificateMixture() Claim {
	return restatement{
		certify: certify.Mixture, literal: literalMixture, request: mixtureRequest, requests: 16,
		inner: 1e-5, outer: 1e-5, ends: 2e-4,
		terms: []term{{"L_I of κ", 0}, {"2L_I X/λ", 0}, {"2L_I X/λ", -1}, {"η", 0}, {"δ", 1.2}, {"z", 1 / 1.05},
			{"D of κ", 2}, {"s/2", 0.95}, {"s²/12", 0}, {"V_T", 0.99}, {"λ", 1.01}, {"c²/2", 0}},
	}.claim(Claim{
		ID: "certificate-mixture", Statement: "certificate", Title: "the certificate by mixtures is its derivation",
		Demands: []Share{{AtLeast: 0.6}},
		Expect:  Supported,
		Says: "ρ_T = 2X/(1 + √(1 − 2L_I X/λ)) or, where ‖S − S′‖ ≤ D, z(1+ε)√(κV_T/λ), with X = z√(κV_T/λ), κ = " +
			"min(1 + L_I r′/λ, e^{Dr′}), ε = Dr′/2 + (Dr′)²/12, z the least root of Φ_d(cz) = e^{c²/2}/δ over all c, " +
			"at the smallest r′ > ρ_T + η",
	})
}

// certificateSmooth claims that certify.Smooth is its derivation, in O(T²): e_t by iterating c ← |Y_t + Q_t|/I in the
// place of the root of a quadratic, and r′ the first of b_T(1 + 0.02·1.3^k) < r that certifies, or r.
func certificateSmooth() Claim {
	return restatement{
		certify: certify.Smooth, literal: literalSmooth, request: smoothRequest, requests: 120, outer: 1e-8, ends: 1e-6,
		terms: []term{{"L_I", 0}, {"L_I", 0.99}, {"½K3", 0.98}, {"¼ of r′", 0}, {"δ", 1.2}, {"0.8δ", 1.05},
			{"0.1δ", 1.2}, {"0.02δ", 1.2}, {"S/3", 0}, {"E_t", 0}, {"deviation of E_t", 0}, {"F_t", 0}, {"K4", 0},
			{"J", 0}, {"|e_{j−1}|", 0.9}, {"S_t − S_j", 0}, {"w_t of S_t", 0.9}, {"|θ|+r′", 0.98}, {"m_j", 0.98},
			{"V_j", 0},
			{"K4 of the ball", 0}, {"λ0", 1.1}},
	}.claim(Claim{
		ID: "certificate-smooth", Statement: "certificate",
		Demands: []Share{{AtLeast: 0.6}},
		Title:   "the certificate of smooth families is its derivation", Expect: Supported,
		Says: "the recursion θ^(t) = M_t + ε_t of five items, with sums for the running totals and e_t as the least " +
			"fixed point of |Y_t + Q_t|/I, gives the certified ρ_t",
	})
}

// certificateVector claims that certify.Vector is its derivation, in O(T²); z and c are those of certificateMixture.
func certificateVector() Claim {
	return restatement{
		certify: certify.Vector, literal: literalVector, request: vectorRequest, requests: 100,
		inner: 1e-5, outer: 1e-5, ends: 2e-4,
		terms: []term{{"L_I", 0.9}, {"L_I of κ", 0.9}, {"½K3", 0.9}, {"δ", 1.2}, {"0.8δ", 1.05}, {"0.1δ", 1.2},
			{"0.05δ", 1.2}, {"E_t", 0.99}, {"deviation of E_t", 0}, {"d", 0.5}, {"m_j", 0.98}, {"V_j", 0},
			{"V_T", 0.99}, {"tr", 0.98}, {"8K1", 0}, {"a/3", 0}, {"c of η", 0.5}, {"λ", 1.01}, {"w_t of S_t", 0.9},
			{"S_t − S_j", 0}, {"‖e_{j−1}‖", 0.9}, {"‖θ‖+r′", 0.98}},
	}.claim(Claim{
		ID: "certificate-vector", Statement: "certificate",
		Title: "the certificate of smooth families in any dimension is its derivation", Expect: Supported,
		Says: "the recursion θ^(t) = M_t + ε_t of six items, with z the least root of Φ_d(cz) = e^{c²/2}/(0.8δ), " +
			"‖Δ_j‖ ≤ m_j + ‖e_{j−1}‖ + S_t − S_j + c summed generation by generation and e_t as the least fixed " +
			"point of ‖Y_t + Q_t‖/λ, gives the certified ρ_t",
	})
}

// certificateExact claims Theorem 4.1 without simulation, at the smallest n that is certified: of a coin with logit θ
// the pool's count is a Markov chain, so that
//
//	P(|θ^(t) − θ*| > ρ_t for some t ≤ T) ≤ δ
//
// is a finite sum, the martingale event of every certificate; and the gradient and Hessian events of certify.General
// are tails of one binomial each, here at models all over the ball:
//
//	P_θ(|x̄ − p_θ| > K1√(8 log(2/δ1)/n)) ≤ δ1 for all |θ − θ*| ≤ r, δ1 = δ/(8T),
//	P(|∇²ℓ(p) − I(p)| > 2K2√(8 log(2/δ2)/n)) ≤ δ2 for the mean p of a coin, where the Hessian depends on x.
func certificateExact() Claim {
	gradient := func(factor float64) Scenario {
		return coinCertificate{generalMethod, 0, 1, 10, 0.05, factor}.gradientEvent()
	}
	return Claim{
		ID: "certificate-exact", Statement: "certificate", Expect: Supported,
		Demands: []Share{{AtLeast: 0.6}},
		Title:   "exact tails at the smallest certified n",
		Says: "for a coin: P(‖θ^(t) − θ*‖ > ρ_t for some t ≤ T) ≤ δ by dynamic programming, at the smallest n that " +
			"each certificate certifies, and the gradient and Hessian events of the general one at most δ/(8T)",
		Deviation: printGivesNoConstant,
		Fixed: func(Profile) []Scenario {
			var scenarios []Scenario
			for _, c := range coinCertificates(1) {
				scenarios = append(scenarios, c.scenario(""))
			}
			return append(scenarios, gradient(1), hessianEvent(0.2, 0.4, 1000, 0.00625, 1))
		},
		Draw: drawTail,
		Mutants: func() []Mutant {
			mutants := []Mutant{{"a-third-of-the-gradient-event", gradient(1.0 / 3)},
				{"a-sixteenth-of-the-Hessian-event", hessianEvent(0.2, 0.4, 1000, 0.00625, 1.0/16)}}
			for i, factor := range []float64{1.0 / 8, 1.0 / 3, 1.0 / 2, 1.0 / 2} {
				c := coinCertificates(factor)[i]
				mutants = append(mutants, Mutant{fmt.Sprintf("%s-radius×%.3f", c.method.Name, factor),
					c.scenario(fmt.Sprintf(" ρ×%.3f", factor))})
			}
			return mutants
		},
	}
}

// certificateExtremes claims that the inequality behind each certificate is attained, so that none can be had for less:
//
//	general      a loss −w G a + m a²/2 − K3 a³/6 along the step has its minimum at the bound of the step
//	chernoff     the mean of N(θ, 1) has log E e^{v(x−θ)} = K2 v²/2, and KL = K2 ρ²/2
//	mixture      s/(1 − e^{−s}) − 1 lies between ε = s/2 + s²/12 and ε − s⁴/720
//	smooth       log E e^{λX} of two points meets λ²v/(2(1 − λw/3)) to third order in λ
//	approximate  errors of ε in one direction in every generation end as ε(1 + Σ_{1≤s<T} n_s/N_s)
func certificateExtremes() Claim {
	return Claim{
		ID: "certificate-extremes", Statement: "certificate", Expect: Supported,
		Demands: []Share{{AtLeast: 0.6}},
		Title:   "the inequality behind each certificate, at its extreme point",
		Says: "the step's bound is the minimum of the steepest loss, KL = K2 ρ²/2 for a Gaussian mean, s/(1−e^{−s}) " +
			"is between 1 + s/2 + s²/12 − s⁴/720 and 1 + s/2 + s²/12, Bernstein's inequality is met to third order, " +
			"constant errors add up to their bound",
		Deviation: printGivesNoConstant,
		Fixed:     func(Profile) []Scenario { return extremes(1) },
		Draw:      drawExtreme,
		Mutants: func() []Mutant {
			var mutants []Mutant
			for _, factor := range []float64{0.99, 1.01} {
				for _, s := range extremes(factor) {
					mutants = append(mutants, Mutant{s.Name, s})
				}
			}
			return mutants
		},
	}
}
