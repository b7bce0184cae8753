package cmd

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"itermle/properties/search"
	"itermle/theorems"
)

// A report holds the claims it was asked for, with their figures, byte for byte the same twice.
func TestReport(t *testing.T) {
	if testing.Short() {
		t.Skip("draws every figure twice")
	}
	var texts [2]map[string][]byte
	for i := range texts {
		folder := filepath.Join(t.TempDir(), "report")
		code, stdout, stderr := execute("report", "--out", folder, "--run", "^(leak-1C|lemma-jin-4)$", "--seed",
			"3", "--assumptions=false", "--reps", "100", "--workers", []string{"1", "2"}[i])
		if code != exitHolds || !strings.Contains(stdout, "2 claims") || stderr != "" {
			t.Fatalf("exit %d, %q, %q", code, stdout, stderr)
		}
		texts[i] = map[string][]byte{}
		for _, name := range []string{"index.html", "findings.html", "figures.html",
			"tightness.html", "budget.html", "mutants.html", "checker.html", "tightness-bounds.tex", "claims.csv",
			"figures/figure-1.csv", "figures/figure-4.csv", "figures/collapse.csv", "claims/leak-1C.html",
			"figures/leak.csv", "figures/tightness-map-n.csv"} {
			text, err := os.ReadFile(filepath.Join(folder, name))
			if err != nil {
				t.Fatal(err)
			}
			texts[i][name] = text
		}
	}
	for name, text := range texts[0] {
		if !bytes.Equal(text, texts[1][name]) {
			t.Errorf("%s differs between two runs", name)
		}
	}
	if text := string(texts[0]["findings.html"]); !strings.Contains(text, "refuted: print fails") ||
		!strings.Contains(text, "lemma-jin-4") {
		t.Error("what print gets wrong is not among the findings")
	}
	for page, want := range map[string]int{"figures.html": 20, "mutants.html": 2, "checker.html": 3,
		"tightness.html": 1, "budget.html": 1} {
		if n := strings.Count(string(texts[0][page]), "<svg"); n != 2*want {
			t.Errorf("%s has %d drawings, want %d figures, wide and narrow", page, n, want)
		}
	}
}

// A report of a record says what one of the run says, and of the record's seed.
func TestReportOfARecord(t *testing.T) {
	folder := t.TempDir()
	record := filepath.Join(folder, "run.jsonl")
	code, _, stderr := execute("verify", "--run", "^law-schedule", "--seed", "5", "--record", record)
	if code != exitHolds {
		t.Fatalf("exit %d, %s", code, stderr)
	}
	bare := []string{"report", "--figures=false", "--assumptions=false", "--mutants=false", "--checker=false", "--out"}
	for name, flags := range map[string][]string{"run": {"--run", "^law-schedule", "--seed", "5"},
		"record": {"--record", record}} {
		line := append(append(bare[:6:6], filepath.Join(folder, name)), flags...)
		if code, _, stderr := execute(line...); code != exitHolds {
			t.Fatalf("%s: exit %d, %s", name, code, stderr)
		}
	}
	for _, name := range []string{"index.html", "claims.csv", "claims/law-schedule.html", "budget.html"} {
		if readFile(t, filepath.Join(folder, "run", name)) != readFile(t, filepath.Join(folder, "record", name)) {
			t.Errorf("%s differs", name)
		}
	}
}

