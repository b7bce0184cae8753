package cmd

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Bernoulli n = 4, T = 1, θ* = ½, ρ = 0.3: outside are 0 and 4 of 4, 2/16; at ρ = 0.25 the shares ¼ and ¾ are not.
func TestExactCommand(t *testing.T) {
	for line, want := range map[string]float64{
		"--family bernoulli --theta 0.5 --schedule const:4 --T 1 --rho 0.3":                          0.125,
		"--family bernoulli --theta 0.5 --schedule const:4 --T 1 --rho 0.25":                         0.125,
		"--family binomial:4 --theta 0.5 --schedule const:1 --T 1 --rho 0.25":                        0.125,
		"--family bernoulli --theta 0.5 --schedule const:4 --T 1 --rho 0.25 --r 0.25":                0,
		"--family alphabet:0/0,1 --theta 0 --r 1 --schedule const:2 --T 1 --rho 0.5":                 0.5,
		"--family bernoulli-logit --theta 0 --r 1 --schedule const:2 --T 1 --rho 0.5":                0.5,
		"--family bernoulli --theta 0.5 --schedule const:1 --T 2 --rho 0.3 --workflow replace":       1,
		"--family categorical:3 --theta 0.5,0.25 --schedule const:1 --T 1 --rho 0.3":                 1,
		"--family bernoulli --theta 0.5 --schedule const:2 --T 2 --rho 0.49 --workflow fresh:0.5":    0.5,
		"--family bernoulli --theta 0.5 --schedule const:2 --T 1 --rho 0.49 --workflow weighted:0.5": 0.5,
	} {
		code, stdout, stderr := execute(append([]string{"exact", "--json"}, strings.Fields(line)...)...)
		var got exactLaw
		if err := json.Unmarshal([]byte(stdout), &got); code != exitHolds || err != nil {
			t.Errorf("%s: exit %d, %v, %s", line, code, err, stderr)
			continue
		}
		if got.POutside == nil || !(math.Abs(*got.POutside-want) <= got.Error+1e-15) || !(got.Error <= 1e-11) {
			t.Errorf("%s: %s, want %g", line, stdout, want)
		}
	}
	for line, want := range map[string]string{
		"--family bernoulli --rho 0.1 --quantile 0.5":                                      "one of the two",
		"--family bernoulli":                                                               "one of the two",
		"--family gaussian-mean --rho 1":                                                   "want an alphabet",
		"--family bernoulli-logit --rho 1":                                                 "r > 0",
		"--family bernoulli --rho 1 --workflow bootstrap:3":                                "want accumulate",
		"--family categorical:20 --theta " + strings.Repeat("0.05,", 18) + "0.05 --rho 1 ": "states",
		"--family bernoulli --rho NaN":                                                     "ρ ≥ 0",
		"--family bernoulli --quantile 1":                                                  "0 < q < 1",
		"--family bernoulli --rho 0.1 --r 0":                                               "r > 0",
		"--family bernoulli --rho 0.1 --T 0":                                               "whole number ≥ 1",
		"--family alphabet:0/x --rho 1":                                                    "log-weight",
		"--family alphabet:@/nonexistent --rho 1":                                          "readable file",
		"--family alphabet:0/0 --theta 0 --rho 1":                                          "1B",
		"--family alphabet:0/0,1 --theta 0.9 --r 0.5 --rho 1":                              "inside Θ",
	} {
		code, stdout, stderr := execute(append([]string{"exact"}, strings.Fields(line)...)...)
		if code != exitMisuse || stdout != "" || !strings.Contains(stderr, want) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: exit %d, %q, %q; want one line with %q", line, code, stdout, stderr, want)
		}
	}
}

