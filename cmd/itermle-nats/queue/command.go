// Package queue is the command itermle-nats as a library: Main runs it on a registry of claims, a user's own too.
//
// A run is two streams of NATS JetStream. NAME-tasks has a message for each scenario that is to be decided, a
// properties.Assignment, whose subject and message ID are the scenario's key; one consumer that all workers share gives
// each to one of them. What is acknowledged stays in it: to take a message out of a block of a file, which retention by
// work queue does, the server reads the block. NAME-records has the line of each scenario that was decided, once: the
// first is kept. Whatever ends a worker or the server, a scenario without a
// line is delivered again, and one with a line is not decided again; so nothing is lost and nothing counted double, and
// what a worker says last, that it has decided, may be lost without harm. A scenario that three deliveries have not
// brought a line of is given up, and told. Which run it is of, its Origin, is in the metadata of both streams, and
// workers that are another program refuse it.
//
//	serve     a server of its own, from a file store
//	submit    the scenarios of a run into the queue
//	work      decide what is in the queue, in as many processes as asked for
//	collect   the lines into a record, and the verdicts, as itermle merge prints them
package queue

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"itermle/cmd"
)

// The exit codes beside those of itermle merge, which are collect's.
const (
	exitDone   = 0
	exitMisuse = 2
)

// Main runs the command line of the process on a registry and returns its exit code: 0 where all is well, 2 for misuse
// or a server that refuses, and collect's are those of itermle merge.
func Main(registry cmd.Registry) int {
	ended, release := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer release()
	return run(ended, registry, os.Args[1:], os.Stdout, os.Stderr)
}

// exitError is a command that has said what there is to say.
type exitError struct{ code int }

func (e exitError) Error() string { return fmt.Sprintf("exit %d", e.code) }

// session is what every command has.
type session struct {
	registry       *cmd.Registry
	arguments      []string // of the command line
	stdout, stderr io.Writer
	connection
}

// say writes a line to stderr.
func (s *session) say(format string, arguments ...any) {
	text := strings.ReplaceAll(fmt.Sprintf(format, arguments...), "\n", "; ")
	fmt.Fprintln(s.stderr, "itermle-nats: "+text)
}

func run(ended context.Context, registry cmd.Registry, arguments []string, stdout, stderr io.Writer) int {
	s := &session{registry: &registry, arguments: arguments, stdout: stdout, stderr: stderr}
	root := &cobra.Command{
		Use:           "itermle-nats",
		Short:         "Share out a run of itermle verify over machines, by a work queue of NATS JetStream",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.AddCommand(serveCommand(s), submitCommand(s), workCommand(s), collectCommand(s))
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetArgs(arguments)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := registry.Check()
	if err == nil {
		err = root.ExecuteContext(ended)
	}
	exit := exitError{}
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &exit):
		return exit.code
	}
	s.say("%v", err)
	return exitMisuse
}
