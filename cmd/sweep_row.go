package cmd

import (
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"itermle/internal/selection"
	"itermle/internal/site"
)

// sweepRow is what a sweep prints of a combination at one T and δ, in JSON as it stands here; null where no replicate
// has an MLE, or total variation cannot be had.
type sweepRow struct {
	Family     string    `json:"family"`
	Theta      []float64 `json:"theta"`
	Schedule   string    `json:"schedule"`
	Workflow   string    `json:"workflow"`
	T          int       `json:"T"`
	N          int64     `json:"n"` // drawn by generation T−1
	Delta      float64   `json:"delta"`
	Replicates int       `json:"reps"`
	Defined    int       `json:"defined"` // replicates whose MLE exists up to T
	Mean       *float64  `json:"err"`     // of ‖θ^(T)−θ*‖
	Error      *float64  `json:"se"`      // its standard error, null of a single value
	Quantile   *float64  `json:"quantile"`
	Variation  *float64  `json:"tv"` // the mean
}

// rows simulates a combination.
func (c *sweepCell) rows(spec sweepSpec) ([]sweepRow, error) {
	at := make([][]sweepRow, len(spec.Generations))
	_, err := simulateEnsemble(c.what, c.replicates, c.workers, c.seed,
		[]string{"simulate", c.family.Name(), c.what.Schedule.String(), c.what.Workflow.String()},
		func(t int, seen observed) {
			for i := range at {
				if spec.Generations[i] == t {
					at[i] = c.rowsAt(t, spec.Delta, seen)
				}
			}
		})
	return slices.Concat(at...), err
}

// rowsAt has a row for each δ.
func (c *sweepCell) rowsAt(t int, deltas []float64, seen observed) (rows []sweepRow) {
	row := sweepRow{Family: c.family.Name(), Theta: c.what.Truth, Schedule: c.what.Schedule.String(),
		Workflow: c.what.Workflow.String(), T: t, N: c.what.Schedule.Size(t - 1), Replicates: c.replicates,
		Defined: len(seen.distance)}
	if len(seen.distance) > 0 {
		mean, deviation := meanWithError(seen.distance)
		if row.Mean = finite(mean); len(seen.distance) > 1 {
			row.Error = deviation
		}
		if seen.variation != nil {
			mean, _ := meanWithError(seen.variation)
			row.Variation = finite(mean)
		}
	}
	for _, delta := range deltas {
		row.Delta = delta
		if len(seen.distance) > 0 {
			rank := quantileRank(len(seen.distance), 1-delta)
			row.Quantile = finite(selection.Ranks(seen.distance, rank)[0])
		}
		rows = append(rows, row)
	}
	return rows
}

// print writes the rows as a table, CSV, or one JSON object a line.
func (o *sweepOptions) print(command *cobra.Command, rows []sweepRow) error {
	out := command.OutOrStdout()
	if o.asJSON {
		for _, row := range rows {
			if err := printJSON(out, "", row); err != nil {
				return err
			}
		}
		return nil
	}
	columns := []column{{title: "family"}, {title: "theta", rank: 2}, {title: "schedule"}, {title: "workflow"},
		{title: "T", right: true}, {title: "n", right: true, rank: 2}, {title: "delta", right: true},
		{title: "defined", right: true, rank: 3}, {title: "err", right: true}, {title: "se", right: true, rank: 1},
		{title: "quantile", right: true}, {title: "tv", right: true}}
	number := orDash
	if o.asCSV {
		number = func(v *float64) string {
			if v == nil {
				return ""
			}
			return strconv.FormatFloat(*v, 'g', -1, 64)
		}
	}
	t := table{columns: columns}
	csv := site.Table{}
	for _, c := range columns {
		csv.Columns = append(csv.Columns, site.Column{Title: c.title})
	}
	for _, r := range rows {
		t.add(r.Family, vector(r.Theta), r.Schedule, r.Workflow, strconv.Itoa(r.T), strconv.FormatInt(r.N, 10),
			strconv.FormatFloat(r.Delta, 'g', -1, 64), strconv.Itoa(r.Defined), number(r.Mean), number(r.Error),
			number(r.Quantile), number(r.Variation))
	}
	if csv.Rows = t.rows; o.asCSV {
		_, err := unchanged(out).Write(csv.CSV())
		return err
	}
	return t.print(out, tableWidth(command))
}

// vector is numbers separated by commas.
func vector(x []float64) string {
	var text []byte
	for i, v := range x {
		if i > 0 {
			text = append(text, ',')
		}
		text = strconv.AppendFloat(text, v, 'g', -1, 64)
	}
	return string(text)
}
