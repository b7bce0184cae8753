package theorems

import (
	"fmt"
	"math"
)

// curation is the retraining of a law p on finitely many outcomes by several rewards in the limit of infinite pools,
//
//	p_{t+1}(x) = p_t(x) g_t(x),   g_t(x) = Σ_i w_i u_i(x)/E_{p_t} u_i,   u_i = e^{r_i},
//
// which is Cover's iteration for the best portfolio. It is made so that its optimum p* is known: columns u(x) with Σ_i
// a_i u_i(x) = 1 where p* > 0 and 1/excess < 1 elsewhere, w_i = a_i E_{p*} u_i: then Σ w_i log E_p u_i is largest at
// p*.
type curation struct {
	u       [][]float64 // by reward, then outcome
	w       []float64
	p, best []float64
}

// value is L(p) = Σ w_i log E_p u_i.
func (c curation) value(p []float64) float64 {
	sum := 0.0
	for i, u := range c.u {
		sum += c.w[i] * math.Log(meanUnder(p, u))
	}
	return sum
}

// next is p_{t+1}.
func (c curation) next(p []float64) []float64 {
	gain := make([]float64, len(p))
	for i, u := range c.u {
		average := meanUnder(p, u)
		for x := range p {
			gain[x] += c.w[i] * u[x] / average
		}
	}
	for x := range p {
		gain[x] *= p[x]
	}
	return gain
}

// divergence is KL(q‖p).
func divergence(q, p []float64) float64 {
	sum := 0.0
	for x := range q {
		if q[x] > 0 {
			sum += q[x] * math.Log(q[x]/p[x])
		}
	}
	return sum
}

// newCuration scales the columns of u to the optimum best.
func newCuration(u [][]float64, a, best, excess, p []float64) curation {
	c := curation{u: make([][]float64, len(a)), w: make([]float64, len(a)), p: p, best: best}
	for i := range a {
		c.u[i] = append([]float64(nil), u[i]...)
	}
	for x := range best {
		sum := 0.0
		for i := range a {
			sum += a[i] * u[i][x]
		}
		for i := range a {
			if c.u[i][x] /= sum; best[x] == 0 {
				c.u[i][x] /= excess[x]
			}
		}
	}
	for i := range a {
		c.w[i] = a[i] * meanUnder(best, c.u[i])
	}
	return c
}

// drawCuration draws up to 8 outcomes, 4 rewards and an optimum on some of the outcomes.
func drawCuration(choose Chooser) curation {
	outcomes, rewards := 2+choose.Choose("outcomes−2", 7), 1+choose.Choose("rewards−1", 4)
	kept := 1 + choose.Choose("kept−1", outcomes)
	u, a := make([][]float64, rewards), make([]float64, rewards)
	for i := range u {
		u[i], a[i] = make([]float64, outcomes), DrawLog(choose, "a", 0.1, 10)
		for x := range u[i] {
			u[i][x] = DrawLog(choose, "e^r", 0.1, 10)
		}
	}
	best, excess, p := make([]float64, outcomes), make([]float64, outcomes), make([]float64, outcomes)
	total, all := 0.0, 0.0
	for x := range outcomes {
		if excess[x] = DrawLog(choose, "excess", 1.01, 10); x < kept {
			best[x] = DrawLog(choose, "p*", 0.01, 1)
		}
		p[x] = DrawLog(choose, "p_0", 1e-4, 1)
		total += best[x]
		all += p[x]
	}
	for x := range outcomes {
		best[x] /= total
		p[x] /= all
	}
	return newCuration(u, a, best, excess, p)
}

// curationDemands are factors of what is claimed, 1 but for mutants.
type curationDemands struct {
	rate float64 // of KL(p*‖p_0)/t
	fall float64 // of L(p*) − L(p_t)
}

// curationStep is curation.next or a mutant's.
type curationStep func(c curation, p []float64) []float64

// decide follows p_t over the given generations.
func (c curation) decide(generations int, ask curationDemands, next curationStep) Outcome {
	var out Outcome
	const rounding = 1e-12 // of sums of a dozen terms of order 1
	top, start, p := c.value(c.best), divergence(c.best, c.p), c.p
	for t := 1; t <= generations; t++ {
		after := next(c, p)
		gap := top - c.value(p)
		out.Check(divergence(c.best, after) <= divergence(c.best, p)-ask.fall*gap+rounding,
			"KL(p*‖p_%d) = %.9g after %.9g, gap %.3g", t, divergence(c.best, after), divergence(c.best, p), gap)
		out.Check(c.value(after) >= c.value(p)-rounding, "L(p_%d) = %.12g < %.12g", t, c.value(after),
			c.value(p))
		left := top - c.value(after)
		out.reaches(float64(t) * left / start)
		out.Check(float64(t)*left <= ask.rate*start+rounding*float64(t), "%d (L* − L_t) = %.9g > %.9g", t,
			float64(t)*left, ask.rate*start)
		p = after
	}
	out.Evidence = out.Counterexample
	if out.Evidence == "" {
		out.Evidence = fmt.Sprintf("L* − L_t = %.4g, KL(p*‖p_0) = %.4g", top-c.value(p), start)
	}
	return out
}

