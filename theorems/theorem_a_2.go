package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
)

// hessianScenario is the rate P_θ(∇²log p_θ(x) ≠ −factor·I(θ)) = 0, at each of the points in turn.
func hessianScenario(suffix string, family estimators.Family, points [][]float64, factor float64) Scenario {
	return Scenario{Name: family.Name() + suffix, Experiment: Rate{Allowed: 0, Tolerated: 0.1,
		New: func() (estimators.Trial[bool], error) {
			d := family.Dim()
			information, hessian, x := make([]float64, d*d), make([]float64, d*d), make([]float64, family.SampleDim())
			return func(s *estimators.Stream, replicate uint64) (bool, error) {
				theta := points[replicate%uint64(len(points))]
				family.FisherInformation(information, theta)
				family.Sample(x, theta, s.At(replicate, 0))
				family.Hessian(hessian, theta, x)
				bad := false
				for k, v := range hessian {
					// Both sides are a few elementary operations on terms of this size, which lose 1e-13 of it at most.
					scale := math.Sqrt(information[k/d*(d+1)] * information[k%d*(d+1)])
					bad = bad || !(math.Abs(v+factor*information[k]) <= 1e-13*scale)
				}
				return bad, nil
			}, nil
		}}}
}

// theoremA2 is I(θ) = −E_θ[∇²log p_θ(x)] (Theorem A.2) where the Hessian does not depend on x, so that no expectation
// is left.
func theoremA2() Claim {
	return Claim{
		ID: "theorem-A.2", Statement: "theorem-A.2", Title: "information is minus the Hessian", Expect: Supported,
		Demands:   []Share{{AtLeast: 0.5}},
		Says:      "∇²log p_θ(x) = −I(θ) for almost every x, in natural parameters",
		Deviation: "natural families only: elsewhere the families' own tests integrate −E∇²",
		Fixed: func(Profile) []Scenario {
			return each(naturalFamilies(), func(entry naturalEntry) Scenario {
				return hessianScenario("", entry.family, entry.points, 1)
			})
		},
		Draw: func(choose Chooser) Scenario {
			c, err := drawNatural(choose), error(nil)
			if choose.Choose("alphabet", 4) == 3 {
				if c, err = drawAlphabet(choose); err != nil {
					return Scenario{Name: err.Error(), Unmet: err.Error()}
				}
			}
			s := hessianScenario(fmt.Sprintf(" θ=%v", c.truth), c.family, [][]float64{c.truth}, 1)
			if _, natural := c.family.(estimators.NaturalFamily); !natural {
				s.Unmet = "the log-odds of the alphabet are curved: the Hessian depends on x"
			}
			return s
		},
		Mutants: func() []Mutant {
			gaussian := standardGaussian()
			return []Mutant{{"information-of-one-percent-more",
				hessianScenario(" information-of-one-percent-more", gaussian.family, gaussian.points, 1.01)}}
		},
	}
}

// theoremA2WithoutSmoothness drops Assumption 2 and keeps the rest: the Laplace location has log p with a kink at x =
// θ, its Hessian is 0 at every other x, and its information is 1/b². The mutant puts the smoothness back.
func theoremA2WithoutSmoothness() Claim {
	return Claim{
		ID: "theorem-A.2-without-assumption-2", Statement: "theorem-A.2",
		Title: "information is minus the Hessian, Laplace location", Expect: Refuted, Contrast: true,
		Says:      "∇²log p_θ(x) = −I(θ) for almost every x, for a density with a kink",
		Deviation: "Assumption 2 dropped: not claimed in print",
		Fixed: func(Profile) []Scenario {
			return []Scenario{hessianScenario("", estimators.NewLaplaceLocationUnit(), [][]float64{{0}}, 1)}
		},
		Draw: func(choose Chooser) Scenario {
			family, err := estimators.NewLaplaceLocation(DrawLog(choose, "b", 0.001, 1000))
			if err != nil {
				panic("theorems: " + err.Error())
			}
			theta := DrawTheta(choose, family, []float64{0}, []float64{1}, []float64{-20})
			return hessianScenario(fmt.Sprintf(" θ=%v", theta), family, [][]float64{theta}, 1)
		},
		Mutants: func() []Mutant {
			gaussian := standardGaussian()
			return []Mutant{{"smooth", hessianScenario(" smooth", gaussian.family, gaussian.points, 1)}}
		},
	}
}
