// Command itermle decides what "When Models Don't Collapse: On the Consistency of Iterative MLE" (arXiv:2505.19046)
// claims, and simulates iterative maximum likelihood on any family of the zoo.
package main

import (
	"os"

	"itermle/cmd"
)

func main() { os.Exit(cmd.Main(cmd.Suite())) }
