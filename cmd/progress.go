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

// labelWidth is what a label gets of a wide terminal; countWidth is what it leaves of a narrow one to the count and the time left.
const labelWidth, countWidth = 32, 40

// newProgress shows on a terminal what is at work, how much of it is done, and the time left if the rest goes as fast, in one line
// that is never wider than the terminal; elsewhere it shows nothing, and step is nil. step must not be called concurrently.
// finish takes the line away.
func newProgress(out io.Writer) (step func(done, total int, label string), finish func()) {
	file, isFile := out.(*os.File)
	if !isFile || !term.IsTerminal(int(file.Fd())) {
		return nil, func() {}
	}
	var (
		start = time.Now()
		lines = mpb.New(mpb.WithOutput(file))
		label atomic.Pointer[string]
		bar   *mpb.Bar
	)
	step = func(done, total int, what string) {
		label.Store(&what)
		if bar == nil {
			bar = lines.New(int64(total), mpb.BarStyle(), mpb.BarRemoveOnComplete(),
				mpb.PrependDecorators(decor.Any(func(s decor.Statistics) string {
					width := max(0, min(labelWidth, s.AvailableWidth-countWidth))
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
