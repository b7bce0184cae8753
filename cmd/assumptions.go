package cmd

import (
	"fmt"
	"io"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"itermle/counterexamples/departures"
	"itermle/estimators"
	"itermle/estimators/alphabet"
	"itermle/properties"
)

// assumptionOptions are the flags of assumptions as typed.
type assumptionOptions struct {
	pattern, loss        string
	workflows, schedules []string
	generations          []int
	delta, memory        float64
	bisections           int
	seed                 uint64
	asJSON               bool
}

func assumptionsCommand() *cobra.Command {
	var options assumptionOptions
	command := &cobra.Command{
		Use:   "assumptions",
		Short: "Where P(bad) passes δ as the assumptions of Theorem 4.1 are violated one at a time",
		Long: `assumptions violates one assumption of Theorem 4.1 at a time, by a strength ε, and decides for each
workflow, schedule, T and ε whether P(loss > threshold) ≤ δ. The threshold is three times the scale of a regular family
with the information I of the violation at its greatest ε: 3/√(n I) in θ, 4.5/n in KL, 1.5/√n in TV.

On finite alphabets P(bad) is exact, to the error shown, and the ε at which it passes δ is narrowed by bisection. Other
families are sampled: each ε is a rate that the checker of verify tells from 2δ, at its share of the same budget of
error, and P(bad) has an interval of confidence 99%; ε = 0 is the violation itself. It takes about 40 seconds of
processor time, most of it for exact laws; one that would take 2 seconds by itself is left out.

Exit codes: 0 every cell is decided, one way or the other, 2 misuse, 3 some cell is undecided, 4 a trial ended in an
error, or the checker is broken, 5 the output could not be written.`,
		Example: `  itermle assumptions
  itermle assumptions --run information --schedule const:20,const:200 --T 1,3 --loss kl`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error { return options.perform(command) },
	}
	flags := command.Flags()
	flags.StringVar(&options.pattern, "run", "", "only violations whose name matches this regular expression")
	flags.StringSliceVar(&options.workflows, "workflow", []string{"accumulate", "replace"},
		"workflows, separated by commas")
	flags.StringSliceVar(&options.schedules, "schedule", []string{"const:20", "const:200"},
		"schedules, separated by commas: const:N")
	flags.IntSliceVar(&options.generations, "T", []int{1, 5}, "generations, separated by commas")
	numberFlag(flags, &options.delta, "delta", 0.05, "a δ with 0 < δ < 1",
		func(x float64) bool { return x > 0 && x < 1 }, "the probability that P(bad) is compared with")
	flags.StringVar(&options.loss, "loss", "theta", "theta, kl or tv")
	wholeFlag(flags, &options.bisections, "bisections", 0, 3, 60, "halvings that narrow an edge between two exact ε")
	seedFlag(flags, &options.seed, "suite seed, the key of every random stream")
	memoryFlag(flags, &options.memory)
	jsonFlag(flags, &options.asJSON)
	return command
}

// design reads the flags.
func (o *assumptionOptions) design() (*phaseDesign, error) {
	selected, err := regexp.Compile(o.pattern)
	if err != nil {
		return nil, &flagError{"run", o.pattern, "a regular expression over the names of violations"}
	}
	design := &phaseDesign{generations: o.generations, delta: o.delta, loss: alphabet.Loss(o.loss)}
	for _, v := range violations() {
		if selected.MatchString(v.name) {
			design.violations = append(design.violations, v)
		}
	}
	if len(design.violations) == 0 {
		return nil, &flagError{"run", o.pattern,
			"an expression that matches the name of a violation, such as information"}
	}
	for _, text := range o.workflows {
		workflow, err := estimators.ParseWorkflow(text)
		if err != nil {
			return nil, err
		}
		design.workflows = append(design.workflows, workflow)
	}
	for _, text := range o.schedules {
		schedule, err := estimators.ParseSchedule(text)
		if err != nil {
			return nil, err
		}
		design.schedules = append(design.schedules, schedule)
	}
	if !slices.Contains(alphabet.Losses, design.loss) {
		return nil, &flagError{"loss", o.loss, "theta, kl or tv"}
	}
	largest := 0.0
	for _, t := range o.generations {
		if t < 1 || t > 1000 {
			return nil, &flagError{"T", strconv.Itoa(t), "whole numbers from 1 to 1000"}
		}
		for _, schedule := range design.schedules {
			if err := schedule.Check(t); err != nil {
				return nil, err
			}
			kept := 0.0
			for g := range t {
				kept += departures.WindowedSamples(schedule.Size(g), schedule.Size(0))
			}
			largest = max(largest, kept)
		}
	}
	// Each processor has a pool; slices grow by doubling.
	return design, checkMemory("assumptions", float64(runtime.GOMAXPROCS(0))*largest*8*2, o.memory)
}

