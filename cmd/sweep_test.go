package cmd

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// sweepRows runs a sweep with --json.
func sweepRows(t *testing.T, line string) (rows []sweepRow) {
	t.Helper()
	got := runLine(Suite(), line+" --json")
	if got.code != exitHolds || got.stderr != "" {
		t.Fatalf("%s: %+v", line, got)
	}
	for text := range strings.Lines(got.stdout) {
		var row sweepRow
		if err := json.Unmarshal([]byte(text), &row); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

// A row has the numbers of the simulation that it is of, at its T.
func TestSweepsHaveTheNumbersOfSimulate(t *testing.T) {
	rows := sweepRows(t, "sweep --families bernoulli-logit@2;gaussian@0,2 --schedules const:{n};geom:5,2 --n 5,50 "+
		"--T 2,4 --delta 0.1,0.05,0.01 --workflows accumulate;replace --reps 150 --seed 5")
	if want := 2 * 3 * 2 * 2 * 3; len(rows) != want { // a schedule without n stands once
		t.Fatalf("%d rows, want %d", len(rows), want)
	}
	for _, row := range rows {
		line := fmt.Sprintf("simulate --json --family %s --theta %s --schedule %s --workflow %s --T 4 --reps 150 "+
			"--seed 5",
			row.Family, vector(row.Theta), row.Schedule, row.Workflow)
		var want simulation
		if err := json.Unmarshal([]byte(runLine(Suite(), line).stdout), &want); err != nil {
			t.Fatal(err)
		}
		g := want.Generations[row.T-1]
		quantile := map[float64]float64{0.1: g.Distance.Q90, 0.05: g.Distance.Q95, 0.01: g.Distance.Q99}[row.Delta]
		near := func(a, b float64) bool { return math.Abs(a-b) <= 1e-12*math.Abs(b) } // sums in another order
		if *row.Quantile != quantile || row.Defined != g.Defined || row.N != g.N || row.Replicates != 150 ||
			!near(*row.Mean, g.Distance.Mean) || !near(*row.Error, *g.Errors.Distance) ||
			!near(*row.Variation, g.Variation.Mean) {
			t.Errorf("%s: %+v, want %+v", line, row, g)
		}
	}
	// One replicate says nothing of its error.
	for _, row := range sweepRows(t, "sweep --families gaussian --T 1 --reps 1") {
		if row.Mean == nil || row.Error != nil {
			t.Errorf("of one replicate: %+v", row)
		}
	}
	// At θ* = 30 every sample of two has one outcome, and no MLE.
	for _, row := range sweepRows(t, "sweep --families bernoulli-logit@30 --n 2 --T 1 --reps 20") {
		if row.Defined != 0 || row.Mean != nil || row.Error != nil || row.Quantile != nil || row.Variation != nil {
			t.Errorf("without MLE: %+v", row)
		}
	}
}

// A plan is data: what --plan prints of flags gives, as a file and as --spec, what the flags give.
func TestPlansOfSweepsAreData(t *testing.T) {
	const flags = "sweep --families poisson@3;gaussian --n 10,20 --T 3,5 --delta 0.1 --reps 70 --csv"
	plan, path := runLine(Suite(), flags+" --plan"), filepath.Join(t.TempDir(), "spec.json")
	if plan.code != exitHolds || plan.stderr != "itermle: 4 combinations, 8 rows, 2800 draws\n" {
		t.Fatalf("%+v", plan)
	}
	if err := os.WriteFile(path, []byte(plan.stdout), 0o600); err != nil {
		t.Fatal(err)
	}
	want := runLine(Suite(), flags)
	if got := runLine(Suite(), "sweep --csv "+path); got != want {
		t.Errorf("from a file:\n%+v\nwant\n%+v", got, want)
	}
	if got := runLine(Suite(), "sweep --csv --spec "+strings.Join(strings.Fields(plan.stdout), "")); got != want {
		t.Errorf("from --spec:\n%+v\nwant\n%+v", got, want)
	}
	lines := strings.Split(want.stdout, "\n")
	if len(lines) != 10 || lines[0] != "family,theta,schedule,workflow,T,n,delta,defined,err,se,quantile,tv" ||
		!strings.HasPrefix(lines[1], "poisson,3,const:10,accumulate,3,10,0.1,70,") {
		t.Errorf("the rows are\n%s", want.stdout)
	}
	if err := os.WriteFile(path, []byte(plan.stdout+"{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	for line, says := range map[string]string{
		"sweep " + path:                                               "want one object",
		"sweep --spec {} " + path + " --reps 7":                       "--spec has no effect beside a file",
		"sweep none.json":                                             "none.json",
		"sweep --spec {\"family\":[]}":                                "unknown field",
		"sweep --spec {} --reps 7":                                    "--reps has no effect beside --spec",
		"sweep":                                                       "a plan needs families",
		"sweep --families nobody":                                     "unknown family \"nobody\"",
		"sweep --families gaussian;":                                  "families separated by semicolons",
		"sweep --families gaussian --n 1,x":                           "whole numbers separated by commas",
		"sweep --families gaussian --n 0":                             "n = 0 is out of range",
		"sweep --families gaussian --T 3,0":                           "T = 0 is out of range",
		"sweep --families gaussian --spec {\"reps\":0}":               "--families has no effect",
		"sweep --spec {\"families\":[\"gaussian\"],\"reps\":0}":       "reps = 0 is out of range",
		"sweep --families gaussian --delta 0.5,1":                     "delta = 1 is out of range",
		"sweep --families gaussian --delta 0":                         "delta = 0 is out of range",
		"sweep --families gaussian;poisson;gaussian":                  "families has gaussian twice",
		"sweep --families gaussian --n 5,6,5":                         "n has 5 twice",
		"sweep --families gaussian --delta 0.05,5e-2":                 "delta has 0.05 twice",
		"sweep --families gaussian --T 5,6,5":                         "T has 5 twice",
		"sweep --families gaussian --schedules const:{n};const:{n}":   "schedules has const:{n} twice",
		"sweep --families gaussian --workflows replace;replace":       "workflows has replace twice",
		"sweep --families gaussian --n 5,6 --schedules const:7":       "n has 2 values and no schedule has {n}",
		"sweep --families gaussian --workflows never":                 "never",
		"sweep --families gaussian --csv --json":                      "--json has no effect beside --csv",
		"sweep --families gaussian;poisson --reps 1000 --draws 50000": "sweep would need 2e+05 of draws",
		"sweep --families gaussian --memory 1kB":                      "sweep would need",
		"sweep --families gaussian --resume":                          "--record is missing",
		"sweep --families gaussian --n " + manySizes(10001):           "= 10001 is out of range: want at most",
	} {
		if got := runLine(Suite(), line); got.code != exitMisuse || got.stdout != "" ||
			!strings.Contains(got.stderr, says) {
			t.Errorf("%s: %+v, want %q", line, got, says)
		}
	}
}

// manySizes are distinct n, separated by commas.
func manySizes(count int) string {
	sizes := make([]string, count)
	for i := range sizes {
		sizes[i] = strconv.Itoa(i + 1)
	}
	return strings.Join(sizes, ",")
}

// The parameters of 10^5 categories are written in time proportional to their length.
func TestLongParametersAreWrittenInLinearTime(t *testing.T) {
	x := make([]float64, 100_000)
	for i := range x {
		x[i] = 1 / float64(i+3)
	}
	var text string
	if n := testing.AllocsPerRun(1, func() { text = vector(x) }); n > 100 {
		t.Errorf("%v allocations", n)
	}
	if got := strings.Count(text, ","); got != len(x)-1 || !strings.HasPrefix(text, "0.3333333333333333,0.25,0.2,") {
		t.Errorf("%d commas in %.40s", got, text)
	}
}
