package search

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Archive is a folder of what searches have found, a file a claim with one Found a line, the simplest first: how tight
// the bound comes to be at what simplicity. The empty name is no archive.
type Archive string

// archiveError is a line of an archive that cannot be read.
type archiveError struct {
	File string
	Line int
	Err  error
}

func (e *archiveError) Error() string { return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err) }

// Unwrap returns Err.
func (e *archiveError) Unwrap() error { return e.Err }

func (a Archive) file(claim string) string { return filepath.Join(string(a), claim+".jsonl") }

// Read lists what is archived of a claim, nothing where no file is. Errors: what is wrong with a line, by file and
// number, or that of the file system.
func (a Archive) Read(claim string) ([]Found, error) {
	if a == "" {
		return nil, nil
	}
	text, err := os.ReadFile(a.file(claim))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var found []Found
	for i, line := range bytes.Split(bytes.TrimSpace(text), []byte("\n")) {
		if err != nil || len(text) == 0 {
			break
		}
		var f Found
		err := json.Unmarshal(line, &f)
		if err == nil && f.Claim != claim {
			err = fmt.Errorf("claim %q: want %q, as the file is called", f.Claim, claim)
		}
		for _, c := range f.Choices {
			if err == nil && !(0 <= c.At && c.At < c.Of) {
				err = fmt.Errorf("choice %q: %d of %d", c.Label, c.At, c.Of)
			}
		}
		if err != nil {
			return nil, &archiveError{a.file(claim), i + 1, err}
		}
		found = append(found, f)
	}
	return found, err
}

// Write replaces what is archived of a claim; instances without choices are fixed, and need no archive.
func (a Archive) Write(claim string, found []Found) error {
	found = slices.DeleteFunc(slices.Clone(found), func(f Found) bool { return f.Choices == nil })
	if len(found) == 0 {
		return nil
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	for _, f := range found {
		if err := encoder.Encode(f); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(string(a), 0o777); err != nil {
		return err
	}
	return os.WriteFile(a.file(claim), text.Bytes(), 0o666)
}
