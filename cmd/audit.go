package cmd

import (
	"fmt"
	"io"
	"itermle/theorems/audit"
	"math"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
)

// audited is what audit prints, in JSON as it stands here. A number that is infinite or unknown is null.
type audited struct {
	Family        string           `json:"family"`
	Theta         []float64        `json:"theta"`
	Radius        float64          `json:"r"`
	Certified     bool             `json:"certified"`
	Reason        string           `json:"reason,omitempty"` // why not
	Constants     auditedConstants `json:"constants"`
	ProblemRadius *float64         `json:"problem_radius"`
	Problem       string           `json:"problem"`
}

type auditedConstants struct {
	K1        auditedConstant `json:"K1"`
	K2        auditedConstant `json:"K2"`
	K3        auditedConstant `json:"K3"`
	Lambda0   auditedConstant `json:"lambda0"`
	Lipschitz auditedConstant `json:"LI"`
}

type auditedConstant struct {
	found      *audit.Constant
	Assumption string          `json:"assumption,omitempty"`
	Value      *float64        `json:"value"`
	Basis      string          `json:"basis"`
	Reason     string          `json:"reason"`
	Witness    *auditedWitness `json:"witness,omitempty"`
}

// auditedWitness is an audit.Witness; a coordinate of x is infinite where the extreme is a limit.
type auditedWitness struct {
	Theta []*float64 `json:"theta"`
	X     []*float64 `json:"x,omitempty"`
	Value *float64   `json:"value"`
	Says  string     `json:"says,omitempty"`
}

func finite(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

func finites(values []float64) (all []*float64) {
	for _, v := range values {
		all = append(all, finite(v))
	}
	return all
}

func auditCommand(registry *Registry) *cobra.Command {
	var family, theta string
	var radius float64
	var asJSON bool
	command := &cobra.Command{
		Use:   "audit --family F [--theta θ] [--r R]",
		Short: "Bound the constants of Assumptions 2 and 3 on a ball, or show a witness against them",
		Long: `audit reports the constants that Theorem 4.1 depends on, for every θ in the ball of radius r around θ*:
  K1  P(‖score‖ ≥ u) ≤ 2 exp(−u²/(2 K1²))     K2, K3  ‖∇² log p‖ ≤ K2, ‖∇³ log p‖ ≤ K3 for every x
  λ0  λ_min(I(θ)) ≥ λ0                         L_I     ‖I(θ) − I(η)‖ ≤ L_I ‖θ − η‖
each with how it was obtained: a closed form, a certified numerical bound (intervals over all θ and x, never a largest
sample), or a violation with its witness. Of a family from elsewhere, what it states is held against a search over the
ball: "stated by the family", unless it is contradicted.`,
		Example: `  itermle audit --family logistic-location --r 0.5
  itermle audit --family gaussian --theta 0,1 --r 0.5 --json`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			member, truth, err := registry.family(family, theta)
			if err != nil {
				return err
			}
			report, err := audit.Ball(member, truth, radius)
			if err != nil {
				return err
			}
			result := newAudited(report)
			if asJSON {
				return printJSON(command.OutOrStdout(), result)
			}
			return result.print(command.OutOrStdout(), member.Symbols())
		},
	}
	flags := command.Flags()
	flags.StringVar(&family, "family", "", "family, such as bernoulli-logit or binomial:10")
	flags.StringVar(&theta, "theta", "",
		"θ*, coordinates separated by commas (default: the family's first listed point)")
	flags.Float64Var(&radius, "r", 0.25, "radius of the ball around θ*")
	flags.BoolVar(&asJSON, "json", false, "print one JSON object")
	return command
}

// all are in the order of AuditReport.All.
func (c *auditedConstants) all() []*auditedConstant {
	return []*auditedConstant{&c.K1, &c.K2, &c.K3, &c.Lambda0, &c.Lipschitz}
}

func newAudited(report *audit.Report) *audited {
	result := &audited{Family: report.Family, Theta: report.Theta, Radius: report.Radius,
		ProblemRadius: finite(report.ProblemRadius), Problem: report.Problem}
	_, err := report.Constants()
	if result.Certified = err == nil; err != nil {
		result.Reason = err.Error()
	}
	for i, to := range result.Constants.all() {
		c := report.All()[i]
		*to = auditedConstant{c, c.Assumption, finite(c.Value), c.Basis.String(), c.Reason, nil}
		if w := c.Witness; w != nil {
			to.Witness = &auditedWitness{finites(w.Theta), finites(w.X), finite(w.Value), w.Says}
		}
	}
	return result
}

func (a *audited) print(out io.Writer, symbols []string) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s, θ* = (%s) = (%s), r = %g\n\n", a.Family, strings.Join(symbols, ","), coordinates(a.Theta),
		a.Radius)
	fmt.Fprintln(w, "CONSTANT\tASSUMPTION\tVALUE\tBASIS\tREASON")
	for _, c := range a.Constants.all() {
		value := "—"
		if c.Value != nil {
			value = strconv.FormatFloat(*c.Value, 'g', 6, 64)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", c.found.Symbol, c.Assumption, value, c.Basis, c.Reason)
		witness := c.found.Witness
		if witness == nil {
			continue
		}
		at := "θ = " + coordinates(witness.Theta)
		if witness.X != nil {
			at += ", x = " + coordinates(witness.X)
		}
		if c.found.Basis == audit.Violated {
			fmt.Fprintf(w, "\t\t\t\twitness %s: %s\n", at, witness.Says)
			continue
		}
		says := ""
		if witness.Says != "" {
			says = " (" + witness.Says + ")"
		}
		fmt.Fprintf(w, "\t\t\t\tattained: %.6g at %s%s\n", witness.Value, at, says)
	}
	if a.Certified {
		fmt.Fprintf(w, "\ncertified. ")
	} else {
		fmt.Fprintf(w, "\nnot certified: %s. ", a.Reason)
	}
	if a.ProblemRadius != nil {
		fmt.Fprintf(w, "Smallest ball with a problem: radius %.6g, %s\n", *a.ProblemRadius, a.Problem)
	} else {
		fmt.Fprintf(w, "Smallest ball with a problem: %s\n", a.Problem)
	}
	return w.Flush()
}

// coordinates of θ or of a sample; an extreme may be a limit at ±∞.
func coordinates(v []float64) string {
	texts := make([]string, len(v))
	for i, x := range v {
		if texts[i] = strconv.FormatFloat(x, 'g', 6, 64); math.IsInf(x, 0) {
			texts[i] = strings.Replace(strconv.FormatFloat(x, 'g', -1, 64), "Inf", "∞", 1)
		}
	}
	return strings.Join(texts, ",")
}
