// Package cmd is the command itermle as a library: Main runs it on a registry of families and claims, so that a main of
// five lines has every command for a user's own.
//
// The opinion of the package: what the commands know is data, and it is checked before anything runs; a command
// computes everything before it prints anything; a mistake is one line that names the value and what would be accepted;
// no flag is ignored; a number that does not exist is null in JSON and a dash in a table.
//
//	verify        decides the claims and prints the verdict table
//	show          all there is about one claim, decided anew
//	merge         the verdict table of a run whose shards were decided elsewhere
//	compare       what differs between two runs
//	checker       the error rates of the rules that decide, beside those of other tools
//	list          every statement with its claims and their files, and every family
//	simulate      Algorithm 1 on a family or a construction: the error of each generation
//	sweep         the errors of many simulations: families, n, T, δ, schedules and workflows
//	certify       Theorem 4.1 in numbers: ρ_T with every constant
//	exact         the law of θ^(T) on a finite alphabet, without simulation
//	instances     what a claim would draw, without deciding it
//	plan          what becomes of a fitted model that is retrained on its own output
//	report        a run of verify as a site of static pages
//	tight         where each bound is tightest, found by search
//	mutants       which false variants of the claims die, and how soon
//	audit         the constants of Assumptions 2 and 3 on a ball, or a witness against them
//	assumptions   where P(bad) passes δ as one assumption of Theorem 4.1 is violated
package cmd

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"itermle/properties"
)

// The exit codes of every command.
const (
	exitHolds     = 0
	exitRefuted   = 1
	exitMisuse    = 2
	exitUndecided = 3
	exitBroken    = 4
	exitOutput    = 5
)

const exitCodes = `Exit codes: 0 every claim came out as expected, 1 some claim was contradicted, 2 misuse,
3 some claim is undecided, 4 a trial ended in an error, a claim panicked, or the checker is broken,
5 the output could not be written.`

// Main runs the command line of the process on a registry and returns its exit code: 0 every claim came out as
// expected, 1 some claim was contradicted, 2 misuse, 3 some claim is undecided, 4 a trial ended in an error, a claim
// panicked, or the checker is broken, 5 the output could not be written. Where the environment states a locale without
// UTF-8, text is spelled in ASCII.
//
// An interrupt ends the process as it ends any other, since nothing is printed before all is computed and nothing needs
// to be undone; but verify prints what it has decided by then, and returns 130, or 143 after SIGTERM.
func Main(registry Registry) int {
	return run(registry, os.Args[1:], os.Stdout, os.Stderr, asciiLocale(os.Getenv))
}

// Run executes one command line on a registry; every error is one line on stderr. Text is UTF-8.
func Run(registry Registry, arguments []string, stdout, stderr io.Writer) int {
	return run(registry, arguments, stdout, stderr, false)
}

// exitError ends a command whose output is complete with a code of its own.
type exitError struct{ code int }

func (e exitError) Error() string { return fmt.Sprintf("exit %d", e.code) }

// panicError is what a command panicked with.
type panicError struct{ value any }

func (e *panicError) Error() string {
	first, _, _ := strings.Cut(fmt.Sprint(e.value), "\n")
	return "panic: " + first
}

func run(registry Registry, arguments []string, stdout, stderr io.Writer, ascii bool) int {
	out := newScreen(stdout, ascii)
	err := perform(&registry, arguments, out, stderr)
	if written := out.buffer.Flush(); written != nil {
		err = &outputError{written}
	}
	code := exitCode(err)
	if exit := (exitError{}); err != nil && !errors.As(err, &exit) {
		text := "itermle: " + oneLine(err.Error())
		if ascii {
			text = toASCII(text)
		}
		fmt.Fprintln(stderr, text)
	}
	return code
}

// outputError is an output that could not be written.
type outputError struct{ error }

func (e *outputError) Error() string { return "the output could not be written: " + e.error.Error() }

func exitCode(err error) int {
	var (
		exit     exitError
		output   *outputError
		trial    *trialError
		panicked *panicError
		checker  *properties.CheckerError
	)
	switch {
	case err == nil:
		return exitHolds
	case errors.As(err, &exit):
		return exit.code
	case errors.As(err, &output):
		return exitOutput
	case errors.As(err, &trial), errors.As(err, &panicked), errors.As(err, &checker):
		return exitBroken
	}
	return exitMisuse
}

// perform checks the registry and runs the command; a panic is an error.
func perform(registry *Registry, arguments []string, out *screen, stderr io.Writer) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &panicError{value}
		}
	}()
	if err := registry.Check(); err != nil {
		return err
	}
	root := rootCommand(registry, out)
	root.SetArgs(arguments)
	root.SetErr(stderr)
	return root.Execute()
}