// The picture of README.md is a figure of the report, from the same seed, and brings its colours along. Under -update
// it is written. Other processors draw the same but for last digits: normal variates in their tails and exp differ
// there (fused multiply-add), which moves a number over the edge of its rounding, however coarse, or a replicate over
// that of 1/10. So the words are compared exactly, and the numbers to 0.5 of the 720 units of a page's width: one
// replicate of 1000 is 0.35.
func TestPicture(t *testing.T) {
	const picture = "../docs/collapse.svg"
	registry := Suite()
	figure, err := charts{&registry, 1, 2, 1000}.collapse()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(picture, []byte(figure.File()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if !alike(readFile(t, picture), figure.File()) {
		t.Errorf("%s is not what the report draws. If that is meant: make verdicts", picture)
	}
	for _, far := range []string{`<p d="M1 2.6"/>`, `<p d="M1"/>`, `<q d="M1 2"/>`} {
		if near := `<p d="M1 2.2"/>`; !alike(`<p d="M1 2"/>`, near) || alike(`<p d="M1 2"/>`, far) {
			t.Errorf("%s, %s: want the first alike and the second not", near, far)
		}
	}
}

// alike says whether two drawings differ by no more than 0.5 in each number, less than can be seen.
func alike(a, b string) bool {
	numbers := regexp.MustCompile(`-?\d+(\.\d+)?`)
	if numbers.ReplaceAllString(a, "") != numbers.ReplaceAllString(b, "") {
		return false
	}
	second := numbers.FindAllString(b, -1)
	for i, text := range numbers.FindAllString(a, -1) {
		x, _ := strconv.ParseFloat(text, 64) // as the pattern wants it
		y, _ := strconv.ParseFloat(second[i], 64)
		if !(math.Abs(x-y) <= 0.5) {
			return false
		}
	}
	return true
}

func TestReportRefuses(t *testing.T) {
	for line, want := range map[string]string{
		"report": "--out is missing", "report --out /": "it exists", "report --out /nonexistent/a/b": "is no folder",
		"report --out x --record x --seed 1":     "--seed has no effect",
		"report --out x --record /nonexistent/a": "no such file",
		"report --out x --profile slow":          "quick, ci or deep",
		"report --out x --archive /nonexistent":  "no folder",
		"report --out x --run nothing-at-all":    "matches none",
	} {
		code, stdout, stderr := execute(strings.Fields(line)...)
		if code != exitMisuse || stdout != "" || !strings.Contains(stderr, want) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: exit %d, %q, %q", line, code, stdout, stderr)
		}
	}
}

// The tightness page shows what the archive has of the claims, and says where there is none.
func TestReportShowsTheArchive(t *testing.T) {
	for archive, want := range map[string]string{"": "testdata/tight has nothing of these claims",
		"--archive=../testdata/tight": "simplicity"} {
		folder := filepath.Join(t.TempDir(), "report")
		line := []string{"report", "--out", folder, "--run", "^law-schedule$", "--figures=false",
			"--assumptions=false", "--mutants=false", "--checker=false"}
		if code, _, stderr := execute(append(line, strings.Fields(archive)...)...); code != exitHolds {
			t.Fatalf("exit %d, %s", code, stderr)
		}
		page := readFile(t, filepath.Join(folder, "tightness.html"))
		n := 0
		if archive != "" {
			n = 3 // by simplicity, n and T: its instances have no δ
			if text := readFile(t, filepath.Join(folder, "figures", "archive-t.csv")); !strings.Contains(text,
				`"law-schedule","1",1`) {
				t.Error(text)
			}
		}
		if got := strings.Count(page, "<figure"); !strings.Contains(page, want) || got != n+1 {
			t.Errorf("%q: %d figures, want %d, and %q", archive, got, n+1, want)
		}
	}
}

// A number of an instance falls between the bounds of its column, and the largest ratio stands there.
func TestArchiveMap(t *testing.T) {
	found := func(instance string, ratio float64) search.Found {
		return search.Found{Instance: instance, Ratio: ratio}
	}
	archived := map[string][]search.Found{"a": {found("f θ*=1 const:9 T=1 δ=0.01", 0.5),
		found("n=10/T=3/delta=1e-6", 0.7), found("n=99 T=2000", 0.6)}}
	for parameter, want := range map[string][]float64{"n": {0.5, 0.7, math.NaN(), math.NaN(), math.NaN(), math.NaN()},
		"T": {0.5, 0.7, math.NaN(), math.NaN(), 0.6}, "δ": {0.7, math.NaN(), 0.5, math.NaN(), math.NaN()}} {
		for _, axis := range archiveAxes {
			if m := axis.chart([]string{"a", "b"}, archived); axis.parameter == parameter &&
				(len(m.Rows) != 1 || fmt.Sprint(m.Cells[0]) != fmt.Sprint(want)) {
				t.Errorf("%s: %v %v, want %v", parameter, m.Rows, m.Cells, want)
			}
		}
	}
}

// The pages that cost more: what is exact of the assumptions as figures, all of them as a table, and the kill matrix.
func TestReportPages(t *testing.T) {
	design := reportDesign()
	design.violations = slices.DeleteFunc(design.violations, func(v violation) bool {
		return v.name != "boundary" && v.name != "second sheet"
	})
	design.generations = []int{1}
	command := &cobra.Command{}
	found, err := design.decide(command, 1, 0)
	if err != nil {
		t.Fatal(err)
	}
	page := found.page()
	if len(page.Charts) != 1 || !strings.Contains(page.Charts[0].Title, "second sheet") ||
		len(page.Tables[0].Rows) != 2*2 {
		t.Errorf("%d figures, want one for the violation whose P(bad) is visible; rows %q", len(page.Charts),
			page.Tables[0].Rows)
	}
	registry := Suite()
	kills, err := killMatrices(command, &registry, []theorems.Claim{*registry.claim("law-schedule")},
		&mutantsOptions{verifyOptions{seed: 1, workers: 1}, 1})
	if err != nil {
		t.Fatal(err)
	}
	kills[0][0].Killed = 0
	page = mutantsPage(kills[0])
	if text := fmt.Sprint(page.Tables[0].Rows); !strings.Contains(text, "✓ dies") ||
		!strings.Contains(text, "✗ survives") || !strings.Contains(page.Lead, "3 of 4 die") {
		t.Errorf("%s %s", page.Lead, text)
	}
}
