package cmd

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"itermle/properties"
)

// compareOptions are the flags of compare as typed.
type compareOptions struct{ asJSON bool }

func compareCommand() *cobra.Command {
	var o compareOptions
	command := &cobra.Command{
		Use:   "compare OLD NEW",
		Short: "Print what differs between two runs: verdicts, bounds and time",
		Long: `compare reads two runs, each a record or what verify --json prints, and prints for the scenarios that
both have decided: the verdicts that changed; the bounds that became looser or tighter, where the 99% intervals of their
tightness do not meet (a bound that is the same seems so with probability at most 1% under another seed, and never
under one seed unless the program draws otherwise); and the time that they took.

Exit codes: 0, 1 a bound is looser or a verdict that was decided is another, 2 misuse,
5 the output could not be written.`,
		Example: `  itermle verify --record new.jsonl; itermle compare old.jsonl new.jsonl
  itermle compare old.json new.json --json`,
		Args: func(_ *cobra.Command, files []string) error {
			if len(files) != 2 {
				return fmt.Errorf("compare has %d files: want OLD and NEW, records or what verify --json prints",
					len(files))
			}
			return nil
		},
		RunE: func(command *cobra.Command, files []string) error { return o.compare(command, files) },
	}
	jsonFlag(command.Flags(), &o.asJSON)
	return command
}

func (o *compareOptions) compare(command *cobra.Command, files []string) error {
	var runs [2][]properties.Decided
	for i, file := range files {
		decided, warnings, err := properties.ReadDecided(file)
		if err != nil {
			return err
		}
		warn(command, warnings)
		runs[i] = decided
	}
	found := comparison{properties.Compare(runs[0], runs[1])}
	if err := show(command, o.asJSON, "  ", found); err != nil {
		return err
	}
	if found.Worse() {
		return exitError{exitRefuted}
	}
	return nil
}

// comparison prints itself.
type comparison struct{ properties.Comparison }

// shownSeconds is how many claims are named whose time differs most.
const shownSeconds = 3

func (c comparison) print(out io.Writer, width int) error {
	t := table{columns: []column{{title: " "}, {title: "CLAIM"}, {title: "CHANGE"}, {title: "INSTANCE"}}}
	worse := 0
	for _, change := range c.Changes {
		mark := " "
		if change.Worse {
			mark = "✗"
			worse++
		}
		t.add(mark, change.Claim, change.String(), change.Instance)
	}
	if len(c.Changes) > 0 {
		if err := t.print(out, width); err != nil {
			return err
		}
		fmt.Fprintln(out)
	}
	_, err := fmt.Fprintf(out, "%d scenarios in both, %d of them bounds: %d changes, %d for the worse.\n", c.Common,
		c.Bounds, len(c.Changes), worse)
	for _, only := range []struct {
		where string
		names []string
	}{{"old", c.OnlyOld}, {"new", c.OnlyNew}} {
		if len(only.names) > 0 {
			fmt.Fprintf(out, "%d only in the %s run, such as %s.\n", len(only.names), only.where, only.names[0])
		}
	}
	var texts []string
	for _, s := range c.Seconds[:min(shownSeconds, len(c.Seconds))] {
		texts = append(texts, fmt.Sprintf("%s %+.3gs", s.Claim, s.New-s.Old))
	}
	if len(texts) > 0 {
		fmt.Fprintf(out, "seconds of both: %.4g → %.4g; most: %s.\n", c.Old, c.New, strings.Join(texts, ", "))
	}
	return err
}
