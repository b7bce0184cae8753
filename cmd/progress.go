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

// newProgress shows on a terminal what is at work, how much of it is done, and the time left if the rest goes as fast,
// in one line that is never wider than the terminal; elsewhere it shows nothing, and step is nil. step must not be
// called concurrently. finish takes the line away.
func newProgress(out io.Writer) (step func(done, total int, label string), finish func()) {
	step, finish, _ = newProgressBelow(out)
	return step, finish
}

// newProgressBelow is newProgress below what is written to above, which is nil where nothing is shown.
func newProgressBelow(out io.Writer) (step func(done, total int, label string), finish func(), above io.Writer) {
	if !isTerminal(out) {
		return nil, func() {}, nil
	}
	return progressOn(cupwriter.New(out, false))
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
