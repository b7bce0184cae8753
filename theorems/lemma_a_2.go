package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
)

// hessianScenario checks ∇²log p_θ(x) = −factor·I(θ) at samples x of each point.
func hessianScenario(suffix string, family estimators.Family, points [][]float64, factor float64) Scenario {
	return Scenario{Name: family.Name() + suffix, Experiment: Deterministic{Decide: func() (Outcome, error) {
		var out Outcome
		d := family.Dim()
		information, hessian, x := make([]float64, d*d), make([]float64, d*d), make([]float64, family.SampleDim())
		worst := 0.0
		for i, theta := range points {
			family.FisherInformation(information, theta)
			random := estimators.NewStream(0, "lemma-A.2", family.Name()).At(uint64(i), 0) // any samples will do
			for range 20 {
				family.Sample(x, theta, random)
				family.Hessian(hessian, theta, x)
				for k, v := range hessian {
					scale := math.Sqrt(information[k/d*(d+1)] * information[k%d*(d+1)])
					gap := math.Abs(v+factor*information[k]) / scale
					worst = math.Max(worst, gap)
					// Both sides are a few elementary operations on terms of size scale.
					out.Check(gap <= 1e-13, "∇² + I is %g at θ = %v, x = %v", gap, theta, x)
				}
			}
		}
		out.Evidence = fmt.Sprintf("largest |∇² + I| relative to √(I_jj I_kk): %.1g over %d entries", worst, out.Cases)
		return out, nil
	}}}
}

// lemmaA2 is I(θ) = −E_θ[∇²log p_θ(x)] (A.2) where the Hessian does not depend on x, so that no expectation is left.
func lemmaA2() Claim {
	return Claim{
		ID: "lemma-A.2", Statement: "lemma-A.2", Title: "information is minus the Hessian", Expect: Supported,
		Says:      "∇²log p_θ(x) = −I(θ) for every x, in natural parameters",
		Deviation: "natural families only: elsewhere the families' own tests integrate −E∇²",
		Fixed: func(Profile) []Scenario {
			return each(naturalFamilies(), func(entry naturalEntry) Scenario {
				return hessianScenario("", entry.family, entry.points, 1)
			})
		},
		Mutants: func() []Mutant {
			gaussian := standardGaussian()
			return []Mutant{{"information-of-one-percent-more",
				hessianScenario(" information-of-one-percent-more", gaussian.family, gaussian.points, 1.01)}}
		},
	}
}

// lemmaA2WithoutSmoothness drops Assumption 2 and keeps the rest: the Laplace location has log p with a kink at x = θ,
// its Hessian is 0 at every other x, and its information is 1/b². The mutant puts the smoothness back.
func lemmaA2WithoutSmoothness() Claim {
	return Claim{
		ID: "lemma-A.2-without-assumption-2", Statement: "lemma-A.2",
		Title: "information is minus the Hessian, Laplace location", Expect: Refuted,
		Says:      "∇²log p_θ(x) = −I(θ) for almost every x, for a density with a kink",
		Deviation: "Assumption 2 dropped: not claimed in print",
		Fixed: func(Profile) []Scenario {
			family, err := estimators.ParseFamily("laplace-location")
			if err != nil {
				panic("theorems: " + err.Error())
			}
			return []Scenario{hessianScenario("", family, [][]float64{{0}}, 1)}
		},
		Mutants: func() []Mutant {
			gaussian := standardGaussian()
			return []Mutant{{"smooth", hessianScenario(" smooth", gaussian.family, gaussian.points, 1)}}
		},
	}
}
