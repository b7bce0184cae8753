package cmd

import (
	"strings"
	"testing"
	"unicode"
)

// misuse are command lines that are refused, with what the refusal must say. LONG is 100,000 letters, THETA 1000 zeros.
func misuse() []misusedLine {
	return []misusedLine{
		{"frobnicate", []string{`"frobnicate"`,
			"assumptions, audit, certify, checker, compare, completion, exact, help, instances, list, merge, " +
				"mutants, plan, report, show, simulate, sweep, tight, verify"}},
		{"verify extra", []string{`"extra"`, "itermle list"}},
		{"verify --profile slow", []string{"slow", "quick, ci or deep"}},
		{"verify --run (", []string{"(", "regular expression"}},
		{"verify --run no-such-claim", []string{"no-such-claim", "itermle list"}},
		{"verify --seed -1", []string{"--seed", `"-1"`, "2^64−1"}},
		{"verify --seed 18446744073709551616", []string{"--seed", "18446744073709551616", "2^64−1"}},
		{"verify --strict=2", []string{"--strict", `"2"`, "true or false"}},
		{"verify --workers 0", []string{"--workers", `"0"`, "a whole number from 1 to 4096"}},
		{"certify", []string{"--family is missing", "itermle list"}},
		{"certify --family bernoulli-logit", []string{"--r is missing"}},
		{"certify --family bernoulli-logit --r one", []string{"--r", `"one"`, "r > 0"}},
		{"certify --family bernoulli-logit --r -1", []string{"-1", "r > 0"}},
		{"certify --family bernoulli-logit --r NaN", []string{"NaN", "r > 0"}},
		{"certify --family bernoulli-logit --theta 699 --r 2", []string{"2", "|θ*| + r ≤ 700"}},
		{"certify --family gaussian-mixture --theta 0.1 --r 0.2", []string{"0.2", "0 < w* ± r < 1"}},
		{"certify --family exponential-rate --theta 1 --r 2", []string{"2", "0 < r < θ*"}},
		{"certify --family exponential-rate --theta -1 --r 2", []string{"-1", "λ > 0"}},
		{"certify --family bernoulli-logit --r 1 --delta 1", []string{"--delta", `"1"`, "0 < δ < 1"}},
		{"certify --family bernoulli-logit --r 1 --delta 0", []string{"--delta", "0 < δ < 1"}},
		{"certify --family bernoulli-logit --r 1 --T 0", []string{"--T", `"0"`, "from 1 to 1048576"}},
		{"certify --family bernoulli-logit --r 1 --T 2000000", []string{"--T", "2000000", "from 1 to 1048576"}},
		{"certify --family bernoulli-logit --r 1 --target 0", []string{"--target", "0", "ρ > 0"}},
		{"certify --family bernoulli-logit --r 1 --reps -1", []string{"--reps", "-1"}},
		{"certify --family bernoulli-logit --r 1 --schedule const:0", []string{"const:0", "1 ≤ n"}},
		{"certify --family weibull-shape --r 0.1", []string{"weibull-shape", "AssumptionConstants"}},
		{"simulate", []string{"--family is missing", "itermle list"}},
		{"simulate --family bernouli", []string{`"bernouli"`, "bernoulli, perhaps"}},
		{"simulate --family gaussian-mean:0", []string{"σ = 0", "σ > 0"}},
		{"simulate --family gaussian-mean:1,2", []string{"gaussian-mean[:σ]"}},
		{"simulate --family gaussian-mean:x", []string{"gaussian-mean:x"}},
		{"simulate --family gaussian-mean --theta 1,2", []string{"length 2", "want 1"}},
		{"simulate --family gaussian-mean --theta NaN", []string{"NaN", "finite"}},
		{"simulate --family gaussian-mean --theta one", []string{`"one"`, "μ"}},
		{"simulate --family gaussian-mean --schedule const:0", []string{"const:0", "1 ≤ n"}},
		{"simulate --family gaussian-mean --schedule const:1.5", []string{`"const:1.5"`, "geom:N,RATIO"}},
		{"simulate --family gaussian-mean --schedule geom:100,10 --T 30", []string{"geom:100,10", "2^53"}},
		{"simulate --family gaussian-mean --schedule geom:100,-1", []string{"-1", "RATIO > 0"}},
		{"simulate --family gaussian-mean --schedule list:", []string{`"list:"`}},
		{"simulate --family gaussian-mean --workflow append", []string{`"append"`, "replace"}},
		{"simulate --family gaussian-mean --workflow fresh:1", []string{`"fresh:1"`, "0 < SHARE < 1"}},
		{"simulate --family gaussian-mean --workflow subsample:5 --path stat", []string{"subsample:5", "raw"}},
		{"simulate --family gaussian-mean --path fast", []string{`"fast"`, "auto, raw or stat"}},
		{"simulate --family gaussian-mean --T 0", []string{"--T", "0", "≥ 1"}},
		{"simulate --family gaussian-mean --reps 0", []string{"--reps", "≥ 1"}},
		{"simulate --family gaussian-mean --reps 1000000 --T 1000000", []string{"1.8GiB", "--memory 1GiB"}},
		{"simulate --family gaussian-mean --reps 1 --T 100000000", []string{"GiB of memory", "--memory 1GiB"}},
		{"simulate --family construction2 --tmax -3", []string{"--tmax", "-3", "≥ 1"}},
		{"simulate --family gaussian-mean --h-only", []string{"--h-only", "gaussian-mean"}},
		{"simulate --family construction1 --workflow fresh:0.5", []string{"fresh:0.5", "accumulate or replace"}},
		{"simulate --family construction1 --theta 0.5,2", []string{"α = 0.5", "1/4"}},
		{"simulate --family construction2 --theta 0,2", []string{"length 2", "want 7"}},
		{"simulate --family gaussian-mean --T many", []string{"--T", `"many"`, "whole number"}},
		{"simulate --family weibull-shape --theta 1e-9", []string{"k = 1e-09", "1/16"}},
		{"simulate --famly gaussian-mean", []string{"--famly", "--help"}},
		{"simulate --family construction1 --schedule geom:10,2", []string{"geom:10,2", "const"}},
		{"simulate --family construction2 --phi exp", []string{`"exp"`, "loglog"}},
		{"simulate --family construction2 --width 1", []string{`"1"`}},
		{"audit", []string{"--family is missing"}},
		{"audit --family gaussian-mean --r 0", []string{"--r", `"0"`, "r > 0"}},
		{"audit --family gaussian-mean --r NaN", []string{"NaN", "r > 0"}},
		{"audit --family bernoulli --theta 2", []string{"p = 2", "0 ≤ p ≤ 1"}},
		{"audit --family bernoulli --r 0.6", []string{"r = 0.6", "r < 0.5"}},
		{"audit --family bernoulli --theta 0", []string{"θ* inside Θ"}},
		{"audit --family bernoulli 0.5", []string{`"0.5"`}},
		{"list everything", []string{`"everything"`}},
		{"assumptions all", []string{`"all"`}},
		{"assumptions --run nope", []string{"--run", `"nope"`, "information"}},
		{"assumptions --run (", []string{"--run", "regular expression"}},
		{"assumptions --loss nope", []string{"--loss", `"nope"`, "theta, kl or tv"}},
		{"assumptions --delta 2", []string{"--delta", `"2"`, "0 < δ < 1"}},
		{"assumptions --T 0", []string{"--T", `"0"`, "from 1 to 1000"}},
		{"assumptions --schedule x", []string{`"x"`, "const"}},
		{"assumptions --workflow append", []string{`"append"`, "replace"}},
		{"assumptions --seed x", []string{`"x"`}},

		// numbers are read in base 10
		{"verify --seed 0x10", []string{"--seed", `"0x10"`}},
		{"verify --seed 1_000", []string{"--seed", `"1_000"`}},
		{"simulate --family gaussian-mean --reps 0b11", []string{"--reps", `"0b11"`}},
		{"simulate --family gaussian-mean --theta 0x1p4", []string{"--theta", `"0x1p4"`}},
		{"audit --family gaussian-mean --r 0x1p-2", []string{"--r", `"0x1p-2"`}},
		{"verify --workers abc", []string{"--workers", `"abc"`, "a whole number from 1 to 4096"}},
		{"verify --workers 1e3", []string{"--workers", `"1e3"`}},
		{"simulate --family gaussian-mean --T 1.0", []string{"--T", `"1.0"`}},
		{"simulate --family gaussian-mean --T 99999999999999999999", []string{"--T", "99999999999999999999"}},
		{"audit --family gaussian-mean --r Inf", []string{"--r", `"Inf"`, "finite"}},
		{"audit --family gaussian-mean --r 1e999", []string{"--r", `"1e999"`, "finite"}},
		{"certify --family bernoulli-logit --r 1 --delta NaN", []string{"--delta", `"NaN"`}},
		{"certify --family bernoulli-logit --r 1 --target -Inf", []string{"--target", `"-Inf"`}},
		// no flag is ignored
		{"certify --table --family nope", []string{"--family has no effect beside --table"}},
		{"certify --table --r 1", []string{"--r has no effect"}},
		{"certify --table --T 5 --delta 0.1", []string{"--T has no effect"}},
		{"simulate --family construction2 --h-only --width exp:1", []string{"--width has no effect beside --h-only"}},
		{"simulate --family construction2 --h-only --phi log", []string{"--phi has no effect beside --h-only"}},
		{"simulate --family construction2 --width exp:1 --phi log", []string{"--phi has no effect beside --width"}},
		{"simulate --family construction2 --T 5 --tmax 7", []string{"--T has no effect beside --tmax"}},
		{"simulate --family gaussian-mean --tmax 7", []string{"--tmax has no effect"}},
		{"simulate --family gaussian-mean --phi loglog", []string{"--phi has no effect"}},
		{"simulate --family construction1 --path stat", []string{"path stat", "auto"}},
		{"verify law-schedule --run law", []string{"--run has no effect beside the claims named"}},
		{"list --json --wide", []string{"--wide has no effect beside --json"}},
		// names
		{"simulate --family gausian", []string{`"gausian"`, "gaussian, perhaps"}},
		{"simulate --family gaussian-covariance:0", []string{"d = 0", "1 ≤ d ≤ 16"}},
		{"simulate --family gaussian-vector:1001", []string{"d = 1001", "1 ≤ d ≤ 1000"}},
		{"audit --family zzzzzzzzzzzzzz", []string{"itermle list", "gaussian-mean"}},
		{"verfy", []string{`"verfy"`, "verify, perhaps"}},
		{"help WORD", []string{`"WORD"`}},
		{"completion tcsh", []string{`"tcsh"`, "bash, fish, powershell, zsh"}},
		{"verify theorem-4.2", []string{`"theorem-4.2"`, "perhaps"}},
		{"verify --run theorem-4.2", []string{`"theorem-4.2"`, "matches none"}},
		{"verify --run a{1001}", []string{"invalid repeat count", "{1001}"}},
		{"verify --run a(?<b", []string{"--run", "regular expression"}},
		// limits
		{"simulate --family gaussian-mean --path raw --schedule const:1000000000000000",
			[]string{"5e+19", "--draws 1e+12"}},
		{"simulate --family laplace-location --schedule const:1000000000000 --T 1 --reps 1", []string{"--memory 1GiB"}},
		{"simulate --family gaussian-vector:1000 --theta THETA --T 1000 --reps 10000", []string{"GiB of memory"}},
		{"simulate --family laplace-location --schedule const:100000 --T 30 --workers 64", []string{"GiB of memory"}},
		{"simulate --family gaussian-mean --reps 100000 --T 100 --memory 1MiB", []string{"--memory 1MiB"}},
		{"simulate --family gaussian-mean --T 9223372036854775807", []string{"TiB of memory"}},
		{"simulate --family laplace-location --reps 9223372036854775807", []string{"TiB of memory"}},
		{"simulate --family construction2 --T 9223372036854775807 --reps 9223372036854775807",
			[]string{"TiB of memory"}},
		{"simulate --family construction1 --reps 9223372036854775807 --json", []string{"TiB of memory"}},
		{"simulate --family gaussian-mean --draws 10", []string{"5e+04 of draws", "--draws 10"}},
		{"simulate --family gaussian-mean --memory lots", []string{"--memory", `"lots"`, "1GiB"}},
		{"simulate --family gaussian-mean --memory -1GiB", []string{"--memory", `"-1GiB"`}},
		{"assumptions --T 1,x", []string{"--T", `"1,x"`, "whole numbers separated by commas"}},
		{"assumptions --memory 1kB", []string{"assumptions", "--memory"}},
		{"assumptions --schedule const:1000000000000000 --T 10", []string{"GiB of memory", "--memory 1GiB"}},
		{"verify law-schedule --workers 1 --memory 1MiB", []string{"verify would need", "MiB of memory"}},
		{"verify --profile deep --workers 4096", []string{"verify would need", "GiB of memory"}},
		{"verify law-schedule --instances 1000000", []string{"verify would need", "GiB of memory"}},
		{"verify --instances 0", []string{"--instances", `"0"`, "from 1 to 1000000"}},
		{"verify --shard 5/4 --record r", []string{"--shard", `"5/4"`, "up to N"}},
		{"verify --shard 1", []string{"--shard", `"1"`, "i/N"}},
		{"verify --shard 0/4", []string{"--record is missing"}},
		{"verify --resume", []string{"--record is missing"}},
		{"verify --shard 0/4 --record r --json", []string{"--json has no effect beside --shard"}},
		{"verify --budget 0s", []string{"--budget", `"0s"`, "60s"}},
		{"verify law-schedule --record .", []string{"record .: want a file of its own"}},
		{"verify law-schedule --record cmd.go", []string{"cmd.go", "--resume, or another file"}},
		{"verify law-schedule --record cmd.go --resume", []string{"record cmd.go, line 1: damaged"}},
		{"checker --level 0", []string{"--level", `"0"`, "from 1e-15 to 0.1"}},
		{"checker field", []string{"checker takes no argument"}},
		{"compare cmd.go", []string{"compare has 1 files: want OLD and NEW"}},
		{"compare cmd.go cmd.go", []string{"record cmd.go, line 1: damaged"}},
		{"compare /dev/null cmd.go", []string{"/dev/null: no decided scenario"}},
		{"merge", []string{"merge needs files"}},
		{"merge no-such-file", []string{"no-such-file"}},
		{"merge cmd.go", []string{"record cmd.go, line 1: damaged"}},
		{"merge /dev/null", []string{"no line"}},
		{"verify --seed Random", []string{"--seed", `"Random"`, "or random"}},
		{"instances --claim law-schedule --n 1000000", []string{"instances would need", "GiB of memory"}},
		{"exact --family categorical --theta 0.1,0.2 --schedule const:200 --T 3 --rho 0.1 --memory 1MiB",
			[]string{"exact would need", "MiB of memory"}},
		{"audit --family gaussian-vector:1000 --theta THETA --memory 1GiB",
			[]string{"audit would need", "GiB of memory"}},
		{"simulate --family LONG", []string{"(100000 characters)"}},
		{"verify --run LONG", []string{"(100000 characters)"}},
		{"verify --seed LONG", []string{"(100000 characters)"}},
		{"LONG", []string{"(100000 characters)"}},
		{"simulate --family gaussian-mean --schedule LONG", []string{"(100000 characters)"}},
		{"simulate --family \x1b[31mred", []string{"unknown family"}},
		{"verify --\x1b[31m", []string{"unknown"}},
	}
}

