package theorems

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"itermle/estimators"
	"itermle/internal/geometry"
)

// figure is one of the figures 1–3 of Appendix G.
type figure struct {
	family string
	truth  []float64
	says   string
	// squared is E‖θ^(t) − θ_0‖² for t = 1, …, T, fourth bounds E‖θ^(T) − θ_0‖⁴.
	squared func(schedule estimators.Schedule, generations int) []float64
	fourth  func(schedule estimators.Schedule, generations int) float64
}

// drawTruth draws a θ_0 beside the figure's.
func (f figure) drawTruth(choose Chooser) []float64 {
	family, err := estimators.ParseFamily(f.family)
	if err != nil {
		panic("theorems: " + err.Error())
	}
	return DrawTheta(choose, family, f.truth)
}

// The paper's experiment: Appendix G of arXiv:2505.19046.
const (
	figureGenerations = 100
	figureRuns        = 50
)

// figureRun is one run of Algorithm 1 on equal batches, as in Appendix G, with what a mutant or another mechanism
// changes.
type figureRun struct {
	family      string
	truth       []float64
	n           int64
	generations int
	runs        int // that a figure averages over; 0: figureRuns
	path        estimators.Path
	workflow    estimators.Workflow
	// change replaces the family; nil for none.
	change func(estimators.Family) (estimators.Family, error)
	// inexact changes each exact estimate θ, given the model before it: an optimiser's error; nil for none.
	inexact func(theta, before []float64, random *rand.Rand)
}

// worker is Algorithm 1 as Appendix G runs it, for one goroutine.
func (r figureRun) worker() (*estimators.Iteration, error) {
	return estimators.Setup[estimators.Pool]{NewPool: r.newPool, Truth: r.truth, Workflow: r.workflow,
		Schedule: estimators.ConstantSchedule(r.n), Generations: r.generations}.Worker()
}

func (r figureRun) newPool() (estimators.Pool, error) {
	f, err := estimators.ParseFamily(r.family)
	if err == nil && r.change != nil {
		f, err = r.change(f)
	}
	if err != nil {
		return nil, err
	}
	pool, err := estimators.NewPool(f, r.path, r.workflow)
	if err == nil && r.inexact != nil {
		pool = newInexactPool(pool, len(r.truth), r.inexact)
	}
	return pool, err
}

// averageError stores the average over runs of ‖θ^(t) − θ_0‖ in curve[t−1]. The runs are the replicates first, first+1,
// ….
func averageError(it *estimators.Iteration, curve []float64, stream *estimators.Stream, first uint64, runs int) error {
	clear(curve)
	for run := range uint64(runs) {
		err := it.Run(stream, first+run, func(t int, theta []float64) bool {
			curve[t-1] += geometry.Distance(theta, it.Truth) / float64(runs)
			return true
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (r figureRun) size() int { return cmp.Or(r.runs, figureRuns) }

// String spells the parameters, without the change and the error that a caller has to name.
func (r figureRun) String() string {
	return fmt.Sprintf("%s θ_0=%v n=%d T=%d runs=%d", r.family, r.truth, r.n, r.generations, r.size())
}

// drawPower draws a figure of θx^{θ−1}: θ_0, n, T and the runs.
func drawPower(choose Chooser) figureRun {
	return figureRun{family: "power", truth: []float64{DrawLog(choose, "θ_0", 0.02, 20)},
		n: DrawSize(choose, "n", 20, 1e6), generations: int(DrawSize(choose, "T", 10, figureGenerations)),
		runs: int(DrawSize(choose, "runs", figureRuns, 100))}
}

// trialOf makes trials of a Rate: one replicate is a figure, the average over the runs, and its value what of says.
func trialOf[R any](r figureRun, of func(curve []float64) R) estimators.Trials[R] {
	return func() (estimators.Trial[R], error) {
		iteration, err := r.worker()
		curve := make([]float64, r.generations)
		return func(s *estimators.Stream, replicate uint64) (R, error) {
			err := averageError(iteration, curve, s, replicate*uint64(r.size()), r.size())
			return of(curve), err
		}, err
	}
}

// ratioOnSide is the trial whose good figures have a ratio of the errors at T and at t = 1 above the boundary, or not
// above it.
func (r figureRun) ratioOnSide(above bool, boundary float64) estimators.Trials[bool] {
	return trialOf(r, func(curve []float64) bool {
		ratio := curve[len(curve)-1] / curve[0]
		return math.IsNaN(ratio) || (ratio > boundary) != above
	})
}

// Figure 4 of Appendix G prints these ratios of the error at T = 100 to that at 1, for θx^{θ−1}.
const (
	printedRatioAtTenth = 3.27 // θ_0 = 0.1
	printedRatioAtOne   = 1.25 // θ_0 = 1
	printedMiddle       = (printedRatioAtTenth + printedRatioAtOne) / 2
)

// sideScenario claims that at least 95% of figures have a ratio above printedMiddle, or below it.
func (r figureRun) sideScenario(what string, above bool) Scenario {
	side := "below"
	if above {
		side = "above"
	}
	return Scenario{Name: fmt.Sprintf("%v %s: ratio %s %.3g", r, what, side, printedMiddle),
		Experiment: Rate{Allowed: 0.05, Tolerated: 0.4, New: r.ratioOnSide(above, printedMiddle)}}
}

// worstGrowth is max_t curve[t]/curve[0].
func worstGrowth(curve []float64) float64 {
	worst := 0.0
	for _, x := range curve {
		worst = math.Max(worst, x/curve[0])
	}
	return worst
}

// beside runs two experiments of one length on the same streams. A replicate is bad if at some t apart says so of the
// two estimates, or if the second does not converge.
func (r figureRun) beside(second figureRun,
	apart func(t int, first, second []float64) bool) (estimators.Trial[bool], error) {
	a, errFirst := r.worker()
	b, errSecond := second.worker()
	if err := errors.Join(errFirst, errSecond); err != nil {
		return nil, err
	}
	d := len(r.truth)
	reference := make([]float64, r.generations*d)
	return func(s *estimators.Stream, replicate uint64) (bool, error) {
		if err := a.Run(s, replicate, func(t int, theta []float64) bool {
			copy(reference[(t-1)*d:], theta)
			return true
		}); err != nil {
			return false, err
		}
		bad := false
		err := b.Run(s, replicate, func(t int, theta []float64) bool {
			bad = bad || apart(t, reference[(t-1)*d:t*d], theta)
			return true
		})
		if stopped := (*estimators.NotConvergedError)(nil); errors.As(err, &stopped) {
			return true, nil
		}
		return bad, err
	}, nil
}
