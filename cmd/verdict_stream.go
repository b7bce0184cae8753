package cmd

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"itermle/properties"
)

// verdictStream prints the rows of the table of verdicts while others are still being decided. Columns are as wide as
// rows mostly need; one that needs more shifts the rest of its line.
type verdictStream struct {
	registry *Registry
	out      io.Writer // where a row is seen at once
	ascii    bool
	colours  bool
	width    int
	table    table
	widths   []int
	shown    []bool
	printed  int
}

// stream is for a table on a terminal, and nil for any other output. above is where rows appear above the progress; nil
// where none is shown.
func (o *verifyOptions) stream(command *cobra.Command, registry *Registry, selected *regexp.Regexp, above io.Writer,
) *verdictStream {
	s, ok := command.OutOrStdout().(*screen)
	if !ok || !s.terminal || o.asJSON || o.shard.Of > 0 {
		return nil
	}
	v := newVerdictStream(registry, selected, tableWidth(command), s.ascii)
	v.colours = s.colours
	if v.out = above; above == nil {
		v.out = flushing{s}
	}
	return v
}

func newVerdictStream(registry *Registry, selected *regexp.Regexp, width int, ascii bool) *verdictStream {
	v := &verdictStream{registry: registry, ascii: ascii, width: width, table: verdictTable()}
	for i := range registry.Claims {
		if claim := &registry.Claims[i]; selected.MatchString(claim.ID) {
			v.table.add("✓", claim.ID, expectation(claim), "1000000", "0.999", "0.00999", "9.9e-10",
				claim.Title, strings.Repeat("=", wantedText))
		}
	}
	v.widths, v.shown = v.table.layout(v.cells(), width)
	v.table.rows = nil
	return v
}

// cells are those of the rows that are about to be printed, below the titles.
func (v *verdictStream) cells() [][]string { return v.table.cells(&screen{ascii: v.ascii}) }

// flushing is a screen that shows at once what is written.
type flushing struct{ *screen }

func (f flushing) Write(text []byte) (int, error) {
	if _, err := f.screen.Write(text); err != nil {
		return 0, err
	}
	return len(text), f.buffer.Flush()
}

// decided is what Options.Decided calls; nil of no stream.
func (v *verdictStream) decided() func(*properties.Report) {
	if v == nil {
		return nil
	}
	return func(r *properties.Report) {
		_, _ = io.WriteString(v.out, v.row(r)) // a terminal that is gone fails again when the rest is written
	}
}

// row is the next row, below the titles if it is the first.
func (v *verdictStream) row(r *properties.Report) string {
	v.table.rows = [][]string{verdictRow(r, v.registry, v.width)}
	cells := v.cells()
	if v.printed++; v.printed > 1 {
		cells = cells[1:]
	}
	var text strings.Builder
	for i, row := range cells {
		v.table.line(&text, row, v.widths, v.shown, v.width, v.table.toneOf(i+len(v.table.rows)-len(cells), v.colours))
	}
	return text.String()
}

// finish prints the rows that are left, and what stands below the table.
func (v *verdictStream) finish(out io.Writer, s *properties.Summary) error {
	for i := v.printed; i < len(s.Reports); i++ {
		if _, err := io.WriteString(out, v.row(&s.Reports[i])); err != nil {
			return err
		}
	}
	if _, err := fmt.Fprint(out, v.table.hidden(out, v.shown, v.width)); err != nil {
		return err
	}
	return printSums(out, s, v.width)
}
