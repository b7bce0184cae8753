package cmd

import (
	"strings"
	"testing"
)

// A table of one column wraps its cells like the last column of any other, and a column that just fits is shown.
func TestTableEdges(t *testing.T) {
	one := table{columns: []column{{title: "WORDS"}}, wrap: true}
	one.add("one two three four five")
	two := table{columns: []column{{title: "AB"}, {title: "LATER", rank: 1}}}
	two.add("12", "45678")
	for _, row := range []struct {
		of    *table
		width int
		want  string
	}{
		{&one, 10, "WORDS\none two\nthree four\nfive\n"},
		{&one, 0, "WORDS\none two three four five\n"},
		{&two, 9, "AB  LATER\n12  45678\n"},
		{&two, 8, "AB\n12\n--wide\nshows\nalso:\nLATER\n"},
		{&two, 0, "AB  LATER\n12  45678\n"},
	} {
		var out strings.Builder
		if err := row.of.print(&out, row.width); err != nil || out.String() != row.want {
			t.Errorf("in %d columns: %v\n%s\nwant\n%s", row.width, err, out.String(), row.want)
		}
	}
}
