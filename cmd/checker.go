package cmd

import (
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"itermle/properties"
)

// checkerOptions are the flags of checker as typed.
type checkerOptions struct {
	level  float64
	asJSON bool
}

func checkerCommand() *cobra.Command {
	var o checkerOptions
	command := &cobra.Command{
		Use:   "checker [--level 1e-9]",
		Short: "Print the exact error rates of the rule that decides rates beside those of other tools",
		Long: `checker computes, by dynamic programming and not by simulation, what rules that tell P(bad) ≤ δ from
P(bad) ≥ δ′ do: how often they refute where P(bad) = δ (false fail) and support where it is δ′ (false pass), and the
replicates that they take on average. The rules are QuickCheck's checkCoverage, Hedgehog's verifiedTermination, the
fixed designs of DKWM (Tensorflow Probability) and Okamoto (PRISM's APMC), Wald's test as a product of powers (PRISM)
and in logarithms, and that of this suite. A rule is marked ✗ where an error rate is above the level that it was asked
to keep. Undecided is what has no verdict by replicate 25,600; × SPRT is the mean at δ and δ′ over that of Wald's test.

Exit codes: 0, 1 the rule of this suite does not keep its level, 2 misuse, 5 the output could not be written.`,
		Example: `  itermle checker
  itermle checker --level 1e-6 --json`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error { return o.checker(command) },
	}
	numberFlag(command.Flags(), &o.level, "level", 1e-9, "a probability from 1e-15 to 0.1",
		func(x float64) bool { return 1e-15 <= x && x <= 0.1 }, "what either error rate is to keep")
	jsonFlag(command.Flags(), &o.asJSON)
	return command
}

func (o *checkerOptions) checker(command *cobra.Command) error {
	rows, err := properties.Field(o.level)
	if err != nil {
		return err
	}
	if err := show(command, o.asJSON, "  ", field{o.level, rows}); err != nil {
		return err
	}
	for _, row := range rows {
		if row.Rule == properties.OurRule && !row.Holds() {
			return exitError{exitRefuted}
		}
	}
	return nil
}

// field is what checker has found.
type field struct {
	Level float64               `json:"level"`
	Rules []properties.FieldRow `json:"rules"`
}

func (f field) print(out io.Writer, width int) error {
	t := table{columns: []column{{title: " "}, {title: "RULE"}, {title: "FALSE FAIL", right: true},
		{title: "FALSE PASS", right: true}, {title: "MEAN AT δ", right: true}, {title: "AT δ′", right: true},
		{title: "× SPRT", right: true}, {title: "UNDECIDED", right: true, rank: 1}}}
	number := func(x float64, digits int) string { return strconv.FormatFloat(x, 'g', digits, 64) }
	whole := func(x float64) string { return strconv.FormatFloat(x, 'f', 0, 64) }
	wald := map[[2]float64]float64{} // replicates at δ and δ′, by the two
	for _, r := range f.Rules {
		if r.Rule == properties.LogRatioRule {
			wald[[2]float64{r.Allowed, r.Tolerated}] = r.ReplicatesAllowed + r.ReplicatesTolerated
		}
	}
	var last [2]float64
	for _, r := range f.Rules {
		design := [2]float64{r.Allowed, r.Tolerated}
		if design != last {
			t.add(fmt.Sprintf("δ = %g, δ′ = %g", r.Allowed, r.Tolerated))
		}
		last = design
		mark := "✓"
		if !r.Holds() {
			mark = "✗"
		}
		t.add(mark, r.Rule, number(r.FalseFail, 2), number(r.FalsePass, 2), whole(r.ReplicatesAllowed),
			whole(r.ReplicatesTolerated), fmt.Sprintf("%.2f", (r.ReplicatesAllowed+r.ReplicatesTolerated)/wald[design]),
			number(r.Undecided, 2))
	}
	if err := t.print(out, width); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "\n✗: an error rate is above the level %g that the rule was asked to keep.\n", f.Level)
	return err
}
