package departures

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"

	"itermle/estimators"
	"itermle/internal/parallel"
)

// Estimate is a measured number with twice its standard error. Value may be +Inf where the quantity is infinite, and
// Uncertainty is 0 then.
type Estimate struct{ Value, Uncertainty float64 }

func (e Estimate) infinite() bool { return math.IsInf(e.Value, 1) }

// String is value±uncertainty, or ∞.
func (e Estimate) String() string {
	if e.infinite() {
		return "∞"
	}
	return fmt.Sprintf("%.3f±%.3f", e.Value, e.Uncertainty)
}

// MarshalJSON is {"value": …, "uncertainty": …}, with value null where it is infinite.
func (e Estimate) MarshalJSON() ([]byte, error) {
	if e.infinite() {
		return []byte(`{"value":null,"uncertainty":0}`), nil
	}
	return fmt.Appendf(nil, `{"value":%.6g,"uncertainty":%.6g}`, e.Value, e.Uncertainty), nil
}

// Row is one line of the table: a family under a workflow.
type Row struct {
	Departure   Departure
	Workflow    estimators.Workflow
	Generations int
	// Rates are the exponents a of error ≈ C·n^a after Generations fits, for ‖θ−θ*‖, KL and TV, over the n ≥
	// 10·Generations; First those after one fit, over all n.
	Rates, First [3]Estimate
	// Growth is error(T)/error(1) at the largest n, for the same three; +Inf where error(T) is.
	Growth  [3]Estimate
	Verdict Verdict
}

// Verdict is what a row says about iterative MLE without the assumption.
type Verdict string

const (
	Consistent     Verdict = "consistent"                      // errors fall with n, grow with T by at most 2
	GrowsWithT     Verdict = "error grows with T"              // errors fall with n at fixed T, but grow with T
	ParametersLost Verdict = "model kept, θ lost"              // TV falls with n, ‖θ−θ*‖ does not
	Collapses      Verdict = "collapse: TV does not fall in n" // not even TV falls
)

// Measure runs every departure by estimators.Iteration under accumulation and replacement and fits the exponents. The
// numbers depend on the seed, replicates and generations alone.
func Measure(ctx context.Context, departures []Departure, seed uint64, replicates, generations int) ([]Row, error) {
	if replicates < 200 || replicates > 1e6 {
		return nil, &estimators.RangeError{What: "replicates", Value: float64(replicates),
			Accept: "a whole number from 200 to 1000000"}
	}
	if generations < 2 || generations > 1000 {
		return nil, &estimators.RangeError{What: "T", Value: float64(generations), Accept: "2 ≤ T ≤ 1000"}
	}
	var rows []Row
	var cells []*cell
	byRow := map[int][]*cell{}
	for _, d := range departures {
		last := generations
		if d.most > 0 {
			last = min(last, d.most)
		}
		for _, w := range []estimators.Workflow{estimators.Accumulate(), estimators.Replace()} {
			for _, n := range d.Sizes {
				one := &cell{departure: d, workflow: w, n: n, generations: last,
					replicates: replicates / max(1, d.fewer)}
				cells = append(cells, one)
				byRow[len(rows)] = append(byRow[len(rows)], one)
			}
			rows = append(rows, Row{Departure: d, Workflow: w, Generations: last})
		}
	}
	if err := runCells(ctx, cells, seed); err != nil {
		return nil, err
	}
	for i := range rows {
		rows[i].fit(byRow[i])
	}
	return rows, nil
}

// runCells runs all cells, each by one worker. The dearest, those of large n, come last in their row, so the order does
// not matter much.
func runCells(ctx context.Context, cells []*cell, seed uint64) error {
	return parallel.Loop{N: len(cells)}.Do(func(_, i int) error { return cells[i].run(ctx, seed) }).Raise()
}

// cell is one departure under one workflow at one n.
type cell struct {
	departure   Departure
	workflow    estimators.Workflow
	n           int64
	generations int
	replicates  int
	first, last [3]logQuantile // after one fit and after T, for ‖θ−θ*‖, KL, TV
	growth      [3]Estimate
}

func (c *cell) run(ctx context.Context, seed uint64) error {
	iteration, err := estimators.Setup[estimators.Pool]{
		NewPool: func() (estimators.Pool, error) { return c.departure.newPool(c.n) }, Truth: c.departure.Truth,
		Schedule: estimators.ConstantSchedule(c.n), Workflow: c.workflow, Generations: c.generations}.Worker()
	if err != nil {
		return err
	}
	stream := estimators.NewStream(seed, "assumptions", c.departure.Breaks, c.departure.Family, c.workflow.String(),
		strconv.FormatInt(c.n, 10))
	var first, last [3][]float64
	record := func(into *[3][]float64, theta []float64) error {
		d, err := c.departure.measure(theta)
		for i, v := range []float64{d.Norm, d.KL, d.Variation} {
			into[i] = append(into[i], v)
		}
		return err
	}
	for replicate := range c.replicates {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var failure error
		err := iteration.Run(stream, uint64(replicate), func(t int, theta []float64) bool {
			if t == 1 {
				failure = record(&first, theta)
			}
			if t == c.generations && failure == nil {
				failure = record(&last, theta)
			}
			return failure == nil
		})
		var missing *estimators.NoMLEError
		if errors.As(err, &missing) {
			// θ has run to infinity: an infinite error from here on.
			for i, v := range []float64{math.Inf(1), math.Inf(1), 1} {
				if len(first[i]) == replicate {
					first[i] = append(first[i], v)
				}
				last[i] = append(last[i], v)
			}
			err = nil
		}
		if err == nil {
			err = failure
		}
		if err != nil {
			return err
		}
	}
	for i := range 3 {
		c.growth[i] = growth(first[i], last[i]) // before they are sorted
		c.first[i], c.last[i] = newLogQuantile(first[i]), newLogQuantile(last[i])
	}
	return nil
}

// fit regresses the log quantiles on log n and judges the row.
func (r *Row) fit(cells []*cell) {
	largest := cells[len(cells)-1]
	for i := range 3 {
		r.Rates[i] = exponent(settled(cells), func(c *cell) logQuantile { return c.last[i] })
		r.First[i] = exponent(cells, func(c *cell) logQuantile { return c.first[i] })
		r.Growth[i] = largest.growth[i]
	}
	norm, variation := r.Rates[0], r.Rates[2]
	grown := math.Max(r.Growth[0].Value-r.Growth[0].Uncertainty, r.Growth[2].Value-r.Growth[2].Uncertainty)
	switch {
	case !(variation.Value+variation.Uncertainty < -rateFloor):
		r.Verdict = Collapses
	case !(norm.Value+norm.Uncertainty < -rateFloor):
		r.Verdict = ParametersLost
	case !(grown <= growthLimit):
		r.Verdict = GrowsWithT
	default:
		r.Verdict = Consistent
	}
}

const (
	// rateFloor is the slowest rate that counts as one: over the factor 10³ of the table's n it is a fall by a third.
	rateFloor = 0.06
	// growthLimit is the growth in T that counts as none. Accumulation has π/√6 = 1.28 for averages, and the schedule
	// law bounds any growth of a standard deviation by √2; replacement has √T for averages.
	growthLimit = 2
)
