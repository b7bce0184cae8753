package theorems

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"itermle/estimators"
	"itermle/estimators/alphabet"
	"itermle/internal/geometry"
)

// pinsker compares TV with factor √(KL/2). What the certified errors leave open is in doubt.
type pinsker struct {
	family  estimators.Family
	factor  float64
	out     Outcome
	closest float64
}

func (p *pinsker) compare(theta, eta []float64) error {
	kl, errKL := p.family.KL(theta, eta)
	tv, errTV := p.family.TotalVariation(theta, eta)
	if err := errors.Join(errKL, errTV); err != nil {
		return fmt.Errorf("θ=%v η=%v: %w", theta, eta, err)
	}
	high := p.factor * math.Sqrt((kl.Value+kl.Error)/2)
	low := p.factor * math.Sqrt(math.Max(0, kl.Value-kl.Error)/2)
	switch {
	case math.IsInf(kl.Value, 1): // nothing is claimed
	case tv.Value-tv.Error <= high && tv.Value+tv.Error > low:
		p.out.Doubt("TV %g ± %g against %g for θ = %v, η = %v", tv.Value, tv.Error, high, theta, eta)
	case p.out.Check(tv.Value-tv.Error <= high, "TV %g > %g for θ = %v, η = %v", tv.Value, high, theta, eta):
		p.closest = math.Max(p.closest, tv.Value/low)
	}
	return nil
}

func (p *pinsker) outcome() Outcome {
	p.out.Evidence = cmp.Or(p.out.Counterexample,
		fmt.Sprintf("largest TV/√(KL/2) %.4f over %d pairs", p.closest, p.out.Cases))
	return p.out
}

// pinskerScenario compares every two listed points of a family and neighbours, where the inequality is nearly sharp.
// Pairs whose KL or TV the family does not have are passed over.
func pinskerScenario(family estimators.Family, points [][]float64, suffix string, factor float64) Scenario {
	return Scenario{Name: family.Name() + suffix, Experiment: Deterministic{Decide: func() (Outcome, error) {
		p := pinsker{family: family, factor: factor}
		compare := func(theta, eta []float64) error {
			err := p.compare(theta, eta)
			if unsupported := (*estimators.UnsupportedError)(nil); errors.As(err, &unsupported) {
				return nil
			}
			return err
		}
		for i, theta := range points {
			for j, eta := range points {
				if i != j {
					if err := compare(theta, eta); err != nil {
						return Outcome{}, err
					}
				}
			}
			near := append([]float64(nil), theta...)
			near[0] += 0.01 * math.Max(1, math.Abs(near[0]))
			if family.Check(near) == nil {
				if err := errors.Join(compare(theta, near), compare(near, theta)); err != nil {
					return Outcome{}, err
				}
			}
		}
		return p.outcome(), nil
	}}}
}

// drawPinsker draws a family of the zoo with two parameters near its points, or a random alphabet with the centre and a
// point of a ball, and compares them both ways.
func drawPinsker(choose Chooser) Scenario {
	var family estimators.Family
	var theta, eta []float64
	if choose.Choose("alphabet", 2) == 1 {
		drawn, err := alphabet.Random(choose, 8)
		if err != nil {
			return Scenario{Name: err.Error(), Unmet: err.Error()}
		}
		family, theta = drawn.Family, drawn.Truth
		eta = Pick(choose, "η", geometry.BallPoints(theta, drawn.Radius)[1:]...)
	} else {
		entry := Pick(choose, "family", divergences()...)
		family = entry.Family
		theta, eta = DrawTheta(choose, family, entry.points...), DrawTheta(choose, family, entry.points...)
	}
	s := Scenario{Name: fmt.Sprintf("%s θ=%v η=%v", family.Name(), theta, eta)}
	if slices.Equal(theta, eta) {
		s.Unmet = "θ = η: both sides are 0"
		return s
	}
	s.Experiment = Deterministic{Decide: func() (Outcome, error) {
		p := pinsker{family: family, factor: 1}
		err := errors.Join(p.compare(theta, eta), p.compare(eta, theta))
		return p.outcome(), err
	}}
	return s
}

// A divergent is a family of the zoo that has KL and TV, with its points.
type divergent struct {
	estimators.Family
	points [][]float64
}

// divergences are those families.
var divergences = sync.OnceValue(func() []divergent {
	var families []divergent
	for _, entry := range estimators.Families() {
		family, err := entry.New(nil)
		if err != nil {
			continue
		}
		_, errKL := family.KL(entry.Points[0], entry.Points[0])
		_, errTV := family.TotalVariation(entry.Points[0], entry.Points[0])
		if errKL == nil && errTV == nil {
			families = append(families, divergent{family, entry.Points})
		}
	}
	return families
})

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
		Draw: drawPinsker,
		Mutants: func() []Mutant {
			logit := logitAt(0) // a fair coin and its neighbours make the inequality an equality in the limit
			return []Mutant{{"bound-of-one-percent-less",
				pinskerScenario(logit.family, logit.points, " bound-of-one-percent-less", 0.99)}}
		},
	}
}
