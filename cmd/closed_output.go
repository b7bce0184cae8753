//go:build unix

package cmd

import (
	"os"

	"golang.org/x/sys/unix"
)

// closedByCaller says whether a standard file was closed when the program started: the Go runtime then opens os.DevNull
// in its place, for reading and writing, and no write would ever fail. Who redirects to os.DevNull opens it for writing
// alone. What cannot be asked is not closed.
func closedByCaller(file *os.File) bool {
	flags, err := unix.FcntlInt(file.Fd(), unix.F_GETFL, 0)
	if err != nil || flags&unix.O_ACCMODE != unix.O_RDWR {
		return false
	}
	found, err := file.Stat()
	if err != nil {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err == nil && os.SameFile(found, null)
}