func rootCommand(registry *Registry, out io.Writer) *cobra.Command {
	root := &cobra.Command{
		Use:   "itermle",
		Short: "Property-based verification of the theory of iterative maximum likelihood (arXiv:2505.19046)",
		Long: `itermle decides, with controlled error, what the paper "When Models Don't Collapse: On the Consistency of
Iterative MLE" (arXiv:2505.19046) proves, and simulates iterative maximum likelihood on its families.

` + exitCodes,
		Version:       versionText(),
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          knownCommand,
		RunE:          func(command *cobra.Command, _ []string) error { return command.Help() },
		PersistentPreRunE: func(command *cobra.Command, _ []string) error {
			announceSeed(command)
			if asJSON, _ := command.Flags().GetBool("json"); asJSON {
				return alone(command, "--json", "wide")
			}
			return nil
		},
	}
	root.SetVersionTemplate("{{.Version}}\n")
	root.PersistentFlags().Bool("wide", false, "print tables as wide as they are, with every column")
	root.AddCommand(verifyCommand(registry), listCommand(registry), simulateCommand(registry), assumptionsCommand(),
		auditCommand(registry), exactCommand(registry), instancesCommand(registry), certifyCommand(registry),
		planCommand(registry), reportCommand(registry), tightCommand(registry), mutantsCommand(registry),
		mergeCommand(registry), compareCommand(), checkerCommand(), showCommand(registry),
		sweepCommand(registry))
	root.SetHelpCommand(&cobra.Command{
		Use:   "help [command]",
		Short: "Say what a command does and which flags it has",
		Args:  func(command *cobra.Command, arguments []string) error { return knownCommand(root, arguments) },
		RunE: func(_ *cobra.Command, arguments []string) error {
			command, _, err := root.Find(arguments)
			if err != nil {
				return err
			}
			return command.Help()
		},
	})
	root.SetFlagErrorFunc(explainFlag)
	root.SetOut(out) // before the completions, which keep what it is
	root.InitDefaultCompletionCmd()
	for _, command := range root.Commands() {
		if command.Name() == "completion" {
			command.Args = knownCommand
			command.RunE = func(command *cobra.Command, _ []string) error { return command.Help() }
		}
	}
	return root
}

// knownCommand refuses words below a command that only has subcommands, as help does for what it cannot explain.
func knownCommand(parent *cobra.Command, arguments []string) error {
	if len(arguments) == 0 {
		return nil
	}
	if found, _, err := parent.Find(arguments[:1]); err == nil && found != parent {
		return nil
	}
	var names []string
	for _, command := range parent.Commands() {
		names = append(names, command.Name())
	}
	return &unknownError{"command", arguments[0], names}
}

// versionText is what --version prints.
func versionText() string {
	b, commit := properties.ThisBuild(), ""
	if b.Commit != "" {
		commit = " commit " + b.Commit
	}
	return fmt.Sprintf("itermle %s%s %s %s/%s", b.Version, commit, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// unknownError is a name that is none of those known.
type unknownError struct {
	What, Name string
	Known      []string
}

func (e *unknownError) Error() string {
	text := fmt.Sprintf("unknown %s %q: want ", e.What, e.Name)
	if like := nearest(e.Name, e.Known); like != "" {
		return text + like + ", perhaps"
	}
	if len(e.Known) > 20 {
		return text + "one of itermle list, such as " + e.Known[0]
	}
	return text + "one of " + strings.Join(e.Known, ", ")
}

// nearest is the name that the fewest changes of letters make of a word, "" if none is like it.
func nearest(word string, names []string) string {
	best, at := "", 1+min(len(word), 60)/3
	for _, name := range names {
		if len(word) < 60 && changes(word, name) < at {
			best, at = name, changes(word, name)
		}
	}
	return best
}

// changes is Levenshtein's distance.
func changes(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			kept := diagonal
			if a[i] != b[j] {
				kept++
			}
			diagonal = row[j+1]
			row[j+1] = min(kept, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}

// jsonFlag is --json.
func jsonFlag(flags *pflag.FlagSet, to *bool) {
	flags.BoolVar(to, "json", false, "print one JSON object")
}

// maxWorkers bounds --workers.
const maxWorkers = 4096

// noArguments refuses words that belong to no flag.
func noArguments(command *cobra.Command, arguments []string) error {
	if len(arguments) > 0 {
		return fmt.Errorf("%s takes no argument %q: want flags only, see itermle %s --help", command.Name(),
			arguments[0], command.Name())
	}
	return nil
}
