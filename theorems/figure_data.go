package theorems

import (
	"math"
	"math/rand/v2"
	"strconv"

	"itermle/estimators"
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
	{"figure-1", "gaussian", []float64{0, 1}, "Gaussian (μ,σ) from (0,1)", GaussianSquaredError, gaussianFourthError},
	{"figure-2", "exponential", []float64{1}, "exponential from 1", ExponentialSquaredError,
		func(schedule estimators.Schedule, generations int) float64 {
			_, _, fourth := MorrisLaw{Variance: VarianceFunction{V2: 1}, Mean: 1, Schedule: schedule}.CentralMoments(generations)
			return fourth
		}},
	{"figure-3", "power", []float64{1}, "θx^{θ−1} from 1", PowerSquaredError, powerFourthError},
}

// The paper's experiment: Appendix G of arXiv:2505.19046.
const (
	figureGenerations = 100
	figureRuns        = 50
)

var figureSizes = []int64{20, 50, 100}

// FigureRequest asks for one of the figures 1–3. Zero values are the paper's: n ∈ {20, 50, 100}, T = 100, 50 runs.
type FigureRequest struct {
	Figure      int // 1, 2 or 3
	Sizes       []int64
	Generations int
	Runs        int
	Seed        uint64
	Path        estimators.Path
	Optimised   bool // fit by numerical optimisation instead of the closed form
}

// FigureCurve is one curve of a figure.
type FigureCurve struct {
	Family string    `json:"family"`
	Truth  []float64 `json:"truth"`
	N      int64     `json:"n"`
	// Error[t−1] is the average over the runs of ‖θ^(t) − θ_0‖, t = 1, …, T.
	Error []float64 `json:"error"`
	// RootMeanSquare[t−1] is the exact √E‖θ^(t) − θ_0‖² of the exact MLE.
	RootMeanSquare []float64 `json:"rootMeanSquare"`
}

// FigureData simulates a figure of Appendix G and computes its exact root mean square beside it.
func FigureData(request FigureRequest) ([]FigureCurve, error) {
	if request.Figure < 1 || request.Figure > len(figureSettings) {
		return nil, &estimators.RangeError{What: "figure", Value: float64(request.Figure), Accept: "1, 2 or 3"}
	}
	setting := figureSettings[request.Figure-1]
	sizes, generations, runs := request.Sizes, request.Generations, request.Runs
	if sizes == nil {
		sizes = figureSizes
	}
	if generations == 0 {
		generations = figureGenerations
	}
	if runs == 0 {
		runs = figureRuns
	}
	if generations < 1 || runs < 1 {
		return nil, &estimators.RangeError{What: "T or runs", Value: float64(min(generations, runs)), Accept: "at least 1"}
	}
	var curves []FigureCurve
	for _, n := range sizes {
		if n < 3 {
			return nil, &estimators.RangeError{What: "n", Value: float64(n), Accept: "n ≥ 3, so that every error has a variance"}
		}
		curve := FigureCurve{Family: setting.family, Truth: setting.truth, N: n, Error: make([]float64, generations)}
		experiment, err := newFigureExperiment(figureRun{family: setting.family, truth: setting.truth, n: n, generations: generations,
			path: request.Path, optimised: request.Optimised})
		if err != nil {
			return nil, err
		}
		stream := estimators.NewStream(request.Seed, setting.id, strconv.FormatInt(n, 10))
		if err := experiment.average(curve.Error, stream, 0, runs); err != nil {
			return nil, err
		}
		curve.RootMeanSquare = setting.squared(estimators.ConstantSchedule(n), generations)
		for t, x := range curve.RootMeanSquare {
			curve.RootMeanSquare[t] = math.Sqrt(x)
		}
		curves = append(curves, curve)
	}
	return curves, nil
}

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
			curve[t-1] += distance(theta, truth)
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

// worstGrowth is max_t curve[t]/curve[0].
func worstGrowth(curve []float64) float64 {
	worst := 0.0
	for _, x := range curve {
		worst = math.Max(worst, x/curve[0])
	}
	return worst
}
