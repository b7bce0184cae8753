package cmd

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

// orDash prints a number that may not exist.
func orDash(v *float64) string {
	if v == nil {
		return "—"
	}
	return figure(*v)
}

func (c *certification) print(out io.Writer, width int) error {
	fmt.Fprintf(out, "%s θ* = %s, r = %g, schedule %s, T = %d, δ = %g, certificate %s\n\n", c.Family,
		coordinates(c.Theta, -1), c.Radius, c.Schedule, c.Generations, c.Delta, c.Method)
	t := table{columns: []column{{title: "QUANTITY"}, {title: "VALUE"}, {title: "MEANING"}}, wrap: true}
	k1 := ""
	if c.Constants.K1 == nil {
		k1 = "none: outside Assumption 2A, certified by a bound of Bernstein's kind"
	}
	k := c.Constants
	t.rows = [][]string{{"K1", orDash(k.K1), k1}, {"K2", figure(k.K2), ""}, {"K3", figure(k.K3), ""},
		{"λ0", figure(k.Lambda0), ""}, {"L_I", figure(k.LI), ""}}
	if c.Certified {
		t.add("ρ_T", orDash(c.Rho), fmt.Sprintf("P(‖θ^(T) − θ*‖ ≤ ρ_T) ≥ %g", 1-c.Delta))
		t.add("KL", "≤ "+orDash(c.KL), "nats")
		t.add("TV", "≤ "+orDash(c.TV), "")
	} else {
		t.add("ρ_T", "—", "not certified: "+c.Reason)
	}
	if c.Quantile != nil {
		t.add("quantile", orDash(c.Quantile), c.QuantileBy)
		t.add("ρ_T/quantile", orDash(c.Ratio), "")
	}
	goal := "certified"
	if c.Target != nil {
		goal = fmt.Sprintf("ρ_T ≤ %g", *c.Target)
	}
	n, ofN := "—", "no n ≤ 2^53"
	if c.SmallestN != nil {
		n, ofN = strconv.FormatInt(*c.SmallestN, 10), "of const:n"
	}
	t.add("min_n", n, fmt.Sprintf("%s at T = %d: %s", ofN, c.Generations, goal))
	most, ofT := "—", "none for"
	if c.LargestT != nil {
		most, ofT = strconv.Itoa(*c.LargestT), "for"
		if *c.LargestT == largestGenerations {
			most = "> 2^20"
		}
	}
	t.add("max_t", most, fmt.Sprintf("%s %s: %s", ofT, c.Schedule, goal))
	return t.print(out, width)
}

// tableRows are the zoo of the ratio table with the r that was chosen for each: any r is valid, since none is chosen
// from data.
var tableRows = []struct {
	family, theta string
	radius        float64
}{
	{"gaussian-mean", "0", 1}, {"gaussian-vector", "0,0", 1}, {"bernoulli-logit", "0", 0.5},
	{"bernoulli-logit", "2", 0.5},
	{"categorical-softmax", "0,0", 0.5}, {"poisson-log", "0", 0.5}, {"exponential-rate", "1", 0.1}, {"power", "1", 0.1},
	{"logistic-location", "0", 0.2}, {"cauchy-location", "0", 0.12}, {"von-mises-location", "0", 0.3},
	{"gaussian-mixture", "0.5", 0.05},
}

func (o *certifyOptions) printTable(command *cobra.Command, out io.Writer) error {
	zoo := Suite()
	t := table{columns: []column{{title: "FAMILY"}, {title: "θ*"}, {title: "r"}, {title: "n"}, {title: "T"},
		{title: "CERTIFICATE", rank: 1}, {title: "ρ_T"}, {title: "QUANTILE"}, {title: "BY", rank: 2}, {title: "RATIO"},
		{title: "min_n"}}}
	for _, at := range []struct {
		schedule    string
		generations int
	}{{"const:1000000", 10000}, {"const:10000", 100}} {
		for _, row := range tableRows {
			single := *o
			single.family, single.theta, single.radius = row.family, row.theta, row.radius
			single.schedule, single.generations = at.schedule, at.generations
			c, err := single.certify(command, &zoo)
			if err != nil {
				return err
			}
			if o.asJSON {
				if err := printJSON(out, "", c); err != nil {
					return err
				}
				continue
			}
			smallest := "—"
			if c.SmallestN != nil {
				smallest = fmt.Sprint(*c.SmallestN)
			}
			t.add(c.Family, coordinates(c.Theta, -1), fmt.Sprint(c.Radius), strings.TrimPrefix(c.Schedule, "const:"),
				strconv.Itoa(c.Generations), c.Method, orDash(c.Rho), orDash(c.Quantile), c.QuantileBy, orDash(c.Ratio),
				smallest)
		}
	}
	if o.asJSON {
		return nil
	}
	return t.print(out, tableWidth(command))
}
