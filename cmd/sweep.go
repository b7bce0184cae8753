package cmd

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"itermle/estimators"
	"itermle/internal/numeral"
)

// sweepOptions are the flags of sweep as typed.
type sweepOptions struct {
	spec          sweepSpec
	text          string // of --spec
	workers       int
	memory, draws float64
	asJSON, asCSV bool
	asPlan        bool
	recordOptions
	parts *partRecord
}

func sweepCommand(registry *Registry) *cobra.Command { return sweepOf(registry, nil) }

// sweepOf is the command, which with a record to recall draws nothing.
func sweepOf(registry *Registry, recall *partRecord) *cobra.Command {
	o := sweepOptions{parts: recall}
	command := &cobra.Command{
		Use:   "sweep SPEC.json | --families F;… [--schedules S;…] [--n n,…] [--T T,…] …",
		Short: "Simulate every combination of families, schedules, n and workflows",
		Long: `sweep simulates Algorithm 1 for every combination of family, schedule, n and workflow, and prints a row
for each T and δ: the mean of ‖θ^(T) − θ*‖ and its standard error, its (1−δ)-quantile, the ⌈(1−δ)R⌉-th smallest of R
values, and the mean total variation where it can be had. The numbers are those of itermle simulate. T and δ cost
nothing beside the largest T.

The plan is data: flags or a file of JSON that --plan prints, with the fields that are the flags' names. A family is a
name as in itermle list, with θ* behind @ if not its first listed point, such as gaussian@0,2; {n} in a schedule stands
for each n. A plan that would draw more than --draws, or hold more than --memory at once, is refused with the number
before anything is drawn. --record keeps each combination as a line of JSON as soon as it is there; --resume goes on,
and --shard i/N runs one of N parts, for itermle merge.

Schedules: ` + estimators.ScheduleSyntax + `
Workflows: ` + estimators.WorkflowSyntax,
		Example: `  itermle sweep --families 'gaussian;poisson@3' --n 100,1000 --T 10,100 --delta 0.05,0.01 --csv
  itermle sweep --families gaussian --workflows 'accumulate;replace' --plan > spec.json
  itermle sweep spec.json --record sweep.jsonl --resume`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, files []string) error { return o.sweep(command, registry, files) },
	}
	flags := command.Flags()
	o.specFlags(flags)
	flags.StringVar(&o.text, "spec", "", "the plan as JSON, in place of a file")
	flags.BoolVar(&o.asPlan, "plan", false, "print the plan as JSON, and what it would draw on stderr; draw nothing")
	wholeFlag(flags, &o.workers, "workers", 1, runtime.GOMAXPROCS(0), maxWorkers, "goroutines")
	memoryFlag(flags, &o.memory)
	numberFlag(flags, &o.draws, "draws", defaultDraws, "a number > 0", positive, "refuse what would draw more in all")
	o.recordFlags(flags)
	flags.Lookup("record").Usage = "write each combination to this file at once, as a line of JSON"
	flags.BoolVar(&o.asJSON, "json", false, "print one JSON object a line")
	flags.BoolVar(&o.asCSV, "csv", false, "print rows of CSV")
	return command
}

// sweepSpec is the plan of a sweep.
type sweepSpec struct {
	Families    []string  `json:"families"`
	Schedules   []string  `json:"schedules"`
	N           []int64   `json:"n"`
	Generations []int     `json:"T"`
	Delta       []float64 `json:"delta"`
	Workflows   []string  `json:"workflows"`
	Replicates  int       `json:"reps"`
	Seed        uint64    `json:"seed"`
}

// specNames are the flags that a plan as data takes the place of.
var specNames = []string{"families", "schedules", "n", "T", "delta", "workflows", "reps", "seed"}

// sizeMark stands for n in a schedule.
const sizeMark = "{n}"

