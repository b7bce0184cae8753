package cmd

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"itermle/estimators/alphabet"
	"itermle/internal/suiteseed"
)

// phases runs assumptions and reads its diagram.
func phases(t *testing.T, line string) (code int, found phaseDiagram) {
	t.Helper()
	line = "assumptions --json --seed " + strconv.FormatUint(suiteseed.Seed(), 10) + " " + line
	code, stdout, stderr := execute(strings.Fields(line)...)
	if err := json.Unmarshal([]byte(stdout), &found); err != nil || stderr != "" {
		t.Fatalf("%s: exit %d, %v, %s", line, code, err, stderr)
	}
	return code, found
}

// Under replacement the information's dial passes δ within its strengths at n = 40, T = 3: cell by cell by the exact
// law, and the edge is between them, narrower with more bisections.
func TestAssumptionsAreExactOnAlphabets(t *testing.T) {
	width := [2]float64{}
	for i, line := range []string{"--bisections 0", "--bisections 3"} {
		code, found := phases(t, "--run ^information$ --workflow replace --schedule const:40 --T 3 "+line)
		if code != exitHolds || len(found.Rows) != 1 {
			t.Fatalf("exit %d, %+v", code, found)
		}
		row := found.Rows[0]
		if row.Good == nil || row.Bad == nil || !(0 < *row.Bad && *row.Bad < *row.Good && *row.Good <= 1) {
			t.Fatalf("edge %+v: want 0 < bad < good ≤ 1", row)
		}
		width[i] = *row.Good / *row.Bad
		for _, cell := range row.Cells {
			want := alphabet.Below
			if cell.Estimate > 0.05 {
				want = alphabet.Above
			}
			if !cell.Exact || cell.Verdict != want || !(cell.High-cell.Low < 1e-9) {
				t.Errorf("cell %+v: P(bad) against δ = 0.05", cell)
			}
		}
	}
	if !(width[1] < width[0]) || width[1] == 1 {
		t.Errorf("the edge is a factor %g wide, narrowed to %g", width[0], width[1])
	}
}

// What is sampled is decided by the checker, at its share of the budget: by a coin θ is lost whatever n, in KL it is
// not; and a violation that comes near passes δ where it must.
func TestAssumptionsAreDecidedByTheChecker(t *testing.T) {
	for _, row := range []struct {
		line string
		want alphabet.Verdict // of the least ε
	}{
		{"--run coin --workflow accumulate --schedule const:100 --T 1,3", alphabet.Above},
		{"--run coin --workflow accumulate --schedule const:100 --T 1,3 --loss kl", alphabet.Below},
		{"--run θ³,1 --workflow accumulate --schedule const:1000 --T 2", alphabet.Above},
		{"--run U\\[ --workflow accumulate --schedule const:10 --T 2 --loss kl", alphabet.Above},
		{"--run U\\[ --workflow accumulate --schedule const:10 --T 2 --loss theta", alphabet.Below},
	} {
		code, found := phases(t, row.line)
		if code != exitHolds || len(found.Rows) == 0 || !(found.AlphaSpent > 0 && found.AlphaSpent <= 5e-7) {
			t.Errorf("%s: exit %d, %+v", row.line, code, found)
		}
		for _, r := range found.Rows {
			last := r.Cells[len(r.Cells)-1]
			sound := last.Low <= last.Estimate && last.Estimate <= last.High && last.Replicates > 0 && !last.Exact
			if last.Verdict != row.want || !sound || (r.Bad != nil) != (row.want == alphabet.Above) {
				t.Errorf("%s: %+v, %+v", row.line, r, last)
			}
		}
	}
}

// What cannot be computed says why, and is neither good nor bad.
func TestAssumptionsLeaveOut(t *testing.T) {
	code, found := phases(t, "--run ^(separation|boundary|N.θ,1.*)$ --workflow fresh:0.5 --schedule const:100000 --T 2")
	if code != exitHolds || len(found.Rows) != 3 {
		t.Fatalf("exit %d, %+v", code, found)
	}
	for _, row := range found.Rows {
		for _, cell := range row.Cells {
			if cell.Unmet == "" || cell.Verdict != alphabet.Undecided || row.Good != nil || row.Bad != nil {
				t.Errorf("%+v, %+v", row, cell)
			}
		}
	}
	line := "assumptions --run ^(boundary|U.*)$ --schedule const:5 --T 1 --wide"
	if code, stdout, _ := execute(strings.Fields(line)...); code != exitHolds || strings.Count(stdout, "\n") < 8 ||
		!strings.Contains(stdout, "boundary") || !strings.Contains(stdout, "α spent") {
		t.Errorf("exit %d: %s", code, stdout)
	}
}