// falahatiCuration is the rate, ours. For x with p*(x) > 0, v_i(x) = w_i u_i(x)/E_{p*} u_i sums to 1 over the rewards,
// and by Jensen log g_t(x) ≥ Σ_i v_i(x) log(E_{p*} u_i/E_{p_t} u_i), whose mean under p* is L(p*) − L(p_t). So
//
//	KL(p*‖p_{t+1}) ≤ KL(p*‖p_t) − (L(p*) − L(p_t)),   L(p_{t+1}) ≥ L(p_t),   L(p*) − L(p_t) ≤ KL(p*‖p_0)/t.
//
// The second is Cover's: by Jensen again L(p_{t+1}) − L(p_t) ≥ KL(p_{t+1}‖p_t). With it the gaps fall, and their sum
// is at most KL(p*‖p_0). The optimum may be one outcome though there are several rewards: diversity is not automatic.
func falahatiCuration() Claim {
	scenario := func(name string, c curation, generations int, ask curationDemands, next curationStep) Scenario {
		return exactly(fmt.Sprintf("%s t=%d", name, generations), func() Outcome {
			return c.decide(generations, ask, next)
		})
	}
	one := curationDemands{rate: 1, fall: 1}
	// One reward and an outcome of mass 1e-6 that is e^{1/10} times as good as the others.
	single := newCuration([][]float64{{1, 1}}, []float64{1}, []float64{1, 0}, []float64{1, math.Exp(0.1)},
		[]float64{1e-6, 1 - 1e-6})
	several := newCuration([][]float64{{1, 2, 3}, {4, 1, 2}}, []float64{0.5, 1}, []float64{0.25, 0.75, 0},
		[]float64{1, 1, 1.5}, []float64{0.2, 0.3, 0.5})
	// Two rewards whose optimum is one outcome.
	alone := newCuration([][]float64{{1, 2, 1}, {2, 1, 1}}, []float64{0.5, 0.25}, []float64{1, 0, 0},
		[]float64{1, 1.2, 2}, []float64{0.1, 0.5, 0.4})
	cover := curation.next
	return Claim{
		ID: "falahati-curation", Statement: "falahati-curation", Expect: Supported,
		Title: "curation by several rewards: L(p*) − L(p_t) ≤ KL(p*‖p_0)/t",
		Says: "p_{t+1} = p_t Σ_i w_i e^{r_i}/E_{p_t} e^{r_i} raises L(p) = Σ w_i log E_p e^{r_i}, brings " +
			"KL(p*‖p_t) down by L(p*) − L(p_t) at least, and has L(p*) − L(p_t) ≤ KL(p*‖p_0)/t; p* may be a single " +
			"outcome.",
		Deviation: "ours, on the abstract: a weighted bargaining optimum is the limit; that it keeps several modes " +
			"has conditions that were not read",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario("single", single, 300, one, cover),
				scenario("several", several, 300, one, cover),
				scenario("alone", alone, 300, one, cover)}
		},
		Draw: func(choose Chooser) Scenario {
			c := drawCuration(choose)
			return scenario(fmt.Sprintf("u=%.4g w=%.4g p_0=%.4g p*=%.4g", c.u, c.w, c.p, c.best), c,
				int(DrawSize(choose, "t", 10, 300)), one, cover)
		},
		Mutants: func() []Mutant {
			swapped := several
			swapped.w = []float64{several.w[1], several.w[0]}
			return []Mutant{{"rate-halved", scenario("single", single, 300, curationDemands{rate: 0.5, fall: 1},
				cover)},
				{"fall-doubled", scenario("single", single, 300, curationDemands{rate: 2, fall: 2}, cover)},
				{"weights-exchanged", scenario("several", swapped, 300, one, cover)},
				{"worst-kept", scenario("several", several, 5, curationDemands{rate: 9, fall: -9}, func(c curation,
					p []float64) []float64 {
					after, total := make([]float64, len(p)), 0.0
					for x, mass := range cover(c, p) {
						after[x] = p[x] * p[x] / mass
						total += after[x]
					}
					for x := range after {
						after[x] /= total
					}
					return after
				})}}
		},
	}
}
