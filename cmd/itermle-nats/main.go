// Command itermle-nats shares out a run of itermle verify by scenario over machines that come and go, by a work queue
// of NATS JetStream.
package main

import (
	"os"

	"itermle/cmd"
	"itermle/cmd/itermle-nats/queue"
)

func main() { os.Exit(queue.Main(cmd.Suite())) }
