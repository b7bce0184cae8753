package renameio

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A file is replaced, with nothing left beside it; a link stays a link, and what it leads to is replaced.
func TestWriteReplaces(t *testing.T) {
	folder := t.TempDir()
	file, link := filepath.Join(folder, "file"), filepath.Join(folder, "link")
	if err := os.Symlink(file, link); err != nil {
		t.Skip(err) // a system without links
	}
	for _, path := range []string{file, file, link} {
		if err := Write(path, []byte(path)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != path {
			t.Errorf("%s: %q, %v", path, got, err)
		}
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 2 || entries[1].Type()&os.ModeSymlink == 0 {
		t.Errorf("%v, %v", entries, err)
	}
}

// A device is written to, with its error, and keeps its place. It stands behind a link, which is what would be lost.
func TestWriteKeepsDevices(t *testing.T) {
	const full = "/dev/full"
	if info, err := os.Stat(full); err != nil || info.Mode()&os.ModeDevice == 0 {
		t.Skip("no device " + full)
	}
	link := filepath.Join(t.TempDir(), "full")
	if err := os.Symlink(full, link); err != nil {
		t.Fatal(err)
	}
	if err := Write(link, []byte("x")); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("%v, want no space", err)
	}
	if target, err := os.Readlink(link); err != nil || target != full {
		t.Errorf("the link is %q, %v", target, err)
	}
}