type misusedLine struct {
	line string
	want []string // must all be in the message
}

// A mistake is one line of at most 600 characters that names the value and what would be accepted; nothing is printed.
func TestMisuseIsOneLineThatNamesTheValue(t *testing.T) {
	texts := strings.NewReplacer("LONG", strings.Repeat("a", 100_000), "THETA", strings.Repeat("0,", 999)+"0")
	for _, row := range misuse() {
		code, stdout, stderr := execute(strings.Fields(texts.Replace(row.line))...)
		if code != exitMisuse || stdout != "" || strings.Count(stderr, "\n") != 1 || len(stderr) > 600 {
			t.Errorf("itermle %s: exit %d, stdout %q, stderr %q: want exit 2, no output, one line", row.line, code,
				stdout, stderr)
		}
		if strings.ContainsFunc(strings.TrimSpace(stderr), func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("itermle %s: %q has control characters", row.line, stderr)
		}
		for _, want := range row.want {
			if !strings.Contains(stderr, want) {
				t.Errorf("itermle %s: %q does not say %q", row.line, stderr, want)
			}
		}
	}
}

// Lines at the ends of what is accepted: they end with a code of the table of README.md, an error in one line, and
// without a number that is none.
func TestHostileLinesAreAnswered(t *testing.T) {
	for line, want := range map[string]int{
		"simulate --family exponential --theta 1e200 --reps 2 --T 2":                                   exitBroken,
		"simulate --family exponential --theta 1e-300 --reps 5 --T 2 --json":                           exitHolds,
		"simulate --family gaussian --theta 0,1e-200 --reps 5 --T 2":                                   exitHolds,
		"simulate --family power --theta 1e-3 --schedule const:20 --reps 5 --T 1":                      exitHolds,
		"simulate --family bernoulli --theta 1 --reps 5 --T 2":                                         exitHolds,
		"simulate --family bernoulli-logit --theta 700 --reps 5 --T 2":                                 exitHolds,
		"simulate --family poisson --theta 1e-300 --reps 5 --T 2":                                      exitHolds,
		"simulate --family gaussian-mean --schedule geom:1,0.001 --reps 5 --T 5":                       exitHolds,
		"simulate --family gaussian-mean --T 0100 --reps 010 --seed 010":                               exitHolds,
		"simulate --family gaussian-mean --seed 18446744073709551615 --reps 1 --T 1":                   exitHolds,
		"simulate --family laplace-location --workflow bootstrap:1000000000 --schedule const:10 --T 2": exitHolds,
		"simulate --family exponential --workflow replace --schedule const:1 --T 300 --reps 20":        exitHolds,
		"simulate --family construction2 --tmax 5 --reps 5":                                            exitHolds,
		"simulate --family construction2 --h-only --schedule const:1 --T 3 --reps 1":                   exitHolds,
		"simulate --family construction1 --schedule const:1 --T 2 --reps 3":                            exitHolds,
		"certify --family bernoulli-logit --r 1e-300 --T 1 --reps 0":                                   exitHolds,
		"certify --family bernoulli-logit --r 1 --delta 1e-300 --T 1 --reps 0":                         exitHolds,
		"certify --family bernoulli-logit --r 1 --target 1e-300 --T 1 --reps 0":                        exitHolds,
		"audit --family gaussian-mean --r 1e-300":                                                      exitHolds,
		"verify law-schedule --seed 0 --workers 4096":                                                  exitHolds,
		"help simulate":       exitHolds,
		"simulate --help":     exitHolds,
		"--version":           exitHolds,
		"--help":              exitHolds,
		"completion bash":     exitHolds,
		"completion":          exitHolds,
		"__complete verify t": exitHolds,
	} {
		code, stdout, stderr := execute(strings.Fields(line)...)
		failed := stdout == "" && strings.Count(stderr, "\n") == 1
		answered := stdout != "" && (stderr == "" || strings.HasPrefix(line, "__complete"))
		if code != want || (code == exitHolds && !answered) || (code != exitHolds && !failed) {
			t.Errorf("itermle %s: exit %d, want %d; stdout %.200q, stderr %.300q", line, code, want, stdout, stderr)
		}
		for _, none := range []string{"NaN", "Inf", "+Inf", "goroutine"} {
			if !strings.Contains(line, "help") && !strings.HasPrefix(line, "completion") &&
				strings.Contains(stdout+stderr, none) {
				t.Errorf("itermle %s prints %s: %.600s", line, none, stdout+stderr)
			}
		}
	}
}
