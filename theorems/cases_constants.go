package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/internal/geometry"
)

// constantsInstance looks for a violation of the constants that a family states for a ball; K2, K3, λ0 are multiplied
// by the factors.
type constantsInstance struct {
	family     estimators.RegularFamily
	truth      []float64
	r          float64
	k2, k3, l0 float64
}

// informationScenario checks λ0 ≤ λ_min(I(θ)) and ‖I(θ)‖ ≤ K2 over the ball.
func (c constantsInstance) informationScenario(suffix string) Scenario {
	return c.scenario(suffix, func(constants estimators.Constants, points [][]float64) Outcome {
		var out Outcome
		d := c.family.Dim()
		information := make([]float64, d*d)
		lowest, highest := math.Inf(1), 0.0
		for _, theta := range points {
			c.family.FisherInformation(information, theta)
			least, norm := geometry.Spectrum(information, d)
			lowest, highest = math.Min(lowest, least/(c.l0*constants.Lambda0)),
				math.Max(highest, norm/(c.k2*constants.K2))
			out.Check(least >= c.l0*constants.Lambda0*(1-geometry.RelativeRounding) &&
				norm <= c.k2*constants.K2*(1+geometry.RelativeRounding), "λ_min = %g, ‖I‖ = %g at θ = %v", least, norm,
				theta)
		}
		out.Evidence = fmt.Sprintf("least λ_min/λ0 %.4f, largest ‖I‖/K2 %.4f over %d points", lowest, highest,
			out.Cases)
		return out
	})
}

// lipschitzScenario checks ‖∇²log p_θ(x) − ∇²log p_η(x)‖ ≤ K3 ‖θ − η‖, the same for I with L_I, and |∇³[u,u,u]| ≤ K3.
func (c constantsInstance) lipschitzScenario(suffix string) Scenario {
	return c.scenario(suffix, func(constants estimators.Constants, points [][]float64) Outcome {
		var out Outcome
		family, d := c.family, c.family.Dim()
		// In natural parameters no derivative of log p beyond the first depends on x (theorem-A.2): any x will do.
		k3, x, letters := c.k3*constants.K3, make([]float64, family.SampleDim()), 1
		if curved, ok := family.(alphabetOnBall); ok {
			letters = curved.Letters()
		}
		a, b, third := make([]float64, d*d), make([]float64, d*d), make([]float64, d*d*d)
		steepest := 0.0
		check := func(value, bound, rounding float64) {
			if bound > 0 {
				steepest = math.Max(steepest, value/bound)
			}
			out.Check(value <= bound*(1+geometry.RelativeRounding)+rounding, "%g > %g", value, bound)
		}
		// apart checks ‖a − b‖ ≤ slope·‖θ − η‖.
		apart := func(slope float64, theta, eta []float64) {
			for k := range a {
				a[k] -= b[k]
			}
			_, norm := geometry.Spectrum(a, d)
			check(norm, slope*geometry.Distance(theta, eta), 1e-14*constants.K2)
		}
		for i, theta := range points {
			for letter := range letters {
				x[0] = float64(letter)
				family.ThirdDerivative(third, theta, x)
				for _, u := range geometry.Directions(d) {
					sum := 0.0
					for j, v := range third {
						sum += v * u[j/(d*d)] * u[j/d%d] * u[j%d]
					}
					check(math.Abs(sum), k3, 0)
				}
				for _, eta := range points[:i] {
					family.Hessian(a, theta, x)
					family.Hessian(b, eta, x)
					apart(k3, theta, eta)
				}
			}
			for _, eta := range points[:i] {
				family.FisherInformation(a, theta)
				family.FisherInformation(b, eta)
				apart(constants.Lipschitz, theta, eta)
			}
		}
		out.Evidence = fmt.Sprintf("steepest: %.4f of K3 over %d comparisons", steepest, out.Cases)
		return out
	})
}

func (c constantsInstance) scenario(suffix string, decide func(estimators.Constants, [][]float64) Outcome) Scenario {
	s := Scenario{Name: fmt.Sprintf("%s θ*=%v r=%g%s", c.family.Name(), c.truth, c.r, suffix)}
	constants, err := c.family.AssumptionConstants(c.truth, c.r)
	if err != nil {
		s.Unmet = err.Error()
		return s
	}
	return exactly(s.Name, func() Outcome { return decide(constants, geometry.BallPoints(c.truth, c.r)) })
}

// constantsClaim is a claim about the constants of every natural family, at its points and near them, and of alphabets.
func constantsClaim(claim Claim, scenario func(constantsInstance, string) Scenario, mutants ...constantsMutant) Claim {
	claim.Expect = Supported
	claim.Fixed = func(Profile) []Scenario {
		return each(naturalFamilies(), func(entry naturalEntry) Scenario {
			return scenario(constantsInstance{entry.family, entry.points[0], 1, 1, 1, 1}, "")
		})
	}
	claim.Draw = func(choose Chooser) Scenario {
		c, err := certifiedInstance{}, error(nil)
		if choose.Choose("alphabet", 3) < 2 {
			c = drawNatural(choose)
			c.radius = DrawLog(choose, "r", 0.05, 4)
		} else if c, err = drawAlphabet(choose); err != nil {
			return Scenario{Name: err.Error(), Unmet: err.Error()}
		}
		return scenario(constantsInstance{c.family, c.truth, c.radius, 1, 1, 1}, "")
	}
	claim.Mutants = func() []Mutant {
		all := make([]Mutant, len(mutants))
		for i, m := range mutants {
			all[i] = Mutant{m.name, scenario(m.instance, " "+m.name)}
		}
		return all
	}
	return claim
}

// constantsMutant is an instance whose constants are false.
type constantsMutant struct {
	name     string
	instance constantsInstance
}
