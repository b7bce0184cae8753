package cmd

import (
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// column is one of a table.
type column struct {
	title string
	rank  int  // those of higher rank are left out first where the width does not do; 0: never
	right bool // to the right, for numbers; a table's last column is to the left unless it is a number's
	toned bool // in the colour of the row
}

// table is printed with two spaces between columns. A row of one cell is a line across the columns.
type table struct {
	columns []column
	rows    [][]string
	wrap    bool // the last column goes on in the lines below; otherwise it is cut, with an …
	// tone is the colour of a row's columns that are toned, where the screen has colours; nil: none.
	tone  func(cells []string) string
	ascii bool // how the screen spells, and what is cut ends
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// A text in the last column gets wantedText columns, if it has as many, before others are shown beside it, and never
// fewer than leastText. Where a row needs more lines than one, the others are indented by continued.
const wantedText, leastText, continued = 40, 20, 4

// print writes the table in at most width columns, 0 being any, and says in a line below which columns it has left out.
// Columns of rank 0 that do not fit beside one another stand in further lines of their row.
func (t *table) print(out io.Writer, width int) error {
	cells := t.cells(out)
	widths, shown := t.layout(cells, width)
	s, _ := out.(*screen)
	var text strings.Builder
	for i, row := range cells {
		t.line(&text, row, widths, shown, width, t.toneOf(i-1, s != nil && s.colours))
	}
	_, err := io.WriteString(out, text.String()+t.hidden(out, shown, width))
	return err
}

// toneOf is the colour of row i, of the titles for i < 0; none without colours.
func (t *table) toneOf(i int, colours bool) string {
	if i < 0 || !colours || t.tone == nil {
		return ""
	}
	return t.tone(t.rows[i])
}

// layout is how wide the columns of some cells are, and which are shown.
func (t *table) layout(cells [][]string, width int) (widths []int, shown []bool) {
	widths = make([]int, len(t.columns))
	for _, row := range cells {
		for i, cell := range row {
			if len(row) == len(widths) {
				widths[i] = max(widths[i], utf8.RuneCountInString(cell))
			}
		}
	}
	last := len(widths) - 1
	free := !t.columns[last].right
	if width > 0 && free {
		widths[last] = min(widths[last], wantedText)
	}
	shown = t.shown(widths, width)
	if width == 0 {
		if free {
			widths[last] = 0 // as wide as it is
		}
		return widths, shown
	}
	for i := range widths {
		widths[i] = min(widths[i], width-continued)
	}
	if free {
		widths[last] = min(widths[last], leastText)
		_, at := t.lines(widths, shown, width)
		widths[last] = width - at
	}
	return widths, shown
}

// lines says which columns begin a further line of their row, and where the last one stands.
func (t *table) lines(widths []int, shown []bool, width int) (begins []bool, at int) {
	begins = make([]bool, len(widths))
	next := 0
	for i, w := range widths {
		if !shown[i] {
			continue
		}
		if at = next; width > 0 && at > 0 && at+w > width {
			begins[i], at = true, continued
		}
		next = at + w + 2
	}
	return begins, at
}

// hidden is a line that says which columns are not shown, empty where all are.
func (t *table) hidden(out io.Writer, shown []bool, width int) string {
	var hidden []string
	for i, column := range t.columns {
		if !shown[i] {
			hidden = append(hidden, column.title)
		}
	}
	if hidden == nil {
		return ""
	}
	return paragraph(out, "--wide shows also: "+cut(strings.Join(hidden, ", "), shownTitles), "", width)
}

// shownTitles is how many characters of the titles of hidden columns are shown.
const shownTitles = 600

// cells are the titles and the rows, as the screen can show them.
func (t *table) cells(out io.Writer) [][]string {
	s, ok := out.(*screen)
	t.ascii = ok && s.ascii
	titles := make([]string, len(t.columns))
	for i, column := range t.columns {
		titles[i] = column.title
	}
	cells := append([][]string{titles}, t.rows...)
	for i, row := range cells {
		cells[i] = slices.Clone(row)
		for j, cell := range row {
			cells[i][j] = spelled(out, cell)
		}
	}
	return cells
}

// shown chooses the columns by rank, then from left to right, as long as they fit.
func (t *table) shown(widths []int, width int) []bool {
	order := make([]int, len(widths))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return t.columns[i].rank - t.columns[j].rank })
	shown, taken := make([]bool, len(widths)), -2
	for _, i := range order {
		if width > 0 && t.columns[i].rank > 0 && taken+widths[i]+2 > width {
			break
		}
		shown[i] = true
		taken += widths[i] + 2
	}
	return shown
}

func (t *table) line(text *strings.Builder, row []string, widths []int, shown []bool, width int,
	tone string) {
	if len(row) == 1 && len(widths) > 1 {
		text.WriteString(t.cut(row[0], width) + "\n")
		return
	}
	begins, at := t.lines(widths, shown, width)
	line, taken, last := "", 0, len(widths)-1
	for i, cell := range row {
		if !shown[i] {
			continue
		}
		if begins[i] {
			text.WriteString(strings.TrimRight(line, " ") + "\n")
			line, taken = strings.Repeat(" ", continued), continued
		}
		room := widths[i]
		switch {
		case width > 0 && i < last:
			cell = t.cut(cell, width-continued)
		case width > 0 && !t.wrap: // less than its own where a cell before is wider than its column
			room = min(room, width-taken)
		}
		padding := strings.Repeat(" ", max(0, widths[i]-utf8.RuneCountInString(cell)))
		taken += max(widths[i], utf8.RuneCountInString(cell)) + 2
		if t.columns[i].toned && tone != "" && cell != "" {
			cell = tone + cell + plain
		}
		switch {
		case t.columns[i].right:
			line += padding + cell + "  "
		case i < last:
			line += cell + padding + "  "
		case t.wrap && widths[i] > 0:
			line += strings.Join(wrapped(cell, widths[i]), "\n"+strings.Repeat(" ", at))
		default:
			line += t.cut(cell, room)
		}
	}
	text.WriteString(strings.TrimRight(line, " ") + "\n")
}

// The colours of a verdict's mark: green, red and yellow of the terminal's own, and what ends them.
const good, bad, open, plain = "\x1b[32m", "\x1b[31m", "\x1b[33m", "\x1b[0m"

// toneOf is the colour of a mark, "" of what is none.
func toneOf(mark string) string { return map[string]string{"✓": good, "✗": bad, "?": open}[mark] }

// cut is a cell, spelled as the screen does, in at most width columns, 0 being any.
func (t *table) cut(cell string, width int) string {
	if t.ascii && width > 0 && len(cell) > width {
		return cell[:max(0, width-len("..."))] + "..."
	}
	return cut(cell, width)
}

// cut is a text in at most width columns, 0 being any.
func cut(text string, width int) string {
	if runes := []rune(text); width > 0 && len(runes) > width {
		return string(runes[:width-1]) + "…"
	}
	return text
}

// wrapped is a text in lines of at most width columns, but for longer words.
func wrapped(text string, width int) []string {
	lines := []string{""}
	for _, word := range strings.Fields(text) {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case utf8.RuneCountInString(*last)+1+utf8.RuneCountInString(word) <= width:
			*last += " " + word
		default:
			lines = append(lines, word)
		}
	}
	return lines
}
