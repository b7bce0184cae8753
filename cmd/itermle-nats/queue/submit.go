package queue

import (
	"encoding/json"
	"fmt"
	"regexp"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/spf13/cobra"

	"itermle/properties"
)

// submitOptions are the flags of submit as typed.
type submitOptions struct {
	origin   properties.Origin
	patience time.Duration
}

func submitCommand(s *session) *cobra.Command {
	var o submitOptions
	command := &cobra.Command{
		Use:   "submit",
		Short: "Put the scenarios of a run into the queue",
		Long: `submit plans a run as itermle verify does, and puts each scenario into the queue that is not in it and
has no line. So it may be called again: it submits what was given up, and what a server has lost.`,
		Example: `  itermle-nats submit --profile deep --run '^theorem-4'`,
		Args:    cobra.NoArgs,
		RunE:    func(command *cobra.Command, _ []string) error { return o.submit(command, s) },
	}
	s.flags(command)
	flags := command.Flags()
	flags.StringVar(&o.origin.Run, "run", "", "only claims whose ID matches this regular expression")
	flags.StringVar(&o.origin.Profile, "profile", "quick", "quick, ci or deep")
	flags.Uint64Var(&o.origin.Seed, "seed", 1, "suite seed, the key of every random stream")
	flags.IntVar(&o.origin.Instances, "instances", 0,
		"scenarios drawn for each claim that draws (default 0: as many as the profile says)")
	flags.DurationVar(&o.patience, "patience", 30*time.Second,
		"how long a worker may be silent before another gets its scenario")
	return command
}

func (o *submitOptions) submit(command *cobra.Command, s *session) error {
	ctx := command.Context()
	errand, err := errandOf(s, o.origin)
	if err != nil {
		return err
	}
	all, err := errand.Assignments()
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return fmt.Errorf("--run %q: no claim that it matches has a scenario", o.origin.Run)
	}
	if o.patience < 10*time.Millisecond {
		return fmt.Errorf("--patience %s: want at least 10ms", o.patience)
	}
	js, release, err := s.connect()
	if err != nil {
		return err
	}
	defer release()
	q, err := s.create(ctx, js, errand.Origin(), o.patience)
	if err != nil {
		return err
	}
	decided, err := q.decided(ctx)
	if err != nil {
		return err
	}
	letters, err := q.letters(ctx, decided)
	if err != nil {
		return err
	}
	last, err := q.tidy(ctx, letters)
	if err != nil {
		return err
	}
	var acks []jetstream.PubAckFuture
	for _, a := range all {
		if decided[a.Key] {
			continue
		}
		text, err := json.Marshal(a)
		if err != nil {
			return err
		}
		id := a.Key
		if last > 0 { // one that the server has not seen lately
			id = fmt.Sprintf("%s-%d", a.Key, last)
		}
		ack, err := js.PublishAsync(q.task(a.Key), text, jetstream.WithMsgID(id),
			jetstream.WithExpectLastSequencePerSubject(0), jetstream.WithStallWait(keptWithin))
		if err != nil {
			return err
		}
		acks = append(acks, ack)
	}
	submitted, err := counted(acks)
	fmt.Fprintf(s.stdout, "%d scenarios of %s submitted; %d of %d are decided already, %d are in the queue already\n",
		submitted, errand.Origin(), len(all)-len(acks), len(all), len(acks)-submitted)
	return err
}

// keptWithin is how long a server may take to keep what it was sent before more is sent.
const keptWithin = time.Minute

// counted waits for the server to keep what was published, and counts what it had not.
func counted(acks []jetstream.PubAckFuture) (kept int, err error) {
	for _, ack := range acks {
		select {
		case done := <-ack.Ok():
			if !done.Duplicate {
				kept++
			}
		case refused := <-ack.Err():
			if !isThere(refused) && err == nil {
				err = fmt.Errorf("some were not kept, and submit again would go on: %w", refused)
			}
		}
	}
	return kept, err
}

// errandOf is the errand of an origin's run, each scenario on one processor.
func errandOf(s *session, origin properties.Origin) (*properties.Errand, error) {
	if _, err := regexp.Compile(origin.Run); err != nil {
		return nil, fmt.Errorf("--run: %w", err)
	}
	options, err := origin.Options()
	if err != nil {
		return nil, fmt.Errorf("--profile: %w", err)
	}
	options.Workers = 1
	return properties.NewErrand(s.registry.Registry, options)
}
