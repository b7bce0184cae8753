package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
	"itermle/internal/geometry"
)

// expansion is an instance of the expansion about θ* out to the given distances; the information and K3 are multiplied
// by the factors.
type expansion struct {
	family             estimators.RegularFamily
	truth              []float64
	distances          []float64
	information, third float64
}

// scenario checks |KL(p_θ*‖p_θ) − ½(θ−θ*)ᵀI(θ*)(θ−θ*)| ≤ (K3/6)‖θ−θ*‖³ in geometry.Directions, with the K3 of the ball
// that reaches θ. A distance whose ball leaves Θ is passed over, but not all may be.
func (e expansion) scenario(suffix string) Scenario {
	s := Scenario{Name: fmt.Sprintf("%s θ*=%v ‖θ−θ*‖=%v%s", e.family.Name(), e.truth, e.distances, suffix)}
	var third, distances []float64
	for _, h := range e.distances {
		constants, err := e.family.AssumptionConstants(e.truth, h)
		if err != nil {
			s.Unmet = err.Error()
			continue
		}
		third, distances = append(third, constants.K3), append(distances, h)
	}
	if len(distances) == 0 {
		return s
	}
	s.Unmet, s.Experiment = "", Deterministic{Decide: func() (Outcome, error) {
		var out Outcome
		d := e.family.Dim()
		fisher := make([]float64, d*d)
		e.family.FisherInformation(fisher, e.truth)
		largest := 0.0
		for i, h := range distances {
			for _, u := range geometry.Directions(d) {
				theta := append([]float64(nil), e.truth...)
				for k := range theta {
					theta[k] += h * u[k]
				}
				kl, err := e.family.KL(e.truth, theta)
				if err != nil {
					return Outcome{}, err
				}
				// θ − θ* as it was rounded: at θ* = 10^6 it is not h u.
				quadratic, size := 0.0, geometry.Distance(theta, e.truth)
				for k, v := range fisher {
					quadratic += e.information / 2 * v * (theta[k/d] - e.truth[k/d]) * (theta[k%d] - e.truth[k%d])
				}
				bound := e.third * third[i] / 6 * size * size * size
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
	whole := func(family estimators.RegularFamily, truth []float64, information, third float64) expansion {
		return expansion{family, truth, []float64{0.01, 0.1, 0.5, 1}, information, third}
	}
	return Claim{
		ID: "lemma-kl-expansion", Statement: "lemma-kl-expansion", Title: "KL is quadratic up to K3/6 ‖θ−θ*‖³",
		Expect: Supported,
		Says:   "|KL(p_θ*‖p_θ) − ½(θ−θ*)ᵀI(θ*)(θ−θ*)| ≤ (K3/6)‖θ−θ*‖³ up to the certified error of KL",
		Fixed: func(Profile) []Scenario {
			var scenarios []Scenario
			for _, entry := range naturalFamilies() {
				for _, truth := range entry.points {
					scenarios = append(scenarios, whole(entry.family, truth, 1, 1).scenario(""))
				}
			}
			return scenarios
		},
		Draw: func(choose Chooser) Scenario {
			f, err := drawNaturalOnBall(choose)
			if err != nil {
				return Scenario{Name: err.Error(), Unmet: err.Error()}
			}
			return expansion{f.family, f.truth, []float64{f.r * (1 - 1e-9)}, 1, 1}.scenario("")
		},
		Mutants: func() []Mutant {
			gaussian, logit := standardGaussian(), logitAt(1)
			return []Mutant{
				{"information-of-one-percent-more", whole(gaussian.family, gaussian.points[0], 1.01,
					1).scenario(" information-of-one-percent-more")},
				{"K3-of-one-percent-less",
					whole(logit.family, logit.points[0], 1, 0.99).scenario(" K3-of-one-percent-less")},
			}
		},
	}
}
