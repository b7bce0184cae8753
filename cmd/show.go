package cmd

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"itermle/internal/site"
	"itermle/properties"
	"itermle/theorems"
)

// shownClaim is what show prints, in JSON as it stands here.
type shownClaim struct {
	properties.Build
	Seed      uint64            `json:"seed"`
	Profile   string            `json:"profile"`
	Statement listedStatement   `json:"statement"` // with this one of its claims
	Mutants   []string          `json:"mutants"`
	Reproduce string            `json:"reproduce"`
	Report    properties.Report `json:"report"`

	page site.Claim
}

func showCommand(registry *Registry) *cobra.Command {
	var o verifyOptions
	command := &cobra.Command{
		Use:   "show CLAIM",
		Short: "Decide one claim and print all there is about it",
		Long: `show decides one claim as verify does and prints what it says, the statement, hypotheses and source,
every deviation from print, the file that it stands in, its scenarios with their evidence, how tight it is, the false
variants that its check tells apart, and the command that repeats it.

` + exitCodes,
		Example: `  itermle show theorem-4.1
  itermle show finding-5 --profile ci
  itermle show law-schedule --json`,
		Args: func(command *cobra.Command, names []string) error {
			if len(names) != 1 {
				return fmt.Errorf("show takes one claim, not %d: want an ID of itermle list", len(names))
			}
			return nil
		},
		RunE: func(command *cobra.Command, names []string) error {
			return o.showClaim(command, registry, names)
		},
		ValidArgsFunction: completeClaims(registry),
	}
	flags := command.Flags()
	o.runFlags(command)
	memoryFlag(flags, &o.memory)
	jsonFlag(flags, &o.asJSON)
	return command
}

func (o *verifyOptions) showClaim(command *cobra.Command, registry *Registry, names []string) error {
	settings, err := o.settings(command, registry, names)
	if err != nil {
		return err
	}
	if err := checkMemory("show", settings.Memory(registry.Registry), o.memory); err != nil {
		return err
	}
	summary, err := decide(command, registry, settings)
	if err != nil {
		return err
	}
	claim := registry.claim(names[0])
	page := newClaimPage(&summary.Reports[0], registry, settings)
	found := &shownClaim{summary.Build, o.seed, o.profile.String(),
		newListedStatement(registry.statement(claim.Statement)), append([]string{}, page.Mutants...),
		page.Row.Reproduce, summary.Reports[0], page}
	found.Statement.Claims = append(found.Statement.Claims, newListedClaim(claim, registry))
	if err := show(command, o.asJSON, "  ", found); err != nil {
		return err
	}
	if code := summary.ExitCode(); code != exitHolds {
		return exitError{code}
	}
	return nil
}

// print writes a line for each thing that is known of the claim, its scenarios, and what failed.
func (s *shownClaim) print(out io.Writer, width int) error {
	c := s.page
	t := table{columns: []column{{title: "CLAIM"}, {title: c.Row.Claim, toned: true}}, wrap: true,
		tone: func(cells []string) string { mark, _, _ := strings.Cut(cells[1], " "); return toneOf(mark) }}
	for _, line := range [][2]string{{"title", c.Row.Title}, {"verdict", c.Row.Mark + " " + c.Row.Words},
		{"says", c.Says}, {"statement", c.Statement.Text}, {"hypotheses", strings.Join(c.Statement.Hypotheses, "; ")},
		{"source", c.Statement.Reference + " (" + c.Statement.Kind + ")"}, {"cite", s.citations()},
		{"deviation", c.Deviation},
		{"file", c.File}, {"evidence", c.Row.Evidence}, {"tightness", strings.Trim(c.Row.Tightness, "—")},
		{"draws nothing", c.DrawsNothing}, {"error budget", "α " + c.Alpha + ", β " + c.Beta},
		{"mutants", strings.Join(s.Mutants, ", ")}, {"reproduce", s.Reproduce}} {
		if line[1] != "" {
			t.add(line[0], line[1])
		}
	}
	if err := t.print(out, width); err != nil {
		return err
	}
	scenarios := table{columns: []column{{title: "SCENARIO"}, {title: "VERDICT"}, {title: "REPLICATES", right: true},
		{title: "TIGHTNESS", rank: 1}}}
	evidence := width == 0 // else in a line of its own below
	if evidence {
		scenarios.columns = append(scenarios.columns, column{title: "EVIDENCE"})
	}
	for i, scenario := range c.Scenarios {
		row := []string{cut(scenario.Name, max(0, width-scenarioRest)), scenario.Verdict,
			strconv.Itoa(scenario.Replicates), tightness(s.Report.Scenarios[i].Tightness)}
		if evidence {
			row = append(row, strings.Join(strings.Fields(scenario.Evidence), " "))
		}
		scenarios.add(row...)
		for _, line := range wrapped(spelled(out, scenario.Evidence), width-4) {
			if !evidence {
				scenarios.add("    " + line)
			}
		}
	}
	fmt.Fprintln(out)
	if err := scenarios.print(out, width); err != nil {
		return err
	}
	printFailures(out, &s.Report, width)
	return nil
}

// citations are the keys of the works that the statement cites, whose entries itermle list --bibtex prints.
func (s *shownClaim) citations() string {
	statement := theorems.Statement{Reference: s.Statement.Reference}
	var keys []string
	for _, work := range statement.Works() {
		keys = append(keys, work.Key)
	}
	return strings.Join(keys, ", ")
}

// scenarioRest is what a scenario's name leaves to the other columns.
const scenarioRest = 34
