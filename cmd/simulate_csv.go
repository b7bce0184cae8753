package cmd

import (
	"encoding/csv"
	"io"
	"strconv"
)

// csv writes a generation a row, every one; a cell is empty where a number does not exist. The columns are the fields
// of the JSON: mean, bias and mse of each coordinate, then err and tv.
func (s *simulation) csv(out io.Writer) error {
	w := csv.NewWriter(unchanged(out))
	titles := []string{"t", "n", "defined"}
	for _, symbol := range s.symbols {
		titles = append(titles, "mean "+symbol, "bias "+symbol, "mse "+symbol)
	}
	titles = append(titles, "err mean", "err q50", "err q90", "err q95", "err q99", "tv mean", "tv q50", "tv q90",
		"tv q99", "collapsed by")
	rows := [][]string{titles}
	for i, g := range s.Generations {
		row := []string{strconv.Itoa(g.T), strconv.FormatInt(g.N, 10), strconv.Itoa(g.Defined)}
		number := func(values ...float64) {
			for _, v := range values {
				row = append(row, strconv.FormatFloat(v, 'g', -1, 64))
			}
		}
		for j := range s.symbols {
			if j >= len(g.Mean) {
				row = append(row, "", "", "")
				continue
			}
			number(g.Mean[j], g.Bias[j])
			if g.MSE[j] == nil {
				row = append(row, "")
			} else {
				number(*g.MSE[j])
			}
		}
		if d := g.Distance; d != nil {
			number(d.Mean, d.Q50, d.Q90, d.Q95, d.Q99)
		} else {
			row = append(row, make([]string, 5)...)
		}
		if tv := g.Variation; tv != nil {
			number(tv.Mean, tv.Q50, tv.Q90, tv.Q99)
		} else {
			row = append(row, make([]string, 4)...)
		}
		if s.CollapsedBy != nil {
			number(s.CollapsedBy[i])
		} else {
			row = append(row, "")
		}
		rows = append(rows, row)
	}
	return w.WriteAll(rows)
}
