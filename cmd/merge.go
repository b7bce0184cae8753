package cmd

import (
	"cmp"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"itermle/properties"
)

// mergeOptions are the flags of merge as typed.
type mergeOptions struct {
	verifyOptions // pattern, record and asJSON
	asCSV         bool
}

// errNoLines is a merge of nothing.
var errNoLines = errors.New("the records have no line: want those of itermle verify --record")

func mergeCommand(registry *Registry) *cobra.Command {
	var o mergeOptions
	command := &cobra.Command{
		Use:   "merge FILE …",
		Short: "Print the verdicts of a run from the records of its shards",
		Long: `merge reads the records of all shards of a run and prints the verdicts of the whole, as verify would have
without shards. It plans the run anew but decides nothing, so it must be the program that decided: seed, profile and
version of all lines agree, lines of one key are identical, and each key of the plan must be there, or it is named.
With --record it writes the union, in the order of the plan: what verify --record writes, seconds aside. Records of
itermle tight, simulate and sweep are merged likewise: what is printed, and the union, are those of a run without
shards.

` + exitCodes + `
3 also where a scenario is missing, a claim of tight, a block of replicates or a combination.`,
		Example: `  itermle merge shard-*.jsonl --record run.jsonl
  itermle merge 0.jsonl 1.jsonl --json`,
		Args: func(_ *cobra.Command, files []string) error {
			if len(files) == 0 {
				return errors.New("merge needs files: want the records of itermle verify --record")
			}
			return nil
		},
		RunE: func(command *cobra.Command, files []string) error { return o.merge(command, registry, files) },
	}
	flags := command.Flags()
	flags.StringVar(&o.record, "record", "", "write the union of the records to this file")
	flags.StringVar(&o.pattern, "run", "", "the claims that the shards were of (default: what their records say)")
	jsonFlag(flags, &o.asJSON)
	flags.BoolVar(&o.asCSV, "csv", false, "print the rows of simulate or sweep as CSV")
	o.outcomeFlags(flags)
	return command
}

func (o *mergeOptions) merge(command *cobra.Command, registry *Registry, files []string) error {
	if o.asCSV {
		if err := alone(command, "--csv", "json"); err != nil {
			return err
		}
	}
	if of, err := partsOf(files[0]); err != nil {
		return err
	} else if of != "" {
		return o.mergeParts(command, registry, of, files)
	} else if o.asCSV {
		return errNoRows
	}
	summary, _, err := o.recall(command, registry, files, o.record)
	if err != nil {
		return err
	}
	code, err := o.show(command, registry, &summary, o.asJSON, nil)
	if summary.Pending > 0 && err == nil {
		sayMissing(command.ErrOrStderr(), &summary)
	}
	if err == nil && code != exitHolds {
		return exitError{code}
	}
	return err
}

// recall is the run that some files record, with the options that it was made with; keep is where their union is
// written, "" for nowhere.
func (o *verifyOptions) recall(command *cobra.Command, registry *Registry, files []string, keep string) (
	properties.Summary, properties.Options, error) {
	record, err := properties.ReadRecords(files)
	if err != nil {
		return properties.Summary{}, properties.Options{}, err
	}
	warn(command, record.Warnings)
	origin := record.Origin()
	o.pattern = cmp.Or(o.pattern, origin.Run)
	settings, err := origin.Options()
	if err != nil {
		return properties.Summary{}, settings, errNoLines
	}
	if settings.Select, err = o.selection(command, registry, nil); err != nil {
		return properties.Summary{}, settings, err
	}
	settings.Record, settings.Recall = record, true
	record.KeepIn(keep)
	summary, err := properties.Run(registry.Registry, settings, nil)
	return summary, settings, unwritten(err)
}

// shownMissing is how many of the scenarios that are missing are named.
const shownMissing = 20

// sayMissing names the scenarios that no record has.
func sayMissing(out io.Writer, s *properties.Summary) {
	missing := s.Missing()
	for i, name := range missing {
		if i == shownMissing {
			fmt.Fprintf(out, "itermle: … and %d more\n", len(missing)-i)
			break
		}
		fmt.Fprintln(out, "itermle: no record has "+oneLine(name))
	}
}
