package cmd

import (
	"flag"
	"fmt"
	"go/format"
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"itermle/internal/suiteseed"
	"itermle/properties"
)

// update writes testdata/verdicts.txt and the headline rows of README.md in place of comparing them: make verdicts.
var update = flag.Bool("update", false, "write testdata/verdicts.txt and the headline rows of README.md")

const (
	verdictsFile, readmeFile = "../testdata/verdicts.txt", "../README.md"
	headlines                = 12
)

// headlineBlock is what README.md quotes of the table.
var headlineBlock = regexp.MustCompile(`(?s)(<!-- headlines:begin -->\n` + "```text\n)(.*)(```\n" +
	`<!-- headlines:end -->)`)

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// rows are the table's, by claim; the header's key is CLAIM.
func rows(table string) map[string]string {
	found := map[string]string{}
	for line := range strings.Lines(table) {
		fields := strings.Fields(line)
		switch {
		case len(fields) > 3 && slices.Contains([]string{"✓", "✗", "?"}, fields[0]):
			found[fields[1]] = line
		case len(fields) > 0 && fields[0] == "CLAIM":
			found["CLAIM"] = line
		}
	}
	return found
}

// readmeHeadlines are the claims of the rows that README.md quotes, and those rows; the header, CLAIM, is one.
func readmeHeadlines(t *testing.T) (claims, lines []string) {
	t.Helper()
	block := headlineBlock.FindStringSubmatch(readFile(t, readmeFile))
	if block == nil {
		t.Fatal("README.md has no headline rows between its two markers")
	}
	for line := range strings.Lines(block[2]) {
		for claim := range rows(line) {
			claims, lines = append(claims, claim), append(lines, line)
		}
	}
	return claims, lines
}

// number is a number as printed.
var number = regexp.MustCompile(`\d+(?:\.\d+)?(?:e[-+]?\d+)?`)

// rounding is an absolute error that counts as none: what is printed below it is a residual of float64 arithmetic.
const rounding = 1e-12

// sameRow compares two rows of the table. Words, spaces aside, and whole numbers are portable: mark, claim, verdict,
// replicates and counts come from integer streams that are equal on every processor. The others go through math.Exp and
// its like, whose last bits differ between processors: they may differ by one unit in the last printed place, or by a
// residual.
func sameRow(got, want string) bool {
	words := func(row string) string { return strings.Join(strings.Fields(number.ReplaceAllString(row, "#")), " ") }
	if words(got) != words(want) {
		return false
	}
	printed := number.FindAllString(want, -1)
	for i, text := range number.FindAllString(got, -1) {
		if text == printed[i] {
			continue
		}
		x, errX := strconv.ParseFloat(text, 64)
		y, errY := strconv.ParseFloat(printed[i], 64)
		whole := !strings.ContainsAny(text+printed[i], ".e")
		tolerance := math.Max(rounding, math.Min(lastPlace(text), lastPlace(printed[i]))*(1+1e-9))
		if errX != nil || errY != nil || whole || !(math.Abs(x-y) <= tolerance) {
			return false
		}
	}
	return true
}

// lastPlace is the value of a unit in the last place of a number as printed: 0.01 for 3.14, 1e-8 for 3.1e-07.
func lastPlace(text string) float64 {
	mantissa, exponent, _ := strings.Cut(text, "e")
	_, fraction, _ := strings.Cut(mantissa, ".")
	power, _ := strconv.Atoi(exponent) // "" is 0
	return math.Pow10(power - len(fraction))
}

