// Command itermle decides what "When Models Don't Collapse: On the Consistency of Iterative MLE"
// (arXiv:2505.19046) claims, and simulates iterative maximum likelihood on any family of the zoo.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"github.com/spf13/cobra"
)

// The exit codes of every subcommand.
const (
	exitHolds     = 0
	exitRefuted   = 1
	exitMisuse    = 2
	exitUndecided = 3
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// exitError ends a command whose output is complete with a code of its own.
type exitError struct{ code int }

func (e exitError) Error() string { return fmt.Sprintf("exit %d", e.code) }

// run executes one command line; every error is one line on stderr and exit code 2, unless the command chose its own.
func run(ctx context.Context, arguments []string, stdout, stderr io.Writer) int {
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
				return fmt.Errorf("unknown command %q: want verify, list, simulate, assumptions, audit or certify", arguments[0])
			}
			return nil
		},
		RunE: func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	root.AddCommand(verifyCommand(), listCommand(), simulateCommand(), assumptionsCommand(), auditCommand(), certifyCommand())
	root.SetFlagErrorFunc(func(command *cobra.Command, err error) error {
		return fmt.Errorf("%w: see %s --help for what is accepted", err, command.CommandPath())
	})
	root.SetArgs(arguments)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
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

// noArguments refuses words that belong to no flag.
func noArguments(command *cobra.Command, arguments []string) error {
	if len(arguments) > 0 {
		return fmt.Errorf("%s takes no argument %q: want flags only, see itermle %s --help", command.Name(), arguments[0], command.Name())
	}
	return nil
}
