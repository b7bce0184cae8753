package theorems

import (
	"fmt"
	"math"

	"itermle/internal/geometry"
)

// expansionScenario checks |KL(p_θ*‖p_θ) − ½(θ−θ*)ᵀI(θ*)(θ−θ*)| ≤ (K3/6)‖θ−θ*‖³ along directions out to 1. The
// information and K3 are multiplied by the factors.
func expansionScenario(entry naturalEntry, point int, suffix string, information, third float64) Scenario {
	truth := entry.points[point]
	s := Scenario{Name: fmt.Sprintf("%s θ*=%v%s", entry.family.Name(), truth, suffix)}
	s.Experiment = Deterministic{Decide: func() (Outcome, error) {
		var out Outcome
		d := entry.family.Dim()
		fisher := make([]float64, d*d)
		entry.family.FisherInformation(fisher, truth)
		largest := 0.0
		for _, h := range []float64{0.01, 0.1, 0.5, 1} {
			constants, err := entry.family.AssumptionConstants(truth, h)
			if err != nil {
				continue
			}
			for _, u := range geometry.Directions(d) {
				theta := append([]float64(nil), truth...)
				for k := range theta {
					theta[k] += h * u[k]
				}
				kl, err := entry.family.KL(truth, theta)
				if err != nil {
					return Outcome{}, err
				}
				// θ − θ* as it was rounded: at θ* = 10^6 it is not h u.
				quadratic, size := 0.0, geometry.Distance(theta, truth)
				for k, v := range fisher {
					quadratic += information / 2 * v * (theta[k/d] - truth[k/d]) * (theta[k%d] - truth[k%d])
				}
				bound := third * constants.K3 / 6 * size * size * size
				remainder := math.Abs(kl.Value - quadratic)
				if bound > 0 {
					largest = math.Max(largest, remainder/bound)
				}
				out.Check(remainder <= bound*(1+geometry.RelativeRounding)+kl.Error+geometry.RelativeRounding*quadratic,
					"remainder %g > %g at θ = %v", remainder, bound, theta)
			}
		}
		out.Evidence = fmt.Sprintf("largest remainder %.4f of its bound over %d points", largest, out.Cases)
		return out, nil
	}}
	return s
}

// lemmaKLExpansion is the expansion of KL about θ* with its cubic remainder (arXiv:2505.19046, appendix A.1).
func lemmaKLExpansion() Claim {
	return Claim{
		ID: "lemma-kl-expansion", Statement: "lemma-kl-expansion", Title: "KL is quadratic up to K3/6 ‖θ−θ*‖³",
		Expect: Supported,
		Says:   "|KL(p_θ*‖p_θ) − ½(θ−θ*)ᵀI(θ*)(θ−θ*)| ≤ (K3/6)‖θ−θ*‖³ up to the certified error of KL",
		Fixed: func(Profile) []Scenario {
			var scenarios []Scenario
			for _, entry := range naturalFamilies() {
				for point := range entry.points {
					scenarios = append(scenarios, expansionScenario(entry, point, "", 1, 1))
				}
			}
			return scenarios
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"information-of-one-percent-more", expansionScenario(standardGaussian(), 0,
					" information-of-one-percent-more", 1.01, 1)},
				{"K3-of-one-percent-less", expansionScenario(logitAt(1), 0, " K3-of-one-percent-less", 1, 0.99)},
			}
		},
	}
}