func (o *assumptionOptions) perform(command *cobra.Command) error {
	design, err := o.design()
	if err != nil {
		return err
	}
	found, err := design.decide(command, o.seed, o.bisections)
	if err != nil {
		return err
	}
	if err := show(command, o.asJSON, "", found); err != nil {
		return err
	}
	for _, code := range []int{exitBroken, exitUndecided} {
		if found.tally()[code] > 0 {
			return exitError{code}
		}
	}
	return nil
}

// decide decides every cell and finds the edges.
func (d *phaseDesign) decide(command *cobra.Command, seed uint64, bisections int) (*phaseDiagram, error) {
	registry, rows := d.registry()
	progress, finish := newProgress(command.ErrOrStderr())
	summary, err := properties.Run(registry, properties.Options{Seed: seed}, progress)
	finish()
	if err != nil {
		return nil, err
	}
	found := &phaseDiagram{Build: properties.ThisBuild(), Seed: seed, Delta: d.delta, Loss: d.loss, Rows: rows,
		AlphaSpent: summary.AlphaSpent, BetaSpent: summary.BetaSpent}
	return found, found.fill(summary.Reports, bisections)
}

// strength is an ε, or a dash where there is none.
func strength(epsilon *float64) string {
	if epsilon == nil {
		return "—"
	}
	return strconv.FormatFloat(*epsilon, 'g', 3, 64)
}

// print writes a row for each edge.
func (d *phaseDiagram) print(out io.Writer, width int) error {
	t := table{columns: []column{{title: "BREAKS"}, {title: "VIOLATION"}, {title: "WORKFLOW"}, {title: "SCHEDULE"},
		{title: "T", right: true}, {title: "≤ δ AT ε"}, {title: "> δ AT ε"}, {title: "P(BAD), LEAST ε"}}}
	for _, row := range d.Rows {
		t.add(row.Breaks, row.Violation, row.Workflow, row.Schedule, strconv.Itoa(row.Generations), strength(row.Good),
			strength(row.Bad), row.Cells[len(row.Cells)-1].text())
	}
	if err := t.print(out, width); err != nil {
		return err
	}
	counts := d.tally()
	_, err := fmt.Fprintf(out, `
%d cells with P(bad) ≤ δ = %g, %d beyond, %d undecided, %d not computed.
α spent %.2g, β spent %.2g: some verdict is wrong with probability at most %.2g.
`, counts[exitHolds], d.Delta, counts[exitRefuted], counts[exitUndecided]+counts[exitBroken], counts[exitMisuse],
		d.AlphaSpent, d.BetaSpent, d.AlphaSpent+d.BetaSpent)
	return err
}

// text is P(bad), or why there is none.
func (c *phaseCell) text() string {
	switch {
	case c.Unmet != "" || c.Error != "":
		return "— " + strings.Join(strings.Fields(c.Unmet+c.Error), " ")
	case c.Exact:
		return fmt.Sprintf("%.4g ± %.1g", c.Estimate, c.High-c.Estimate)
	case c.Verdict == alphabet.Undecided:
		return fmt.Sprintf("undecided: %.2g [%.2g, %.2g]", c.Estimate, c.Low, c.High)
	}
	return fmt.Sprintf("%.2g [%.2g, %.2g]", c.Estimate, c.Low, c.High)
}
