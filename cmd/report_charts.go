package cmd

import (
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/stat"

	"itermle/estimators"
	"itermle/internal/chart"
	"itermle/internal/site"
)

// charts draws the figures of a report from one seed.
type charts struct {
	registry   *Registry
	seed       uint64
	workers    int
	replicates int // behind a simulated curve
}

// few is the number of replicates behind a curve whose fits take a hundred times as long: an optimiser's, or those of
// samples that are kept one by one.
func (c charts) few() int { return c.replicates / 5 }

// drawCharts are the figures of the report.
func drawCharts(c charts) ([]site.Chart, error) {
	var all []site.Chart
	for _, draw := range []func() ([]site.Chart, error){c.workflows, c.figures123, c.figure4, c.collapses, c.leaks,
		c.hitting, certificates, c.certificateMaps} {
		drawn, err := draw()
		if err != nil {
			return nil, err
		}
		all = append(all, drawn...)
	}
	return all, nil
}

// datum is a number of a figure's CSV; an empty cell is none.
func datum(v float64) string {
	if finite(v) == nil {
		return ""
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// newMap is a map with its data as CSV.
func newMap(id, caption string, m chart.Map) site.Chart {
	var data strings.Builder
	data.WriteString("row,column,value\n")
	for i, row := range m.Cells {
		for k, v := range row {
			fmt.Fprintf(&data, "%s,%s,%s\n", strconv.Quote(m.Rows[i]), strconv.Quote(m.Columns[k]), datum(v))
		}
	}
	return site.Chart{ID: id, Title: m.Title, Caption: caption, SVG: template.HTML(m.SVG()), CSV: data.String()}
}

// newChart is a figure with its data as CSV.
func newChart(id, caption string, f chart.Figure) site.Chart {
	var data strings.Builder
	data.WriteString("series,x,y,low,high\n")
	for _, s := range f.Series {
		for i, x := range s.X {
			low, high := "", ""
			if s.Low != nil {
				low, high = datum(s.Low[i]), datum(s.High[i])
			}
			fmt.Fprintf(&data, "%s,%s,%s,%s,%s\n", strconv.Quote(s.Name), datum(x), datum(s.Y[i]), low, high)
		}
	}
	return site.Chart{ID: id, Title: f.Title, Caption: caption, SVG: template.HTML(f.SVG()), CSV: data.String()}
}

// follow simulates a family under a workflow for 100 generations.
func (c charts) follow(family string, theta []float64, schedule estimators.Schedule, workflow estimators.Workflow,
	replicates int) (*followed, error) {
	of, err := estimators.ParseFamily(family)
	if err != nil {
		return nil, err
	}
	return c.course(of, theta, schedule, workflow, replicates)
}

// course simulates a family that no name stands for.
func (c charts) course(of estimators.Family, theta []float64, schedule estimators.Schedule,
	workflow estimators.Workflow, replicates int) (*followed, error) {
	course := course{family: of, fitted: theta, schedule: schedule, replicates: replicates, workers: c.workers,
		seed: c.seed}
	return course.follow(workflow, 100)
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
		s.Add(float64(t+1), value(b.Value))
		s.Low, s.High = append(s.Low, value(b.Low)), append(s.High, value(b.High))
	}
	return s
}

// averageCurve is the average of each generation over a unit, with its interval of confidence 99%: Φ⁻¹(0.995) standard
// errors either way.
func averageCurve(name string, sorted [][]float64, unit float64) chart.Series {
	s := chart.Series{Name: name}
	for t, values := range sorted {
		mean, deviation := stat.MeanStdDev(values, nil)
		half := 2.576 * deviation / math.Sqrt(float64(len(values)))
		s.Add(float64(t+1), mean/unit)
		s.Low, s.High = append(s.Low, (mean-half)/unit), append(s.High, (mean+half)/unit)
	}
	return s
}

// sparse are the points of a curve that are about as far apart as a logarithmic axis shows, as marks.
func sparse(s chart.Series) chart.Series {
	var kept chart.Series
	next := 1.0
	for i, x := range s.X {
		if x < next && i < len(s.X)-1 {
			continue
		}
		next = math.Ceil(1.4 * x)
		kept.Add(x, s.Y[i])
		kept.Low, kept.High = append(kept.Low, s.Low[i]), append(kept.High, s.High[i])
	}
	kept.Name, kept.Marks, kept.Style = s.Name, true, s.Style
	return kept
}

// courses are the workflows that the first figures compare, by what is done with the real data; of a family of three
// letters where one is named, for what the Gaussian in (μ, σ) cannot do.
var courses = []struct {
	id, title, text string
	workflows       []estimators.Workflow
	letters         []float64
	few             bool // replicates
}{
	{"kept", "what is kept of the past", "Under accumulation the median error levels off near 1.3 times that of the " +
		"first fit, with a sample of fixed size higher; where the past is thrown away it grows without end.",
		[]estimators.Workflow{estimators.Accumulate(), estimators.Subsample(100), estimators.Bootstrap(100),
			estimators.Replace()}, nil, false},
	{"real", "real data in every generation", "A fixed share of real data in every generation bounds the error, " +
		"fresh or old; where all of it is kept, too, the error falls.",
		[]estimators.Workflow{estimators.AccumulateFresh(0.2), estimators.MixFresh(0.2), estimators.MixAtRandom(0.2),
			estimators.MixOriginal(0.5), estimators.WeightedReal(0.2)}, nil, false},
	{"changed", "samples that are filtered or changed", "Filters and noise that look mild send the model away from " +
		"the truth although all of the past is kept.",
		[]estimators.Workflow{estimators.KeepCentral(0.9), estimators.KeepLargest(0.9), estimators.Verified(-2, 2),
			estimators.Smoothed(0.3)}, nil, true},
	{"sharpened", "samples at a lower temperature", "Sharpened samples send the model to its likeliest letter " +
		"although all of the past is kept.",
		[]estimators.Workflow{estimators.Accumulate(), estimators.Sharpened(0.9), estimators.Sharpened(0.7)},
		[]float64{0.5, 0.3}, false},
}

func (c charts) workflows() ([]site.Chart, error) {
	var all []site.Chart
	for _, group := range courses {
		family, theta, caption := "gaussian", []float64{0, 1}, "Gaussian (μ, σ) from (0, 1)"
		if group.letters != nil {
			family, theta = "categorical", group.letters
			caption = "Three letters of probabilities 0.5, 0.3, 0.2"
		}
		replicates := c.replicates
		if group.few {
			replicates = c.few()
		}
		caption += fmt.Sprintf(", 100 samples a generation, %d replicates.", replicates)
		errors := chart.Figure{Title: "The error of each generation: " + group.title, LogY: true, LogX: true,
			Text: group.text, XLabel: "generation t", YLabel: "median of ‖θ^(t) − θ*‖"}
		variations := chart.Figure{Title: "Total variation to the truth: " + group.title, LogX: true, LogY: true,
			Text: group.text, XLabel: "generation t", YLabel: "median of TV(p_θ(t), p_θ*)"}
		for _, workflow := range group.workflows {
			found, err := c.follow(family, theta, estimators.ConstantSchedule(100), workflow, replicates)
			if err != nil {
				return nil, err
			}
			errors.Series = append(errors.Series, curve(workflow.String(), found.distance, 0.5))
			variations.Series = append(variations.Series, curve(workflow.String(), found.variation, 0.5))
		}
		all = append(all, newChart("workflows-"+group.id+"-error", caption, errors),
			newChart("workflows-"+group.id+"-variation", caption, variations))
	}
	return all, nil
}
