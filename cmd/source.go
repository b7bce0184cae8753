package cmd

import (
	"github.com/spf13/cobra"

	"itermle/theorems"
)

// sourceSelection is --source: the statements whose Reference matches, and their claims.
type sourceSelection struct{ source string }

// sourceFlag is --source.
func (s *sourceSelection) sourceFlag(command *cobra.Command, registry *Registry) {
	command.Flags().StringVar(&s.source, "source", "",
		"only statements whose reference matches this regular expression, such as 2404.05090 or '^derived here'")
	var words []string
	for _, work := range theorems.Bibliography(registry.Statements) {
		words = append(words, work.Cited)
	}
	completeWords(command, "source", words...)
}

// statements are those selected, in the registry's order; a *flagError where there are none.
func (s *sourceSelection) statements(registry *Registry) ([]theorems.Statement, error) {
	pattern, err := readExpression("source", s.source, "references")
	if err != nil {
		return nil, err
	}
	var selected []theorems.Statement
	for _, statement := range registry.Statements {
		if pattern.MatchString(statement.Reference) {
			selected = append(selected, statement)
		}
	}
	if selected == nil && s.source != "" {
		return nil, &flagError{"source", s.source,
			"an expression that matches the reference of a statement: this matches none, see itermle list --json"}
	}
	return selected, nil
}
