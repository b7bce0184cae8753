package cmd

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"itermle/internal/numeral"
	"itermle/internal/site"
)

// sweepAxes are what --sweep may vary, in the order of the columns; those left out stay as their flags say.
var sweepAxes = []string{"n", "T", "delta", "r"}

// sweepSyntax is what --sweep accepts.
const sweepSyntax = "axes n, T, delta and r with their values, such as n=1e4,1e6;T=10,100;delta=0.05;r=0.5,1"

// maxSweep bounds the certificates of a sweep.
const maxSweep = 10_000

// parseSweep reads --sweep: the values of each axis that it names.
func parseSweep(text string) (map[string][]float64, error) {
	wrong := &flagError{"sweep", text, sweepSyntax}
	axes, count := map[string][]float64{}, 1
	for part := range strings.SplitSeq(text, ";") {
		name, values, found := strings.Cut(strings.TrimSpace(part), "=")
		if name == "δ" {
			name = "delta"
		}
		at, twice := map[string]float64{"n": 1 << 53, "T": largestGenerations, "delta": 1, "r": math.MaxFloat64}[name],
			axes[name] != nil
		if !found || at == 0 || twice {
			return nil, wrong
		}
		for field := range strings.SplitSeq(values, ",") {
			x, err := numeral.Float(strings.TrimSpace(field))
			whole := name == "n" || name == "T"
			if err != nil || !(x > 0 && x <= at) || whole && x != math.Trunc(x) || name == "delta" && x == 1 {
				return nil, wrong
			}
			axes[name] = append(axes[name], x)
		}
		if count *= len(axes[name]); count > maxSweep {
			return nil, &flagError{"sweep", text, fmt.Sprintf("at most %d combinations", maxSweep)}
		}
	}
	return axes, nil
}

// sweep certifies every combination, the last axis fastest.
func (o *certifyOptions) sweep(command *cobra.Command, registry *Registry) error {
	axes, err := parseSweep(o.sweepText)
	if err != nil {
		return err
	}
	for _, name := range sweepAxes {
		flag := name
		if name == "n" {
			flag = "schedule"
		}
		if axes[name] != nil {
			if err := alone(command, "--sweep "+name+"=…", flag); err != nil {
				return err
			}
		}
	}
	if !command.Flags().Changed("r") && axes["r"] == nil {
		return &missingFlagError{"r", "the radius r > 0 of the ball around θ*, or r in --sweep"}
	}
	points := []certifyOptions{*o}
	for _, name := range sweepAxes {
		if axes[name] == nil {
			continue
		}
		var next []certifyOptions
		for _, point := range points {
			for _, x := range axes[name] {
				switch name {
				case "n":
					point.schedule = "const:" + strconv.FormatInt(int64(x), 10)
				case "T":
					point.generations = int(x)
				case "delta":
					point.delta = x
				case "r":
					point.radius = x
				}
				next = append(next, point)
			}
		}
		points = next
	}
	var found []*certification
	for i := range points {
		c, err := points[i].certify(command, registry)
		if err != nil {
			return err
		}
		found = append(found, c)
	}
	return o.printSweep(command, found)
}

// printSweep writes a certificate a row: as a table, CSV or LaTeX, or as one JSON object a line.
func (o *certifyOptions) printSweep(command *cobra.Command, found []*certification) error {
	out, t := command.OutOrStdout(), site.Table{}
	for _, title := range []string{"schedule", "T", "δ", "r", "method", "ρ_T", "KL", "TV", "quantile", "by", "ratio",
		"min_n", "max_t"} {
		t.Columns = append(t.Columns, site.Column{Title: title, Kind: site.Number})
	}
	number, none := orDash, "—"
	if o.asCSV {
		none = ""
		number = func(v *float64) string {
			if v == nil {
				return none
			}
			return strconv.FormatFloat(*v, 'g', -1, 64)
		}
	}
	for _, c := range found {
		if o.asJSON {
			if err := printJSON(out, "", c); err != nil {
				return err
			}
		}
		smallest, largest := none, none
		if c.SmallestN != nil {
			smallest = strconv.FormatInt(*c.SmallestN, 10)
		}
		if c.LargestT != nil {
			largest = strconv.Itoa(*c.LargestT)
		}
		t.Rows = append(t.Rows, []string{c.Schedule, strconv.Itoa(c.Generations), number(&c.Delta), number(&c.Radius),
			c.Method, number(c.Rho), number(c.KL), number(c.TV), number(c.Quantile), c.QuantileBy, number(c.Ratio),
			smallest, largest})
	}
	var err error
	switch {
	case o.asJSON:
	case o.asCSV:
		_, err = unchanged(out).Write(t.CSV())
	case o.asLaTeX:
		_, err = unchanged(out).Write(t.LaTeX())
	default:
		rows := table{rows: t.Rows}
		for i, head := range t.Columns {
			rank := map[string]int{"KL": 2, "TV": 2, "by": 3, "method": 1}[head.Title]
			rows.columns = append(rows.columns, column{title: head.Title, rank: rank, right: i > 0})
		}
		err = rows.print(out, tableWidth(command))
	}
	return err
}
