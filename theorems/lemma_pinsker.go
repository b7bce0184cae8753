package theorems

import (
	"cmp"
	"errors"
	"fmt"
	"math"

	"itermle/estimators"
)

// pinskerScenario checks TV ≤ factor √(KL/2) between every two listed points of a family and between neighbours, where
// the inequality is nearly sharp. What the certified errors leave open is in doubt.
func pinskerScenario(family estimators.Family, points [][]float64, suffix string, factor float64) Scenario {
	return Scenario{Name: family.Name() + suffix, Experiment: Deterministic{Decide: func() (Outcome, error) {
		var out Outcome
		closest := 0.0
		compare := func(theta, eta []float64) error {
			kl, errKL := family.KL(theta, eta)
			tv, errTV := family.TotalVariation(theta, eta)
			if err := errors.Join(errKL, errTV); err != nil {
				if unsupported := (*estimators.UnsupportedError)(nil); errors.As(err, &unsupported) {
					return nil
				}
				return fmt.Errorf("θ=%v η=%v: %w", theta, eta, err)
			}
			high := factor * math.Sqrt((kl.Value+kl.Error)/2)
			low := factor * math.Sqrt(math.Max(0, kl.Value-kl.Error)/2)
			switch {
			case math.IsInf(kl.Value, 1): // nothing is claimed
			case tv.Value-tv.Error <= high && tv.Value+tv.Error > low:
				out.Doubt("TV %g ± %g against %g for θ = %v, η = %v", tv.Value, tv.Error, high, theta, eta)
			case out.Check(tv.Value-tv.Error <= high, "TV %g > %g for θ = %v, η = %v", tv.Value, high, theta, eta):
				closest = math.Max(closest, tv.Value/low)
			}
			return nil
		}
		for i, theta := range points {
			for j, eta := range points {
				if i != j {
					if err := compare(theta, eta); err != nil {
						return out, err
					}
				}
			}
			near := append([]float64(nil), theta...)
			near[0] += 0.01 * math.Max(1, math.Abs(near[0]))
			if family.Check(near) == nil {
				if err := errors.Join(compare(theta, near), compare(near, theta)); err != nil {
					return out, err
				}
			}
		}
		out.Evidence = cmp.Or(out.Counterexample,
			fmt.Sprintf("largest TV/√(KL/2) %.4f over %d pairs", closest, out.Cases))
		return out, nil
	}}}
}

// lemmaPinsker is TV ≤ √(KL/2), for every family of the zoo that has both.
func lemmaPinsker() Claim {
	return Claim{
		ID: "lemma-pinsker", Statement: "lemma-pinsker", Title: "Pinsker's inequality between members of a family",
		Expect: Supported,
		Says:   "TV(p_θ, p_η) ≤ √(KL(p_θ‖p_η)/2), decided by the certified errors of both",
		Fixed: func(Profile) []Scenario {
			var scenarios []Scenario
			for _, entry := range estimators.Families() {
				if family, err := entry.New(nil); err == nil {
					scenarios = append(scenarios, pinskerScenario(family, entry.Points, "", 1))
				}
			}
			return scenarios
		},
		Mutants: func() []Mutant {
			logit := logitAt(0) // a fair coin and its neighbours make the inequality an equality in the limit
			return []Mutant{{"bound-of-one-percent-less",
				pinskerScenario(logit.family, logit.points, " bound-of-one-percent-less", 0.99)}}
		},
	}
}
