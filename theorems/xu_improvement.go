package theorems

import (
	"fmt"
	"math"

	"itermle/internal/quadrature"
)

// xuImprovement is the probability that a second model is better than the first, ours for a normal mean: m_1 from n
// real samples, m_2 from kn of its own,
//
//	P(|m_2 − μ| < |m_1 − μ|) = arctan(2√k)/π < ½.
//
// In units of sd(m_1), m_2 − m_1 = Z/√k must have the sign opposite to X = m_1 − μ and less than twice its size: 2∫_0^∞
// φ(x)[Φ(0) − Φ(−2x√k)] dx, by quadrature. The angle of the half planes is the closed form.
func xuImprovement() Claim {
	scenario := func(ratio float64, claimed func(k float64) float64) Scenario {
		name := fmt.Sprintf("k=%g claimed=%.6g", ratio, claimed(ratio))
		return Scenario{Name: name, Experiment: Deterministic{Decide: func() (Outcome, error) {
			h := math.Min(1, 1/math.Sqrt(ratio)) // the error function's scale
			value, slack, err := quadrature.Integrate(func(x float64) float64 {
				return math.Exp(-x*x/2) / math.Sqrt(2*math.Pi) * math.Erf(x*math.Sqrt(2*ratio))
			}, []float64{0, h, 2 * h, 4 * h, 4*h + 2, 4*h + 5, 4*h + 10}, 1e-11)
			if err != nil {
				return Outcome{}, err
			}
			var out Outcome
			out.Check(math.Abs(value-claimed(ratio)) <= slack+1e-14, "P = %.12g by quadrature, claimed %.12g", value,
				claimed(ratio))
			if out.Counterexample == "" {
				out.Evidence = fmt.Sprintf("P(the second model is better) = %.12g", value)
			}
			return out, nil
		}}}
	}
	arctangent := func(k float64) float64 { return math.Atan(2*math.Sqrt(k)) / math.Pi }
	return Claim{
		ID: "xu-improvement", Statement: "xu-improvement", Expect: Supported,
		Title: "normal mean: a second model from kn synthetic samples is better with probability arctan(2√k)/π",
		Says: "P(|m_2 − μ| < |m_1 − μ|) = arctan(2√k)/π: less than ½ however many synthetic samples, 0.352 for as " +
			"many as there are real ones.",
		Deviation: "ours: print's general expression was not available",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(1, arctangent), scenario(0.01, arctangent), scenario(1e4, arctangent)}
		},
		Draw: func(choose Chooser) Scenario {
			return scenario(DrawLog(choose, "kn", 1, 1e6)/DrawLog(choose, "n", 1, 1e4), arctangent)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"arctan-√k", scenario(1, func(k float64) float64 { return math.Atan(math.Sqrt(k)) / math.Pi })},
				{"one-half", scenario(1e4, func(float64) float64 { return 0.5 })},
				{"sign-alone", scenario(1, func(float64) float64 { return 0.25 })},
			}
		},
	}
}
