package cmd

import (
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"

	"itermle/estimators"
	"itermle/internal/chart"
	"itermle/internal/site"
	"itermle/theorems"

	"gonum.org/v1/gonum/stat"
)

// chartReplicates is the number of replicates behind a simulated curve.
const chartReplicates = 1000

// charts draws the figures of a report from one seed.
type charts struct {
	seed    uint64
	workers int
}

// drawCharts are the figures of the report.
func drawCharts(seed uint64, workers int) ([]site.Chart, error) {
	c := charts{seed, workers}
	var all []site.Chart
	for _, draw := range []func() ([]site.Chart, error){c.workflows, c.appendix, c.figure4, c.collapses, c.leaks,
		c.hitting, certificates} {
		drawn, err := draw()
		if err != nil {
			return nil, err
		}
		all = append(all, drawn...)
	}
	return all, nil
}

// newChart is a figure with its data as CSV.
func newChart(id, caption string, f chart.Figure) site.Chart {
	var data strings.Builder
	data.WriteString("series,x,y,low,high\n")
	number := func(v float64) string { // an empty cell is none
		if finite(v) == nil {
			return ""
		}
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	for _, s := range f.Series {
		for i, x := range s.X {
			low, high := "", ""
			if s.Low != nil {
				low, high = number(s.Low[i]), number(s.High[i])
			}
			fmt.Fprintf(&data, "%s,%s,%s,%s,%s\n", strconv.Quote(s.Name), number(x), number(s.Y[i]), low, high)
		}
	}
	return site.Chart{ID: id, Title: f.Title, Caption: caption, SVG: template.HTML(f.SVG()), CSV: data.String()}
}

// follow simulates a family under a workflow.
func (c charts) follow(family string, theta []float64, schedule estimators.Schedule, workflow estimators.Workflow,
	generations int) (*followed, error) {
	of, err := estimators.ParseFamily(family)
	if err != nil {
		return nil, err
	}
	return c.course(of, theta, schedule, workflow, generations)
}

// course simulates a family that no name stands for.
func (c charts) course(of estimators.Family, theta []float64, schedule estimators.Schedule,
	workflow estimators.Workflow, generations int) (*followed, error) {
	course := course{family: of, fitted: theta, schedule: schedule, replicates: chartReplicates, workers: c.workers,
		seed: c.seed}
	return course.follow(workflow, generations)
}

// curve is the q-quantile of each generation with its interval.
func curve(name string, sorted [][]float64, q float64) chart.Series {
	s := chart.Series{Name: name}
	value := func(v *float64) float64 {
		if v == nil {
			return math.Inf(1)
		}
		return *v
	}
	for t, values := range sorted {
		b := bracketed(values, q)
		s.X, s.Y = append(s.X, float64(t+1)), append(s.Y, value(b.Value))
		s.Low, s.High = append(s.Low, value(b.Low)), append(s.High, value(b.High))
	}
	return s
}

// courses are the workflows that the first two figures compare.
var courses = []struct {
	name     string
	workflow estimators.Workflow
}{{"accumulate", estimators.Accumulate()}, {"replace", estimators.Replace()}, {"fresh:0.2", estimators.MixFresh(0.2)},
	{"original:0.5", estimators.MixOriginal(0.5)}, {"subsample:100", estimators.Subsample(100)}}

func (c charts) workflows() ([]site.Chart, error) {
	errors := chart.Figure{Title: "The error of each generation, workflow by workflow", LogY: true, LogX: true,
		Text: "Under accumulation the median error levels off near 1.3 times that of the first fit; under " +
			"replacement it grows.",
		XLabel: "generation t", YLabel: "median of ‖θ^(t) − θ*‖"}
	variations := chart.Figure{Title: "Total variation to the truth, workflow by workflow",
		Text:   "Only replacement drives the model away from the truth within 100 generations.",
		XLabel: "generation t", YLabel: "median of TV(p_θ(t), p_θ*)"}
	for _, row := range courses {
		found, err := c.follow("gaussian", []float64{0, 1}, estimators.ConstantSchedule(100), row.workflow, 100)
		if err != nil {
			return nil, err
		}
		errors.Series = append(errors.Series, curve(row.name, found.distance, 0.5))
		variations.Series = append(variations.Series, curve(row.name, found.variation, 0.5))
	}
	const caption = "Gaussian (μ, σ) from (0, 1), 100 samples a generation."
	return []site.Chart{newChart("workflows-error", caption, errors),
		newChart("workflows-variation", caption, variations)}, nil
}

// appendix is what Figures 1–3 of Appendix G show, with the exact estimator.
func (c charts) appendix() ([]site.Chart, error) {
	f := chart.Figure{Title: "Appendix G: three families, two sample sizes", LogY: true, LogX: true,
		Text:   "The median error relative to √n stays level for all families and sizes.",
		XLabel: "generation t", YLabel: "median of √n ‖θ^(t) − θ*‖"}
	for _, family := range []struct {
		name  string
		theta []float64
	}{{"gaussian", []float64{0, 1}}, {"exponential", []float64{1}}, {"power", []float64{1}}} {
		for _, n := range []int64{20, 100} {
			found, err := c.follow(family.name, family.theta, estimators.ConstantSchedule(n), estimators.Accumulate(),
				100)
			if err != nil {
				return nil, err
			}
			s := curve(fmt.Sprintf("%s, n=%d", family.name, n), found.distance, 0.5)
			for _, values := range [][]float64{s.Y, s.Low, s.High} {
				for i := range values {
					values[i] *= math.Sqrt(float64(n))
				}
			}
			f.Series = append(f.Series, s)
		}
	}
	return []site.Chart{newChart("appendix-g",
		"Accumulation, exact maximum likelihood. The families of Figures 1–3.", f)}, nil
}

// figure4 sets what Figure 4 prints beside the exact estimator, and beside samples raised to a floor.
func (c charts) figure4() ([]site.Chart, error) {
	f := chart.Figure{Title: "Figure 4 is not that of the maximum likelihood estimate", LogX: true,
		Text: "The exact error grows by the same 1.28 at both θ; print has 3.27 at θ = 0.1, which a floor of 10⁻⁸ " +
			"under the samples gives.",
		XLabel: "generation t", YLabel: "average error over that of t = 1"}
	power := estimators.NewPower()
	for _, row := range []struct {
		name   string
		family estimators.Family
	}{{"exact", power}, {"floor 10⁻⁸", theorems.Floored{StatisticFamily: power, Floor: 1e-8}}} {
		for _, truth := range []float64{0.1, 1} {
			found, err := c.course(row.family, []float64{truth}, estimators.ConstantSchedule(100),
				estimators.Accumulate(), 100)
			if err != nil {
				return nil, err
			}
			s, first := chart.Series{Name: fmt.Sprintf("%s, θ=%g", row.name, truth)}, stat.Mean(found.distance[0], nil)
			for t, errors := range found.distance {
				mean, deviation := stat.MeanStdDev(errors, nil)
				half := 2.576 * deviation / math.Sqrt(float64(len(errors))) // Φ⁻¹(0.995) standard errors
				s.X, s.Y = append(s.X, float64(t+1)), append(s.Y, mean/first)
				s.Low, s.High = append(s.Low, (mean-half)/first), append(s.High, (mean+half)/first)
			}
			f.Series = append(f.Series, s)
		}
	}
	for i, printed := range []float64{3.27, 1.25} {
		f.Series = append(f.Series, chart.Series{Name: fmt.Sprintf("print, θ=%g", []float64{0.1, 1}[i]), Style: 3 + i,
			Marks: true, X: []float64{100}, Y: []float64{printed}})
	}
	return []site.Chart{newChart("figure-4", "Power family, accumulation of 100 samples a generation. Bands: 99% for "+
		"the average error at t. Whether the paper's program had such a floor is not known.", f)}, nil
}
