package cmd

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// terminal is one of a given width that keeps what is written.
type terminal struct {
	bytes.Buffer
	width int
}

func (t *terminal) IsTerminal() bool                            { return true }
func (t *terminal) GetTermSize() (width, height int, err error) { return t.width, 24, nil }
func (t *terminal) Flush(int) error                             { return nil }

// The line fits terminals of any width; count and time left are whole from 30 columns on, a label's beginning from 50
// on.
func TestProgressFitsTheTerminal(t *testing.T) {
	const label = "theorem-4.1-optimisation-constant"
	for _, width := range []int{1, 10, 30, 47, 48, 60, 80, 200} {
		on := &terminal{width: width}
		step, finish, _ := progressOn(on)
		for done := 1; done <= 1000; done++ {
			step(done, 1000, label)
		}
		finish()
		lines := strings.FieldsFunc(on.String(), func(r rune) bool { return r == '\n' })
		if len(lines) == 0 {
			t.Fatalf("width %d: nothing is shown", width)
		}
		count := regexp.MustCompile(`\b\d+ of 1000, \w+ left`)
		for _, line := range lines {
			if n := utf8.RuneCountInString(line); n > width {
				t.Errorf("width %d: %d columns: %q", width, n, line)
			}
			if width >= 30 && !count.MatchString(line) {
				t.Errorf("width %d: %q has no count and time left", width, line)
			}
			if width >= 50 && !strings.HasPrefix(line, label[:10]) {
				t.Errorf("width %d: %q does not begin with the label", width, line)
			}
		}
	}
}

// A file gets a line at each tick, with the time left if the rest goes as fast, and nothing in between or after.
func TestProgressInAFileIsALineNowAndThen(t *testing.T) {
	var log strings.Builder
	start, clock := time.Unix(0, 0), make(chan time.Time)
	step, finish := progressIn(&log, start, clock)
	clock <- start.Add(30 * time.Second)
	step(1, 8, "first")
	step(2, 8, "theorem-4.1")
	clock <- start.Add(60 * time.Second)
	step(5, 8, "replicates")
	clock <- start.Add(100 * time.Second)
	step(8, 8, "last")
	finish()
	if want := "itermle: 0 of 0, time left unknown \nitermle: 2 of 8, 3m0s left theorem-4.1\n" +
		"itermle: 5 of 8, 1m0s left replicates\n"; log.String() != want {
		t.Errorf("%q, want %q", log.String(), want)
	}
}

func TestProgressIsForTerminalsAndFiles(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "progress"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	step, finish := newProgress(file)
	if step == nil {
		t.Error("no progress is written into a file")
	}
	finish()
	if step, finish = newProgress(&strings.Builder{}); step != nil {
		t.Error("progress is written into a buffer")
	}
	finish()
}
