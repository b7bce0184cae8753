package theorems

import (
	"math"
	"sync"

	"itermle/estimators"
	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// normalCDF is the distribution function of N(mean, variance).
func normalCDF(mean, variance float64) func(float64) float64 {
	scale := math.Sqrt(2 * variance)
	return func(x float64) float64 { return math.Erfc((mean-x)/scale) / 2 }
}

// scaleFamily is a family with θ^(T)/θ* = P_T^power, P_T the laws.ScaleProduct of its shape.
type scaleFamily struct {
	family string
	shape  float64
	power  float64
}

var scaleFamilies = []scaleFamily{
	{"exponential", 1, 1}, {"power", 1, -1}, {"gamma:4", 4, 1}, {"gaussian-variance", 0.5, 1},
}

// scaleScenario tests the whole law of log(θ^(T)/θ*)·power.
func scaleScenario(f scaleFamily, truth float64, schedule estimators.Schedule, generations int, replace bool,
	distance float64, flaws ...flaw) Scenario {
	run := iteratedEstimate{family: f.family, truth: []float64{truth}, schedule: schedule, generations: generations}
	name := instanceName(f.family, number(truth), schedule, generations)
	if replace {
		run.workflow = estimators.Replace()
		name += " replace"
	}
	run = run.with(flaws...)
	law := sync.OnceValue(func() *laws.ScaleProduct {
		return laws.NewScaleProduct(f.shape, schedule, generations, replace)
	})
	return Scenario{Name: name, Experiment: Law{
		CDF:      func(x float64) float64 { return law().LogCDF(x) },
		Distance: distance,
		New:      iterated(run, func(theta []float64) float64 { return f.power * math.Log(theta[0]/truth) }),
	}}
}

// gaussianScenario tests μ_T ~ N(θ*, σ² Σ w_t²/n_t).
func gaussianScenario(family string, sigma, truth float64, schedule estimators.Schedule, generations int, replace bool,
	distance float64, flaws ...flaw) Scenario {
	run := iteratedEstimate{family: family, truth: []float64{truth}, schedule: schedule, generations: generations}
	name := instanceName(family, number(truth), schedule, generations)
	if replace {
		run.workflow = estimators.Replace()
		name += " replace"
	}
	law := laws.Morris{Variance: laws.VarianceFunction{V0: sigma * sigma}, Mean: truth, Schedule: schedule,
		Replace: replace}
	deviation := math.Sqrt(law.EstimatorVariance(generations))
	run = run.with(flaws...)
	return Scenario{Name: name, Experiment: Law{
		CDF:      normalCDF(0, 1),
		Distance: distance,
		New:      iterated(run, standardized(truth, deviation)),
	}}
}

// bernoulliScenario tests the law of the pool's count N θ^(T) against its enumeration, or against Pólya's urn where urn
// is set.
func bernoulliScenario(truth string, schedule estimators.Schedule, generations int, urn bool, distance float64,
	flaws ...flaw) Scenario {
	p := rational.Parse(truth)
	run := iteratedEstimate{family: "bernoulli", truth: []float64{rational.Nearest(p)}, schedule: schedule,
		generations: generations}
	name := instanceName("bernoulli", truth, schedule, generations)
	law := sync.OnceValue(func() laws.Count {
		return laws.NewCount(laws.BernoulliCounts(rational.Nearest(p), schedule, generations, false))
	})
	if urn {
		name += " urn"
		law = sync.OnceValue(func() laws.Count {
			return laws.NearestCount(laws.PolyaCount(schedule.Size(0), int64(generations)-1, p))
		})
	}
	pool := rational.Nearest(poolSize(laws.ScheduleSizes(schedule, generations)))
	run = run.with(flaws...)
	return Scenario{Name: name, Experiment: Law{
		CDF:      func(x float64) float64 { return law().CDF(x) },
		CDFLeft:  func(x float64) float64 { return law().CDFLeft(x) },
		Distance: distance,
		New:      iterated(run, func(theta []float64) float64 { return math.Round(theta[0] * pool) }),
	}}
}
