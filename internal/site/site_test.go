package site

import (
	"bytes"
	"math"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"itermle/internal/chart"
)

func content() Content {
	row := Row{Claim: "theorem-4.1", Title: "a|b <c> & d", Mark: "✓", Words: "supported", Tone: "good",
		Tightness:  "1.2",
		Replicates: 7, Evidence: `50% "of" \them_`, Reproduce: "itermle verify --run '^theorem-4\\.1$'"}
	return Content{Run: "seed 1", Lead: "lead", Facts: []Fact{{"claims", "1"}}, BibTeX: "@article{x}",
		Claims: []Claim{{Row: row, Says: "says", Statement: Statement{ID: "theorem-4.1", Text: "text", Kind: "theorem",
			Hypotheses: []string{"1A"}}, Mutants: []string{"halved"}, Scenarios: []Scenario{{Name: "n=1 <x>"}}}},
		Findings: []Finding{{Statement{ID: "theorem-4.1"}, []Row{row}}},
		Charts:   []Chart{{ID: "chart", Title: "chart", SVG: "<svg></svg>", CSV: "x\n"}},
		Pages: []Page{{ID: "budget", Title: "Budget", Lead: "lead", Charts: []Chart{{ID: "other", CSV: "x\n"}},
			Tables: []Table{{ID: "budget-claims", Columns: []Column{{"claim", Claimed}, {"α", Number}},
				Rows: [][]string{{"theorem-4.1", "1e-9"}, {"not-run", "0"}}}}}}}
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
	if err != nil || pages != 6 {
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
	claims := content().claims()
	for name, row := range map[string]struct {
		text []byte
		want string
	}{"Markdown": {claims.markdown(), `a\|b &lt;c> & d`}, "CSV": {claims.CSV(), `"50% ""of"" \them_"`},
		"LaTeX": {claims.LaTeX(), `50\% "of" \textbackslash{}them\_`}} {
		if !strings.Contains(string(row.text), row.want) {
			t.Errorf("%s: %s\nwant %s in it", name, row.text, row.want)
		}
	}
}

// A table is a whole one in Markdown, with a rule below the titles and as many cells in each row.
func TestMarkdown(t *testing.T) {
	table := content().Pages[0].Tables[0]
	if got, want := string(table.markdown()),
		"| claim | α |\n|---|---|\n| `theorem-4.1` | 1e-9 |\n| `not-run` | 0 |\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Every colour of text has a contrast of at least 4.5 with what is behind it, light and dark (WCAG 2.2, AA).
func TestContrast(t *testing.T) {
	style, err := files.ReadFile("style.css")
	if err != nil {
		t.Fatal(err)
	}
	schemes := map[string]string{}
	for _, sheet := range []string{chart.Style, string(style)} {
		light, dark, found := strings.Cut(sheet, "prefers-color-scheme: dark")
		if !found {
			t.Fatal("no dark scheme")
		}
		dark, _, _ = strings.Cut(dark, "\n}")
		schemes["light"] += light
		schemes["dark"] += dark
	}
	colour := regexp.MustCompile(`--(\w+): #(\w{6})`)
	for scheme, text := range schemes {
		luminance := map[string]float64{}
		for _, c := range colour.FindAllStringSubmatch(text, -1) {
			rgb, err := strconv.ParseUint(c[2], 16, 32)
			if err != nil {
				t.Fatal(err)
			}
			luminance[c[1]] = 0.2126*linear(rgb>>16) + 0.7152*linear(rgb>>8&255) + 0.0722*linear(rgb&255)
		}
		for _, name := range strings.Fields("ink soft link good bad open s0 s1 s2 s3 s4 s5") {
			for _, behind := range []string{"paper", "wash"} {
				high, low := max(luminance[name], luminance[behind]), min(luminance[name], luminance[behind])
				if ratio := (high + 0.05) / (low + 0.05); !(ratio >= 4.5) {
					t.Errorf("%s: %s on %s has a contrast of %.2f, want 4.5", scheme, name, behind, ratio)
				}
			}
		}
	}
}

// linear is a channel of sRGB, 0 … 255, as light.
func linear(channel uint64) float64 {
	c := float64(channel) / 255
	if c <= 0.04045 {
		return c / 12.92
	}
	return math.Pow((c+0.055)/1.055, 2.4)
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
