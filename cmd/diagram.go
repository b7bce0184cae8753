package cmd

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"itermle/estimators"
	"itermle/estimators/alphabet"
)

// diagrams are what diagram prints, in JSON as it stands here.
type diagrams struct {
	Diagrams []*alphabet.Diagram `json:"diagrams"`
}

func diagramCommand() *cobra.Command {
	var dial, workflow, loss string
	var schedules []string
	var generations []int
	var delta float64
	var bisections int
	var asJSON bool
	var names []string
	for _, d := range alphabet.Dials() {
		names = append(names, d.Name)
	}
	command := &cobra.Command{
		Use:   "diagram [--dial NAME]",
		Short: "Where P(bad) passes δ as one assumption is violated by ε → 0: exact laws",
		Long: `diagram violates one assumption of Theorem 4.1 by a strength ε on a finite alphabet and computes, by the
exact law of Algorithm 1, P(loss > threshold) for each (ε, n, T), and the ε at which it passes δ. The threshold is three
times the scale of a regular family with the information of the dial: 3/√(n I) in θ, 4.5/n in KL, 1.5/√n in TV.`,
		Example: `  itermle diagram --dial information --schedule const:20,const:40 --T 1,3`,
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			design := alphabet.Design{Generations: generations, Delta: delta, Loss: alphabet.Loss(loss),
				Bisections: bisections}
			for _, text := range schedules {
				schedule, err := estimators.ParseSchedule(text)
				if err != nil {
					return err
				}
				design.Schedules = append(design.Schedules, schedule)
			}
			var err error
			if design.Workflow, err = estimators.ParseWorkflow(workflow); err != nil {
				return err
			}
			if dial != "" && !slices.Contains(names, dial) {
				return &estimators.SyntaxError{What: "--dial", Value: dial, Accept: strings.Join(names, ", ")}
			}
			found := &diagrams{}
			for _, d := range alphabet.Dials() {
				if dial != "" && d.Name != dial {
					continue
				}
				diagram, err := d.Chart(design)
				if err != nil {
					return err
				}
				found.Diagrams = append(found.Diagrams, diagram)
			}
			return show(command, asJSON, "", found)
		},
	}
	flags := command.Flags()
	flags.StringVar(&dial, "dial", "", "one of "+strings.Join(names, ", ")+" (default: all)")
	flags.StringVar(&workflow, "workflow", "accumulate", "accumulate, replace, fresh:S, original:S or weighted:W")
	flags.StringSliceVar(&schedules, "schedule", []string{"const:20"},
		"schedules, separated by commas: const:N")
	flags.IntSliceVar(&generations, "T", []int{1, 5}, "generations, separated by commas")
	numberFlag(flags, &delta, "delta", 0.05, "a δ with 0 < δ < 1", func(x float64) bool { return x > 0 && x < 1 },
		"the probability that P(bad) is compared with")
	flags.StringVar(&loss, "loss", "theta", "theta, kl or tv")
	flags.IntVar(&bisections, "bisections", 6, "by how many halvings an edge between two ε is narrowed")
	flags.BoolVar(&asJSON, "json", false, "print one JSON object")
	return command
}

// print writes a row for each edge: where, from the greatest ε down, P(bad) first passes δ.
func (d *diagrams) print(out io.Writer, width int) error {
	t := table{columns: []column{{title: "ASSUMPTION"}, {title: "DIAL"}, {title: "WORKFLOW", rank: 2},
		{title: "SCHEDULE"},
		{title: "T", right: true}, {title: "P(BAD) ≤ δ AT ε"}, {title: "> δ AT ε"}, {title: "P(BAD) AT THE LEAST ε"}}}
	strength := func(epsilon float64) string {
		if epsilon == 0 {
			return "—"
		}
		return strconv.FormatFloat(epsilon, 'g', 3, 64)
	}
	for _, diagram := range d.Diagrams {
		for _, edge := range diagram.Edges {
			last := ""
			for _, cell := range diagram.Cells {
				if cell.Schedule == edge.Schedule && cell.Generations == edge.Generations {
					last = fmt.Sprintf("%.4g ± %.1g at %.3g", cell.Bad, cell.Error, cell.Epsilon)
				}
			}
			t.add(diagram.Assumption, diagram.Dial, diagram.Workflow, edge.Schedule, strconv.Itoa(edge.Generations),
				strength(edge.Good), strength(edge.Bad), last)
		}
	}
	return t.print(out, width)
}
