// Package cmd is the command itermle as a library: Main runs it on a registry of families and claims, so that a main of
// five lines has every command for a user's own.
//
// The opinion of the package: what the commands know is data, and it is checked before anything runs; a command
// computes everything before it prints anything; a mistake is one line that names the value and what would be accepted;
// a number that does not exist is null in JSON and a dash in a table.
//
//	verify        decides the claims and prints the verdict table
//	list          every statement with its claims and their files, and every family
//	simulate      Algorithm 1 on a family or a construction: the error of each generation
//	certify       Theorem 4.1 in numbers: ρ_T with every constant
//	audit         the constants of Assumptions 2 and 3 on a ball, or a witness against them
//	assumptions   the assumptions of Theorem 4.1 dropped one at a time
package cmd

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"itermle/estimators"
)

// The exit codes of every subcommand.
const (
	exitHolds     = 0
	exitRefuted   = 1
	exitMisuse    = 2
	exitUndecided = 3
)

// Main runs the command line of the process on a registry and returns its exit code: 0 every claim came out as
// expected, 1 some claim did not, 2 misuse, 3 undecided under --strict.
//
// An interrupt ends the process as it ends any other: nothing is printed before all is computed, and nothing needs to
// be undone.
func Main(registry Registry) int { return Run(registry, os.Args[1:], os.Stdout, os.Stderr) }

// exitError ends a command whose output is complete with a code of its own.
type exitError struct{ code int }

func (e exitError) Error() string { return fmt.Sprintf("exit %d", e.code) }

// Run executes one command line on a registry; every error is one line on stderr and exit code 2, unless the command
// chose its own.
func Run(registry Registry, arguments []string, stdout, stderr io.Writer) int {
	err := registry.Check()
	if err == nil {
		root := rootCommand(&registry)
		root.SetArgs(arguments)
		root.SetOut(stdout)
		root.SetErr(stderr)
		err = root.Execute()
	}
	var exit exitError
	switch {
	case err == nil:
		return exitHolds
	case errors.As(err, &exit):
		return exit.code
	}
	fmt.Fprintln(stderr, "itermle:", strings.Join(strings.Fields(err.Error()), " "))
	return exitMisuse
}

func rootCommand(registry *Registry) *cobra.Command {
	root := &cobra.Command{
		Use:   "itermle",
		Short: "Property-based verification of the theory of iterative maximum likelihood (arXiv:2505.19046)",
		Long: `itermle decides, with controlled error, what the paper "When Models Don't Collapse: On the Consistency of
Iterative MLE" (arXiv:2505.19046) proves, and simulates iterative maximum likelihood on its families.

Exit codes: 0 every claim came out as expected, 1 some claim did not, 2 misuse, 3 undecided under --strict.`,
		SilenceUsage:       true,
		SilenceErrors:      true,
		DisableSuggestions: true,
		CompletionOptions:  cobra.CompletionOptions{DisableDefaultCmd: true},
		Args: func(_ *cobra.Command, arguments []string) error {
			if len(arguments) > 0 {
				return fmt.Errorf("unknown command %q: want verify, list, simulate, assumptions, audit or certify",
					arguments[0])
			}
			return nil
		},
		RunE: func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	root.AddCommand(verifyCommand(registry), listCommand(registry), simulateCommand(registry), assumptionsCommand(),
		auditCommand(registry), exactCommand(registry), instancesCommand(registry), certifyCommand(registry))
	root.SetFlagErrorFunc(func(command *cobra.Command, err error) error {
		var invalid *pflag.InvalidValueError
		if errors.As(err, &invalid) {
			flag := invalid.GetFlag()
			return &estimators.SyntaxError{What: "--" + flag.Name, Value: invalid.GetValue(),
				Accept: flagSyntax[flag.Value.Type()]}
		}
		return fmt.Errorf("%w: see %s --help for what is accepted", err, command.CommandPath())
	})
	return root
}

// flagSyntax is what a flag of a type accepts.
var flagSyntax = map[string]string{"bool": "true or false", "int": "a whole number below 2^63",
	"uint64":  "a whole number from 0 to 2^64−1",
	"float64": "a number"}

// printJSON writes one line.
func printJSON(out io.Writer, value any) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

// noArguments refuses words that belong to no flag.
func noArguments(command *cobra.Command, arguments []string) error {
	if len(arguments) > 0 {
		return fmt.Errorf("%s takes no argument %q: want flags only, see itermle %s --help", command.Name(),
			arguments[0], command.Name())
	}
	return nil
}
