package queue

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/spf13/cobra"

	"itermle/properties"
)

// workOptions are the flags of work as typed.
type workOptions struct {
	processes    int
	alone, drain bool
}

func workCommand(s *session) *cobra.Command {
	var o workOptions
	command := &cobra.Command{
		Use:   "work",
		Short: "Decide the scenarios in the queue",
		Long: `work decides what is in the queue, in as many processes as there are processors. Each has one scenario at
a time, so that one that ends its process is known: after three tries it is given up, which collect tells. A process
that ends is started again. With --alone there is only this process, and whoever started it, such as Kubernetes, starts
it again. Ctrl-C and SIGTERM give up what is at work, and others get it.`,
		Example: `  itermle-nats work --url nats://queue.example:4222 --creds worker.creds`,
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			if o.processes < 1 {
				return fmt.Errorf("--processes %d: want at least 1", o.processes)
			}
			return o.work(command.Context(), s)
		},
	}
	s.flags(command)
	flags := command.Flags()
	flags.IntVar(&o.processes, "processes", runtime.GOMAXPROCS(0), "how many scenarios are decided at a time")
	flags.BoolVar(&o.alone, "alone", false, "decide in this process")
	flags.BoolVar(&o.drain, "drain", false, "end when the queue is empty, rather than wait for more")
	return command
}

// work finds the queue and sees that this program may decide its run, then decides or has others do so.
func (o *workOptions) work(ended context.Context, s *session) error {
	js, release, err := s.connect()
	if err != nil {
		return err
	}
	defer release()
	q, err := s.open(ended, js)
	for told := false; errors.Is(err, errEmpty) && !o.drain; told = true {
		if !told {
			s.say("%v: waiting for itermle-nats submit", err)
		}
		if !pause(ended, time.Second) {
			return nil
		}
		q, err = s.open(ended, js)
	}
	if err != nil {
		return err
	}
	errand, err := errandOf(s, q.origin)
	if err != nil {
		return err
	}
	if ours := errand.Origin(); ours != q.origin {
		return fmt.Errorf("queue %s is of %s, this program decides %s: want the one that submitted", s.name, q.origin,
			ours)
	}
	if !o.alone {
		return o.supervise(ended, s)
	}
	return (&worker{queue: q, errand: errand, drain: o.drain}).work(ended)
}

// worker decides one scenario at a time; its line is kept while the next is asked for.
type worker struct {
	*queue
	errand  *properties.Errand
	drain   bool
	keeping chan error // what comes of the line before; nil: none is under way
}

// look is how long a worker waits before it looks whether the queue is empty.
const look = 300 * time.Millisecond

func (w *worker) work(ended context.Context) error {
	// One message, and the next is asked for when this one is done: a process that ends takes no other along.
	messages, err := w.consumer.Messages(jetstream.PullMaxMessages(1),
		jetstream.WithMessagesErrOnMissingHeartbeat(false))
	if err != nil {
		return err
	}
	defer messages.Stop()
	for ended.Err() == nil && err == nil {
		err = w.next(ended, messages)
	}
	if err = cmp.Or(w.settle(), err); err == errEmpty || ended.Err() != nil {
		return nil
	}
	return err
}

// next decides the next scenario. The error is errEmpty where there will be none.
func (w *worker) next(ended context.Context, messages jetstream.MessagesContext) error {
	waits, cancel := context.WithTimeout(ended, look)
	message, err := messages.Next(jetstream.NextContext(waits))
	cancel()
	if err == nil {
		return w.handle(ended, message)
	}
	if !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if err := w.settle(); err != nil {
		return err
	}
	if left, err := w.waiting(ended); w.drain && err == nil && left == 0 {
		return errEmpty
	}
	return nil // a server that does not answer is waited for
}

// settle waits until no line is under way.
func (w *worker) settle() error {
	if w.keeping == nil {
		return nil
	}
	err := <-w.keeping
	w.keeping = nil
	return err
}

// tries is how often a scenario is delivered before it is given up.
const tries = 3

// handle decides the scenario of a message and has what comes of it concluded.
func (w *worker) handle(ended context.Context, message jetstream.Msg) error {
	about, err := message.Metadata()
	if err != nil {
		return err
	}
	key := keyOf(message.Subject())
	if about.NumDelivered > 1 { // it may end the process: then no line should be under way
		if err := w.settle(); err != nil {
			return err
		}
		if has, err := w.hasLine(ended, key); err == nil && has {
			return message.Ack()
		}
	}
	if about.NumDelivered > tries {
		return w.giveUp(ended, message, "whoever decided it ended, or was not heard of any more")
	}
	line, err := w.decide(ended, message)
	if errors.Is(err, context.Canceled) {
		return message.Nak() // others get it at once
	}
	if err := w.settle(); err != nil {
		return err
	}
	w.keeping = make(chan error, 1)
	go func() { w.keeping <- w.conclude(ended, message, about.NumDelivered, line, err) }()
	return nil
}

// conclude has a line kept, once, before the message is acknowledged; without one another gets it, or nobody any more.
func (w *worker) conclude(ended context.Context, message jetstream.Msg, delivered uint64, line []byte,
	err error) error {
	if err == nil {
		err = w.patiently(ended, func() error {
			return w.keep(context.WithoutCancel(ended), keyOf(message.Subject()), line)
		})
		if err == nil {
			return message.Ack()
		}
		if !errors.Is(err, nats.ErrMaxPayload) {
			return err
		}
	}
	if delivered == tries {
		return w.giveUp(ended, message, err.Error())
	}
	return message.Nak()
}

// decide decides, and tells the server that it is still at it until it is done or the command is ended.
func (w *worker) decide(ended context.Context, message jetstream.Msg) (line []byte, err error) {
	type outcome struct {
		line []byte
		err  error
	}
	done := make(chan outcome, 1)
	go func() {
		var a properties.Assignment
		var o outcome
		if o.err = json.Unmarshal(message.Data(), &a); o.err == nil {
			o.line, o.err = w.errand.Decide(a)
		}
		done <- o
	}()
	alive := time.NewTicker(w.consumer.CachedInfo().Config.AckWait / 3)
	defer alive.Stop()
	for {
		select {
		case o := <-done:
			return o.line, o.err
		case <-ended.Done():
			return nil, ended.Err()
		case <-alive.C:
			_ = message.InProgress() // a server that is gone has the message delivered again
		}
	}
}

// giveUp leaves a letter about the scenario of a message, which nobody gets any more.
func (w *worker) giveUp(ended context.Context, message jetstream.Msg, reason string) error {
	l := letter{Tries: tries, Reason: reason}
	_ = json.Unmarshal(message.Data(), &l.Assignment) // what cannot be read is named by its key
	l.Key = keyOf(message.Subject())
	text, err := json.Marshal(l)
	if err != nil {
		return err
	}
	err = w.patiently(ended, func() error {
		_, err := w.js.Publish(ended, w.dead(l.Key), text)
		return err
	})
	if err != nil {
		return err
	}
	return message.TermWithReason(reason)
}

// patiently tries again until the server has answered.
func (w *worker) patiently(ended context.Context, publish func() error) error {
	for {
		err := publish()
		answered := (*jetstream.APIError)(nil)
		if err == nil || errors.As(err, &answered) || errors.Is(err, nats.ErrMaxPayload) || ended.Err() != nil {
			return err
		}
		if !pause(ended, reconnectWait) {
			return err
		}
	}
}
