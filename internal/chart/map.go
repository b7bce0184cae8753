package chart

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
)

// Map is a table of numbers ≥ 0, most of them up to 1, each in a cell that is the darker the larger it is: what cannot
// be told from its shade can be read. NaN is an empty cell.
type Map struct {
	Title, Text    string // Title says what is seen, Text the same to who cannot see it
	XLabel, YLabel string // of columns and rows
	Columns, Rows  []string
	Cells          [][]float64 // [row][column]
}

const (
	cellHeight = 22.0
	mostShade  = 0.45 // of a cell: letters on it keep a contrast of 4.5
)

// SVG is the map as two elements, of the classes wide and narrow.
func (m Map) SVG() string {
	var out strings.Builder
	for _, in := range frames {
		left, size := 230.0, 12.0
		if in.legend {
			left, size = 128, 10.5
		}
		width := (in.width - left - 8) / float64(max(1, len(m.Columns)))
		bottom := 40 + cellHeight*float64(len(m.Rows))
		open(&out, in, bottom+12, m.Title+". "+m.Text)
		text := func(class, anchor string, x, y float64, words string) {
			fmt.Fprintf(&out, `<text class="%s" style="font-size:%spx" x="%s" y="%s" text-anchor="%s">%s</text>`, class,
				number(size), number(x), number(y), anchor, html.EscapeString(words))
		}
		text("tick", "end", left-8, 32, m.YLabel)
		text("tick", "middle", left+width*float64(len(m.Columns))/2, 14, m.XLabel)
		for k, name := range m.Columns {
			text("tick", "middle", left+width*(float64(k)+0.5), 32, name)
		}
		for i, name := range m.Rows {
			y := 40 + cellHeight*float64(i)
			text("", "end", left-8, y+15, shortened(name, int((left-12)/(0.58*size))))
			for k, v := range m.Cells[i] {
				x := left + width*float64(k)
				class, shade, words := "cell", mostShade*math.Min(1, v), strconv.FormatFloat(v, 'f', decimals(v), 64)
				if math.IsNaN(v) {
					class, shade, words = "none", 1, "–"
				}
				fmt.Fprintf(&out, `<rect class="%s" x="%s" y="%s" width="%s" height="%s" opacity="%s"/>`, class,
					number(x+1), number(y+1), number(width-2), number(cellHeight-2), number(shade))
				text("", "middle", x+width/2, y+15, words)
			}
		}
		out.WriteString("</svg>")
	}
	return out.String()
}

// decimals are as many as a cell has room for.
func decimals(v float64) int {
	switch {
	case v >= 100:
		return 0
	case v >= 10:
		return 1
	}
	return 2
}

// shortened is a name in so many letters, of its beginning and its end: names that begin alike are told apart.
func shortened(name string, letters int) string {
	if runes := []rune(name); len(runes) > letters {
		head := letters / 2
		return string(runes[:head]) + "…" + string(runes[len(runes)-(letters-1-head):])
	}
	return name
}
