package site

import (
	"bytes"
	"encoding/csv"
	"strings"
)

// Table is a table of a page, which stands beside the page as Markdown, CSV and LaTeX too.
type Table struct {
	ID, Title, Text string
	Columns         []Column
	Rows            [][]string
}

// Column is one of a table.
type Column struct {
	Title string
	Kind  Kind
}

// Kind says what the cells of a column are.
type Kind string

// The kinds of columns.
const (
	Prose   Kind = "text"
	Name    Kind = "name"   // does not wrap if it need not
	Claimed Kind = "claim"  // the ID of a claim, with a link to its page if it has one
	Number  Kind = "number" // to the right
	Verdict Kind = "verdict"
	Hidden  Kind = "hidden" // in CSV only
)

// cell is a cell of a page.
type cell struct {
	Column
	Text, Href string
}

// Tone is the colour of a verdict: good, bad or open by its mark.
func (c cell) Tone() string {
	for mark, tone := range map[string]string{"✓": "good", "✗": "bad", "?": "open"} {
		if strings.HasPrefix(c.Text, mark) {
			return tone
		}
	}
	return ""
}

// shown is a table with its cells, links from the root; pages are the claims that have one.
type shown struct {
	Table
	Cells [][]cell
}

func (t Table) shown(pages map[string]bool) shown {
	s := shown{Table: t}
	for _, row := range t.Rows {
		var cells []cell
		for i, text := range row {
			if t.Columns[i].Kind == Hidden {
				continue
			}
			c := cell{t.Columns[i], text, ""}
			if c.Kind == Claimed && pages[text] {
				c.Href = "claims/" + text + ".html"
			}
			cells = append(cells, c)
		}
		s.Cells = append(s.Cells, cells)
	}
	return s
}

// Heads are the columns that a page shows.
func (t Table) Heads() []Column {
	var heads []Column
	for _, c := range t.Columns {
		if c.Kind != Hidden {
			heads = append(heads, c)
		}
	}
	return heads
}

// files are the table in its three forms, by the name that a page gives it.
func (t Table) files() []file {
	return []file{{t.ID + ".md", t.markdown()}, {t.ID + ".csv", t.CSV()}, {t.ID + ".tex", t.LaTeX()}}
}

// lines are the titles and the rows in the cells that a page shows, each written by a function.
func (t Table) lines(write func(kind Kind, text string) string, between, end string) []string {
	var titles []string
	for _, head := range t.Heads() {
		titles = append(titles, write(Prose, head.Title))
	}
	lines := []string{strings.Join(titles, between) + end}
	for _, row := range t.Rows {
		var texts []string
		for i, text := range row {
			if kind := t.Columns[i].Kind; kind != Hidden {
				texts = append(texts, write(kind, text))
			}
		}
		lines = append(lines, strings.Join(texts, between)+end)
	}
	return lines
}

// markdown is the table for a page of Markdown: a bar in a cell is escaped.
func (t Table) markdown() []byte {
	escape := strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;")
	lines := t.lines(func(kind Kind, text string) string {
		if kind == Claimed {
			return "`" + text + "`"
		}
		return escape.Replace(text)
	}, " | ", " |\n| ")
	rule := strings.Repeat("---|", len(t.Heads())) + "\n"
	return []byte("| " + strings.Replace(lines[0], "\n", "\n|"+rule, 1) +
		strings.TrimSuffix(strings.Join(lines[1:], ""), "| "))
}

// CSV is the table as CSV, with its hidden columns.
func (t Table) CSV() []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	titles := make([]string, len(t.Columns))
	for i, column := range t.Columns {
		titles[i] = column.Title
	}
	_ = w.WriteAll(append([][]string{titles}, t.Rows...)) // into memory, which takes it
	return out.Bytes()
}

// LaTeX is the table as a longtable, for XeLaTeX or LuaLaTeX, whose fonts have the symbols.
func (t Table) LaTeX() []byte {
	escape := strings.NewReplacer(`\`, `\textbackslash{}`, "&", `\&`, "%", `\%`, "$", `\$`, "#", `\#`, "_", `\_`,
		"{", `\{`, "}", `\}`, "~", `\textasciitilde{}`, "^", `\textasciicircum{}`)
	lines, align := t.lines(func(kind Kind, text string) string {
		if kind == Claimed {
			return `\texttt{` + escape.Replace(text) + "}"
		}
		return escape.Replace(text)
	}, " & ", " \\\\\n"), ""
	for _, head := range t.Heads() {
		align += map[bool]string{true: "r", false: "l"}[head.Kind == Number]
	}
	return []byte("% needs longtable, and XeLaTeX or LuaLaTeX for the symbols\n\\begin{longtable}{" + align + "}\n" +
		lines[0] + "\\hline\\endhead\n" + strings.Join(lines[1:], "") + "\\end{longtable}\n")
}
