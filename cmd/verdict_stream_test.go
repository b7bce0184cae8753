package cmd

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"itermle/properties"
)

// Rows that are printed as claims are decided, and the rest at the end, are the table that is printed as a whole.
func TestStreamedRowsAreTheTable(t *testing.T) {
	registry := Suite()
	selected := regexp.MustCompile("^law-schedule")
	for _, width := range []int{0, 80, 100} {
		var streamed, whole, told strings.Builder
		rows := newVerdictStream(&registry, selected, width, false)
		rows.out = &told
		summary, err := properties.Run(registry.Registry, properties.Options{Seed: 1, Select: selected,
			Decided: rows.decided()}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(told.String(), "\n"); n != 1+len(summary.Reports) {
			t.Errorf("%d lines for %d claims:\n%s", n, len(summary.Reports), told.String())
		}
		part := newVerdictStream(&registry, selected, width, false)
		streamed.WriteString(part.row(&summary.Reports[0]))
		if err := part.finish(&streamed, &summary); err != nil {
			t.Fatal(err)
		}
		if err := printVerdicts(&whole, &summary, &registry, width); err != nil {
			t.Fatal(err)
		}
		got, want := strings.Fields(streamed.String()), strings.Fields(whole.String())
		if !strings.HasPrefix(streamed.String(), told.String()) || width == 0 && !slices.Equal(got, want) {
			t.Errorf("width %d: streamed\n%s\nin a table\n%s", width, streamed.String(), whole.String())
		}
		for line := range strings.SplitSeq(told.String(), "\n") {
			if n := len([]rune(line)); width > 0 && n > width {
				t.Errorf("width %d: %d columns: %s", width, n, line)
			}
		}
	}
}
