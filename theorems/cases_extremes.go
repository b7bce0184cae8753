package theorems

import (
	"fmt"
	"math"

	"itermle/internal/bisect"
	"itermle/internal/interval"
	"itermle/theorems/certify"
)

// extreme names a scenario whose bound is multiplied by factor: 1, or a mutant's.
func extreme(name string, factor float64, decide func() (Outcome, error)) Scenario {
	if factor != 1 {
		name += fmt.Sprintf(" ×%g", factor)
	}
	return Scenario{Name: name, Experiment: Deterministic{Decide: decide}}
}

// attained checks value ≤ bound ≤ value(1 + 10^−9): the bound holds and is met. 10^−12 is for rounding.
func attained(out *Outcome, bound, value float64, format string, arguments ...any) {
	out.Check(value <= bound*(1+1e-12) && bound <= value*(1+1e-9), "%s: bound %.15g, attained %.15g",
		fmt.Sprintf(format, arguments...), bound, value)
}

// longestStep finds the first a at which the loss of one generation stops to fall, by bisection of its slope.
func longestStep(name string, requests []certify.Request, factor float64) Scenario {
	return extreme("general: the step, "+name, factor, func() (Outcome, error) {
		var out Outcome
		for i, q := range requests {
			q.Generations = 1
			found, err := certify.General(q)
			if err != nil {
				return out, err
			}
			if !found.Certified {
				continue
			}
			n, c, d := float64(q.Schedule.Size(0)), q.Constants, float64(q.Dim)
			push := c.K1 * math.Sqrt(8*math.Log(16/q.Delta)/n)
			m := c.Lambda0 - 2*c.K2*math.Sqrt(8*math.Log(16*d/q.Delta)/n)
			least := bisect.Float(0, m/c.K3, func(a float64) bool { return -push+m*a-c.K3*a*a/2 < 0 })
			attained(&out, factor*found.Steps[1], least, "request %d", i)
		}
		out.Evidence = fmt.Sprintf("%d steps", out.Cases)
		return out, nil
	})
}

func gaussianDivergence(c certifiedInstance, factor float64) Scenario {
	return extreme("chernoff: KL of a Gaussian mean, "+c.name(), factor, func() (Outcome, error) {
		var out Outcome
		found, unmet := c.certificate()
		if unmet != "" {
			return out, fmt.Errorf("%s: %s", c.name(), unmet)
		}
		kl, err := c.family.KL(c.truth, []float64{c.truth[0] + found.Rho})
		attained(&out, factor*found.KL, kl.Value, "%s", c.name())
		out.Evidence = fmt.Sprintf("K2 ρ²/2 = %g", found.KL)
		return out, err
	})
}

// turnedInformation encloses s/(1 − e^{−s}) at count points s of a ratio 2^(11/600) from least; s²/12 is multiplied by
// factor.
func turnedInformation(least float64, count int, factor float64) Scenario {
	return extreme(fmt.Sprintf("mixture: ε at %d points s ≥ %g", count, least), factor, func() (Outcome, error) {
		var out Outcome
		largest := 0.0
		for i := range count {
			s := least * math.Exp2(11*float64(i)/600)
			value := interval.Point(s).Div(interval.Point(1).Sub(interval.Point(-s).Exp())).Sub(interval.Point(1))
			epsilon := s/2 + factor*s*s/12
			largest = math.Max(largest, value.Hi/epsilon)
			out.Check(value.Lo <= epsilon && value.Hi >= epsilon-s*s*s*s/720, "s = %g: %v, ε = %g", s, value, epsilon)
		}
		out.Evidence = fmt.Sprintf("%d points, at most %.9f of ε", out.Cases, largest)
		return out, nil
	})
}

