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

// pinskerScenario checks TV ≤ factor √(KL/2) for the pairs of parameters. What the certified errors leave open is in
// doubt.
func pinskerScenario(name string, family estimators.Family, factor float64, pairs ...[2][]float64) Scenario {
	return Scenario{Name: name, Experiment: Deterministic{Decide: func() (Outcome, error) {
		var out Outcome
		closest := 0.0
		for _, pair := range pairs {
			theta, eta := pair[0], pair[1]
			kl, errKL := family.KL(theta, eta)
			tv, errTV := family.TotalVariation(theta, eta)
			if err := errors.Join(errKL, errTV); err != nil {
				return out, fmt.Errorf("θ=%v η=%v: %w", theta, eta, err)
			}
			high := factor * math.Sqrt((kl.Value+kl.Error)/2)
			low := factor * math.Sqrt(math.Max(0, kl.Value-kl.Error)/2)
			switch {
			case math.IsInf(kl.Value, 1): // nothing is claimed
			case tv.Value-tv.Error <= high && tv.Value+tv.Error > low:
				out.Doubt("TV %g ± %g against %g for θ = %v, η = %v", tv.Value, tv.Error, high, theta, eta)
			case out.Check(tv.Value-tv.Error <= high, "TV %g > %g for θ = %v, η = %v", tv.Value, high, theta, eta):
				closest = math.Max(closest, tv.Value/low)
				out.reaches((tv.Value - tv.Error) / high)
			}
		}
		out.Evidence = cmp.Or(out.Counterexample,
			fmt.Sprintf("largest TV/√(KL/2) %.4f over %d pairs", closest, out.Cases))
		return out, nil
	}}}
}

// listedPairs are every two points, and each with a neighbour, where the inequality is nearly sharp.
func listedPairs(family estimators.Family, points [][]float64) (pairs [][2][]float64) {
	for i, theta := range points {
		for j, eta := range points {
			if i != j {
				pairs = append(pairs, [2][]float64{theta, eta})
			}
		}
		near := slices.Clone(theta)
		near[0] += 0.01 * math.Max(1, math.Abs(near[0]))
		if family.Check(near) == nil {
			pairs = append(pairs, [2][]float64{theta, near}, [2][]float64{near, theta})
		}
	}
	return pairs
}

// drawPinsker draws a family of the zoo with two parameters near its points, or a random alphabet with the centre and a
// point of a ball.
func drawPinsker(choose Chooser) Scenario {
	var family estimators.Family
	var pair [2][]float64
	if choose.Choose("alphabet", 2) == 1 {
		drawn, err := alphabet.Random(choose, 8)
		if err != nil {
			return Scenario{Name: err.Error(), Unmet: err.Error()}
		}
		family = drawn.Family
		pair = [2][]float64{drawn.Truth, Pick(choose, "η", geometry.BallPoints(drawn.Truth, drawn.Radius)[1:]...)}
	} else {
		entry := Pick(choose, "family", divergences()...)
		family = entry.Family
		pair = [2][]float64{DrawTheta(choose, family, entry.points...), DrawTheta(choose, family, entry.points...)}
	}
	s := pinskerScenario(fmt.Sprintf("%s θ=%v η=%v", family.Name(), pair[0], pair[1]), family, 1, pair,
		[2][]float64{pair[1], pair[0]})
	if slices.Equal(pair[0], pair[1]) {
		s.Unmet = "θ = η: both sides are 0"
	}
	return s
}

// A divergent is a family of the zoo that has KL and TV, with its points.
type divergent struct {
	estimators.Family
	points [][]float64
}

// divergences are those families.
var divergences = sync.OnceValue(func() (families []divergent) {
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
		Sometimes: 0.99, Demands: []Share{{AtLeast: 0.6}, {AtLeast: 0.3, Within: 2}},
		Expect: Supported,
		Says:   "TV(p_θ, p_η) ≤ √(KL(p_θ‖p_η)/2), decided by the certified errors of both",
		Fixed: func(Profile) []Scenario {
			return each(divergences(), func(f divergent) Scenario {
				return pinskerScenario(f.Name(), f, 1, listedPairs(f, f.points)...)
			})
		},
		Draw: drawPinsker,
		Mutants: func() []Mutant {
			logit := logitAt(0) // a fair coin and its neighbours make the inequality an equality in the limit
			return []Mutant{{"bound-of-one-percent-less",
				pinskerScenario("bound-of-one-percent-less", logit.family, 0.99,
					listedPairs(logit.family, logit.points)...)}}
		},
	}
}
