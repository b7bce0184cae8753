package cmd

import (
	"cmp"
	"fmt"
	"io"
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
	Hypotheses []string      `json:"hypotheses"`
	Claims     []listedClaim `json:"claims"`
	Open       string        `json:"open,omitempty"`
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
	var asJSON bool
	command := &cobra.Command{
		Use:   "list",
		Short: "List every statement with its claims and their files, and every family",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			all, err := newListing(registry)
			if err != nil {
				return err
			}
			return show(command, asJSON, "  ", &all)
		},
	}
	jsonFlag(command.Flags(), &asJSON)
	return command
}

// print writes two lines a claim, or with --wide, where the width is 0, one; then the families.
func (l *listing) print(out io.Writer, width int) error {
	claims := table{columns: []column{{title: "CLAIM"}, {title: "EXPECTED"}, {title: "FILE"}}}
	if width == 0 {
		claims.columns = []column{{title: "STATEMENT"}, {title: "KIND"}, {title: "CLAIM"}, {title: "EXPECTED"},
			{title: "FILE"}, {title: "TITLE, OR WHY THERE IS NO CHECK YET"}}
	}
	add := func(s *listedStatement, claim, expected, file, title string) {
		if width == 0 {
			claims.add(s.ID, s.Kind, claim, expected, file, title)
			return
		}
		claims.add(cmp.Or(strings.Trim(claim, "—"), s.ID), expected, file)
		for _, line := range wrapped(title, width-4) {
			claims.add("    " + line)
		}
	}
	for i := range l.Statements {
		s := &l.Statements[i]
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
		for _, line := range wrapped(f.Summary, width-4) {
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

func newListing(registry *Registry) (listing, error) {
	all := listing{Build: properties.ThisBuild(), Schedules: estimators.ScheduleSyntax,
		Workflows: estimators.WorkflowSyntax}
	for _, s := range registry.Statements {
		row := newListedStatement(&s)
		for _, c := range registry.Claims {
			if c.Statement == s.ID {
				row.Claims = append(row.Claims, newListedClaim(&c, registry))
			}
		}
		all.Statements = append(all.Statements, row)
	}
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
	return listedStatement{ID: s.ID, Kind: string(s.Kind), Reference: s.Reference, Text: s.Text,
		Hypotheses: append([]string{}, s.Hypotheses...), Claims: []listedClaim{}, Open: s.Open}
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
