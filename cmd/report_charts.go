package cmd

import (
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"

	"itermle/counterexamples/construction2"
	"itermle/counterexamples/leak"
	"itermle/estimators"
	"itermle/internal/chart"
	"itermle/internal/site"
	"itermle/properties"
	"itermle/theorems/certify"
)

// chartReplicates is the number of replicates behind a simulated curve.
const chartReplicates = 1000

// charts draws the figures of a report from one seed.
type charts struct {
	seed    uint64
	workers int
}

// drawCharts are the figures of the report.
func drawCharts(s *properties.Summary, seed uint64, workers int) ([]site.Chart, error) {
	c := charts{seed, workers}
	var all []site.Chart
	for _, draw := range []func() (site.Chart, error){c.errors, c.variations, c.appendix, c.leaks, c.hitting,
		c.certificates} {
		drawn, err := draw()
		if err != nil {
			return nil, err
		}
		all = append(all, drawn)
	}
	if tight := tightnessChart(s); strings.Count(tight.CSV, "\n") > 1 {
		all = append(all, tight)
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

func (c charts) errors() (site.Chart, error) {
	f := chart.Figure{Title: "The error of each generation, workflow by workflow", LogY: true, LogX: true,
		Text: "Under accumulation the median error levels off near 1.3 times that of the first fit; under " +
			"replacement it grows.",
		XLabel: "generation t", YLabel: "median of ‖θ^(t) − θ*‖"}
	for _, row := range courses {
		found, err := c.follow("gaussian", []float64{0, 1}, estimators.ConstantSchedule(100), row.workflow, 100)
		if err != nil {
			return site.Chart{}, err
		}
		f.Series = append(f.Series, curve(row.name, found.distance, 0.5))
	}
	return newChart("workflows-error", "Gaussian (μ, σ) from (0, 1), 100 samples a generation.", f), nil
}

func (c charts) variations() (site.Chart, error) {
	f := chart.Figure{Title: "Total variation to the truth, workflow by workflow",
		Text:   "Only replacement drives the model away from the truth within 100 generations.",
		XLabel: "generation t", YLabel: "median of TV(p_θ(t), p_θ*)"}
	for _, row := range courses {
		found, err := c.follow("gaussian", []float64{0, 1}, estimators.ConstantSchedule(100), row.workflow, 100)
		if err != nil {
			return site.Chart{}, err
		}
		f.Series = append(f.Series, curve(row.name, found.variation, 0.5))
	}
	return newChart("workflows-variation", "Gaussian (μ, σ) from (0, 1), 100 samples a generation.", f), nil
}

// appendix is what Figures 1–3 of Appendix G show, with the exact estimator.
func (c charts) appendix() (site.Chart, error) {
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
				return site.Chart{}, err
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
	return newChart("appendix-g", "Accumulation, exact maximum likelihood. The families of Figures 1–3.", f), nil
}

// leaks sets the simulated collapse of the leak beside its limit law.
func (c charts) leaks() (site.Chart, error) {
	const generations = 100
	f := chart.Figure{Title: "One assumption dropped alone: the leak collapses", LogX: true,
		Text:   "The share of replicates that have collapsed follows the limit law and grows towards 1 for every κ.",
		XLabel: "synthetic generations T", YLabel: "share collapsed"}
	for i, kappa := range []float64{0.5, 0.1, 0.02} {
		family := leak.Family{Kappa: kappa}
		setup := estimators.Setup[*leak.Pool]{NewPool: func() (*leak.Pool, error) { return leak.New(family) },
			Truth: leak.Truth(), Schedule: estimators.ConstantSchedule(10_000), Generations: generations + 1}
		it, err := setup.Worker()
		if err != nil {
			return site.Chart{}, err
		}
		stream, counts := estimators.NewStream(c.seed, "report", "leak"), make([]float64, generations+2)
		for replicate := range uint64(chartReplicates) {
			if err := it.Run(stream, replicate, nil); err != nil {
				return site.Chart{}, err
			}
			counts[it.Pool.(*leak.Pool).Collapse()]++
		}
		simulated := chart.Series{Name: fmt.Sprintf("κ=%g, simulated", kappa), Marks: true, Style: i + 1}
		limit := chart.Series{Name: fmt.Sprintf("κ=%g, limit law", kappa), Style: i + 1}
		sum := 0.0
		for t := 1; t <= generations; t++ {
			sum += counts[t+1]
			if t < 10 || t%10 == 0 {
				simulated.X, simulated.Y = append(simulated.X, float64(t)), append(simulated.Y, sum/chartReplicates)
			}
			survival, err := family.LimitSurvival(setup.Schedule, t)
			if err != nil {
				return site.Chart{}, err
			}
			limit.X, limit.Y = append(limit.X, float64(t)), append(limit.Y, 1-survival)
		}
		f.Series = append(f.Series, limit, simulated)
	}
	return newChart("leak",
		fmt.Sprintf("Accumulation of 10,000 samples a generation, %d replicates: the standard error "+
			"of a point is at most %.3f.", chartReplicates, 0.5/math.Sqrt(chartReplicates)), f), nil
}

// hitting is the exact law of the first two hitting times of Construction 2.
func (c charts) hitting() (site.Chart, error) {
	f := chart.Figure{Title: "Construction 2: how long until the next interval is hit", LogX: true, LogY: true,
		Text: "The probability of not having hit falls like 2/(t+2) for the first interval and far more slowly for " +
			"the second.",
		XLabel: "generation t", YLabel: "P(τ > t)"}
	first, second := chart.Series{Name: "τ₁, limit 2/(t+2)"}, chart.Series{Name: "τ₂, limit law"}
	for t := 1; t <= 10_000; t += max(1, t/4) {
		p, err := construction2.SecondHittingSurvival(t)
		if err != nil {
			return site.Chart{}, err
		}
		first.X, first.Y = append(first.X, float64(t)), append(first.Y, 2/float64(t+2))
		second.X, second.Y = append(second.X, float64(t)), append(second.Y, p.Value)
	}
	f.Series = []chart.Series{first, second}
	return newChart("hitting", "The limit of large n; no simulation.", f), nil
}

// certificates compares Theorem 4.1's certificate with the quantile it bounds.
func (c charts) certificates() (site.Chart, error) {
	f := chart.Figure{Title: "Theorem 4.1 in numbers: the certificate and the quantile that it bounds",
		Text: "The certificate is within a small factor of the exact quantile and falls with it.",
		LogX: true, LogY: true, XLabel: "samples a generation n", YLabel: "ρ with P(‖θ^(T) − θ*‖ > ρ) ≤ 0.05"}
	family, err := estimators.ParseFamily("gaussian-mean")
	if err != nil {
		return site.Chart{}, err
	}
	for _, generations := range []int{1, 100, 10_000} {
		bound := chart.Series{Name: fmt.Sprintf("certificate, T=%d", generations)}
		exact := chart.Series{Name: fmt.Sprintf("quantile, T=%d", generations)}
		for exponent := 4.0; exponent <= 36; exponent += 2 {
			n := int64(math.Round(math.Pow(10, exponent/4)))
			request, certifier, err := certify.Sharpest(family, []float64{0}, 1)
			if err != nil {
				return site.Chart{}, err
			}
			request.Schedule, request.Generations, request.Delta = estimators.ConstantSchedule(n), generations, 0.05
			found, err := certifier.Certify(request)
			if err != nil {
				return site.Chart{}, err
			}
			rho := math.NaN()
			if found.Certified {
				rho = found.Rho
			}
			bound.X, bound.Y = append(bound.X, float64(n)), append(bound.Y, rho)
			quantile, ok := certify.NormalQuantile(family, []float64{0}, request.Schedule, generations, 0.05)
			if !ok {
				quantile = math.NaN()
			}
			exact.X, exact.Y = append(exact.X, float64(n)), append(exact.Y, quantile)
		}
		f.Series = append(f.Series, bound, exact)
	}
	return newChart("certificate", "Gaussian mean, r = 1, δ = 0.05, exact law. A gap: nothing is certified there.", f),
		nil
}

// tightnessChart shows the ratio of each bound to what it bounds.
func tightnessChart(s *properties.Summary) site.Chart {
	points := chart.Series{Name: "a claim each", Marks: true}
	for i := range s.Reports {
		if t := s.Reports[i].Tightness; t != nil {
			points.X, points.Y = append(points.X, float64(len(points.X)+1)), append(points.Y, t.Ratio)
		}
	}
	return newChart("tightness",
		"Ratio of bound to what it bounds, in the order of the registry; 1 is attained. The pages "+
			"of the claims have the instances.", chart.Figure{Title: "How tight the bounds are", LogY: true,
			Text: "One point for each claim that measures its bound.", XLabel: "claim",
			YLabel: "bound / what it bounds",
			Series: []chart.Series{points}})
}
