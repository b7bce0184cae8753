package queue

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"sync"
	"syscall"
	"time"
)

// restartPause is between the end of a process and the start of the next in its place.
const restartPause = 200 * time.Millisecond

// supervise runs processes of this program that work alone, starts those that end in trouble again, and ends when all
// have ended well or the command is ended.
func (o *workOptions) supervise(ended context.Context, s *session) error {
	path, err := os.Executable()
	if err != nil {
		return err
	}
	var group sync.WaitGroup
	for range o.processes {
		group.Go(func() {
			for ended.Err() == nil {
				child := exec.CommandContext(ended, path, append(slices.Clone(s.arguments), "--alone")...)
				child.Stderr = s.stderr
				child.Cancel = func() error { return child.Process.Signal(syscall.SIGTERM) }
				child.WaitDelay = 5 * time.Second
				err := child.Run()
				if err == nil || ended.Err() != nil {
					return
				}
				s.say("a worker ended: %v; another takes its place", err)
				pause(ended, restartPause)
			}
		})
	}
	group.Wait()
	return nil
}
