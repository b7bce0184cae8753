package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
)

// hessianInstance is Lemma B.3 for the logistic location: the Hessian −½ sech²(z/2) depends on x, ‖·‖ ≤ K2 = ½ and I =
// 1/3.
type hessianInstance struct {
	truth       float64
	n           int
	generations int
	delta       float64
	factor      float64 // of I: 1, or a mutant's
}

// scenario is the rate P(‖Σ_{t<T} [∇²ℓ_t(θ^(t)) − I(θ^(t))]‖ > 2K2 √(8T log(2d/δ)/n)) ≤ δ along iterative MLE; ℓ is the
// negative log-likelihood, so that ∇²ℓ averages I.
func (h hessianInstance) scenario(suffix string) Scenario {
	family := estimators.NewLogisticLocation()
	s := Scenario{Name: fmt.Sprintf("%s θ*=%g n=%d T=%d δ=%g%s", family.Name(), h.truth, h.n, h.generations, h.delta,
		suffix)}
	constants, err := family.AssumptionConstants([]float64{h.truth}, 1)
	if err != nil {
		s.Unmet = err.Error()
		return s
	}
	bound := 2 * constants.K2 * math.Sqrt(8*float64(h.generations)*math.Log(2/h.delta)/float64(h.n))
	s.Experiment = Rate{Allowed: h.delta, Tolerated: h.delta + 0.05, New: func() (estimators.Trial[bool], error) {
		pooled := make([]float64, 0, h.n*h.generations)
		theta, value, information := make([]float64, 1), make([]float64, 1), make([]float64, 1)
		return func(s *estimators.Stream, replicate uint64) (bool, error) {
			pooled, theta[0] = pooled[:0], h.truth
			sum := 0.0
			for t := range h.generations {
				newest := pooled[len(pooled) : len(pooled)+h.n]
				family.Sample(newest, theta, s.At(replicate, uint64(t)))
				pooled = pooled[:len(pooled)+h.n]
				family.FisherInformation(information, theta)
				mean := 0.0
				for i := range newest {
					family.Hessian(value, theta, newest[i:i+1])
					mean -= value[0] / float64(h.n)
				}
				sum += mean - h.factor*information[0]
				if t+1 == h.generations {
					break
				}
				if err := family.Fit(theta, theta, estimators.Data{X: pooled}); err != nil {
					return false, err
				}
			}
			return !(math.Abs(sum) <= bound), nil
		}, nil
	}}
	return s
}

func hessianClaim(claim Claim, horizons []int) Claim {
	claim.Expect = Supported
	last := horizons[len(horizons)-1]
	claim.Fixed = func(Profile) []Scenario { return []Scenario{hessianInstance{0, 500, last, 0.05, 1}.scenario("")} }
	claim.Draw = func(choose Chooser) Scenario {
		// Each deviation is at most 1/3: with fewer samples a generation the bound would be out of reach and could not
		// fail.
		return hessianInstance{Pick[float64](choose, "θ*", 0, 1, -20), Pick(choose, "n", 500, 700),
			Pick(choose, "T", horizons...), Pick(choose, "δ", 0.05, 0.1, 0.01), 1}.scenario("")
	}
	claim.Mutants = func() []Mutant {
		// T/3 against 5.43 √(T/n): the mean Hessian itself, not its deviation, for n = 500.
		return []Mutant{{"deviation-from-zero",
			hessianInstance{0, 500, last, 0.05, 0}.scenario(" deviation-from-zero")}}
	}
	return claim
}
