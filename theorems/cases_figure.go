package theorems

import (
	"math"
	"math/rand/v2"

	"itermle/estimators"
	"itermle/internal/geometry"
	"itermle/theorems/laws"
)

// figureSetting is one of the figures 1–3 of Appendix G.
type figureSetting struct {
	id     string
	family string
	truth  []float64
	says   string
	// squared is E‖θ^(t) − θ_0‖² for t = 1, …, T, fourth bounds E‖θ^(T) − θ_0‖⁴.
	squared func(schedule estimators.Schedule, generations int) []float64
	fourth  func(schedule estimators.Schedule, generations int) float64
}

var figureSettings = []figureSetting{
	{"figure-1", "gaussian", []float64{0, 1}, "Gaussian (μ,σ) from (0,1)", laws.GaussianSquaredError, laws.GaussianFourthError},
	{"figure-2", "exponential", []float64{1}, "exponential from 1", laws.ExponentialSquaredError,
		func(schedule estimators.Schedule, generations int) float64 {
			_, fourth := laws.MorrisLaw{Variance: laws.VarianceFunction{V2: 1}, Mean: 1, Schedule: schedule}.CentralMoments(generations)
			return fourth
		}},
	{"figure-3", "power", []float64{1}, "θx^{θ−1} from 1", laws.PowerSquaredError, laws.PowerFourthError},
}

// The paper's experiment: Appendix G of arXiv:2505.19046.
const (
	figureGenerations = 100
	figureRuns        = 50
)

// figureExperiment runs Algorithm 1 as Appendix G does. It serves one goroutine.
type figureExperiment struct {
	iteration estimators.Iteration
}

// figureRun is one setting of Appendix G, with what a mutant changes.
type figureRun struct {
	family      string
	truth       []float64
	n           int64
	generations int
	path        estimators.Path
	optimised   bool
	workflow    estimators.Workflow
	floor       float64 // every sample is raised to it at least (raw path); 0 for none
	// inexact changes each exact estimate θ, given the model before it: an optimiser's error; nil for none
	inexact func(theta, before []float64, random *rand.Rand)
}

func newFigureExperiment(r figureRun) (*figureExperiment, error) {
	f, err := estimators.ParseFamily(r.family)
	if err != nil {
		return nil, err
	}
	if r.optimised {
		if f, err = optimisedFamily(f); err != nil {
			return nil, err
		}
	}
	if r.floor > 0 {
		statistic, ok := f.(estimators.StatisticFamily)
		if !ok {
			return nil, &estimators.UnsupportedError{What: f.Name(), Action: "a floor under its samples", Accept: "a family with a statistic"}
		}
		f = floored{statistic, r.floor}
	}
	pool, err := estimators.NewPool(f, r.path, r.workflow)
	if err != nil {
		return nil, err
	}
	if r.inexact != nil {
		pool = newInexactPool(pool, len(r.truth), r.inexact)
	}
	e := &figureExperiment{estimators.Iteration{Pool: pool, Truth: r.truth, Schedule: estimators.ConstantSchedule(r.n),
		Workflow: r.workflow, Generations: r.generations}}
	return e, e.iteration.Check()
}

// average stores the average over runs of ‖θ^(t) − θ_0‖ in curve[t−1]. The runs are the replicates first, first+1, ….
func (e *figureExperiment) average(curve []float64, stream *estimators.Stream, first uint64, runs int) error {
	clear(curve)
	truth := e.iteration.Truth
	for run := range uint64(runs) {
		err := e.iteration.Run(stream, first+run, func(t int, theta []float64) bool {
			curve[t-1] += geometry.Distance(theta, truth)
			return true
		})
		if err != nil {
			return err
		}
	}
	for t := range curve {
		curve[t] /= float64(runs)
	}
	return nil
}

// trial is a New of Rate: one replicate is a figure, the average over 50 runs, of which bad says whether it is bad.
func (r figureRun) trial(bad func(curve []float64) bool) func() (estimators.Trial[bool], error) {
	return func() (estimators.Trial[bool], error) {
		experiment, err := newFigureExperiment(r)
		if err != nil {
			return nil, err
		}
		curve := make([]float64, r.generations)
		return func(s *estimators.Stream, replicate uint64) (bool, error) {
			err := experiment.average(curve, s, replicate*figureRuns, figureRuns)
			return bad(curve), err
		}, nil
	}
}

// ratioOnSide is the trial whose good figures have a ratio of the errors at T and at t = 1 above the boundary, or not above it.
func (r figureRun) ratioOnSide(above bool, boundary float64) func() (estimators.Trial[bool], error) {
	return r.trial(func(curve []float64) bool {
		ratio := curve[len(curve)-1] / curve[0]
		return math.IsNaN(ratio) || (ratio > boundary) != above
	})
}

// worstGrowth is max_t curve[t]/curve[0].
func worstGrowth(curve []float64) float64 {
	worst := 0.0
	for _, x := range curve {
		worst = math.Max(worst, x/curve[0])
	}
	return worst
}
