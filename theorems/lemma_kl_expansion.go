package theorems

import (
	"fmt"
	"math"

	"itermle/internal/geometry"
)

// expansionScenario checks |KL(p_θ*‖p_θ) − ½(θ−θ*)ᵀI(θ*)(θ−θ*)| ≤ (K3/6)‖θ−θ*‖³ at the distance r in
// geometry.Directions. The information and K3 are multiplied by the factors.
func expansionScenario(f familyOnBall, suffix string, information, third float64) Scenario {
	return Scenario{Name: f.name() + suffix, Experiment: Deterministic{Decide: func() (Outcome, error) {
		var out Outcome
		d := f.family.Dim()
		fisher := make([]float64, d*d)
		f.family.FisherInformation(fisher, f.truth)
		largest := 0.0
		for _, u := range geometry.Directions(d) {
			theta := append([]float64(nil), f.truth...)
			for k := range theta {
				theta[k] += f.r * u[k]
			}
			kl, err := f.family.KL(f.truth, theta)
			if err != nil {
				return out, err
			}
			// θ − θ* as it was rounded: at θ* = 10^6 it is not r u.
			quadratic, size := 0.0, geometry.Distance(theta, f.truth)
			for k, v := range fisher {
				quadratic += information / 2 * v * (theta[k/d] - f.truth[k/d]) * (theta[k%d] - f.truth[k%d])
			}
			bound := third * f.constants.K3 / 6 * size * size * size
			remainder := math.Abs(kl.Value - quadratic)
			if bound > 0 {
				largest = math.Max(largest, remainder/bound)
			}
			out.Check(remainder <= bound*(1+geometry.RelativeRounding)+kl.Error+geometry.RelativeRounding*quadratic,
				"remainder %g > %g at θ = %v", remainder, bound, theta)
		}
		out.Evidence = fmt.Sprintf("largest remainder %.4f of its bound over %d points", largest, out.Cases)
		return out, nil
	}}}
}

// lemmaKLExpansion is the expansion of KL about θ* with its cubic remainder (arXiv:2505.19046, appendix A.1).
func lemmaKLExpansion() Claim {
	mutant := func(name string, entry naturalEntry, information, third float64) Mutant {
		f, err := newFamilyOnBall(entry.family, entry.points[0], 0.01)
		if err != nil {
			panic("theorems: " + err.Error())
		}
		return Mutant{name, expansionScenario(f, " "+name, information, third)}
	}
	return Claim{
		ID: "lemma-kl-expansion", Statement: "lemma-kl-expansion", Title: "KL is quadratic up to K3/6 ‖θ−θ*‖³",
		Demands: []Share{{AtLeast: 0.6}},
		Expect:  Supported,
		Says:    "|KL(p_θ*‖p_θ) − ½(θ−θ*)ᵀI(θ*)(θ−θ*)| ≤ (K3/6)‖θ−θ*‖³ up to the certified error of KL",
		Fixed: func(Profile) (scenarios []Scenario) {
			for _, entry := range naturalFamilies() {
				for _, truth := range entry.points {
					for _, r := range []float64{0.01, 0.1, 0.5, 1} {
						if f, err := newFamilyOnBall(entry.family, truth, r); err == nil { // the ball is in Θ
							scenarios = append(scenarios, expansionScenario(f, "", 1, 1))
						}
					}
				}
			}
			return scenarios
		},
		Draw: func(choose Chooser) Scenario {
			f, err := drawNaturalOnBall(choose)
			if err != nil {
				return Scenario{Name: err.Error(), Unmet: err.Error()}
			}
			f.r *= 1 - 1e-9 // inside the ball, however θ is rounded
			return expansionScenario(f, "", 1, 1)
		},
		Mutants: func() []Mutant {
			return []Mutant{mutant("information-of-one-percent-more", standardGaussian(), 1.01, 1),
				mutant("K3-of-one-percent-less", logitAt(1), 1, 0.99)}
		},
	}
}
