package site

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func content() Content {
	row := Row{Claim: "theorem-4.1", Title: "a|b <c> & d", Mark: "✓", Words: "supported", Tone: "good",
		Tightness:  "1.2",
		Replicates: 7, Evidence: `50% "of" \them_`, Reproduce: "itermle verify --run '^theorem-4\\.1$'"}
	return Content{Run: "seed 1", Lead: "lead", Facts: []Fact{{"claims", "1"}}, BibTeX: "@article{x}",
		Claims: []Claim{{Row: row, Says: "says", Statement: Statement{ID: "theorem-4.1", Text: "text", Kind: "theorem",
			Hypotheses: []string{"1A"}}, Mutants: []string{"halved"}, Scenarios: []Scenario{{Name: "n=1 <x>"}}}},
		Findings: []Finding{{Statement{ID: "theorem-4.1"}, []Row{row}}},
		Charts:   []Chart{{ID: "chart", Title: "chart", SVG: "<svg></svg>", CSV: "x\n"}}}
}

// Every link and file that a page names is there, nothing comes from the network, and text is escaped.
func TestLinksResolve(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "report")
	if err := Write(folder, content()); err != nil {
		t.Fatal(err)
	}
	target := regexp.MustCompile(`(?:href|src)="([^"]*)"`)
	pages := 0
	err := filepath.WalkDir(folder, func(name string, entry os.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".html" {
			return err
		}
		pages++
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for _, found := range target.FindAllStringSubmatch(string(text), -1) {
			where := found[1]
			if where == "data:," {
				continue
			}
			if strings.Contains(where, ":") {
				t.Errorf("%s names %s", name, where)
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(name), path.Clean(where))); err != nil {
				t.Errorf("%s names %s: %v", name, where, err)
			}
		}
		if strings.Contains(string(text), "<c>") || strings.Contains(string(text), "<x>") {
			t.Errorf("%s: text as markup", name)
		}
		return nil
	})
	if err != nil || pages != 5 {
		t.Errorf("%d pages, %v", pages, err)
	}
	if entries, err := os.ReadDir(filepath.Dir(folder)); err != nil || len(entries) != 1 {
		t.Errorf("beside the report stands %v, %v", entries, err)
	}
}

// The same content gives the same bytes.
func TestPagesAreReproducible(t *testing.T) {
	a, err := content().pages()
	if err != nil {
		t.Fatal(err)
	}
	b, err := content().pages()
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range a {
		if f.name != b[i].name || !bytes.Equal(f.text, b[i].text) {
			t.Errorf("%s differs", f.name)
		}
	}
}

// What would break a cell is escaped in each of the three tables.
func TestTablesEscape(t *testing.T) {
	rows := []Row{content().Claims[0].Row}
	for name, row := range map[string]struct {
		text []byte
		want string
	}{"Markdown": {markdown(rows), `a\|b &lt;c> & d`}, "CSV": {commas(rows), `"50% ""of"" \them_"`},
		"LaTeX": {latex(rows), `50\% "of" \textbackslash{}them\_`}} {
		if !strings.Contains(string(row.text), row.want) {
			t.Errorf("%s: %s\nwant %s in it", name, row.text, row.want)
		}
	}
}

// A report that cannot be written leaves nothing behind.
func TestWriteLeavesNothing(t *testing.T) {
	parent := t.TempDir()
	folder := filepath.Join(parent, "report")
	if err := os.MkdirAll(filepath.Join(folder, "full"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := Write(folder, content()); err == nil {
		t.Error("a folder that is not empty is overwritten")
	}
	if entries, err := os.ReadDir(parent); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}