// bernsteinPoints takes X = w with probability v/(v + w²), else −v/w: EX = 0, Var X = v, X ≤ w. The bound's w/3 is
// multiplied by factor. For v → 0 log E e^{λX} ~ (v/w²)(e^y − 1 − y), y = λw, and the bound (v/w²) y²/(2(1 − y/3)):
// both are (v/w²)(y²/2 + y³/6 + O(y⁴)).
func bernsteinPoints(variance, factor float64) Scenario {
	name := fmt.Sprintf("smooth: Bernstein's inequality, v = %g", variance)
	return extreme(name, factor, func() (Outcome, error) {
		var out Outcome
		for i := 1; i < 90; i++ {
			y, v := float64(i)/30, variance // λw, w = 1
			p := v / (v + 1)
			value := math.Log1p(p*math.Expm1(y) + (1-p)*math.Expm1(-v*y))
			bound := math.Inf(1)
			if rest := 1 - factor*y/3; rest > 0 {
				bound = v * y * y / (2 * rest)
			}
			// 10^−12 v for the cancellation of p(e^y − 1) against (1 − p)(1 − e^{−vy}), both of the size vy.
			out.Check(value <= bound+1e-12*v, "λw = %g: log E e^{λX} = %.15g > %.15g", y, value, bound)
			if v <= 1e-6 && y < 0.2 { // (1 + v)^−1 and more powers of v are lost
				out.Check(bound <= value*(1+y*y/20+10*v)+1e-12*v, "v → 0, λw = %g: bound %.15g, attained %.15g", y,
					bound, value)
			}
		}
		out.Evidence = fmt.Sprintf("%d comparisons", out.Cases)
		return out, nil
	})
}

// adverseErrors runs Algorithm 1 on means without noise: every model is its pool's mean and ε.
func adverseErrors(name string, requests []certify.Request, tolerance, factor float64) Scenario {
	name = fmt.Sprintf("approximate: errors of ε = %g in one direction, %s", tolerance, name)
	return extreme(name, factor, func() (Outcome, error) {
		var out Outcome
		for i, q := range requests {
			q.Radius = 1e3
			exact, err := certify.Natural(q)
			if err != nil {
				return out, err
			}
			with, err := certify.Approximate(q, tolerance)
			if err != nil {
				return out, err
			}
			if !with.Certified {
				return out, fmt.Errorf("request %d: not certified: %s", i, with.Reason)
			}
			sum, total, model := 0.0, 0.0, 0.0
			for t := range q.Generations {
				sum, total = sum+float64(q.Schedule.Size(t))*model, total+float64(q.Schedule.Size(t))
				model = sum/total + tolerance
				room := 1e-12 * with.Trajectory[t+1] / model // the difference of two rounded radii
				gained := factor * (with.Trajectory[t+1] - exact.Trajectory[t+1]) * q.Constants.Lambda0
				out.Check(math.Abs(gained/model-1) <= room+1e-12, "request %d, t = %d: bound %g, attained %g", i, t+1,
					gained, model)
			}
		}
		out.Evidence = fmt.Sprintf("%d generations", out.Cases)
		return out, nil
	})
}

// extremes are the fixed scenarios, their bounds multiplied by factor.
func extremes(factor float64) []Scenario {
	gaussian := fixedInstance("gaussian-mean", []float64{0}, "geom:1000,2", 10, 0.05, chernoffMethod)
	return []Scenario{longestStep("requests 0 to 59", firstRequests(60, drawRequest), factor),
		gaussianDivergence(gaussian, factor), turnedInformation(0x1p-8, 600, factor), bernsteinPoints(1e-12, factor),
		adverseErrors("requests 0 to 39", firstRequests(40, drawRequest), 0.1, factor)}
}

// drawExtreme draws one of the inequalities at a point of its own.
func drawExtreme(choose Chooser) Scenario {
	switch choose.Choose("certificate", 5) {
	case 1:
		c := fixedInstance("gaussian-mean", []float64{0}, "const:1", 1, 0.5, chernoffMethod)
		c.truth = DrawTheta(choose, c.family, c.truth)
		return gaussianDivergence(c.drawData(choose), 1)
	case 2:
		return turnedInformation(DrawLog(choose, "s", 0x1p-8, 8), 1, 1)
	case 3:
		return bernsteinPoints(DrawLog(choose, "v", 1e-12, 10), 1)
	case 4:
		q := drawRequest(choose)
		return adverseErrors(requestName(q), []certify.Request{q}, DrawLog(choose, "ε", 0.01, 1), 1)
	}
	q := drawRequest(choose)
	s := longestStep(requestName(q), []certify.Request{q}, 1)
	if found, err := certify.General(q); err != nil || !found.Certified {
		s.Unmet = "not certified: " + found.Reason
	}
	return s
}