// The table prints what the JSON holds, and a law on an alphabet is the law that simulate draws from.
func TestExactPrints(t *testing.T) {
	code, stdout, _ := execute(
		strings.Fields("exact --family bernoulli --theta 0.5 --schedule const:4 --T 1 --quantile 0.8")...)
	for _, want := range []string{"0.8-quantile of ‖θ^(T) − θ*‖  0.25 ±", "E ‖θ^(T) − θ*‖²", "0.0625",
		"P(letter 1 extinct)"} {
		if code != exitHolds || !strings.Contains(stdout, want) {
			t.Errorf("exit %d, %s: want %q", code, stdout, want)
		}
	}
	for _, line := range []string{"simulate --family alphabet:0/0.3,1/-0.2,0.5,-1 --T 2 --reps 20",
		"audit --family alphabet:0/0.3,1 --theta 0.1 --r 0.3",
		"certify --family alphabet:0/0.3,1 --theta 0.1 --r 0.3"} {
		if code, stdout, stderr := execute(strings.Fields(line)...); code != exitHolds ||
			!strings.Contains(stdout, "alphabet:0/0.3,1") {
			t.Errorf("%s: exit %d, %s%s", line, code, stdout, stderr)
		}
	}
}

// Alphabets and designs that make no sense are answered with one line and exit 2: unreadable, not identifiable, beyond
// what is proved, or beyond the budget.
func TestExactIsHostile(t *testing.T) {
	folder := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return "--family alphabet:@" + path
	}
	line := `{"low":[-1],"high":[1],"weights":[[],[[1,1]]]`
	coin, design := "--family alphabet:0/0,1 --theta 0 --rho 0.1 ", " --theta 0 --schedule const:5 --T 2 --rho 0.1"
	for line, want := range map[string]string{
		"--family alphabet:@" + folder + design:                                     "is a directory",
		file("empty", "") + design:                                                  "cannot be read",
		file("binary", "\x00\xff\xfe") + design:                                     "cannot be read",
		file("array", "[1,2]") + design:                                             "cannot be read",
		file("two", line+"} "+line+"}") + design:                                    "cannot be read",
		file("bracket", line+"}]") + design:                                         "cannot be read",
		file("twice", line+`,"low":[0]}`) + design:                                  "cannot be read",
		file("null", `{"low":[null],"high":[1],"weights":[[],[[1,1]]]}`) + design:   "cannot be read",
		file("huge", `{"low":[-1],"high":[1],"weights":[[],[[1e308,1]]]}`) + design: "at most 700",
		file("blind", line+`,"channel":[[0.5,0.5],[0.5,0.5]]}`) + design:            "1B",
		file("leaky", line+`,"channel":[[0.5,0.6],[0.5,0.5]]}`) + design:            "add up to 1",
		"--family alphabet:" + design:                                               "cannot be read",
		"--family alphabet:0/0,1, " + design:                                        "cannot be read",
		"--family alphabet:0" + design:                                              "K = 1",
		"--family alphabet:0,1/0,1" + design:                                        "1B",
		"--family alphabet:0/0,NaN" + design:                                        "finite number",
		"--family alphabet:0/0,-Inf" + design:                                       "finite number",
		"--family alphabet:0/0,1@1,1" + design:                                      "low < high",
		"--family alphabet:0/0,1e-320" + design:                                     "without converging",
		coin + "--schedule const:1000000000":                                        "2^30",
		coin + "--schedule const:30000 --T 50":                                      "38250050 states",
		coin + "--states 1e300 --schedule const:30000 --T 50":                       "of memory, beyond --memory",
		coin + "--T 9223372036854775807":                                            "2^20",
		coin + "--r 2":                                                              "inside Θ",
		coin + "--r 1e-12 --schedule const:5 --T 2":                                 "without converging",
		coin + "--workflow subsample:5":                                             "want accumulate",
		"--family alphabet:0/0,1 --theta NaN --rho 0.1":                             "outside Θ",
		"--family bernoulli-logit --r 701 --rho 0.1":                                "at most 700",
		"--family categorical-softmax:6 --theta 0,0,0,0,0 --r 0.5 --rho 0.1":        "d = 5",
		"--family categorical:3 --theta 0.3,0.3 --r 0.1 --rho 0.1":                  "leave --r out",
		"--family binomial:1000000 --theta 0.5 --schedule const:5000 --rho 1":       "2^30",
	} {
		code, stdout, stderr := execute(append([]string{"exact"}, strings.Fields(line)...)...)
		if code != exitMisuse || stdout != "" || !strings.Contains(stderr, want) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: exit %d, %q, %q; want one line with %q", line, code, stdout, stderr, want)
		}
	}
}