func (o *sweepOptions) specFlags(flags *pflag.FlagSet) {
	s := &o.spec
	s.Schedules, s.N, s.Workflows = []string{"const:" + sizeMark}, []int64{100}, []string{"accumulate"}
	s.Generations, s.Delta = []int{50}, []float64{0.05}
	word := func(text string) (string, error) { return text, nil }
	listFlag(flags, &s.Families, "families", ";", "families separated by semicolons", word, "families, θ* behind @")
	listFlag(flags, &s.Schedules, "schedules", ";", "schedules separated by semicolons", word, "{n} is n")
	listFlag(flags, &s.N, "n", ",", "whole numbers separated by commas",
		func(text string) (int64, error) { return strconv.ParseInt(text, 10, 64) }, "samples per generation")
	listFlag(flags, &s.Generations, "T", ",", "whole numbers separated by commas", strconv.Atoi, "numbers of fits")
	listFlag(flags, &s.Delta, "delta", ",", "numbers separated by commas", numeral.Float, "δ: the quantiles are 1−δ")
	listFlag(flags, &s.Workflows, "workflows", ";", "workflows separated by semicolons", word, "workflows")
	wholeFlag(flags, &s.Replicates, "reps", 1, 1000, maxInstances, "independent replicates")
	seedFlag(flags, &s.Seed, "suite seed")
}

// listFlag is a list, whose elements a separator stands between.
func listFlag[E any](flags *pflag.FlagSet, to *[]E, name, separator, accept string, read func(string) (E, error),
	usage string) {
	flags.Var(&value{kind: "list", accept: accept,
		text: func() string { return strings.Trim(strings.ReplaceAll(fmt.Sprint(*to), " ", separator), "[]") },
		read: func(text string) bool {
			*to = nil
			for field := range strings.SplitSeq(text, separator) {
				element, err := read(strings.TrimSpace(field))
				if err != nil || strings.TrimSpace(field) == "" {
					return false
				}
				*to = append(*to, element)
			}
			return true
		}}, name, usage+", "+accept)
}

// plan reads the plan from flags, a file or --spec, whichever is given.
func (o *sweepOptions) plan(command *cobra.Command, files []string) (err error) {
	text, from := []byte(o.text), "--spec"
	if len(files) > 0 {
		if err := alone(command, "a file", "spec"); err != nil {
			return err
		}
		if text, err = os.ReadFile(files[0]); err != nil {
			return err
		}
		from = files[0]
	}
	if len(files) > 0 || o.text != "" {
		if err := alone(command, from, specNames...); err != nil {
			return err
		}
		decoder := json.NewDecoder(strings.NewReader(string(text)))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&o.spec); err != nil {
			return fmt.Errorf("%s: %w: want one object as itermle sweep --plan prints", from, err)
		}
		if decoder.More() {
			return fmt.Errorf("%s: want one object as itermle sweep --plan prints", from)
		}
	}
	return o.spec.check()
}

// errAxis is an axis of a plan without values.
var errAxis = errors.New("a plan needs families, schedules, n, T, delta and workflows: one of each at least")

// check returns the first mistake that shows before the combinations are made.
func (s *sweepSpec) check() error {
	if min(len(s.Families), len(s.Schedules), len(s.N), len(s.Generations), len(s.Delta), len(s.Workflows)) == 0 {
		return errAxis
	}
	if err := s.distinct(); err != nil {
		return err
	}
	for _, delta := range s.Delta {
		if !(delta > 0 && delta < 1) {
			return &estimators.RangeError{What: "delta", Value: delta, Accept: "0 < δ < 1"}
		}
	}
	for axis, least := range map[string]int64{"n": slices.Min(s.N), "T": int64(slices.Min(s.Generations)),
		"reps": int64(s.Replicates)} {
		if least < 1 {
			return &estimators.RangeError{What: axis, Value: float64(least), Accept: "at least 1"}
		}
	}
	count := float64(len(s.Families)) * float64(len(s.Schedules)) * float64(len(s.N)) * float64(len(s.Workflows))
	if count > maxSweep {
		return &estimators.RangeError{What: "combinations", Value: count, Accept: fmt.Sprintf("at most %d", maxSweep)}
	}
	return nil
}

// distinct returns an error for a value that stands twice, and for sizes n that no schedule has.
func (s *sweepSpec) distinct() error {
	if len(s.N) > 1 && !strings.Contains(strings.Join(s.Schedules, ";"), sizeMark) {
		return fmt.Errorf("n has %d values and no schedule has %s: want it in one, such as const:%[2]s", len(s.N),
			sizeMark)
	}
	return cmp.Or(repeated("families", s.Families), repeated("schedules", s.Schedules), repeated("n", s.N),
		repeated("T", s.Generations), repeated("delta", s.Delta), repeated("workflows", s.Workflows))
}

