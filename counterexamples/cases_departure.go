package counterexamples

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"

	"itermle/counterexamples/departures"
	"itermle/estimators"
	"itermle/theorems"
)

// departureRun is one family that breaks an assumption, run from θ* by Algorithm 1.
type departureRun struct {
	name        string
	newPool     func(n int64) estimators.Pool
	truth       float64
	n           int64
	generations int
	workflow    estimators.Workflow
}

func (r departureRun) scenario(experiment theorems.Experiment) theorems.Scenario {
	return theorems.Scenario{Name: fmt.Sprintf("%s θ*=%g n=%d T=%d %v", r.name, r.truth, r.n, r.generations, r.workflow), Experiment: experiment}
}

// with is the run under another workflow, longer is one with more generations: mutants.
func (r departureRun) with(w estimators.Workflow) departureRun { r.workflow = w; return r }

func (r departureRun) longer() departureRun { r.generations++; return r }

// value is a New of Law and Mean: one replicate returns of(the pool after T generations).
func (r departureRun) value(of func(pool estimators.Pool) float64) func() (estimators.Trial[float64], error) {
	return func() (estimators.Trial[float64], error) {
		pool := r.newPool(r.n)
		iteration := estimators.Iteration{Pool: pool, Truth: []float64{r.truth}, Schedule: estimators.ConstantSchedule(r.n),
			Workflow: r.workflow, Generations: r.generations}
		if err := iteration.Check(); err != nil {
			return nil, err
		}
		return func(s *estimators.Stream, replicate uint64) (float64, error) {
			err := iteration.Run(s, replicate, nil)
			return of(pool), err
		}, nil
	}
}

// event is a New of Rate.
func (r departureRun) event(bad func(pool estimators.Pool) bool) func() (estimators.Trial[bool], error) {
	number := r.value(func(pool estimators.Pool) float64 {
		if bad(pool) {
			return 1
		}
		return 0
	})
	return func() (estimators.Trial[bool], error) {
		trial, err := number()
		if err != nil {
			return nil, err
		}
		return func(s *estimators.Stream, replicate uint64) (bool, error) {
			x, err := trial(s, replicate)
			return x == 1, err
		}, nil
	}
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

// curved is a run of a curvedMean.
func curved(family departures.CurvedMean, truth float64, n int64, generations int) departureRun {
	return departureRun{name: family.Name, newPool: func(int64) estimators.Pool { return &departures.NormalPool{Family: family} }, truth: truth, n: n,
		generations: generations}
}

// shareOf claims the probability of an event as the mean of its indicator.
func (r departureRun) shareOf(event func(theta float64) bool, claimed float64) theorems.Scenario {
	return r.scenario(theorems.Mean{Value: claimed, Tolerance: 0.03, Lower: 0, Upper: 1, New: r.value(func(pool estimators.Pool) float64 {
		if event(pool.Theta()[0]) {
			return 1
		}
		return 0
	})})
}

// meanLaw claims m(θ^(T)) ~ N(m(θ*), S_T/n) of a curvedMean, whose m(Θ) is cut off so far out that it does not matter.
func (r departureRun) meanLaw(family departures.CurvedMean) theorems.Scenario {
	return r.meanLawOf(family, r.generations)
}

// meanLawOf is meanLaw with the S_T of another T: a mutant where it is another.
func (r departureRun) meanLawOf(family departures.CurvedMean, generations int) theorems.Scenario {
	scale := math.Sqrt(float64(r.n) / departures.HarmonicSquares(generations))
	center := family.Mean(r.truth)
	return r.scenario(theorems.Law{CDF: standardNormal, Distance: 0.06, New: r.value(func(pool estimators.Pool) float64 {
		return scale * (family.Mean(pool.Theta()[0]) - center)
	})})
}
