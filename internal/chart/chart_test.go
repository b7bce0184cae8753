package chart

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every chart is well-formed, the same twice, and holds what it was given: also of no data, of one point, of
// infinities.
func TestSVG(t *testing.T) {
	n, inf := math.NaN(), math.Inf(1)
	for name, f := range map[string]Figure{
		"empty":  {},
		"point":  {Series: []Series{{Name: "a<b", X: []float64{1}, Y: []float64{2}}}},
		"broken": {Series: []Series{{Name: "x", X: []float64{1, 2, 3, 4}, Y: []float64{1, n, inf, 2}}}},
		"log": {LogX: true, LogY: true,
			Series: []Series{{Name: "band", X: []float64{1, 10, 1e9}, Y: []float64{1, 0, 1e-300},
				Low: []float64{0.5, 0, 1e-301}, High: []float64{2, 1, 1e-299}}}},
		"marks": {Title: `"quoted" & <b>`, Series: []Series{{X: []float64{1, 2}, Y: []float64{-1, 1e7}, Marks: true}}},
	} {
		svg := f.SVG()
		decoder := xml.NewDecoder(strings.NewReader(svg))
		for {
			if _, err := decoder.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v in %s", name, err, svg)
			}
		}
		if strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
			t.Errorf("%s: a number that is none in %s", name, svg)
		}
		if svg != f.SVG() {
			t.Errorf("%s: two drawings differ", name)
		}
	}
	wide, _, _ := strings.Cut((Figure{Series: []Series{{X: []float64{1, 2, 3}, Y: []float64{1, math.NaN(), 2}}}}).SVG(),
		"</svg>")
	if strings.Count(wide, `class="line s0"`) != 1 || !regexp.MustCompile(`d="M[^"]*M`).MatchString(wide) {
		t.Error("a gap does not break the line")
	}
}

// A name stands beside the rightmost point, also of a curve that is given from right to left.
func TestNamesStandAtTheRight(t *testing.T) {
	svg := Figure{Series: []Series{{Name: "falls", X: []float64{3, 2, 1}, Y: []float64{0, 1, 2}}}}.SVG()
	want := fmt.Sprintf(`y="%s">falls`, number(frames[0].top+frames[0].plotHeight()+4))
	if !strings.Contains(svg, want) {
		t.Errorf("no %s in %s", want, svg)
	}
}

func TestTicks(t *testing.T) {
	for _, row := range []struct {
		log    bool
		values []float64
		want   []float64
	}{
		{false, []float64{0, 1}, []float64{0, 0.2, 0.4, 0.6, 0.8, 1}},
		{false, []float64{0, 47}, []float64{0, 10, 20, 30, 40, 50}},
		{false, []float64{90, 100}, []float64{90, 92, 94, 96, 98, 100}},
		{true, []float64{1, 1000}, []float64{1, 10, 100, 1000}},
		{true, []float64{1, 30}, []float64{1, 2, 5, 10, 20}},
		{true, []float64{2, 3}, []float64{1, 2, 5}},
		{true, []float64{0.12, 0.7}, []float64{0.15, 0.2, 0.3, 0.4, 0.5, 0.7}},
	} {
		got := newAxis(row.log, 8, row.values).ticks()
		for i := range got {
			got[i] = math.Round(got[i]*1e9) / 1e9
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("ticks of %g: %g, want %g", row.values, got, row.want)
		}
	}
	for v, want := range map[float64]string{0: "0", 0.2: "0.2", 1e6: "10⁶", 2e-7: "2·10⁻⁷", 1000: "1000", -5: "-5"} {
		if got := tickText(v); got != want {
			t.Errorf("%g is written %s, want %s", v, got, want)
		}
	}
}

// A map has its numbers in its cells, shaded by them, and nothing where there is none; a figure as a file brings its
// colours along.
func TestMapAndFile(t *testing.T) {
	m := Map{Title: "a<b", Columns: []string{"x", "y"}, Rows: []string{"a name that is far too long for its place"},
		Cells: [][]float64{{0.5, math.NaN()}}}.SVG()
	file := Figure{Title: "t&u", Series: []Series{{X: []float64{1, 2}, Y: []float64{1, 2}}}}.File()
	for _, text := range []string{"<a>" + m + "</a>", file} {
		decoder := xml.NewDecoder(strings.NewReader(text))
		for {
			if _, err := decoder.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%v in %s", err, text)
			}
		}
	}
	if strings.Count(m, ">0.50<") != 2 || strings.Count(m, `opacity="0.23"`) != 2 ||
		strings.Count(m, `class="none"`) != 2 || !strings.Contains(m, "…") || strings.Contains(m, "NaN") {
		t.Error(m)
	}
	if !strings.Contains(file, "prefers-color-scheme: dark") || strings.Count(file, "<svg") != 1 ||
		!strings.Contains(file, "t&amp;u") {
		t.Error(file)
	}
}
