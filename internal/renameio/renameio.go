// Package renameio replaces a file by another at once: who reads it sees the old bytes or the new, whatever ends the
// writer.
package renameio

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Write gives the file these bytes, by the name path.tmp and a rename. Special cases are: a link is followed, and what
// is no regular file, such as a device or a pipe, is written to and keeps its place.
func Write(path string, data []byte) error {
	target, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		target, err = path, nil
	}
	if err != nil {
		return err
	}
	if info, err := os.Stat(target); err == nil && !info.Mode().IsRegular() {
		return os.WriteFile(target, data, 0o666)
	}
	if err := os.WriteFile(target+".tmp", data, 0o666); err != nil {
		return err
	}
	return os.Rename(target+".tmp", target)
}
