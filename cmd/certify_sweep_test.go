package cmd

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
)

// A sweep has a row for each combination, each the certificate that certify gives for it alone, in every format.
func TestSweep(t *testing.T) {
	const line = "certify --family bernoulli-logit --sweep n=1e4,1e6;T=10,100;delta=0.05,0.01;r=0.5 "
	code, stdout, stderr := execute(strings.Fields(line + "--csv")...)
	rows, err := csv.NewReader(strings.NewReader(stdout)).ReadAll()
	if code != exitHolds || err != nil || len(rows) != 1+2*2*2 {
		t.Fatalf("exit %d, %v, %d rows, %s", code, err, len(rows), stderr)
	}
	if got, want := strings.Join(rows[8][:5], " "), "const:1000000 100 0.01 0.5 mixture"; got != want {
		t.Errorf("the last is %s, want %s", got, want)
	}
	_, alone, _ := execute(
		strings.Fields("certify --family bernoulli-logit --schedule const:1000000 --T 100 --delta 0.01 " +
			"--r 0.5 --reps 0 --json")...)
	_, objects, _ := execute(strings.Fields(line + "--json")...)
	lines := strings.Split(strings.TrimSpace(objects), "\n")
	if len(lines) != 8 || lines[7]+"\n" != alone {
		t.Errorf("%d objects, the last\n%s\nwant\n%s", len(lines), lines[len(lines)-1], alone)
	}
	var last certification
	if err := json.Unmarshal([]byte(lines[7]), &last); err != nil || !last.Certified {
		t.Errorf("%v, %+v", err, last)
	}
	_, latex, _ := execute(strings.Fields(line + "--latex")...)
	if strings.Count(latex, "const:10000 &") != 4 || !strings.Contains(latex, `\begin{longtable}`) {
		t.Error(latex)
	}
	_, table, _ := execute(strings.Fields(line)...)
	if strings.Count(table, "const:") != 8 {
		t.Error(table)
	}
}

func TestSweepRefuses(t *testing.T) {
	for line, want := range map[string]string{"--sweep n=1.5": "axes n, T", "--sweep q=1": "axes n, T",
		"--sweep n=1;n=2": "axes n, T", "--sweep delta=1": "axes n, T", "--sweep T=0": "axes n, T",
		"--sweep n":    "axes n, T",
		"--sweep n=10": "--r is missing", "--sweep n=10;r=1 --schedule const:5": "--schedule has no effect",
		"--sweep r=1 --table": "--table has no effect", "--sweep r=1 --csv --latex": "--latex has no effect",
		"--sweep r=1 --json --csv": "--csv has no effect", "--r 1 --csv": "--csv has no effect",
		"--sweep r=" + strings.Repeat("1,", 10_000) + "1": "at most 10000"} {
		code, stdout, stderr := execute(strings.Fields("certify --family gaussian-mean " + line)...)
		if code != exitMisuse || stdout != "" || !strings.Contains(stderr, want) {
			t.Errorf("%.40s: exit %d, %q, %q", line, code, stdout, stderr)
		}
	}
}

// CSV has every generation and the numbers of the JSON; what does not exist is empty.
func TestSimulateCSV(t *testing.T) {
	for _, line := range []string{"gaussian --T 30", "construction1 --schedule const:9 --T 3", "laplace-location --T 2",
		"leak:0.5 --T 3", "bernoulli-logit --theta 0 --schedule const:1 --T 2"} {
		line = "simulate --reps 20 --family " + line
		_, objects, _ := execute(strings.Fields(line + " --json")...)
		var want simulation
		if err := json.Unmarshal([]byte(objects), &want); err != nil {
			t.Fatal(line, err)
		}
		code, stdout, stderr := execute(strings.Fields(line + " --csv")...)
		rows, err := csv.NewReader(strings.NewReader(stdout)).ReadAll()
		if code != exitHolds || err != nil || len(rows) != 1+len(want.Generations) {
			t.Fatalf("%s: exit %d, %v, %d rows, %s", line, code, err, len(rows), stderr)
		}
		for i, g := range want.Generations {
			row := map[string]string{}
			for j, title := range rows[0] {
				row[title] = rows[i+1][j]
			}
			text, _ := json.Marshal(g)
			for _, field := range []string{"err mean", "tv q99"} {
				if row[field] != "" && !strings.Contains(string(text), ":"+row[field]) {
					t.Errorf("%s: %s is %s, not of %s", line, field, row[field], text)
				}
			}
			if (row["err mean"] == "") != (g.Distance == nil) || (row["tv q99"] == "") != (g.Variation == nil) {
				t.Errorf("%s: %v, %s", line, row, text)
			}
		}
	}
	if code, _, stderr := execute(strings.Fields("simulate --family gaussian --csv --json")...); code != exitMisuse {
		t.Errorf("exit %d, %s", code, stderr)
	}
}
