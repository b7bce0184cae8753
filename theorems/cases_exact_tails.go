package theorems

import (
	"errors"
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
	delta       float64
	factor      float64 // of every ρ_t: 1, or a mutant's
}

func coinCertificates(factor float64) []coinCertificate {
	mixture := certify.Certifier{Name: "mixture", Certify: certify.Mixture}
	return []coinCertificate{{generalMethod, 0, 1, 1, 0.001, factor}, {naturalMethod, 0, 1, 4, 0.001, factor},
		{chernoffMethod, 0.5, 1, 4, 0.001, factor}, {mixture, 1, 0.5, 3, 0.001, factor}}
}

// atEdge is the certificate's request at the smallest n that it certifies; n is 0 where none is.
func (c coinCertificate) atEdge() (q certify.Request, n int64, err error) {
	q, _, err = certify.Sharpest(estimators.NewBernoulliLogit(), []float64{c.truth}, c.r)
	if err != nil {
		return q, 0, err
	}
	q.Generations, q.Delta = c.generations, c.delta
	n, err = certify.SmallestSampleSize(q, c.method.Certify)
	q.Schedule, q.Trajectory = estimators.ConstantSchedule(max(n, 1)), true
	return q, n, err
}

func (c coinCertificate) name() string {
	return fmt.Sprintf("bernoulli-logit θ*=%g r=%g T=%d δ=%g %s", c.truth, c.r, c.generations, c.delta, c.method.Name)
}

// scenario is unmet where the law of more than 30,000 samples would take longer than a tenth of a second.
func (c coinCertificate) scenario(suffix string) Scenario {
	s := Scenario{Name: c.name() + suffix}
	q, n, err := c.atEdge()
	if err == nil && (n == 0 || n*int64(c.generations) > 30_000) {
		s.Unmet = fmt.Sprintf("the smallest n is %d: none, or too many for the law of T = %d", n, c.generations)
		return s
	}
	s.Experiment = Deterministic{Decide: func() (Outcome, error) {
		var out Outcome
		found, fault := c.method.Certify(q)
		if err = errors.Join(err, fault); err != nil || !found.Certified {
			return out, fmt.Errorf("not certified at the smallest n = %d: %s, %w", n, found.Reason, err)
		}
		fails := coinLeaves(n, c.truth, c.generations, func(t int, theta float64) bool {
			return math.Abs(theta-c.truth) <= c.factor*found.Trajectory[t]
		})
		out.Check(fails*(1+1e-9) <= c.delta, "n = %d: P = %g > δ = %g", n, fails, c.delta)
		out.Evidence = fmt.Sprintf("n = %d: P = %.3g ≤ %g, exact", n, fails, c.delta)
		return out, nil
	}}
	return s
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

// gradientEvent is the event of one generation of certify.General at 41 models of the ball, at the smallest n; its
// width is multiplied by the factor.
func (c coinCertificate) gradientEvent() Scenario {
	name := fmt.Sprintf("%s gradient event×%.3f", c.name(), c.factor)
	q, n, err := c.atEdge()
	if err == nil && n == 0 {
		return Scenario{Name: name, Unmet: "not certified for any n"}
	}
	return Scenario{Name: name, Experiment: Deterministic{Decide: func() (Outcome, error) {
		var out Outcome
		share, largest := q.Delta/8/float64(q.Generations), 0.0
		width := c.factor * q.Constants.K1 * math.Sqrt(8*math.Log(2/share)/float64(n))
		for i := -20; i <= 20; i++ {
			p := 1 / (1 + math.Exp(-c.truth-c.r*float64(i)/20))
			fails := coinTail(n, p, width)
			largest = math.Max(largest, fails)
			out.Check(fails <= share, "n = %d: P = %g > δ1 = %g at p = %g", n, fails, share, p)
		}
		out.Evidence = fmt.Sprintf("n = %d: P = %.3g at most, δ1 = %.3g", n, largest, share)
		return out, err
	}}}
}

// hessianEvent is the event of one generation of a coin with mean p ∈ [low, high], high < ½, and δ2: ∇²ℓ(p) is x̄/p² +
// (1−x̄)/(1−p)², of norm ≤ K2 = 1/low² for each sample, and I(p) its mean.
func hessianEvent(low, high float64, n int64, share, factor float64) Scenario {
	name := fmt.Sprintf("bernoulli p from %g to %g n=%d δ2=%g Hessian event×%.4f", low, high, n, share, factor)
	return exactly(name, func() Outcome {
		var out Outcome
		largest, width := 0.0, factor*2/(low*low)*math.Sqrt(8*math.Log(2/share)/float64(n))
		for i := range 21 {
			p := low + (high-low)/20*float64(i)
			fails := coinTail(n, p, width/(1/(p*p)-1/((1-p)*(1-p))))
			largest = math.Max(largest, fails)
			out.Check(fails <= share, "P = %g > δ2 = %g at p = %g", fails, share, p)
		}
		out.Evidence = fmt.Sprintf("P = %.3g at most, δ2 = %.3g", largest, share)
		return out
	})
}

// drawTail draws a coin with a certificate, or one of the two events.
func drawTail(choose Chooser) Scenario {
	event := choose.Choose("event", 6)
	if event == 5 {
		low := DrawReal(choose, "low", 0.1, 0.3)
		return hessianEvent(low, DrawReal(choose, "high", 0.31, 0.45), DrawSize(choose, "n", 10, 100_000),
			DrawLog(choose, "δ2", 1e-6, 0.1), 1)
	}
	c := coinCertificates(1)[event%4]
	c.truth, c.r = DrawReal(choose, "θ*", -2, 2), DrawReal(choose, "r", 0.3, 1.5)
	c.generations, c.delta = 1+choose.Choose("T", 5), DrawLog(choose, "δ", 1e-3, 0.5)
	if event == 4 {
		return c.gradientEvent()
	}
	return c.scenario("")
}
