package queue

import (
	"cmp"
	"context"
	"os"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/spf13/cobra"

	"itermle/cmd"
)

// collectOptions are the flags of collect as typed.
type collectOptions struct {
	record, junit           string
	wait, json, annotations bool
}

func collectCommand(s *session) *cobra.Command {
	var o collectOptions
	command := &cobra.Command{
		Use:   "collect --record FILE",
		Short: "Write the record of a run and print its verdicts",
		Long: `collect writes the lines of the queue to a record, in the order of the plan, and prints what itermle
merge prints of it, with its exit codes: 3 where scenarios are missing, which are named. Those that were given up are
named on stderr, with the reason. The queue keeps its lines.`,
		Example: `  itermle-nats collect --wait --record deep.jsonl`,
		Args:    cobra.NoArgs,
		RunE:    func(command *cobra.Command, _ []string) error { return o.collect(command.Context(), s) },
	}
	s.flags(command)
	flags := command.Flags()
	flags.StringVar(&o.record, "record", "", "the file to write")
	flags.BoolVar(&o.wait, "wait", false, "wait until the queue is empty")
	flags.BoolVar(&o.json, "json", false, "print one JSON object")
	flags.StringVar(&o.junit, "junit", "", "write the verdicts to this file, as JUnit's XML")
	flags.BoolVar(&o.annotations, "annotations", false, "print what failed on stderr, as GitHub's annotations")
	_ = command.MarkFlagRequired("record") // its only error is a flag that does not exist
	return command
}

func (o *collectOptions) collect(ended context.Context, s *session) error {
	js, release, err := s.connect()
	if err != nil {
		return err
	}
	defer release()
	q, err := s.open(ended, js)
	if err != nil {
		return err
	}
	if o.wait {
		if err := q.drained(ended, s); err != nil {
			return err
		}
	}
	collected, err := q.write(ended, o.record+".lines")
	if err != nil {
		return err
	}
	defer os.Remove(o.record + ".lines")
	letters, err := q.letters(ended, collected)
	if err != nil {
		return err
	}
	var given []letter
	for _, l := range letters {
		given = append(given, l)
	}
	slices.SortFunc(given, func(a, b letter) int { return cmp.Compare(a.sequence, b.sequence) })
	for _, l := range given {
		s.say("given up after %d tries: claim %s, place %d, key %s: %s", l.Tries, l.Claim, l.Place, l.Key, l.Reason)
	}
	if code := cmd.Run(*s.registry, o.merge(), s.stdout, s.stderr); code != exitDone {
		return exitError{code}
	}
	return nil
}

// merge is the command line that prints the verdicts.
func (o *collectOptions) merge() []string {
	line := []string{"merge", o.record + ".lines", "--record", o.record}
	if o.json {
		line = append(line, "--json")
	}
	if o.junit != "" {
		line = append(line, "--junit", o.junit)
	}
	if o.annotations {
		line = append(line, "--annotations")
	}
	return line
}

// tellEvery is how often collect tells how many it waits for.
const tellEvery = 30 * time.Second

// drained waits until the queue is empty.
func (q *queue) drained(ended context.Context, s *session) error {
	for told := time.Now(); ; {
		left, err := q.waiting(ended)
		if err == nil && left == 0 {
			return nil
		}
		if time.Since(told) >= tellEvery {
			told = time.Now()
			s.say("%d scenarios are not decided", left)
		}
		if !pause(ended, reconnectWait) {
			return ended.Err()
		}
	}
}

// write writes all lines to a file, and returns their keys.
func (q *queue) write(ctx context.Context, path string) (map[string]bool, error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	keys := map[string]bool{}
	err = q.each(ctx, q.line("*"), func(message jetstream.Msg) error {
		keys[keyOf(message.Subject())] = true
		_, err := file.Write(message.Data())
		return err
	})
	return keys, cmp.Or(err, file.Close())
}
