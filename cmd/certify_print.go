package cmd

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
)

func (c *certification) thetaText() string {
	coordinates := make([]string, len(c.Theta))
	for i, v := range c.Theta {
		coordinates[i] = strconv.FormatFloat(v, 'g', -1, 64)
	}
	return strings.Join(coordinates, ",")
}

// orDash prints a number that may not exist.
func orDash(v *float64) string {
	if v == nil {
		return "—"
	}
	return figure(*v)
}

func (c *certification) print(out io.Writer) error {
	fmt.Fprintf(out, "%s θ* = %s, r = %g, schedule %s, T = %d, δ = %g, certificate %s\n\n", c.Family, c.thetaText(),
		c.Radius, c.Schedule, c.Generations, c.Delta, c.Method)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	k1 := orDash(c.Constants.K1)
	if c.Constants.K1 == nil {
		k1 = "none: outside Assumption 2A, certified by a bound of Bernstein's kind"
	}
	fmt.Fprintf(w, "K1\t%s\nK2\t%s\nK3\t%s\nλ0\t%s\nL_I\t%s\n", k1, figure(c.Constants.K2), figure(c.Constants.K3),
		figure(c.Constants.Lambda0), figure(c.Constants.LI))
	if c.Certified {
		fmt.Fprintf(w, "ρ_T\t%s\tP(‖θ^(T) − θ*‖ ≤ ρ_T) ≥ %g\nKL\t≤ %s\tnats\nTV\t≤ %s\n", orDash(c.Rho), 1-c.Delta,
			orDash(c.KL), orDash(c.TV))
	} else {
		fmt.Fprintf(w, "ρ_T\tnot certified\t%s\n", c.Reason)
	}
	if c.Quantile != nil {
		fmt.Fprintf(w, "quantile\t%s\t%s\nρ_T/quantile\t%s\n", orDash(c.Quantile), c.QuantileBy, orDash(c.Ratio))
	}
	goal := "certified"
	if c.Target != nil {
		goal = fmt.Sprintf("ρ_T ≤ %g", *c.Target)
	}
	if c.SmallestN != nil {
		fmt.Fprintf(w, "smallest n\t%d\tof const:n at T = %d: %s\n", *c.SmallestN, c.Generations, goal)
	} else {
		fmt.Fprintf(w, "smallest n\t—\tno n ≤ 2^53 at T = %d: %s\n", c.Generations, goal)
	}
	switch {
	case c.LargestT == nil:
		fmt.Fprintf(w, "largest T\t—\tnone for %s: %s\n", c.Schedule, goal)
	case *c.LargestT == largestGenerations:
		fmt.Fprintf(w, "largest T\t> 2^20\tfor %s: %s\n", c.Schedule, goal)
	default:
		fmt.Fprintf(w, "largest T\t%d\tfor %s: %s\n", *c.LargestT, c.Schedule, goal)
	}
	return w.Flush()
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
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	if !o.asJSON {
		fmt.Fprintln(w, "FAMILY\tθ*\tr\tn\tT\tCERTIFICATE\tρ_T\tQUANTILE\tBY\tRATIO\tSMALLEST n")
	}
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
				if err := printJSON(out, c); err != nil {
					return err
				}
				continue
			}
			smallest := "—"
			if c.SmallestN != nil {
				smallest = fmt.Sprint(*c.SmallestN)
			}
			fmt.Fprintf(w, "%s\t%s\t%g\t%s\t%d\t%s\t%s\t%s\t%s\t%s\t%s\n", c.Family, c.thetaText(), c.Radius,
				strings.TrimPrefix(c.Schedule, "const:"),
				c.Generations, c.Method, orDash(c.Rho), orDash(c.Quantile), c.QuantileBy, orDash(c.Ratio), smallest)
		}
	}
	return w.Flush()
}
