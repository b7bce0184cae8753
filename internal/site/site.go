// Package site writes a report of a run as a static site: pages of HTML beside one style sheet and one small script,
// and the table of all claims as Markdown, CSV and LaTeX.
//
// Its opinion: a page needs neither network nor script, reads well on a phone, on paper, in light and in dark, and the
// same run gives the same bytes.
package site

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"itermle/internal/chart"
)

//go:embed pages.html style.css sort.js
var files embed.FS

// Row is a claim as a row of a table.
type Row struct {
	Claim, Title string
	Mark         string // ✓, ✗ or ?
	Words        string // the verdict in words
	Tone         string // good, bad or open
	Tightness    string
	Replicates   int
	Evidence     string
	Reproduce    string
}

// Claim is a page of its own.
type Claim struct {
	Row          Row
	Says         string
	Statement    Statement
	Deviation    string
	DrawsNothing string
	File         string
	Alpha, Beta  string
	Mutants      []string
	Scenarios    []Scenario
	page         // filled in by Write
}

// Statement is what a claim checks.
type Statement struct {
	ID, Text, Reference, Kind string
	Hypotheses                []string
}

// Scenario is one instance of a claim.
type Scenario struct {
	Name, Kind, Verdict, Evidence string
	Replicates                    int
}

// Finding is a statement with the claims that part from print.
type Finding struct {
	Statement
	Rows []Row
}

// Chart is a figure with its data.
type Chart struct {
	ID, Title, Caption string
	SVG                template.HTML // of package chart
	CSV                string
}

// Fact is a line of the front page.
type Fact struct{ Name, Value string }

// Content is all that the pages hold.
type Content struct {
	Run      string // what was run, for the foot of each page
	Lead     string
	Facts    []Fact
	Claims   []Claim
	Findings []Finding
	Charts   []Chart
	Pages    []Page // of their own, after these
	BibTeX   string
}

// Page is a page of tables and figures.
type Page struct {
	ID, Title, Lead string // ID is its name without .html
	Tables          []Table
	Charts          []Chart
}

// page is what every page has.
type page struct {
	Title, File, Root, Run string
	Nav                    []link
	Sortable               bool
}

type link struct{ File, Name string }

// holds is what a page that is no claim's may hold.
type holds struct {
	page
	Lead, BibTeX string
	Facts        []Fact
	Tables       []shown
	Findings     []Finding
	Charts       []Chart
}

// navigation are the links of every page.
func (c Content) navigation() []link {
	all := []link{{"index.html", "Claims"}, {"findings.html", "Findings"}, {"figures.html", "Figures"}}
	for _, p := range c.Pages {
		all = append(all, link{p.ID + ".html", p.Title})
	}
	return append(all, link{"cite.html", "Cite"})
}

// claims is the table of all claims.
func (c Content) claims() Table {
	t := Table{ID: "claims", Columns: []Column{{"claim", Claimed}, {"says", Prose}, {"verdict", Verdict},
		{"tightness", Number}, {"replicates", Number}, {"evidence", Prose}, {"reproduce", Hidden}}}
	for _, claim := range c.Claims {
		r := claim.Row
		t.Rows = append(t.Rows, []string{r.Claim, r.Title, r.Mark + " " + r.Words, r.Tightness,
			strconv.Itoa(r.Replicates), r.Evidence, r.Reproduce})
	}
	return t
}

// Write writes the site into a folder that does not exist yet: into a temporary one beside it, which is renamed when
// all is written, so that no half of a report is ever in its place.
func Write(folder string, content Content) (err error) {
	parent := filepath.Dir(filepath.Clean(folder))
	temporary, err := os.MkdirTemp(parent, ".report-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = cmp.Or(err, os.RemoveAll(temporary))
		}
	}()
	pages, err := content.pages()
	if err != nil {
		return err
	}
	for _, name := range []string{"claims", "figures"} {
		if err := os.Mkdir(filepath.Join(temporary, name), 0o755); err != nil {
			return err
		}
	}
	for _, p := range pages {
		if err := os.WriteFile(filepath.Join(temporary, filepath.FromSlash(p.name)), p.text, 0o644); err != nil {
			return err
		}
	}
	if err := os.Chmod(temporary, 0o755); err != nil {
		return err
	}
	return os.Rename(temporary, folder)
}

// file is a name below the folder, with slashes, and what it holds.
type file struct {
	name string
	text []byte
}

// pages are all files of the site.
func (c Content) pages() ([]file, error) {
	templates, err := template.ParseFS(files, "pages.html")
	if err != nil {
		return nil, err
	}
	var all []file
	render := func(name, kind string, data any) error {
		var out bytes.Buffer
		if err := templates.ExecuteTemplate(&out, kind, data); err != nil {
			return fmt.Errorf("page %s: %w", name, err)
		}
		all = append(all, file{name, out.Bytes()})
		return nil
	}
	at := func(title, name, root string, sortable bool) page {
		return page{title, name, root, c.Run, c.navigation(), sortable}
	}
	has := map[string]bool{}
	for _, claim := range c.Claims {
		has[claim.Row.Claim] = true
	}
	type written struct {
		kind string
		holds
	}
	tables, charts := []Table{c.claims()}, c.Charts
	pages := []written{
		{"index", holds{page: at("Claims", "index.html", "", true), Lead: c.Lead, Facts: c.Facts,
			Tables: []shown{tables[0].shown(has)}}},
		{"findings", holds{page: at("Findings", "findings.html", "", false), Findings: c.Findings,
			Lead: "Where print and computation part, each with what was found and the command that shows it."}},
		{"figures", holds{page: at("Figures", "figures.html", "", false), Charts: c.Charts,
			Lead: "Bands and intervals are of confidence 99% unless a caption says more."}},
		{"cite", holds{page: at("Cite", "cite.html", "", false), BibTeX: c.BibTeX}},
	}
	for _, p := range c.Pages {
		h := holds{page: at(p.Title, p.ID+".html", "", true), Lead: p.Lead, Charts: p.Charts}
		for _, t := range p.Tables {
			h.Tables = append(h.Tables, t.shown(has))
		}
		tables, charts = append(tables, p.Tables...), slices.Concat(charts, p.Charts)
		pages = append(pages, written{"page", h})
	}
	for _, p := range pages {
		if err := render(p.File, p.kind, p.holds); err != nil {
			return nil, err
		}
	}
	for _, claim := range c.Claims {
		name := "claims/" + claim.Row.Claim + ".html"
		claim.page = at(claim.Row.Claim, name, "../", false)
		if err := render(name, "claim", claim); err != nil {
			return nil, err
		}
	}
	for _, t := range tables {
		all = append(all, t.files()...)
	}
	for _, c := range charts {
		all = append(all, file{"figures/" + c.ID + ".csv", []byte(c.CSV)})
	}
	for _, f := range []struct{ name, before string }{{"style.css", chart.Style}, {"sort.js", ""}} {
		text, err := files.ReadFile(f.name)
		if err != nil {
			return nil, err
		}
		all = append(all, file{f.name, append([]byte(f.before), text...)})
	}
	return all, nil
}
