package queue_test

import (
	"os"

	"itermle/cmd"
	"itermle/cmd/itermle-nats/queue"
	"itermle/theorems"
)

// A main of a few lines shares out a user's own claims, too.
func ExampleMain() {
	registry := cmd.Suite()
	registry.Claims = append(registry.Claims, theorems.Claim{ID: "mine" /* … */})
	os.Exit(queue.Main(registry))
}
