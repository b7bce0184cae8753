package site

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
)

// markdown is the table of all claims for a page of Markdown: a bar in a cell is escaped.
func markdown(rows []Row) []byte {
	var out bytes.Buffer
	out.WriteString("| | claim | says | verdict | tightness | replicates | evidence |\n|---|---|---|---|---|---|---|\n")
	cell := strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;")
	for _, r := range rows {
		fmt.Fprintf(&out, "| %s | `%s` | %s | %s | %s | %d | %s |\n", r.Mark, r.Claim, cell.Replace(r.Title), r.Words,
			cell.Replace(r.Tightness), r.Replicates, cell.Replace(r.Evidence))
	}
	return out.Bytes()
}

// commas is the table as CSV.
func commas(rows []Row) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	write := func(record ...string) { _ = w.Write(record) } // into memory, which takes it
	write("claim", "says", "verdict", "tightness", "replicates", "evidence", "reproduce")
	for _, r := range rows {
		write(r.Claim, r.Title, r.Words, r.Tightness, strconv.Itoa(r.Replicates), r.Evidence, r.Reproduce)
	}
	w.Flush()
	return out.Bytes()
}

// latex is the table as a longtable, for XeLaTeX or LuaLaTeX, whose fonts have the symbols.
func latex(rows []Row) []byte {
	var out bytes.Buffer
	out.WriteString("% needs longtable, and XeLaTeX or LuaLaTeX for the symbols\n" +
		"\\begin{longtable}{llllrl}\nclaim & says & verdict & tightness & replicates & evidence \\\\ \\hline " +
		"\\endhead\n")
	cell := strings.NewReplacer(`\`, `\textbackslash{}`, "&", `\&`, "%", `\%`, "$", `\$`, "#", `\#`, "_", `\_`, "{",
		`\{`,
		"}", `\}`, "~", `\textasciitilde{}`, "^", `\textasciicircum{}`)
	for _, r := range rows {
		fmt.Fprintf(&out, "\\texttt{%s} & %s & %s & %s & %d & %s \\\\\n", cell.Replace(r.Claim), cell.Replace(r.Title),
			cell.Replace(r.Words), cell.Replace(r.Tightness), r.Replicates, cell.Replace(r.Evidence))
	}
	out.WriteString("\\end{longtable}\n")
	return out.Bytes()
}
