package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
)

// scoreSquare bounds E‖s‖²/K1² for a score with P(‖s‖ ≥ u) ≤ 2 exp(−u²/(2K1²)):
// ∫_0^∞ min(1, 2e^{−v/(2K1²)}) dv = 2K1²(log 2 + 1).
const scoreSquare = 2 * (1 + math.Ln2)

// dimension decides d λ0 ≤ share·2(1+log 2) K1², by tr I(θ*) = E‖∇log p‖² ≤ 2(1+log 2) K1² and tr I ≥ dλ0.
func dimension(family estimators.RegularFamily, truth []float64, r, share float64) Scenario {
	s := Scenario{Name: fmt.Sprintf("%s θ*=%v r=%.4g share=%g", family.Name(), truth, r, share)}
	c, err := family.AssumptionConstants(truth, r)
	if err != nil {
		s.Unmet = err.Error()
		return s
	}
	s.Experiment = exactly(s.Name, func() (out Outcome) {
		d := float64(family.Dim())
		bound := share * scoreSquare * c.K1 * c.K1 / c.Lambda0
		out.Check(d <= bound*(1+1e-12), "d = %g > %.6g", d, bound)
		out.Tightness = &Tightness{Ratio: d / bound, Low: d / bound, High: d / bound}
		out.Evidence = fmt.Sprintf("d = %g, at most %.4g by K1² = %.4g, λ0 = %.4g", d, bound, c.K1*c.K1, c.Lambda0)
		return out
	}).Experiment
	return s
}

// theorem41Dimension shows that the d in log(7d/δ) says nothing that K1 and λ0 do not: log(7d/δ) ≤ log(7/δ) +
// log(3.3863 K1²/λ0), so C√(log(7d/δ)/n) ≤ C′√(log(7/δ)/n) with another C′ of K1 and λ0, and what looks logarithmic in
// d hides √d in K1: K1² ≥ dλ0/3.3863. The constant is best: a vector of uniform direction and of length K1ρ, ρ² =
// 2(log 2 + Exp(1)), has the tail 2 exp(−u²/2K1²) exactly, and covariance 2(1+log 2)K1²/d times the identity.
func theorem41Dimension() Claim {
	softmax := func(letters int) Scenario { return softmaxDimension(letters, 1) }
	return Claim{
		ID: "theorem-4.1-dimension", Statement: "theorem-4.1-dimension",
		Title: "the d of Theorem 4.1 is redundant: d ≤ 2(1 + log 2) K1²/λ0", Expect: Supported,
		Says: "Under 2A and 3 d ≤ 3.3863 K1²/λ0, so that log(7d/δ) may read log(7/δ) with another C, and K1 grows at " +
			"least as √d.",
		Deviation: "ours: print has log(7d/δ), as if the bound grew with log d only",
		Fixed: func(Profile) []Scenario {
			scenarios := []Scenario{softmax(3), softmax(30)}
			for _, entry := range naturalFamilies() {
				scenarios = append(scenarios, dimension(entry.family, entry.points[0], 0.1, 1))
			}
			return scenarios
		},
		Draw: func(choose Chooser) Scenario {
			if choose.Choose("alphabet", 2) == 1 {
				c, err := drawAlphabet(choose)
				if err != nil {
					return Scenario{Name: err.Error(), Unmet: err.Error()}
				}
				return dimension(c.family, c.truth, c.radius, 1)
			}
			c := drawNatural(choose)
			return dimension(c.family, c.truth, DrawLog(choose, "r", 1e-3, 1), 1)
		},
		Mutants: func() []Mutant {
			gaussian := standardGaussian()
			return []Mutant{
				{"a-tenth", softmaxDimension(3, 0.1)},
				{"a-quarter", dimension(gaussian.family, gaussian.points[0], 1, 0.25)},
				{"half-of-K1-squared", dimension(gaussian.family, gaussian.points[0], 1, 0.5/scoreSquare)},
			}
		},
	}
}

// softmaxDimension is the uniform law on an alphabet in its softmax parameters.
func softmaxDimension(letters int, share float64) Scenario {
	truth := make([]float64, letters-1)
	c := fixedInstance(fmt.Sprintf("categorical-softmax:%d", letters), truth, "const:1", 1, 0.05, generalMethod)
	return dimension(c.family, truth, 0.01, share)
}
