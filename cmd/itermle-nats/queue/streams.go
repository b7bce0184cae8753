package queue

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"itermle/properties"
)

// queue is the streams of a run.
type queue struct {
	*connection
	js           jetstream.JetStream
	tasks, lines jetstream.Stream
	consumer     jetstream.Consumer // of the tasks, that all workers share
	origin       properties.Origin
}

// originField is where the metadata of a stream have the origin of its run.
const originField = "origin"

// workers is the name of the consumer that all workers share.
const workers = "workers"

// create makes the streams and the consumer of a run where they are missing. The error is for those of another run.
func (c *connection) create(ctx context.Context, js jetstream.JetStream, origin properties.Origin,
	patience time.Duration) (*queue, error) {
	text, err := json.Marshal(origin)
	if err != nil {
		return nil, err
	}
	metadata := map[string]string{originField: string(text)}
	_, tasksErr := js.CreateStream(ctx, jetstream.StreamConfig{Name: c.tasksStream, Subjects: []string{c.task("*")},
		Storage: jetstream.FileStorage, Metadata: metadata})
	_, linesErr := js.CreateStream(ctx, jetstream.StreamConfig{Name: c.linesStream,
		Subjects: []string{c.line("*"), c.dead("*")}, Storage: jetstream.FileStorage, Metadata: metadata})
	if err := cmp.Or(tasksErr, linesErr); err != nil && !errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) {
		return nil, fmt.Errorf("queue %s: %w", c.name, err)
	}
	q, err := c.find(ctx, js)
	if err != nil {
		return nil, err
	}
	if q.origin != origin {
		return nil, fmt.Errorf("queue %s is of %s, want %s: want another --queue", c.name, q.origin, origin)
	}
	q.consumer, err = q.tasks.CreateOrUpdateConsumer(ctx, jetstream.ConsumerConfig{Durable: workers,
		AckPolicy: jetstream.AckExplicitPolicy, AckWait: patience, MaxDeliver: -1, MaxAckPending: -1})
	return q, err
}

// open finds the streams and the consumer of a run. The error is errEmpty where nothing was submitted.
func (c *connection) open(ctx context.Context, js jetstream.JetStream) (*queue, error) {
	q, err := c.find(ctx, js)
	if err == nil {
		q.consumer, err = q.tasks.Consumer(ctx, workers)
	}
	if errors.Is(err, jetstream.ErrStreamNotFound) || errors.Is(err, jetstream.ErrConsumerNotFound) {
		err = fmt.Errorf("queue %s: %w", c.name, errEmpty)
	}
	return q, err
}

// errEmpty is a queue that nothing was submitted to.
var errEmpty = errors.New("nothing was submitted to it")

// find finds the streams of a run.
func (c *connection) find(ctx context.Context, js jetstream.JetStream) (*queue, error) {
	tasks, tasksErr := js.Stream(ctx, c.tasksStream)
	lines, linesErr := js.Stream(ctx, c.linesStream)
	if err := cmp.Or(tasksErr, linesErr); err != nil {
		return nil, err
	}
	q := &queue{connection: c, js: js, tasks: tasks, lines: lines}
	err := json.Unmarshal([]byte(tasks.CachedInfo().Config.Metadata[originField]), &q.origin)
	if err != nil {
		return nil, fmt.Errorf("queue %s is none of itermle-nats submit: %w", c.name, err)
	}
	return q, nil
}

// waiting is how many scenarios are in the queue or being decided.
func (q *queue) waiting(ctx context.Context) (uint64, error) {
	info, err := q.consumer.Info(ctx)
	if err != nil {
		return 0, err
	}
	return info.NumPending + uint64(info.NumAckPending), nil
}

// tidy takes those tasks out of their stream that may be submitted again: all, where no worker will get any of them
// more, and those that were given up. last is the number of the last task that there has been.
func (q *queue) tidy(ctx context.Context, letters map[string]letter) (last uint64, err error) {
	info, err := q.tasks.Info(ctx)
	if err != nil {
		return 0, err
	}
	last = info.State.LastSeq
	left, err := q.waiting(ctx)
	if err == nil && left == 0 && info.State.Msgs > 0 { // but not what another submits meanwhile
		return last, q.tasks.Purge(ctx, jetstream.WithPurgeSequence(last+1))
	}
	for key := range letters {
		err = cmp.Or(err, q.tasks.Purge(ctx, jetstream.WithPurgeSubject(q.task(key))))
	}
	return last, err
}

// decided are the keys that have a line.
func (q *queue) decided(ctx context.Context) (map[string]bool, error) {
	info, err := q.lines.Info(ctx, jetstream.WithSubjectFilter(q.line("*")))
	if err != nil {
		return nil, err
	}
	keys := make(map[string]bool, len(info.State.Subjects))
	for subject := range info.State.Subjects {
		keys[keyOf(subject)] = true
	}
	return keys, nil
}

// hasLine says whether the scenario of a key is decided.
func (q *queue) hasLine(ctx context.Context, key string) (bool, error) {
	_, err := q.lines.GetLastMsgForSubject(ctx, q.line(key))
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return false, nil
	}
	return err == nil, err
}

// each calls visit with the messages of the records' stream on a subject, in order.
func (q *queue) each(ctx context.Context, subject string, visit func(jetstream.Msg) error) error {
	consumer, err := q.lines.OrderedConsumer(ctx, jetstream.OrderedConsumerConfig{FilterSubjects: []string{subject}})
	if err != nil {
		return err
	}
	if info, err := consumer.Info(ctx); err != nil || info.NumPending == 0 {
		return err
	}
	messages, err := consumer.Messages()
	if err != nil {
		return err
	}
	defer messages.Stop()
	for {
		message, err := messages.Next(jetstream.NextContext(ctx))
		if err != nil {
			return err
		}
		about, err := message.Metadata()
		if err == nil {
			err = visit(message)
		}
		if err != nil || about.NumPending == 0 {
			return err
		}
	}
}

// letter is what is said of a scenario that was given up.
type letter struct {
	properties.Assignment
	Tries  uint64 `json:"tries"`
	Reason string `json:"reason"`

	sequence uint64
}

// letters are those of scenarios that no line has come of since, by key.
func (q *queue) letters(ctx context.Context, decided map[string]bool) (map[string]letter, error) {
	found := map[string]letter{}
	err := q.each(ctx, q.dead("*"), func(message jetstream.Msg) error {
		var l letter
		about, err := message.Metadata()
		if err = cmp.Or(err, json.Unmarshal(message.Data(), &l)); err != nil {
			return err
		}
		l.sequence = about.Sequence.Stream
		if key := keyOf(message.Subject()); !decided[key] {
			found[key] = l
		}
		return nil
	})
	return found, err
}

// keep has the line of a key kept, unless one is there already.
func (q *queue) keep(ctx context.Context, key string, line []byte) error {
	_, err := q.js.Publish(ctx, q.line(key), line, jetstream.WithExpectLastSequencePerSubject(0))
	if isThere(err) {
		return nil
	}
	return err
}

// isThere says whether the error is of a subject that has a message.
func isThere(err error) bool {
	refused := (*jetstream.APIError)(nil)
	return errors.As(err, &refused) && refused.ErrorCode == jetstream.JSErrCodeStreamWrongLastSequence
}
