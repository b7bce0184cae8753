package theorems

import (
	"fmt"
	"math"

	"itermle/estimators"
)

// normalInstance is a one-parameter family at θ*; claimed multiplies the variance V_T/I, 1 but for a mutant.
type normalInstance struct {
	family   estimators.Family
	truth    []float64
	n        int64
	T        int
	workflow estimators.Workflow
	claimed  float64
	distance float64 // at which another law must be told
}

// scenario is √(I/V_T)(θ^(T) − θ*) ~ N(0, 1), to be told from laws at a Kolmogorov distance. A lattice or skewness
// needs nI ≥ 1000.
func (c normalInstance) scenario() Scenario { return c.from(1000) }

// from is that for nI ≥ least.
func (c normalInstance) from(least float64) Scenario {
	family := c.family
	information := make([]float64, 1)
	family.FisherInformation(information, c.truth)
	schedule := estimators.ConstantSchedule(c.n)
	scale := math.Sqrt(information[0] / (c.claimed * schedule.VarianceSum(c.T)))
	run := estimators.Setup[estimators.Pool]{Truth: c.truth, Schedule: schedule, Workflow: c.workflow, Generations: c.T,
		NewPool: estimators.FamilyPool(family, estimators.AutoPath, c.workflow)}
	s := Scenario{Name: fmt.Sprintf("%s θ*=%g n=%d T=%d workflow=%v variance*%g", family.Name(), c.truth[0], c.n, c.T,
		c.workflow, c.claimed),
		Experiment: Law{CDF: func(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }, Distance: c.distance,
			New: estimators.After(run, func(p estimators.Pool) (float64, error) {
				return scale * (p.Theta()[0] - c.truth[0]), nil
			})}}
	if expected := float64(c.n) * information[0]; expected < least {
		s.Unmet = fmt.Sprintf("nI = %.4g < %g", expected, least)
	}
	return s
}

// theorem41Normal is the central limit theorem under Theorem 4.1: θ^(T) = θ* + M_T + ε_T (certify.Vector) with M_T a
// martingale of many small differences of variance V_T/I, and ε_T smaller by 1/√n uniformly in T.
func theorem41Normal() Claim {
	at := func(n int64, T int) normalInstance {
		gaussian := standardGaussian()
		return normalInstance{gaussian.family, gaussian.points[0], n, T, estimators.Accumulate(), 1, 0.06}
	}
	replaced, first := at(1000, 20), at(1000, 20)
	replaced.workflow, first.claimed = estimators.Replace(), 1/1.6
	doubled := at(1000, 20)
	doubled.claimed = 1.5
	return Claim{
		ID: "theorem-4.1-normal", Statement: "theorem-4.1-normal",
		Title: "√(I/V_T)(θ^(T) − θ*) is normal for every T at once", Expect: Supported,
		Says: "sup_T sup_x |P(√(nI/S_T)(θ^(T)−θ*) ≤ x) − Φ(x)| is small at n ≥ 10^5, S_T = Σ_{k≤T} 1/k², T up " +
			"to 100",
		Deviation: "ours: print has a bound, with no law; it is told from a distance of 0.06 or, drawn, 0.1",
		Fixed: func(profile Profile) []Scenario {
			coin := fixedInstance("bernoulli-logit", []float64{1}, "const:1", 1, 0.05, generalMethod)
			c := normalInstance{coin.family, coin.truth, 100_000, 1, estimators.Accumulate(), 1, 0.06}
			long := c
			if long.T = 100; profile != Quick {
				long.T = 10_000
			}
			return []Scenario{c.scenario(), long.scenario()}
		},
		Draw: func(choose Chooser) Scenario {
			c := normalInstance{workflow: estimators.Accumulate(), claimed: 1, distance: 0.1}
			var points [][]float64
			for _, entry := range naturalFamilies() {
				if entry.family.Dim() == 1 && (points == nil || choose.Choose("next family", 2) == 1) {
					c.family, points = entry.family, entry.points
				}
			}
			c.truth = DrawTheta(choose, c.family, points...)
			c.n, c.T = DrawSize(choose, "n", 100_000, 1e12), int(DrawSize(choose, "T", 1, 30))
			return c.scenario()
		},
		Mutants: func() []Mutant {
			return []Mutant{{"variance-of-the-first-fit", first.scenario()},
				{"accumulate-to-replace", replaced.scenario()}, {"variance-half-as-much-again", doubled.scenario()}}
		},
	}
}

// theorem41NormalLogistic is the same for a family that is not natural, where ε_T is not 0 in any parameter: the
// logistic location, whose score and log-likelihood are symmetric, so that small n will do. T = 10 is as far as whole
// pools of samples go.
func theorem41NormalLogistic() Claim {
	at := func(n int64, T int) normalInstance {
		return normalInstance{estimators.NewLogisticLocation(), []float64{0}, n, T, estimators.Accumulate(), 1, 0.1}
	}
	const least = 15 // nI at n = 45
	replaced, first, doubled := at(50, 10), at(50, 10), at(50, 10)
	replaced.workflow, first.claimed, doubled.claimed = estimators.Replace(), 1/1.6, 1.6
	return Claim{
		ID: "theorem-4.1-normal-logistic", Statement: "theorem-4.1-normal",
		Title: "… and in a family that is not exponential, the logistic location", Expect: Supported,
		Says: "√(n/(3 S_T))(θ^(T)−θ*) is near N(0, 1) for the exact MLE of the logistic location, I = 1/3, n from 45 " +
			"to 1000, T up to 10",
		Deviation: "ours: print has a bound, with no law; it is told from a distance of 0.1",
		Fixed: func(profile Profile) []Scenario {
			scenarios := []Scenario{at(1000, 1).from(least), at(50, 10).from(least)}
			if profile == Deep {
				scenarios = append(scenarios, at(1000, 10).from(least))
			}
			return scenarios
		},
		Draw: func(choose Chooser) Scenario {
			c := at(DrawSize(choose, "n", 45, 150), 1+choose.Choose("T", 6))
			c.truth = DrawTheta(choose, c.family, c.truth, []float64{1}, []float64{-20})
			return c.from(least)
		},
		Mutants: func() []Mutant {
			return []Mutant{{"variance-of-the-first-fit", first.from(least)},
				{"accumulate-to-replace", replaced.from(least)}, {"variance-1.6-times", doubled.from(least)}}
		},
	}
}
