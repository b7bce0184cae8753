package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"itermle/properties"
)

// recordOptions are the flags of verify that keep and share out a run.
type recordOptions struct {
	record string
	resume bool
	shard  properties.Shard
}

func (o *recordOptions) recordFlags(flags *pflag.FlagSet) {
	flags.StringVar(&o.record, "record", "", "write each decided scenario to this file at once, as a line of JSON")
	flags.BoolVar(&o.resume, "resume", false, "go on with the file of --record, if there is one")
	flags.Var(&value{kind: "i/N", accept: "i/N with i from 0 or 1 on, up to N, and N at most 1000000, such as 1/4",
		text: func() string {
			if o.shard.Of == 0 {
				return ""
			}
			return fmt.Sprintf("%d/%d", o.shard.Index, o.shard.Of)
		},
		read: func(text string) bool {
			before, after, found := strings.Cut(text, "/")
			i, err := strconv.ParseUint(before, 10, 32)
			n, err2 := strconv.ParseUint(after, 10, 32)
			if !found || errors.Join(err, err2) != nil || n < 1 || i > n || n > maxInstances {
				return false
			}
			o.shard = properties.Shard{Index: int(i % n), Of: int(n)} // N/N is 0/N: who counts from 1 covers all, too
			return true
		}}, "shard", "decide only part i of N: 0 … N−1, or 1 … N")
}

// open opens the record, if there is one, and says on stderr what of it was dropped.
func (o *recordOptions) open(command *cobra.Command) (*properties.Record, error) {
	if o.record == "" {
		if err := missing(command, "record", "the file to keep what is decided in", "resume", "shard"); err != nil {
			return nil, err
		}
		return nil, nil
	}
	if o.shard.Of > 0 {
		if err := alone(command, "--shard", "json", "wide", "junit", "annotations"); err != nil {
			return nil, err
		}
	}
	record, err := properties.OpenRecord(o.record, o.resume)
	if err != nil {
		return nil, unwritten(err)
	}
	warn(command, record.Warnings)
	return record, nil
}

func warn(command *cobra.Command, warnings []string) {
	for _, warning := range warnings {
		fmt.Fprintln(command.ErrOrStderr(), "itermle: "+oneLine(warning))
	}
}

// missing returns a *missingFlagError for a flag that some others have no meaning without, where one of them is given.
func missing(command *cobra.Command, flag, accept string, others ...string) error {
	if alone(command, "", others...) != nil {
		return &missingFlagError{flag, accept}
	}
	return nil
}

// unwritten makes what the system says of a file an *outputError.
func unwritten(err error) error {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		return &outputError{err}
	}
	return err
}

// signalError is what has ended a run: the user, or whoever runs the machine.
type signalError struct{ syscall.Signal }

func (e signalError) Error() string { return e.Signal.String() }

// errBudget is a run whose time is spent.
var errBudget = errors.New("the budget is spent")

// endsEarly is a context that Ctrl-C, SIGTERM or the end of a budget ends, with that as its cause; a budget of 0 never
// does. A second signal ends the process. release lets go of signals.
func endsEarly(budget time.Duration) (ended context.Context, release func()) {
	ended, end := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case s := <-signals:
			signal.Stop(signals)
			number, _ := s.(syscall.Signal)
			end(signalError{number})
		case <-ended.Done():
		}
	}()
	if budget > 0 {
		time.AfterFunc(budget, func() { end(errBudget) })
	}
	return ended, func() {
		signal.Stop(signals)
		end(nil)
	}
}

// endCode is the exit code of a run that a cause has ended, and code where none has: as a shell says it of a signal.
func endCode(cause error, code int) int {
	if s := (signalError{}); errors.As(cause, &s) {
		return 128 + int(s.Signal)
	}
	return code
}

// sayShard says how much a shard has decided, and what is to be done next.
func (o *verifyOptions) sayShard(command *cobra.Command, s *properties.Summary, cause error) error {
	decided := 0
	for i := range s.Reports {
		decided += len(s.Reports[i].Scenarios) - s.Reports[i].Pending
	}
	next := "when all shards are complete: itermle merge FILE …"
	if cause != nil {
		next = "not complete: go on with " + commandLine(command, "resume")
	}
	_, err := fmt.Fprintf(command.OutOrStdout(), "shard %d/%d: %d scenarios decided, in %s; %s\n", o.shard.Index,
		o.shard.Of, decided, o.record, next)
	if cause != nil && err == nil {
		return exitError{endCode(cause, exitUndecided)}
	}
	return err
}

// sayHowToGoOn says what a run has left undecided, on stderr where the output is JSON.
func (o *verifyOptions) sayHowToGoOn(command *cobra.Command, s *properties.Summary, asJSON bool) {
	out := command.OutOrStdout()
	if asJSON {
		out = command.ErrOrStderr()
	}
	sayPending(out, s)
	if o.record == "" {
		fmt.Fprintln(out, "--record FILE would have kept what is decided.")
	} else {
		fmt.Fprintln(out, "go on with: "+commandLine(command, "resume"))
	}
}

// shownPending is how many claims a line names that are not decided.
const shownPending = 5

// sayPending names what is not decided.
func sayPending(out io.Writer, s *properties.Summary) {
	scenarios, claims := 0, []string{}
	for i := range s.Reports {
		if r := &s.Reports[i]; r.Pending > 0 || len(r.Scenarios) == 0 && r.Error == "" {
			scenarios += r.Pending
			claims = append(claims, r.Claim)
		}
	}
	text := strings.Join(claims[:min(shownPending, len(claims))], ", ")
	if more := len(claims) - shownPending; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	fmt.Fprintf(out, "\nleft undecided: %d scenarios that were planned, of %d claims: %s\n", scenarios, len(claims),
		text)
}

// commandLine is the command as it was called, with a switch that it may have been called with already.
func commandLine(command *cobra.Command, with string) string {
	words := append(strings.Fields(command.CommandPath()), command.Flags().Args()...)
	command.Flags().Visit(func(flag *pflag.Flag) {
		if flag.Name == "seed" {
			words = append(words, "--seed", strings.TrimPrefix(flag.Value.String(), drawnSeed))
		} else if flag.Name != with && flag.Value.Type() == "bool" {
			words = append(words, "--"+flag.Name+"="+flag.Value.String())
		} else if flag.Name != with {
			words = append(words, "--"+flag.Name, flag.Value.String())
		}
	})
	for i, word := range words {
		if strings.ContainsFunc(word, func(r rune) bool { return !strings.ContainsRune(unquoted, r) }) {
			words[i] = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
	}
	return strings.Join(append(words, "--"+with), " ")
}

// unquoted are the letters that no shell reads as anything else.
const unquoted = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=./:,+"