// repeated is an error for the first value that stood before.
func repeated[E comparable](axis string, values []E) error {
	seen := map[E]bool{}
	for _, v := range values {
		if seen[v] {
			return fmt.Errorf("%s has %v twice: want each value once", axis, v)
		}
		seen[v] = true
	}
	return nil
}

// cells are the combinations, each a simulation to the largest T, the last axis fastest.
func (s *sweepSpec) cells(workers int) (cells []simulateOptions) {
	for _, text := range s.Families {
		family, theta, _ := strings.Cut(text, "@")
		for _, template := range s.Schedules {
			sizes := s.N
			if !strings.Contains(template, sizeMark) {
				sizes = sizes[:1]
			}
			for _, n := range sizes {
				schedule := strings.ReplaceAll(template, sizeMark, strconv.FormatInt(n, 10))
				for _, workflow := range s.Workflows {
					cells = append(cells, simulateOptions{family: family, theta: theta, schedule: schedule,
						workflow: workflow, path: "auto", estimator: "mle", generations: slices.Max(s.Generations),
						replicates: s.Replicates, seed: s.Seed, workers: workers})
				}
			}
		}
	}
	return cells
}

// sweepCell is a combination that has passed its checks.
type sweepCell struct {
	simulateOptions
	what   subject
	family estimators.Family
}

// checked are the combinations, and what they draw in all. The error is for one that cannot be run or a budget.
func (o *sweepOptions) checked(registry *Registry) (cells []sweepCell, draws float64, err error) {
	for _, options := range o.spec.cells(o.workers) {
		what, family, err := options.familySubject(registry)
		if err != nil {
			return nil, 0, fmt.Errorf("%s %s %s: %w", options.family, options.schedule, options.workflow, err)
		}
		what.marks = nil
		if err := checkMemory("sweep", what.memory(options.replicates, o.workers), o.memory); err != nil {
			return nil, 0, err
		}
		draws += float64(options.replicates) * what.need().draws
		cells = append(cells, sweepCell{options, what, family})
	}
	return cells, draws, nil
}

func (o *sweepOptions) sweep(command *cobra.Command, registry *Registry, files []string) error {
	if o.asCSV {
		if err := alone(command, "--csv", "json"); err != nil {
			return err
		}
	}
	if err := o.plan(command, files); err != nil {
		return err
	}
	cells, draws, err := o.checked(registry)
	if err != nil {
		return err
	}
	if o.asPlan {
		fmt.Fprintf(command.ErrOrStderr(), "itermle: %d combinations, %d rows, %.4g draws\n", len(cells),
			len(cells)*len(o.spec.Generations)*len(o.spec.Delta), draws)
		return printJSON(command.OutOrStdout(), "  ", o.spec)
	}
	if err := checkDraws("sweep", draws, o.draws); err != nil {
		return err
	}
	spec, err := json.Marshal(o.spec)
	if err != nil {
		return err
	}
	run := runOf(command, len(cells))
	run.Flags = []string{"--spec=" + string(spec)}
	if o.parts, err = o.recordParts(command, o.parts, run); err != nil {
		return err
	}
	rows, err := o.run(command, cells)
	if err = o.parts.finish(command, err, "combination", func(part int) string {
		return fmt.Sprintf("%s, schedule %s, workflow %s", cells[part].family.Name(), cells[part].schedule,
			cells[part].workflow)
	}); err != nil {
		return err
	}
	return o.print(command, rows)
}

// run simulates the combinations that are to be computed, in order.
func (o *sweepOptions) run(command *cobra.Command, cells []sweepCell) (rows []sweepRow, err error) {
	progress, finish := newProgress(command.ErrOrStderr())
	defer finish()
	for i := range cells {
		var of []sweepRow
		found, err := o.parts.recall(i, &of)
		if err == nil && !found && o.parts.performs(i) {
			if of, err = cells[i].rows(o.spec); err == nil {
				err = o.parts.keep(i, of)
			}
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, of...)
		if progress != nil {
			progress(i+1, len(cells), cells[i].family.Name())
		}
	}
	return rows, nil
}
