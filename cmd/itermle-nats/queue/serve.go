package queue

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/spf13/cobra"
)

// serveOptions are the flags of serve as typed.
type serveOptions struct{ store, listen, config string }

func serveCommand(s *session) *cobra.Command {
	var o serveOptions
	command := &cobra.Command{
		Use:   "serve --store FOLDER",
		Short: "Run a server with JetStream until it is ended",
		Long: `serve is nats-server with JetStream, and prints its URL when it is ready. Its streams are files in the
folder of --store: whatever ends it, one that is started on the same folder goes on. It listens on this machine only;
one that others may reach has a file of nats-server, --config, that says who may, with which certificates.`,
		Example: `  itermle-nats serve --store jetstream
  itermle-nats serve --config nats.conf`,
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error { return o.serve(command.Context(), s) },
	}
	flags := command.Flags()
	flags.StringVar(&o.store, "store", "", "folder of the streams")
	flags.StringVar(&o.listen, "listen", "127.0.0.1:4222", "address and port; port 0 is one that is free")
	flags.StringVar(&o.config, "config", "", "file of nats-server, in place of the other flags")
	command.MarkFlagsMutuallyExclusive("config", "store")
	command.MarkFlagsMutuallyExclusive("config", "listen")
	command.MarkFlagsOneRequired("config", "store")
	return command
}

// options are those of the server.
func (o *serveOptions) options() (*server.Options, error) {
	if o.config != "" {
		options, err := server.ProcessConfigFile(o.config)
		if err == nil && !options.JetStream {
			err = fmt.Errorf("--config %s: want a block jetstream { store_dir: … }", o.config)
		}
		return options, err
	}
	host, text, err := net.SplitHostPort(o.listen)
	port, portErr := strconv.ParseUint(text, 10, 16)
	if err != nil || portErr != nil || !net.ParseIP(host).IsLoopback() {
		return nil, fmt.Errorf("--listen %q: want an address of this machine only, such as 127.0.0.1:4222, or --config",
			o.listen)
	}
	if port == 0 {
		return &server.Options{Host: host, Port: server.RANDOM_PORT, JetStream: true, StoreDir: o.store}, nil
	}
	return &server.Options{Host: host, Port: int(port), JetStream: true, StoreDir: o.store}, nil
}

// of is what the server was started with.
func (o *serveOptions) of() string {
	if o.config != "" {
		return "--config " + o.config
	}
	return "--listen " + o.listen + " --store " + o.store
}

// readyWithin is how long a server may take to read its streams.
const readyWithin = 5 * time.Minute

func (o *serveOptions) serve(ended context.Context, s *session) error {
	options, err := o.options()
	if err != nil {
		return err
	}
	options.NoSigs, options.NoLog = true, options.LogFile == ""
	nats, err := server.NewServer(options)
	if err != nil {
		return err
	}
	nats.ConfigureLogger()
	failed := make(failure, 1)
	if options.NoLog {
		nats.SetLogger(failed, false, false)
	}
	defer func() {
		nats.Shutdown()
		nats.WaitForShutdown()
	}()
	nats.Start()
	select {
	case reason := <-failed:
		return fmt.Errorf("%s: the server does not start: %s", o.of(), reason)
	default:
	}
	if !nats.ReadyForConnections(readyWithin) {
		return fmt.Errorf("the server is not ready after %v", readyWithin)
	}
	fmt.Fprintln(s.stdout, nats.ClientURL())
	<-ended.Done()
	return nil
}

// failure keeps why a server cannot start, and nothing else of what it logs.
type failure chan string

func (f failure) Fatalf(format string, v ...any) {
	select {
	case f <- fmt.Sprintf(format, v...):
	default: // the first reason stands
	}
}

func (failure) Noticef(string, ...any) {}
func (failure) Warnf(string, ...any)   {}
func (failure) Errorf(string, ...any)  {}
func (failure) Debugf(string, ...any)  {}
func (failure) Tracef(string, ...any)  {}
