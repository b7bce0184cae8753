package theorems

import (
	"sync"

	"itermle/estimators"
	"itermle/estimators/alphabet"
	"itermle/theorems/certify"
)

// naturalEntry is a family of the zoo that meets the assumptions, with the points it lists.
type naturalEntry struct {
	family estimators.NaturalFamily
	points [][]float64
}

// Name is the family's.
func (e naturalEntry) Name() string { return e.family.Name() }

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

// fixedInstance is the instance of a table row; it panics on a row that cannot be read.
func fixedInstance(family string, truth []float64, schedule string, generations int, delta float64,
	method certify.Certifier) certifiedInstance {
	parsed, err := estimators.ParseFamily(family)
	if err != nil {
		panic("theorems: " + err.Error())
	}
	return certifiedInstance{family: parsed.(estimators.RegularFamily), truth: truth, delta: delta, method: method,
		schedule: estimators.MustSchedule(schedule), generations: generations}
}

// alphabetOnBall is a family on an alphabet over a ball, as is its MLE, and the constants there.
type alphabetOnBall struct {
	*alphabet.Family
	constants estimators.Constants
}

func (f alphabetOnBall) AssumptionConstants([]float64, float64) (estimators.Constants, error) {
	return f.constants, nil
}

// naturalAlphabet is one whose log-odds are linear in θ.
type naturalAlphabet struct {
	alphabetOnBall
	estimators.NaturalParameter
}

// drawAlphabet draws a family of at most four letters on a ball, whatever the universe gives, made so small that most
// are certified. Its errors say why an assumption is not shown. 10^5 operations a constant take some milliseconds.
func drawAlphabet(choose Chooser) (c certifiedInstance, err error) {
	drawn, err := alphabet.Random(choose, 4)
	if err != nil {
		return c, err
	}
	r := drawn.Radius / Pick[float64](choose, "ball", 16, 4, 64, 1)
	constants, err := drawn.Family.Constants(drawn.Truth, r, alphabet.Search{Slack: 0.05, Work: 100_000})
	if err != nil {
		return c, err
	}
	within, err := drawn.Family.Within(drawn.Truth, r)
	if err != nil {
		return c, err
	}
	family := alphabetOnBall{within, constants}
	c = certifiedInstance{family: family, truth: drawn.Truth, radius: r}
	if within.Natural() {
		c.family = naturalAlphabet{alphabetOnBall: family}
	}
	return c, nil
}

// drawNatural draws a natural family of the zoo and a truth near one of its points.
func drawNatural(choose Chooser) certifiedInstance {
	entry := Pick(choose, "family", naturalFamilies()...)
	return certifiedInstance{family: entry.family, truth: DrawTheta(choose, entry.family, entry.points...)}
}

// drawInstance draws an instance, in two of three cases of a natural family of the zoo, else of an alphabet, and of the
// methods only the general one where its log-odds are curved.
func drawInstance(choose Chooser, methods ...certify.Certifier) (c certifiedInstance, err error) {
	if choose.Choose("alphabet", 3) < 2 {
		c = drawNatural(choose)
	} else if c, err = drawAlphabet(choose); err != nil {
		return c, err
	}
	c.method = generalMethod
	if _, natural := c.family.(estimators.NaturalFamily); natural {
		c.method = Pick(choose, "certificate", methods...)
	}
	return c.drawData(choose), nil
}

// drawData draws T, δ and a schedule that starts with n_0 from the least n that is certified for equal batches, the
// edge, to a thousand times as many. Runs are short where fits are searches, and where every sample is kept.
func (c certifiedInstance) drawData(choose Chooser) certifiedInstance {
	longest := int64(3)
	switch c.family.(type) {
	case alphabetOnBall, naturalAlphabet:
		longest = 5
	case estimators.StatisticFamily:
		longest = 300
	}
	c.generations, c.delta = int(DrawSize(choose, "T", 1, longest)), DrawLog(choose, "δ", 0.01, 0.5)
	least := max(c.smallest(nearlySmallest), 1)
	c.schedule = DrawSchedule(choose, DrawSize(choose, "n", least, max(least, min(1000*least, 1e12))), c.generations)
	return c
}

// drawn is a Draw for one conclusion.
func drawn(says conclusion, methods ...certify.Certifier) func(Chooser) Scenario {
	return func(choose Chooser) Scenario {
		c, err := drawInstance(choose, methods...)
		if err != nil {
			return Scenario{Name: err.Error(), Unmet: err.Error()}
		}
		return c.scenario(says, variant{})
	}
}

// fixedScenarios are the scenarios of one conclusion over instances.
func fixedScenarios(says conclusion, instances ...certifiedInstance) []Scenario {
	return each(instances, func(c certifiedInstance) Scenario { return c.scenario(says, variant{}) })
}

// everyFamily is one instance of each natural family in the zoo, at its first point.
func everyFamily(schedule string, generations int, method certify.Certifier) []certifiedInstance {
	var instances []certifiedInstance
	for _, entry := range naturalFamilies() {
		instances = append(instances, certifiedInstance{family: entry.family, truth: entry.points[0], delta: 0.05,
			schedule: estimators.MustSchedule(schedule), generations: generations, method: method})
	}
	return instances
}
