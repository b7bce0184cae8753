package counterexamples

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"

	"itermle/counterexamples/departures"
	"itermle/estimators"
	"itermle/theorems"
)

// departure is an instance of a family that breaks an assumption, with one parameter θ.
type departure struct {
	estimators.Setup[estimators.Pool]
	name string
}

func newDeparture(name string, truth float64, n int64, generations int, pool func() estimators.Pool) departure {
	return departure{name: name, Setup: setup([]float64{truth}, n, generations,
		func() (estimators.Pool, error) { return pool(), nil })}
}

func (d departure) scenario(experiment theorems.Experiment) theorems.Scenario {
	name := fmt.Sprintf("family=%s θ*=%g schedule=%v T=%d workflow=%v", d.name, d.Truth[0], d.Schedule, d.Generations,
		d.Workflow)
	return theorems.Scenario{Name: name, Experiment: experiment}
}

// with is the instance under another workflow, longer is one with a generation more: mutants.
func (d departure) with(w estimators.Workflow) departure { d.Workflow = w; return d }

func (d departure) longer() departure { d.Generations++; return d }

// on is the instance with another schedule.
func (d departure) on(s estimators.Schedule) departure { d.Schedule = s; return d }

// longest bounds the T that are drawn: a replicate costs O(T).
const longest = 30

// drawn is the instance with a schedule of any kind from n_0 ∈ [least, most] on and T fits.
func (d departure) drawn(c theorems.Chooser, least, most int64) departure {
	n := theorems.DrawSize(c, "n", least, most)
	d.Generations = int(theorems.DrawSize(c, "T", 1, longest))
	return d.on(theorems.DrawSchedule(c, n, d.Generations))
}

// equal is that with equal batches.
func (d departure) equal(c theorems.Chooser, least, most int64) departure {
	d.Schedule = estimators.ConstantSchedule(theorems.DrawSize(c, "n", least, most))
	d.Generations = int(theorems.DrawSize(c, "T", 1, longest))
	return d
}

// law claims the distribution function of a number of the finished replicate.
func (d departure) law(cdf func(float64) float64, of func(pool estimators.Pool) float64) theorems.Scenario {
	return d.scenario(theorems.Law{CDF: cdf, Distance: 0.06, New: after(d.Setup, of)})
}

func standardNormal(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }

// gammaLaw is the distribution function of Gamma(shape, 1).
func gammaLaw(shape float64) func(float64) float64 {
	return func(x float64) float64 {
		if x <= 0 {
			return 0
		}
		return mathext.GammaIncReg(shape, x)
	}
}

// curved is an instance of N(m(θ), 1).
func curved(family departures.CurvedMean, truth float64, n int64, generations int) departure {
	return newDeparture(family.Name, truth, n, generations, family.Pool)
}

// unprojected is BoundaryMean with Θ = R: a mutant.
var unprojected = departures.CurvedMean{Name: "boundary-mean without boundary", Lower: math.Inf(-1),
	Accept: "a finite θ", Mean: departures.BoundaryMean.Mean,
	Inverse: func(average, _ float64, _ bool) float64 { return average }}

// shareOf claims the probability of an event as the mean of its indicator.
func (d departure) shareOf(event func(theta float64) bool, claimed float64) theorems.Scenario {
	return d.scenario(frequency(d.Setup, claimed, 0.03,
		func(pool estimators.Pool) bool { return event(pool.Theta()[0]) }))
}

// meanLaw claims m(θ^(T)) ~ N(m(θ*), Σ n_t/N_t²), where m(Θ) is cut off so far out that it does not matter.
func (d departure) meanLaw(family departures.CurvedMean) theorems.Scenario {
	scale := 1 / math.Sqrt(d.Schedule.VarianceSum(d.Generations))
	center := family.Mean(d.Truth[0])
	return d.law(standardNormal, func(pool estimators.Pool) float64 {
		return scale * (family.Mean(pool.Theta()[0]) - center)
	})
}

// within claims P(|θ^(T)−θ*| > 2σ√(π²/(6n))) ≤ 0.1, to be told from 0.2: for a normal estimate of standard deviation
// σ√(S_T/n) it is at most 0.0455, and the rest is room for what is not normal at this n. Under replacement of T = 100
// it would be 0.80.
func (d departure) within(sigma float64) theorems.Scenario {
	limit := 2 * sigma * math.Pi / math.Sqrt(6*float64(size(d.Setup)))
	return d.scenario(theorems.Rate{Allowed: 0.1, Tolerated: 0.2,
		Ratio: after(d.Setup, func(pool estimators.Pool) float64 {
			return math.Abs(pool.Theta()[0]-d.Truth[0]) / limit
		})})
}
