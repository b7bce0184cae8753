package main

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"itermle/estimators"
	"itermle/properties"
	"itermle/theorems"
)

// listing is what list prints, in JSON as it stands here.
type listing struct {
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
	ID        string           `json:"id"`
	Title     string           `json:"title"`
	Says      string           `json:"says"`
	Deviation string           `json:"deviation,omitempty"`
	Expect    theorems.Verdict `json:"expect"`
}

type listedFamily struct {
	Name    string `json:"name"`
	Syntax  string `json:"syntax"`
	Summary string `json:"summary"`
	Theta   string `json:"theta"`
}

func listCommand() *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "list",
		Short: "List every statement of the paper with its claims, and every family",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			all, err := newListing()
			if err != nil {
				return err
			}
			if asJSON {
				encoder := json.NewEncoder(command.OutOrStdout())
				encoder.SetEscapeHTML(false)
				encoder.SetIndent("", "  ")
				return encoder.Encode(all)
			}
			w := tabwriter.NewWriter(command.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "STATEMENT\tKIND\tCLAIM\tEXPECTED\tTITLE, OR WHY THERE IS NO CHECK YET")
			for _, s := range all.Statements {
				if len(s.Claims) == 0 {
					fmt.Fprintf(w, "%s\t%s\t—\t—\topen: %s\n", s.ID, s.Kind, s.Open)
				}
				for i, c := range s.Claims {
					id, kind := s.ID, s.Kind
					if i > 0 {
						id, kind = "", ""
					}
					fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", id, kind, c.ID, c.Expect, c.Title)
				}
			}
			fmt.Fprintln(w, "\nFAMILY\tθ\tDENSITY")
			for _, f := range all.Families {
				fmt.Fprintf(w, "%s\t%s\t%s\n", f.Syntax, f.Theta, f.Summary)
			}
			fmt.Fprintf(w, "\nschedules: %s\nworkflows: %s\n", all.Schedules, all.Workflows)
			return w.Flush()
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return command
}

func newListing() (listing, error) {
	all := listing{Schedules: estimators.ScheduleSyntax, Workflows: estimators.WorkflowSyntax}
	claims := properties.Suite().Claims
	for _, s := range theorems.Statements() {
		row := listedStatement{ID: s.ID, Kind: string(s.Kind), Reference: s.Reference, Text: s.Text,
			Hypotheses: append([]string{}, s.Hypotheses...), Claims: []listedClaim{}, Open: s.Open}
		for _, c := range claims {
			if c.Statement == s.ID {
				row.Claims = append(row.Claims, listedClaim{ID: c.ID, Title: c.Title, Says: c.Says, Deviation: c.Deviation, Expect: c.Expect})
			}
		}
		all.Statements = append(all.Statements, row)
	}
	for _, entry := range estimators.Families() {
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
