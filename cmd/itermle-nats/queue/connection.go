package queue

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/spf13/cobra"
)

// connection is where the server is, and who asks.
type connection struct {
	url, credentials         string
	authority, certificate   string
	privateKey, name         string
	tasksStream, linesStream string
}

func (c *connection) flags(command *cobra.Command) {
	flags := command.Flags()
	flags.StringVar(&c.url, "url", nats.DefaultURL, "server, or servers of a cluster separated by commas")
	flags.StringVar(&c.credentials, "creds", "", "file of credentials")
	flags.StringVar(&c.authority, "tls-ca", "", "file of the certificates that the server's is checked against")
	flags.StringVar(&c.certificate, "tls-cert", "", "file of the client's certificate")
	flags.StringVar(&c.privateKey, "tls-key", "", "file of its private key")
	flags.StringVar(&c.name, "queue", "itermle", "name of the queue: one for each run")
}

// errQueueName is a name that no stream may have.
var errQueueName = errors.New("--queue: want letters, digits, - and _")

// reconnectWait is the pause before a server that is gone is looked for again.
const reconnectWait = 200 * time.Millisecond

// connect connects; release lets go of the server. A server that ends later is waited for.
func (c *connection) connect() (js jetstream.JetStream, release func(), err error) {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
	if c.name == "" || strings.Trim(c.name, letters) != "" {
		return nil, nil, errQueueName
	}
	c.tasksStream, c.linesStream = c.name+"-tasks", c.name+"-records"
	options := []nats.Option{nats.Name("itermle"), nats.MaxReconnects(-1), nats.ReconnectWait(reconnectWait)}
	if c.credentials != "" {
		options = append(options, nats.UserCredentials(c.credentials))
	}
	if c.authority != "" {
		options = append(options, nats.RootCAs(c.authority))
	}
	if (c.certificate == "") != (c.privateKey == "") {
		return nil, nil, errors.New("--tls-cert and --tls-key: want both or none")
	}
	if c.certificate != "" {
		options = append(options, nats.ClientCert(c.certificate, c.privateKey))
	}
	conn, err := nats.Connect(c.url, options...)
	if err != nil {
		return nil, nil, fmt.Errorf("server %s: %w", c.url, err)
	}
	js, err = jetstream.New(conn)
	return js, func() {
		_ = conn.FlushTimeout(time.Second) // what was acknowledged; what is not is delivered again
		conn.Close()
	}, err
}

// The subjects of messages about the scenario of a key.
func (c *connection) task(key string) string { return c.name + ".task." + key }
func (c *connection) line(key string) string { return c.name + ".line." + key }
func (c *connection) dead(key string) string { return c.name + ".dead." + key }

// keyOf is the key that a subject ends with.
func keyOf(subject string) string { return subject[strings.LastIndexByte(subject, '.')+1:] }

// pause waits, and says whether nothing has ended the command meanwhile.
func pause(ended context.Context, d time.Duration) bool {
	select {
	case <-ended.Done():
		return false
	case <-time.After(d):
		return true
	}
}
