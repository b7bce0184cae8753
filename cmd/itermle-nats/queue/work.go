package queue

import (
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
		Long: `work decides what is in the queue, in as many processes as there are processors. Each has one scenario at a
time, so that one that ends its process is known: after three tries it is given up, which collect tells. A process that
ends is started again. With --alone there is only this process, and whoever started it, such as Kubernetes, starts it
again. Ctrl-C and SIGTERM give up what is at work, and others get it.`,
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
	for told := false; errors.Is(err, jetstream.ErrStreamNotFound) && !o.drain; told = true {
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
	consumer, err := q.tasks.Consumer(ended, workers)
	if err != nil {
		return err
	}
	return (&worker{q, consumer, errand, o.drain}).work(ended)
}

// worker decides one scenario at a time.
type worker struct {
	*queue
	consumer jetstream.Consumer
	errand   *properties.Errand
	drain    bool
}

// look is how long a worker waits before it looks whether the queue is empty.
const look = 300 * time.Millisecond

func (w *worker) work(ended context.Context) error {
	// One message, and the next is asked for when this one is done: a process that ends takes no other along.
	messages, err := w.consumer.Messages(jetstream.PullMaxMessages(1), jetstream.WithMessagesErrOnMissingHeartbeat(false))
	if err != nil {
		return err
	}
	defer messages.Stop()
	for ended.Err() == nil {
		waits, cancel := context.WithTimeout(ended, look)
		message, err := messages.Next(jetstream.NextContext(waits))
		cancel()
		switch {
		case err == nil:
			if err := w.handle(ended, message); err != nil && ended.Err() == nil {
				return err
			}
		case errors.Is(err, context.DeadlineExceeded):
			// a server that does not answer is waited for
			if left, err := w.waiting(ended); w.drain && err == nil && left == 0 {
				return nil
			}
		case ended.Err() == nil:
			return err
		}
	}
	return nil
}

// tries is how often a scenario is delivered before it is given up.
const tries = 3

// handle decides the scenario of a message and has its line kept, once, before the message is acknowledged.
func (w *worker) handle(ended context.Context, message jetstream.Msg) error {
	about, err := message.Metadata()
	if err != nil {
		return err
	}
	key := keyOf(message.Subject())
	if about.NumDelivered > 1 {
		if has, err := w.hasLine(ended, key); err == nil && has {
			return message.Ack()
		}
	}
	if about.NumDelivered > tries {
		return w.giveUp(ended, message, tries, "whoever decided it ended, or was not heard of any more")
	}
	line, err := w.decide(ended, message)
	if ended.Err() != nil {
		return message.Nak() // others get it at once
	}
	if err == nil {
		err = w.patiently(ended, func() error {
			_, err := w.once(ended, w.line(key), line, key)
			return err
		})
		if err == nil {
			return message.Ack()
		}
		if !errors.Is(err, nats.ErrMaxPayload) {
			return err
		}
	}
	if about.NumDelivered == tries {
		return w.giveUp(ended, message, tries, err.Error())
	}
	return message.Nak()
}

// decide decides, and tells the server that it is still at it until it is done or nobody wants it.
func (w *worker) decide(ended context.Context, message jetstream.Msg) (line []byte, err error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		var a properties.Assignment
		if err = json.Unmarshal(message.Data(), &a); err == nil {
			line, err = w.errand.Decide(a)
		}
	}()
	alive := time.NewTicker(w.consumer.CachedInfo().Config.AckWait / 3)
	defer alive.Stop()
	for {
		select {
		case <-done:
			return line, err
		case <-ended.Done():
			return nil, ended.Err()
		case <-alive.C:
			_ = message.InProgress() // a server that is gone has the message delivered again
		}
	}
}

// giveUp leaves a letter about the scenario of a message, and takes it out of the queue.
func (w *worker) giveUp(ended context.Context, message jetstream.Msg, tries uint64, reason string) error {
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
