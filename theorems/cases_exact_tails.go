package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/internal/binomial"
	"itermle/internal/rounding"
	"itermle/theorems/certify"
)

// coinCertificate is a certificate for a coin with logit θ* on B_r(θ*).
type coinCertificate struct {
	method      certify.Certifier
	truth, r    float64
	generations int
	factor      float64 // of every ρ_t: 1, or a mutant's
}

func coinCertificates(factor float64) []coinCertificate {
	return []coinCertificate{{generalMethod, 0, 1, 1, factor}, {naturalMethod, 0, 1, 4, factor},
		{chernoffMethod, 0.5, 1, 4, factor},
		{certify.Certifier{Name: "mixture", Certify: certify.Mixture}, 1, 0.5, 3, factor}}
}

func (c coinCertificate) scenario(suffix string) Scenario {
	name := fmt.Sprintf("bernoulli-logit θ*=%g r=%g T=%d %s%s", c.truth, c.r, c.generations, c.method.Name, suffix)
	return Scenario{Name: name, Experiment: Deterministic{Decide: func() (Outcome, error) {
		var out Outcome
		for _, delta := range []float64{0.3, 0.05, 1e-3} {
			q, _, err := certify.Sharpest(estimators.NewBernoulliLogit(), []float64{c.truth}, c.r)
			if err != nil {
				return out, err
			}
			q.Generations, q.Delta = c.generations, delta
			n, err := certify.SmallestSampleSize(q, c.method.Certify)
			if err != nil {
				return out, err
			}
			q.Schedule, q.Trajectory = estimators.ConstantSchedule(n), true
			found, err := c.method.Certify(q)
			if err != nil || !found.Certified {
				return out, fmt.Errorf("not certified at the smallest n = %d: %s, %w", n, found.Reason, err)
			}
			fails := coinLeaves(n, c.truth, c.generations, func(t int, theta float64) bool {
				return math.Abs(theta-c.truth) <= c.factor*found.Trajectory[t]
			})
			out.Check(fails*(1+1e-9) <= delta, "n = %d: P = %g > δ = %g", n, fails, delta)
			out.Evidence += fmt.Sprintf("n = %d: P = %.3g ≤ %g; ", n, fails, delta)
		}
		out.Evidence += "exact"
		return out, nil
	}}}
}

// coinLeaves is P(some θ^(t), 1 ≤ t ≤ T, is not inside), θ^(t) the logit of the pool's share of ones, by the law of its
// count. What lies beyond 4.5√n of a draw's mean, at most 2e^{−40} a generation by Hoeffding's inequality, counts as
// outside; the masses err by less than 10^−9 of their own, a few units for each of the n logarithms summed.
func coinLeaves(n int64, truth float64, generations int, inside func(t int, theta float64) bool) float64 {
	size := int(n)
	logFactorial := make([]float64, size+1)
	for k := 1; k <= size; k++ {
		logFactorial[k] = logFactorial[k-1] + math.Log(float64(k))
	}
	leaves := float64(generations) * 2 * math.Exp(-40)
	law := []float64{1} // of the pool's count, on the paths that have stayed inside
	for t := 1; t <= generations; t++ {
		next := make([]float64, t*size+1)
		for before, mass := range law {
			if mass < 1e-25 {
				continue
			}
			p := 1 / (1 + math.Exp(-truth))
			if t > 1 {
				p = float64(before) / float64(len(law)-1)
			}
			centre, wide := p*float64(n), 4.5*math.Sqrt(float64(n))
			for k := max(0, int(centre-wide)); k <= min(size, int(centre+wide)); k++ {
				share := float64(before+k) / float64(t*size)
				moved := mass * math.Exp(logFactorial[size]-logFactorial[k]-logFactorial[size-k]+
					float64(k)*math.Log(p)+float64(size-k)*math.Log1p(-p))
				if inside(t, math.Log(share)-math.Log1p(-share)) {
					next[before+k] += moved
				} else {
					leaves += moved
				}
			}
		}
		law = next
	}
	return leaves
}

// coinTail is P(|x̄ − p| > width), from above.
func coinTail(n int64, p, width float64) float64 {
	above := binomial.UpperTail(int64(math.Floor(float64(n)*(p+width)))+1, n, p)
	below := binomial.LowerTail(int64(math.Ceil(float64(n)*(p-width)))-1, n, p)
	return rounding.Up(math.Exp(above.High)+math.Exp(below.High), 16)
}

// gradientEvent is the event of one generation, T = 10, at 41 models of B_1(0), at the smallest n that certify.General
// certifies; its width is multiplied by factor: 1, or a mutant's.
func gradientEvent(factor float64) Scenario {
	name := fmt.Sprintf("bernoulli-logit θ*=0 r=1 T=10 δ=0.05 gradient event×%.3f", factor)
	return Scenario{Name: name, Experiment: Deterministic{Decide: func() (Outcome, error) {
		var out Outcome
		q, _, err := certify.Sharpest(estimators.NewBernoulliLogit(), []float64{0}, 1)
		if err != nil {
			return out, err
		}
		q.Generations, q.Delta = 10, 0.05
		n, err := certify.SmallestSampleSize(q, certify.General)
		if err != nil {
			return out, err
		}
		share, largest := q.Delta/8/float64(q.Generations), 0.0
		width := factor * q.Constants.K1 * math.Sqrt(8*math.Log(2/share)/float64(n))
		for i := -20; i <= 20; i++ {
			p := 1 / (1 + math.Exp(-float64(i)/20))
			fails := coinTail(n, p, width)
			largest = math.Max(largest, fails)
			out.Check(fails <= share, "n = %d: P = %g > δ1 = %g at p = %g", n, fails, share, p)
		}
		out.Evidence = fmt.Sprintf("n = %d: P = %.3g at most, δ1 = %.3g", n, largest, share)
		return out, nil
	}}}
}

// hessianEvent is the event of one generation of a coin with mean p ∈ [0.2, 0.4], n = 1000 and δ2 = 0.05/8: ∇²ℓ(p) is
// x̄/p² + (1−x̄)/(1−p)², of norm ≤ K2 = 25 for each sample, and I(p) its mean.
func hessianEvent(factor float64) Scenario {
	return exactly(fmt.Sprintf("bernoulli p from 0.2 to 0.4 n=1000 T=1 δ=0.05 Hessian event×%.4f", factor),
		func() Outcome {
			const n, k2, share = 1000, 25.0, 0.05 / 8
			var out Outcome
			largest, width := 0.0, factor*2*k2*math.Sqrt(8*math.Log(2/share)/n)
			for i := range 21 {
				p := 0.2 + 0.01*float64(i)
				fails := coinTail(n, p, width/(1/(p*p)-1/((1-p)*(1-p))))
				largest = math.Max(largest, fails)
				out.Check(fails <= share, "P = %g > δ2 = %g at p = %g", fails, share, p)
			}
			out.Evidence = fmt.Sprintf("P = %.3g at most, δ2 = %.3g", largest, share)
			return out
		})
}
