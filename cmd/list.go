package cmd

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"itermle/estimators"
	"itermle/properties"
	"itermle/theorems"
)

// listing is what list prints, in JSON as it stands here.
type listing struct {
	properties.Build
	Statements []listedStatement `json:"statements"`
	Families   []listedFamily    `json:"families"`
	Schedules  string            `json:"schedules"`
	Workflows  string            `json:"workflows"`
}

type listedStatement struct {
	ID         string        `json:"id"`
	Kind       string        `json:"kind"`
	Reference  string        `json:"reference"`
	Text       string        `json:"text"`
	Source     string        `json:"source"` // BibTeX key of the work that it is of; "" where that is not listed
	Hypotheses []string      `json:"hypotheses"`
	Claims     []listedClaim `json:"claims"`
	Open       string        `json:"open,omitempty"`

	heading string // the source in words
}

type listedClaim struct {
	ID           string           `json:"id"`
	File         string           `json:"file"` // "" where the registry states none
	Title        string           `json:"title"`
	Says         string           `json:"says"`
	Deviation    string           `json:"deviation,omitempty"`
	DrawsNothing string           `json:"draws_nothing,omitempty"` // why every scenario is fixed
	Expect       theorems.Verdict `json:"expect"`
	About        string           `json:"about,omitempty"` // of what is refuted: print or contrast
}

type listedFamily struct {
	Name    string `json:"name"`
	Syntax  string `json:"syntax"`
	Summary string `json:"summary"`
	Theta   string `json:"theta"`
}

// listCommand has no --memory: it holds the registry's texts, which the program holds anyway.
func listCommand(registry *Registry) *cobra.Command {
	var asJSON, asBibTeX bool
	var source sourceSelection
	command := &cobra.Command{
		Use:   "list",
		Short: "List every statement by its source with its claims and their files, and every family",
		Example: `  itermle list --source 2404.05090
  itermle list --source '^derived here' --json
  itermle list --bibtex > itermle.bib`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			statements, err := source.statements(registry)
			if err != nil {
				return err
			}
			if asBibTeX {
				if err := alone(command, "--bibtex", "json"); err != nil {
					return err
				}
				_, err := fmt.Fprintln(command.OutOrStdout(), bibTeX(theorems.Bibliography(statements)))
				return err
			}
			all, err := newListing(registry, statements)
			if err != nil {
				return err
			}
			return show(command, asJSON, "  ", &all)
		},
	}
	source.sourceFlag(command, registry)
	command.Flags().BoolVar(&asBibTeX, "bibtex", false, "print the works that the statements cite instead")
	jsonFlag(command.Flags(), &asJSON)
	return command
}

// bibTeX is the entries of the works.
func bibTeX(works []theorems.Work) string {
	entries := make([]string, len(works))
	for i := range works {
		entries[i] = works[i].BibTeX()
	}
	return strings.Join(entries, "\n\n")
}

