package cmd

import (
	"bufio"
	"bytes"
	"io"
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
	log, out := io.Pipe()
	lines := bufio.NewReader(log)
	start, clock := time.Unix(0, 0), make(chan time.Time)
	step, finish := progressIn(out, start, clock)
	tick := func(seconds int, want string) {
		t.Helper()
		clock <- start.Add(time.Duration(seconds) * time.Second)
		if got, err := lines.ReadString('\n'); err != nil || got != "itermle: "+want+"\n" {
			t.Errorf("%q, %v, want %q", got, err, want)
		}
	}
	tick(30, "0 of 0, time left unknown ")
	step(1, 8, "first")
	step(2, 8, "theorem-4.1")
	tick(60, "2 of 8, 3m0s left theorem-4.1")
	step(5, 8, "replicates")
	tick(100, "5 of 8, 1m0s left replicates")
	step(8, 8, "last")
	finish()
	out.Close()
	if rest, err := io.ReadAll(lines); err != nil || len(rest) > 0 {
		t.Errorf("after the last tick: %q, %v", rest, err)
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
