package theorems

import (
	"sync"

	"itermle/estimators"
)

// naturalEntry is a family of the zoo that meets the assumptions, with the points it lists.
type naturalEntry struct {
	family estimators.NaturalFamily
	points [][]float64
}

// naturalFamilies are the families of the zoo in natural parameters that meet Assumptions 1–3 at their first point.
var naturalFamilies = sync.OnceValue(func() []naturalEntry {
	var entries []naturalEntry
	for _, entry := range estimators.Families() {
		family, err := entry.New(nil)
		if err != nil {
			continue
		}
		natural, ok := family.(estimators.NaturalFamily)
		if !ok || len(entry.Points) == 0 {
			continue
		}
		if _, err := natural.AssumptionConstants(entry.Points[0], radii[len(radii)-1]); err == nil {
			entries = append(entries, naturalEntry{natural, entry.Points})
		}
	}
	return entries
})

// standardGaussian is the family of the mutants: its law is known, so that they can be chosen beyond the certificate's
// slack.
func standardGaussian() naturalEntry {
	c := fixedInstance("gaussian-mean", []float64{0}, "const:1", 1, 0.05, naturalMethod)
	return naturalEntry{c.family.(estimators.NaturalFamily), [][]float64{c.truth}}
}

const certificateDeviation = "the constants c and C are not in print: the bound is the explicit certificate, for the " +
	"MLE over B_r(θ*), which is the global one on its event; outside natural parameters the global MLE needs more " +
	"(finding-5)"

// fixed builds the instance of a table row; it panics on a row that cannot be read.
func fixedInstance(family string, truth []float64, schedule string, generations int, delta float64,
	method certificateMethod) certifiedInstance {
	parsed, err := estimators.ParseFamily(family)
	if err != nil {
		panic("theorems: " + err.Error())
	}
	return certifiedInstance{parsed.(estimators.RegularFamily), truth, estimators.MustSchedule(schedule), generations,
		delta, method}
}

// drawInstance draws an instance on grids that shrink to a Gaussian mean, n = 10^5, T = 1.
func drawInstance(choose Chooser, longest int) certifiedInstance {
	families := naturalFamilies()
	entry := Pick(choose, "family", families...)
	c := certifiedInstance{family: entry.family, truth: Pick(choose, "θ*", entry.points...)}
	horizons := []int{1, 2, 5, 10, 30, 100, 1000}
	c.generations = min(Pick(choose, "T", horizons...), longest)
	n := Pick[int64](choose, "n", 1e5, 1e4, 1e6, 1e7, 1e9, 1e3)
	switch choose.Choose("schedule", 5) {
	case 0:
		c.schedule = estimators.ConstantSchedule(n)
	case 1:
		c.schedule = estimators.SlowSchedule(n, Pick[int64](choose, "n_1", 1, 10, 100000))
	case 2:
		c.schedule = estimators.GeometricSchedule(n, Pick(choose, "ratio", 2, 1.5, 0.5))
		c.generations = min(c.generations, 20) // 10^9·2^19 < 2^53
	case 3:
		c.schedule = estimators.PolynomialSchedule(n, Pick(choose, "power", 1, 0.5, 2))
	case 4:
		c.schedule = estimators.ListSchedule(n, 3*n, n/10)
	}
	c.delta = Pick(choose, "δ", 0.05, 0.1, 0.2, 0.01)
	c.method = Pick(choose, "certificate", naturalMethod, generalMethod, chernoffMethod)
	return c
}

// drawn is a Draw for one conclusion.
func drawn(says conclusion, longest int) func(Chooser) Scenario {
	return func(choose Chooser) Scenario { return drawInstance(choose, longest).scenario(says, variant{}) }
}

// fixedScenarios are the scenarios of one conclusion over instances.
func fixedScenarios(says conclusion, instances ...certifiedInstance) []Scenario {
	return each(instances, func(c certifiedInstance) Scenario { return c.scenario(says, variant{}) })
}

// everyFamily is one instance of each natural family in the zoo, at its first point.
func everyFamily(schedule string, generations int, method certificateMethod) []certifiedInstance {
	var instances []certifiedInstance
	for _, entry := range naturalFamilies() {
		instances = append(instances, certifiedInstance{entry.family, entry.points[0],
			estimators.MustSchedule(schedule), generations, 0.05, method})
	}
	return instances
}
