package cmd

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"

	"itermle/properties"
	"itermle/theorems"
)

// expectation says what a claim's expected verdict is about: "refuted" is of print, or of a contrast.
func expectation(claim *theorems.Claim) string {
	switch {
	case claim.Expect != theorems.Refuted:
		return claim.Expect.String()
	case claim.Contrast:
		return "refuted: as a contrast must"
	}
	return "refuted: print fails"
}

// outcome is a claim's mark and its verdict in words.
func outcome(r *properties.Report, claim *theorems.Claim) (mark, words string) {
	switch {
	case r.Contradicted():
		return "✗", r.Verdict.String() + ", want " + r.Expected.String()
	case !r.AsExpected():
		return "?", r.Verdict.String() + ", want " + r.Expected.String()
	}
	return "✓", expectation(claim)
}

// verdictTable is the table of verdicts without its rows.
func verdictTable() table {
	return table{columns: []column{{title: " ", toned: true}, {title: "CLAIM"}, {title: "VERDICT", toned: true},
		{title: "REPLICATES", rank: 1}, {title: "TIGHTNESS"}, {title: "DETECTABLE", rank: 1},
		{title: "α SPENT", rank: 1}, {title: "TITLE", rank: 1}, {title: "EVIDENCE"}},
		tone: func(row []string) string { return toneOf(row[0]) }}
}

// verdictRow is the row of a claim.
func verdictRow(r *properties.Report, registry *Registry, width int) []string {
	mark, verdict := outcome(r, registry.claim(r.Claim))
	text, tight := evidence(r), tightness(r.Tightness)
	if width > 0 {
		text = briefly(r)
		tight, _, _ = strings.Cut(tight, " ")
	}
	return []string{mark, r.Claim, verdict, strconv.Itoa(r.Replicates), tight, unlessZero(r.Detectable, "—", 'g', 3),
		unlessZero(r.Alpha, "0", 'e', 1), r.Title, text}
}

// printVerdicts writes the table, one claim a row, the budget below it, and what failed.
func printVerdicts(out io.Writer, s *properties.Summary, registry *Registry, width int) error {
	t := verdictTable()
	for i := range s.Reports {
		t.add(verdictRow(&s.Reports[i], registry, width)...)
	}
	if err := t.print(out, width); err != nil {
		return err
	}
	return printSums(out, s, width)
}

// printSums writes what stands below the table.
func printSums(out io.Writer, s *properties.Summary, width int) error {
	plural := "s"
	if len(s.Reports) == 1 {
		plural = ""
	}
	_, err := io.WriteString(out, "\n"+paragraph(out, fmt.Sprintf(
		"%d claim%s: %d as expected, %d contradicted, %d undecided (profile %s, seed %d).", len(s.Reports), plural,
		s.AsExpected, s.Contradicted, s.Undecided, s.Profile, s.Seed), "", width)+
		paragraph(out, fmt.Sprintf("α spent %.2g of %.2g, β spent %.2g of %.2g:", s.AlphaSpent, s.AlphaTotal,
			s.BetaSpent, s.BetaTotal), "", width)+
		paragraph(out, fmt.Sprintf("a run of correct code shows a wrong verdict with probability at most %.2g.",
			s.ExpectedFlakeRate()), "", width))
	printCoverage(out, &s.Coverage, width)
	for i := range s.Reports {
		printFailures(out, &s.Reports[i], width)
	}
	return err
}

// shownFailures bounds how many of a claim's failures are repeated without --wide; the first are the simplest.
const shownFailures = 3

// printFailures repeats what failed of a claim, in full, under its title and reference. The command that reproduces it
// stands in one line, whatever its length, to be copied.
func printFailures(out io.Writer, r *properties.Report, width int) {
	for i, f := range r.Failures {
		if i == 0 {
			fmt.Fprint(out, "\n"+paragraph(out, fmt.Sprintf("%s: %s (%s)", r.Claim, r.Title, r.Reference), "", width))
		}
		if i == shownFailures && width > 0 {
			fmt.Fprintf(out, "  … and %d more scenarios: --wide has all\n", len(r.Failures)-i)
			break
		}
		text := f.Evidence
		if f.Scenario != "" {
			text = f.Scenario + ": " + text
		}
		fmt.Fprint(out, paragraph(out, fmt.Sprintf("%v, want %v: %s", f.Verdict, r.Expected, text), "  ", width))
		if i == len(r.Failures)-1 || i == shownFailures-1 && width > 0 {
			fmt.Fprintf(out, "  reproduce: %s\n", f.Reproduce)
		}
	}
}

// paragraph is a text in lines of at most width columns, 0 being any, each after an indent, as a screen spells it.
func paragraph(out io.Writer, text, indent string, width int) string {
	lines := wrapped(spelled(out, text), cmp.Or(width, math.MaxInt)-len(indent))
	return indent + strings.Join(lines, "\n"+indent) + "\n"
}

// tightness is the ratio of what is bounded to its bound, and where it lies if that is not one number.
func tightness(t *theorems.Tightness) string {
	switch {
	case t == nil:
		return "—"
	case t.Low == t.High:
		return strconv.FormatFloat(t.Ratio, 'g', 3, 64)
	case math.IsInf(t.High, 1):
		return fmt.Sprintf("%.3g ≥ %.3g", t.Ratio, t.Low)
	}
	return fmt.Sprintf("%.3g [%.3g, %.3g]", t.Ratio, t.Low, t.High)
}

// unlessZero is a number, or a text where it is 0: nothing is detectable, or spent, where nothing is random.
func unlessZero(x float64, zero string, format byte, digits int) string {
	if x == 0 {
		return zero
	}
	return strconv.FormatFloat(x, format, digits, 64)
}

// oneFigure is the figure that says most of an experiment with chance.
var oneFigure = regexp.MustCompile(`^(?:Kolmogorov )?(\d+ bad of \d+|(?:distance|mean) [^\s,]+)`)

// briefly is one figure of the most telling scenario's evidence; of what is decided without chance, all of it.
func briefly(r *properties.Report) string {
	text := strings.Join(strings.Fields(r.Evidence), " ")
	if found := oneFigure.FindStringSubmatch(text); found != nil {
		return found[1]
	}
	return text
}

// evidence is the most telling scenario's, with its name, and how many scenarios did not meet the hypotheses.
func evidence(r *properties.Report) string {
	text := r.Evidence
	if r.Scenario != "" {
		text = r.Scenario + ": " + text
	}
	if r.Unmet > 0 {
		text += fmt.Sprintf(" (%d of %d scenarios: hypotheses not met)", r.Unmet, len(r.Scenarios))
	}
	return strings.Join(strings.Fields(text), " ")
}
