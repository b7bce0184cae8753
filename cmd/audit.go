package cmd

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"itermle/properties"
	"itermle/theorems/audit"
)

// audited is what audit prints, in JSON as it stands here. A number that is infinite or unknown is null.
type audited struct {
	properties.Build
	Family        string           `json:"family"`
	Theta         []float64        `json:"theta"`
	Radius        float64          `json:"r"`
	Certified     bool             `json:"certified"`
	Reason        string           `json:"reason,omitempty"` // why not
	Constants     auditedConstants `json:"constants"`
	ProblemRadius *float64         `json:"problem_radius"`
	Problem       string           `json:"problem"`
	symbols       []string
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
	var radius, memory float64
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
			if err := checkMemory("audit", auditMemory(len(truth)), memory); err != nil {
				return err
			}
			report, err := audit.Ball(member, truth, radius)
			if err != nil {
				return err
			}
			return show(command, asJSON, "", newAudited(report, member.Symbols()))
		},
	}
	flags := command.Flags()
	familyFlags(command, registry, &family, &theta)
	numberFlag(flags, &radius, "r", 0.25, "a finite r > 0", positive, "radius of the ball around θ*")
	memoryFlag(flags, &memory)
	jsonFlag(flags, &asJSON)
	return command
}

// auditMemory is what an audit of d parameters holds at most: third derivatives and some matrices at a point, and the
// boxes of a search, up to 20,000 of two ends a coordinate, each with those it is split into.
func auditMemory(d int) float64 {
	k := float64(d)
	return 8 * (k*k*k + 8*k*k + 20_000*2*3*k)
}

// all are in the order of AuditReport.All.
func (c *auditedConstants) all() []*auditedConstant {
	return []*auditedConstant{&c.K1, &c.K2, &c.K3, &c.Lambda0, &c.Lipschitz}
}

func newAudited(report *audit.Report, symbols []string) *audited {
	result := &audited{Build: properties.ThisBuild(), symbols: symbols, Family: report.Family, Theta: report.Theta,
		Radius: report.Radius, ProblemRadius: finite(report.ProblemRadius), Problem: report.Problem}
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

func (a *audited) print(out io.Writer, width int) error {
	fmt.Fprintf(out, "%s, θ* = (%s) = (%s), r = %g\n\n", a.Family, strings.Join(a.symbols, ","),
		coordinates(a.Theta, 6), a.Radius)
	t := table{columns: []column{{title: "CONSTANT"}, {title: "ASSUMPTION"}, {title: "VALUE"}, {title: "BASIS"},
		{title: "REASON"}}, wrap: true}
	for _, c := range a.Constants.all() {
		value := "—"
		if c.Value != nil {
			value = strconv.FormatFloat(*c.Value, 'g', 6, 64)
		}
		t.add(c.found.Symbol, c.Assumption, value, c.Basis, c.Reason)
		if witness := c.found.Witness; witness != nil {
			t.add("", "", "", "", witnessText(witness, c.found.Basis == audit.Violated))
		}
	}
	if err := t.print(out, width); err != nil {
		return err
	}
	verdict, radius := "certified", ""
	if !a.Certified {
		verdict = "not certified: " + a.Reason
	}
	if a.ProblemRadius != nil {
		radius = fmt.Sprintf("radius %.6g, ", *a.ProblemRadius)
	}
	_, err := fmt.Fprintf(out, "\n%s.\nSmallest ball with a problem: %s%s\n", verdict, radius, a.Problem)
	return err
}

func witnessText(w *audit.Witness, violated bool) string {
	at, says := "θ = "+coordinates(w.Theta, 6), w.Says
	if w.X != nil {
		at += ", x = " + coordinates(w.X, 6)
	}
	if violated {
		return fmt.Sprintf("witness %s: %s", at, says)
	}
	if says != "" {
		says = " (" + says + ")"
	}
	return fmt.Sprintf("attained: %.6g at %s%s", w.Value, at, says)
}

// coordinates are numbers in so many digits, −1 being as many as tell them apart; an extreme may be a limit at ±∞.
func coordinates(v []float64, digits int) string {
	texts := make([]string, len(v))
	for i, x := range v {
		texts[i] = strings.Replace(strconv.FormatFloat(x, 'g', digits, 64), "Inf", "∞", 1)
	}
	return strings.Join(texts, ",")
}
