package cmd

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat"

	"itermle/estimators"
	"itermle/internal/chart"
	"itermle/internal/site"
	"itermle/theorems"
	"itermle/theorems/laws"
)

// figures123 are Figures 1–3 of Appendix G: the exact estimator beside the numerically optimised one, on streams of its
// own, and the root of the mean square by the exact law.
func (c charts) figures123() ([]site.Chart, error) {
	var all []site.Chart
	for i, row := range []struct {
		family, says string
		truth        []float64
		squared      func(schedule estimators.Schedule, generations int) []float64
	}{{"gaussian", "Gaussian (μ, σ) from (0, 1)", []float64{0, 1}, laws.GaussianSquaredError},
		{"exponential", "exponential of mean 1", []float64{1}, laws.ExponentialSquaredError},
		{"power", "θx^{θ−1} from 1", []float64{1}, laws.PowerSquaredError}} {
		f := chart.Figure{Title: fmt.Sprintf("Figure %d: %s", i+1, row.says), LogX: true, LogY: true,
			Text: "The average error grows by about 1.28 over 100 generations for either sample size; the optimised " +
				"estimate is the exact one.",
			XLabel: "generation t", YLabel: "average of ‖θ^(t) − θ_0‖"}
		for k, n := range []int64{20, 100} {
			schedule := estimators.ConstantSchedule(n)
			exact, err := c.follow(row.family, row.truth, schedule, estimators.Accumulate(), c.replicates)
			if err != nil {
				return nil, err
			}
			family, err := optimised(row.family)
			if err != nil {
				return nil, err
			}
			found, err := c.course(family, row.truth, schedule, estimators.Accumulate(), c.few())
			if err != nil {
				return nil, err
			}
			law := chart.Series{Name: fmt.Sprintf("√E‖·‖², n=%d", n), Style: chart.Reference}
			for t, square := range row.squared(schedule, 100) {
				law.Add(float64(t+1), math.Sqrt(square))
			}
			line := averageCurve(fmt.Sprintf("exact, n=%d", n), exact.distance, 1)
			marks := sparse(averageCurve(fmt.Sprintf("optimised, n=%d", n), found.distance, 1))
			line.Style, marks.Style = 2*k+1, 2*k+2
			f.Series = append(f.Series, law, line, marks)
		}
		all = append(all, newChart(fmt.Sprintf("figure-%d", i+1), fmt.Sprintf("Accumulation, averages over %d "+
			"replicates, optimised over %d, with their 99%% intervals. Dashed: the exact law.", c.replicates,
			c.few()), f))
	}
	return all, nil
}

// optimised is a family with its closed-form fit replaced by a numerically optimised one.
func optimised(name string) (estimators.Family, error) {
	family, err := estimators.ParseFamily(name)
	if err != nil {
		return nil, err
	}
	return estimators.Optimised(family.(estimators.StatisticFamily)), nil
}

// figure4 sets what Figure 4 prints beside the exact and the optimised estimator, and beside samples raised to a floor.
func (c charts) figure4() ([]site.Chart, error) {
	f := chart.Figure{Title: "Figure 4 is not that of the maximum likelihood estimate", LogX: true,
		Text: "The error grows by the same 1.28 at both θ, exact or optimised; print has 3.27 at θ = 0.1, which a " +
			"floor of 10⁻⁸ under the samples gives.",
		XLabel: "generation t", YLabel: "average error over that of t = 1"}
	power := estimators.NewPower()
	for i, row := range []struct {
		name       string
		family     estimators.Family
		replicates int
	}{{"exact", power, c.replicates}, {"optimised", estimators.Optimised(power), c.few()},
		{"floor 10⁻⁸", theorems.Floored{StatisticFamily: power, Floor: 1e-8}, c.replicates}} {
		for k, truth := range []float64{0.1, 1} {
			found, err := c.course(row.family, []float64{truth}, estimators.ConstantSchedule(100),
				estimators.Accumulate(), row.replicates)
			if err != nil {
				return nil, err
			}
			s := averageCurve(fmt.Sprintf("%s, θ=%g", row.name, truth), found.distance,
				stat.Mean(found.distance[0], nil))
			if s.Style = 2*i + k + 1; row.replicates == c.few() {
				s = sparse(s)
			}
			f.Series = append(f.Series, s)
		}
	}
	for i, printed := range []float64{3.27, 1.25} {
		f.Series = append(f.Series, chart.Series{Name: fmt.Sprintf("print, θ=%g", []float64{0.1, 1}[i]),
			Style: chart.Reference, Marks: true, X: []float64{100}, Y: []float64{printed}})
	}
	return []site.Chart{newChart("figure-4", "Power family, accumulation of 100 samples a generation. Bands: 99% for "+
		"the average error at t. Whether the paper's program had such a floor is not known.", f)}, nil
}