// print writes the statements under their sources, two lines a claim, or with --wide, where the width is 0, one line
// with the source; then the families.
func (l *listing) print(out io.Writer, width int) error {
	claims := table{columns: []column{{title: "CLAIM"}, {title: "EXPECTED"}, {title: "FILE"}}}
	if width == 0 {
		claims.columns = []column{{title: "SOURCE"}, {title: "STATEMENT"}, {title: "KIND"}, {title: "CLAIM"},
			{title: "EXPECTED"}, {title: "FILE"}, {title: "TITLE, OR WHY THERE IS NO CHECK YET"}}
	}
	add := func(s *listedStatement, claim, expected, file, title string) {
		if width == 0 {
			claims.add(cmp.Or(s.Source, "—"), s.ID, s.Kind, claim, expected, file, title)
			return
		}
		claims.add(cmp.Or(strings.Trim(claim, "—"), s.ID), expected, file)
		for _, line := range wrapped(spelled(out, title), width-4) {
			claims.add("    " + line)
		}
	}
	for i := range l.Statements {
		s := &l.Statements[i]
		if width > 0 && (i == 0 || s.heading != l.Statements[i-1].heading) {
			for _, line := range wrapped(spelled(out, s.heading), width) {
				claims.add(line)
			}
		}
		if len(s.Claims) == 0 {
			add(s, "—", "—", "—", "open: "+s.Open)
		}
		for _, c := range s.Claims {
			expected := c.Expect.String()
			if c.About != "" {
				expected += " (" + c.About + ")"
			}
			title := c.Title
			if c.DrawsNothing != "" {
				title += " (draws nothing: " + c.DrawsNothing + ")"
			}
			add(s, c.ID, expected, cmp.Or(c.File, "—"), title)
		}
	}
	if err := claims.print(out, width); err != nil {
		return err
	}
	families := table{columns: []column{{title: "FAMILY"}, {title: "θ"}, {title: "DENSITY"}}}
	if width > 0 {
		families.columns = families.columns[:2]
	}
	for _, f := range l.Families {
		if width == 0 {
			families.add(f.Syntax, f.Theta, f.Summary)
			continue
		}
		families.add(f.Syntax, f.Theta)
		for _, line := range wrapped(spelled(out, f.Summary), width-4) {
			families.add("    " + line)
		}
	}
	fmt.Fprintln(out)
	if err := families.print(out, width); err != nil {
		return err
	}
	fmt.Fprintln(out)
	syntax := table{columns: []column{{title: "OPTION"}, {title: "SYNTAX"}}, wrap: true}
	syntax.add("--schedule", l.Schedules)
	syntax.add("--workflow", l.Workflows)
	return syntax.print(out, width)
}

// newListing lists the statements by source, in the order in which the sources come.
func newListing(registry *Registry, statements []theorems.Statement) (listing, error) {
	all := listing{Build: properties.ThisBuild(), Schedules: estimators.ScheduleSyntax,
		Workflows: estimators.WorkflowSyntax}
	place := map[string]int{} // of a source
	for _, s := range statements {
		row := newListedStatement(&s)
		if _, found := place[row.heading]; !found {
			place[row.heading] = len(place)
		}
		for _, c := range registry.Claims {
			if c.Statement == s.ID {
				row.Claims = append(row.Claims, newListedClaim(&c, registry))
			}
		}
		all.Statements = append(all.Statements, row)
	}
	slices.SortStableFunc(all.Statements, func(a, b listedStatement) int { return place[a.heading] - place[b.heading] })
	for _, entry := range registry.Families {
		family, err := entry.New(nil)
		if err != nil {
			return listing{}, err
		}
		symbols := fmt.Sprint(family.Symbols())
		all.Families = append(all.Families, listedFamily{Name: entry.Name, Syntax: entry.Syntax, Summary: entry.Summary,
			Theta: symbols[1 : len(symbols)-1]})
	}
	return all, nil
}

func newListedStatement(s *theorems.Statement) listedStatement {
	row := listedStatement{ID: s.ID, Kind: string(s.Kind), Reference: s.Reference, Text: s.Text,
		Hypotheses: append([]string{}, s.Hypotheses...), Claims: []listedClaim{}, Open: s.Open,
		heading: "source: " + s.Reference}
	if works := s.Works(); len(works) > 0 {
		row.Source, row.heading = works[0].Key, "source "+works[0].Key+": "+works[0].Cited+", "+works[0].Words()
	}
	return row
}

func newListedClaim(c *theorems.Claim, registry *Registry) listedClaim {
	about := ""
	if c.Expect == theorems.Refuted {
		about = "print"
		if c.Contrast {
			about = "contrast"
		}
	}
	return listedClaim{ID: c.ID, File: registry.Files[c.ID], Title: c.Title, Says: c.Says, Deviation: c.Deviation,
		DrawsNothing: c.DrawsNothing, Expect: c.Expect, About: about}
}
