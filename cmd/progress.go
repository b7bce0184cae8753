package cmd

import (
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

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
	file, isFile := out.(*os.File)
	if !isFile || !term.IsTerminal(int(file.Fd())) {
		return nil, func() {}
	}
	return progressOn(mpb.WithOutput(file))
}

func progressOn(terminal mpb.ContainerOption) (step func(done, total int, label string), finish func()) {
	var (
		start = time.Now()
		lines = mpb.New(terminal)
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
	}
}
