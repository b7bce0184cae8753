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

// longestStep finds the first a at which the loss stops to fall, by bisection of its slope.
func longestStep(factor float64) Scenario {
	return extreme("general: the step", factor, func() (Outcome, error) {
		var out Outcome
		for i := range 60 {
			q := latticeRequest(lattice(i))
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

func gaussianDivergence(factor float64) Scenario {
	return extreme("chernoff: KL of a Gaussian mean", factor, func() (Outcome, error) {
		var out Outcome
		for _, n := range []string{"const:100", "const:10000", "geom:1000,2"} {
			c := fixedInstance("gaussian-mean", []float64{0}, n, 10, 0.05, chernoffMethod)
			found, unmet := c.certificate()
			if unmet != "" {
				return out, fmt.Errorf("%s: %s", c.name(), unmet)
			}
			kl, err := c.family.KL([]float64{0}, []float64{found.Rho})
			if err != nil {
				return out, err
			}
			attained(&out, factor*found.KL, kl.Value, "%s", c.name())
		}
		out.Evidence = fmt.Sprintf("%d divergences", out.Cases)
		return out, nil
	})
}

// turnedInformation encloses s/(1 − e^{−s}) at 600 points s of [2^−8, 8]; s²/12 is multiplied by factor.
func turnedInformation(factor float64) Scenario {
	return extreme("mixture: ε", factor, func() (Outcome, error) {
		var out Outcome
		largest := 0.0
		for i := range 600 {
			s := math.Exp2(-8 + 11*float64(i)/600)
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
func bernsteinPoints(factor float64) Scenario {
	return extreme("smooth: Bernstein's inequality", factor, func() (Outcome, error) {
		var out Outcome
		for _, v := range []float64{1e-12, 1e-6, 0.1, 1, 10} {
			for i := 1; i < 90; i++ {
				y := float64(i) / 30 // λw, w = 1
				p := v / (v + 1)
				value := math.Log1p(p*math.Expm1(y) + (1-p)*math.Expm1(-v*y))
				bound := math.Inf(1)
				if rest := 1 - factor*y/3; rest > 0 {
					bound = v * y * y / (2 * rest)
				}
				// 10^−12 v for the cancellation of p(e^y − 1) against (1 − p)(1 − e^{−vy}), both of the size vy.
				out.Check(value <= bound+1e-12*v, "v = %g, λw = %g: log E e^{λX} = %.15g > %.15g", v, y, value, bound)
				if v == 1e-12 && y < 0.2 {
					out.Check(bound <= value*(1+y*y/20)+1e-12*v, "v → 0, λw = %g: bound %.15g, attained %.15g", y,
						bound, value)
				}
			}
		}
		out.Evidence = fmt.Sprintf("%d comparisons", out.Cases)
		return out, nil
	})
}

// adverseErrors runs Algorithm 1 on means without noise: every model is its pool's mean and ε.
func adverseErrors(factor float64) Scenario {
	return extreme("approximate: errors in one direction", factor, func() (Outcome, error) {
		var out Outcome
		for i := range 40 {
			q := latticeRequest(lattice(i))
			q.Radius = 1e3
			const tolerance = 0.1
			exact, err := certify.Natural(q)
			if err != nil {
				return out, err
			}
			with, err := certify.Approximate(q, tolerance)
			if err != nil {
				return out, err
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
