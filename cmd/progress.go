package cmd

import (
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	"github.com/vbauerster/cupwriter"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"
)

// A label gets at most labelWidth columns and leaves countWidth to the bar, the count and the time left; there is none
// where it would get less than shortestLabel.
const labelWidth, countWidth, shortestLabel = 32, 40, 10

// newProgress shows what is at work, how much of it is done, and the time left if the rest goes as fast: on a terminal
// in one line that is never wider than it, which finish takes away, and in a file, such as the log of a job, as a line
// now and then. What is no file is shown nothing, and step is nil. step must not be called concurrently.
func newProgress(out io.Writer) (step func(done, total int, label string), finish func()) {
	step, finish, _ = newProgressBelow(out)
	return step, finish
}

// newProgressBelow is newProgress below what is written to above, which is nil where there is no line below.
func newProgressBelow(out io.Writer) (step func(done, total int, label string), finish func(), above io.Writer) {
	if isTerminal(out) {
		return progressOn(cupwriter.New(out, false))
	}
	file, isFile := out.(*os.File)
	if !isFile {
		return nil, func() {}, nil
	}
	clock := time.NewTicker(logEvery)
	step, end := progressIn(file, time.Now(), clock.C)
	return step, func() {
		clock.Stop()
		end()
	}, nil
}

// logEvery is between the lines in a file.
const logEvery = 30 * time.Second

// progressIn writes a line at each tick of a clock that stood at start when the work began.
func progressIn(out io.Writer, start time.Time, clock <-chan time.Time) (step func(done, total int, label string),
	finish func()) {
	type state struct {
		done, total int
		label       string
	}
	var at atomic.Pointer[state]
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			case now := <-clock:
				s, left := at.Load(), "time left unknown"
				if s == nil {
					s = &state{}
				}
				if s.done > 0 {
					rest := now.Sub(start).Seconds() * float64(s.total-s.done) / float64(s.done)
					left = time.Duration(rest*float64(time.Second)).Round(time.Second).String() + " left"
				}
				fmt.Fprintf(out, "itermle: %d of %d, %s %s\n", s.done, s.total, left, s.label)
			}
		}
	}()
	return func(done, total int, label string) { at.Store(&state{done, total, label}) }, func() {
		close(stop)
		<-stopped
	}
}

func isTerminal(out io.Writer) bool {
	file, isFile := out.(*os.File)
	return isFile && term.IsTerminal(int(file.Fd()))
}

// progressOn is the line on a terminal; what is written to above is scrolled up over it, and is there after finish.
func progressOn(terminal mpb.ConsoleWriter) (step func(done, total int, label string), finish func(),
	above io.Writer) {
	var (
		start = time.Now()
		lines = mpb.New(mpb.WithConsoleWriter(terminal))
		label atomic.Pointer[string]
		bar   *mpb.Bar
	)
	step = func(done, total int, what string) {
		label.Store(&what)
		if bar == nil {
			bar = lines.New(int64(total), mpb.BarStyle(), mpb.BarRemoveOnComplete(),
				mpb.PrependDecorators(decor.Any(func(s decor.Statistics) string {
					width := min(labelWidth, s.AvailableWidth-countWidth)
					if width < shortestLabel {
						return ""
					}
					return fmt.Sprintf("%-*.*s", width, width, *label.Load())
				})),
				mpb.AppendDecorators(decor.CountersNoUnit("%d of %d, "),
					decor.NewAverageETA(decor.ET_STYLE_GO, start, nil), decor.Name(" left")))
		}
		bar.SetCurrent(int64(done))
	}
	return step, func() {
		if bar != nil {
			bar.Abort(true)
		}
		lines.Wait()
		_ = terminal.Flush(0) // what was written since the last look; a terminal that is gone fails again later
	}, lines
}