// verify prints testdata/verdicts.txt. Under -short only rows that are decided exactly are compared: a claim's row does
// not depend on which others are selected.
func TestVerdictTable(t *testing.T) {
	pattern := ""
	if testing.Short() {
		pattern = "^law-schedule"
	}
	code, stdout, stderr := execute("verify", "--wide", "--seed", "1", "--run", pattern)
	if code != exitHolds || stderr != "" {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	if *update && !testing.Short() {
		updateTable(t, stdout)
	}
	got, want := rows(stdout), rows(readFile(t, verdictsFile))
	for claim, row := range got {
		if !sameRow(row, want[claim]) {
			t.Errorf("testdata/verdicts.txt has\n%swhere verify prints\n%sIf that is meant: make verdicts", want[claim],
				row)
		}
		delete(want, claim)
	}
	for claim := range want {
		if pattern == "" {
			t.Errorf("testdata/verdicts.txt has claim %s, which verify does not print: make verdicts", claim)
		}
	}
}

// updateTable writes the table as printed with --wide, and into README.md the rows that it quotes, as printed without.
func updateTable(t *testing.T, table string) {
	t.Helper()
	claims, _ := readmeHeadlines(t)
	_, narrow, _ := execute("verify", "--seed", "1")
	fresh := rows(narrow)
	block := ""
	for _, claim := range claims {
		block += fresh[claim]
	}
	readme := headlineBlock.ReplaceAllStringFunc(readFile(t, readmeFile), func(old string) string {
		parts := headlineBlock.FindStringSubmatch(old)
		return parts[1] + block + parts[3]
	})
	for name, text := range map[string]string{verdictsFile: table, readmeFile: readme} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// The table has the claims of the registry with the verdicts that they are expected to have.
func TestVerdictTableHasEveryClaim(t *testing.T) {
	table := rows(readFile(t, verdictsFile))
	delete(table, "CLAIM")
	for _, claim := range properties.Suite().Claims {
		if fields := strings.Fields(table[claim.ID] + " - - -"); fields[0] != "✓" ||
			strings.TrimSuffix(fields[2], ":") != claim.Expect.String() {
			t.Errorf("testdata/verdicts.txt has %q for claim %s, want ✓ and %s", table[claim.ID], claim.ID,
				claim.Expect)
		}
		delete(table, claim.ID)
	}
	for claim := range table {
		t.Errorf("testdata/verdicts.txt has claim %s, which the registry does not have: make verdicts", claim)
	}
}

// README.md is a front page: at most 150 lines, with twelve rows of the table as they stand there.
func TestReadmeQuotesTheTable(t *testing.T) {
	claims, lines := readmeHeadlines(t)
	table := rows(readFile(t, verdictsFile))
	gap := regexp.MustCompile(` {2,}`)
	for i, claim := range claims {
		// Without --wide there is less: of the columns, and of the evidence, which is cut.
		for _, cell := range gap.Split(strings.TrimSpace(lines[i]), -1) {
			if !strings.Contains(table[claim], strings.TrimRight(cell, "…")) {
				t.Errorf("README.md has %q, testdata/verdicts.txt\n%sIf that is meant: make verdicts", cell,
					table[claim])
			}
		}
		if n := utf8.RuneCountInString(lines[i]) - 1; n > pageWidth {
			t.Errorf("README.md has a row of %d columns, want at most %d:\n%s", n, pageWidth, lines[i])
		}
	}
	if len(claims)-1 != headlines { // the header is one
		t.Errorf("README.md quotes %d rows, want %d", len(claims)-1, headlines)
	}
	if want := fmt.Sprintf("Twelve of %d rows", len(table)-1); !strings.Contains(readFile(t, readmeFile), want) {
		t.Errorf("README.md does not say %q", want)
	}
	if n := strings.Count(readFile(t, readmeFile), "\n"); n > 150 {
		t.Errorf("README.md has %d lines, want at most 150", n)
	}
}

// The main that README.md shows is Go as gofmt writes it.
func TestReadmeShowsAMain(t *testing.T) {
	block := regexp.MustCompile("(?s)```go\n(package main.*?)```").FindStringSubmatch(readFile(t, readmeFile))
	if block == nil {
		t.Fatal("README.md shows no main")
	}
	if formatted, err := format.Source([]byte(block[1])); err != nil || string(formatted) != block[1] {
		t.Errorf("README.md: %v, gofmt writes\n%s", err, formatted)
	}
}

// The pages on findings name claims, or statements, of the registry.
func TestPagesNameClaims(t *testing.T) {
	known := map[string]bool{}
	for _, claim := range properties.Suite().Claims {
		known[claim.ID], known[claim.Statement] = true, true
	}
	name := regexp.MustCompile("`((?:theorem|lemma|proposition|assumption|figure|finding|law)-[^`]*)`")
	for _, page := range []string{"../docs/findings.md", "../CHANGELOG.md"} {
		names := name.FindAllStringSubmatch(readFile(t, page), -1)
		for _, found := range names {
			if !known[found[1]] {
				t.Errorf("%s names %s, which the registry does not have", page, found[1])
			}
		}
		if len(names) == 0 {
			t.Errorf("%s names no claims", page)
		}
	}
}

func TestRowsAreComparedByWordsAndNumbers(t *testing.T) {
	const row = "✓  theorem-A.1  supported  27703  0.118  3.5e-09  " +
		"θ=[0]: mean 0.0379403 of 1623 values, residual 3.1e-14\n"
	for change, same := range map[string]bool{
		"theorem-A.1 theorem-A.1": true, "0.118 0.119": true, "0.0379403 0.0379404": true, "3.1e-14 0": true,
		"3.5e-09 3.6e-09":   true,
		"supported refuted": false, "27703 27704": false, "0.118 0.12": false, "3.5e-09 3.7e-09": false,
		"mean median": false,
		"1623 1624":   false, "0.0379403 0.0379405": false,
	} {
		old, replacement, _ := strings.Cut(change, " ")
		if got := sameRow(strings.Replace(row, old, replacement, 1), row); got != same {
			t.Errorf("%s: %v, want %v", change, got, same)
		}
	}
}

// verify prints the table whatever the seed.
func TestVerifyPrintsATable(t *testing.T) {
	code, stdout, stderr := execute("verify", "--run", "^law-schedule$", "--seed",
		strconv.FormatUint(suiteseed.Seed(), 10))
	if code != exitHolds || stderr != "" {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	for _, want := range []string{"CLAIM", "VERDICT", "REPLICATES", "TIGHTNESS", "DETECTABLE", "α SPENT", "EVIDENCE",
		"✓  law-schedule  supported",
		"1 claim: 1 as expected, 0 contradicted, 0 undecided"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("verify does not print %q:\n%s", want, stdout)
		}
	}
}

// list knows each statement and family, in both forms.
func TestListIsComplete(t *testing.T) {
	for _, arguments := range [][]string{{"list"}, {"list", "--json"}} {
		code, stdout, stderr := execute(arguments...)
		if code != exitHolds || stderr != "" {
			t.Fatalf("%v: exit %d: %s", arguments, code, stderr)
		}
		for _, claim := range properties.Suite().Claims {
			if !strings.Contains(stdout, claim.ID) {
				t.Errorf("%v does not show %s", arguments, claim.ID)
			}
		}
	}
}

// Of what is refuted, these are print's own words; the other claims that expect it are contrasts.
func TestRefutedIsPrintOrContrast(t *testing.T) {
	registry := Suite()
	var contrasts []string
	for _, claim := range registry.Claims {
		if expectation(&claim) == "refuted: as a contrast must" {
			contrasts = append(contrasts, claim.ID)
		}
	}
	slices.Sort(contrasts)
	want := "control-bahadur control-ferguson control-neyman-scott figure-4-optimisers law-inflation-universal " +
		"law-replace-as-accumulate lemma-jin-4-even theorem-4.1-replace theorem-A.2-without-assumption-2"
	if got := strings.Join(contrasts, " "); got != want {
		t.Errorf("contrasts are\n%s\nwant\n%s", got, want)
	}
}
