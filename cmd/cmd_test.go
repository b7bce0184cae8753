package cmd

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"itermle/estimators"
	"itermle/internal/suiteseed"
)

func execute(arguments ...string) (code int, stdout, stderr string) {
	var out, errors strings.Builder
	code = Run(Suite(), arguments, &out, &errors)
	return code, out.String(), errors.String()
}

func TestMisuseIsOneLineThatNamesTheValue(t *testing.T) {
	for _, row := range []struct {
		line string
		want []string // must all be in the message
	}{
		{"frobnicate", []string{`"frobnicate"`, "verify, list, simulate, assumptions, audit or certify"}},
		{"verify extra", []string{`"extra"`}},
		{"verify --profile slow", []string{"slow", "quick, ci or deep"}},
		{"verify --run (", []string{"(", "regular expression"}},
		{"verify --run no-such-claim", []string{"no-such-claim", "itermle list"}},
		{"verify --seed -1", []string{"--seed", `"-1"`, "2^64−1"}},
		{"verify --seed 18446744073709551616", []string{"--seed", "18446744073709551616", "2^64−1"}},
		{"verify --strict=2", []string{"--strict", `"2"`, "true or false"}},
		{"verify --workers 0", []string{"--workers", "0", "≥ 1"}},
		{"certify", []string{"family", `""`}},
		{"certify --family bernoulli-logit", []string{"r = 0", "r > 0"}},
		{"certify --family bernoulli-logit --r one", []string{"--r", `"one"`, "a number"}},
		{"certify --family bernoulli-logit --r -1", []string{"-1", "r > 0"}},
		{"certify --family bernoulli-logit --r NaN", []string{"NaN", "r > 0"}},
		{"certify --family bernoulli-logit --theta 699 --r 2", []string{"2", "|θ*| + r ≤ 700"}},
		{"certify --family gaussian-mixture --theta 0.1 --r 0.2", []string{"0.2", "0 < w* ± r < 1"}},
		{"certify --family exponential-rate --theta 1 --r 2", []string{"2", "0 < r < θ*"}},
		{"certify --family exponential-rate --theta -1 --r 2", []string{"-1", "λ > 0"}},
		{"certify --family bernoulli-logit --r 1 --delta 1", []string{"δ", "1", "0 < δ < 1"}},
		{"certify --family bernoulli-logit --r 1 --delta 0", []string{"δ", "0 < δ < 1"}},
		{"certify --family bernoulli-logit --r 1 --T 0", []string{"T", "0", "≥ 1"}},
		{"certify --family bernoulli-logit --r 1 --T 2000000", []string{"--T", "2e+06", "2^20"}},
		{"certify --family bernoulli-logit --r 1 --target 0", []string{"--target", "0", "ρ > 0"}},
		{"certify --family bernoulli-logit --r 1 --reps -1", []string{"--reps", "-1"}},
		{"certify --family bernoulli-logit --r 1 --schedule const:0", []string{"const:0", "1 ≤ n"}},
		{"certify --family weibull-shape --r 0.1", []string{"weibull-shape", "AssumptionConstants"}},
		{"simulate", []string{"family", `""`}},
		{"simulate --family bernouli", []string{`"bernouli"`, "gaussian-mean"}},
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
		{"simulate --family gaussian-mean --reps 1000000 --T 1000000", []string{"1.000064e+12", "2^27"}},
		{"simulate --family gaussian-mean --reps 1 --T 100000000", []string{"6.5e+09", "2^27"}},
		{"simulate --family exponential --theta 1e200 --reps 2 --T 2", []string{"‖θ^(1)−θ*‖", "10^150"}},
		{"simulate --family construction2 --tmax -3", []string{"--tmax", "-3", "≥ 1"}},
		{"simulate --family gaussian-mean --h-only", []string{"--h-only", "construction2"}},
		{"simulate --family construction1 --workflow fresh:0.5", []string{"fresh:0.5", "accumulate or replace"}},
		{"simulate --family construction1 --theta 0.5,2", []string{"α = 0.5", "1/4"}},
		{"simulate --family construction2 --theta 0,2", []string{"length 2", "want 7"}},
		{"simulate --family gaussian-mean --T many", []string{"--T", `"many"`, "whole number"}},
		{"simulate --family weibull-shape --theta 1e-9", []string{"k = 1e-09", "1/16"}},
		{"simulate --famly gaussian-mean", []string{"--famly", "--help"}},
		{"simulate --family construction1 --schedule geom:10,2", []string{"geom:10,2", "const"}},
		{"simulate --family construction2 --phi exp", []string{`"exp"`, "loglog"}},
		{"simulate --family construction2 --width 1", []string{`"1"`}},
		{"audit", []string{"family", `""`}},
		{"audit --family gaussian-mean --r 0", []string{"r = 0", "r > 0"}},
		{"audit --family gaussian-mean --r NaN", []string{"NaN", "r > 0"}},
		{"audit --family bernoulli --theta 2", []string{"p = 2", "0 ≤ p ≤ 1"}},
		{"audit --family bernoulli --r 0.6", []string{"r = 0.6", "r < 0.5"}},
		{"audit --family bernoulli --theta 0", []string{"θ* inside Θ"}},
		{"audit --family bernoulli 0.5", []string{`"0.5"`}},
		{"list everything", []string{`"everything"`}},
		{"assumptions all", []string{`"all"`}},
		{"assumptions --reps 5", []string{"5", "200"}},
		{"assumptions --T 1", []string{"T = 1", "2 ≤ T"}},
		{"assumptions --seed x", []string{`"x"`}},
	} {
		code, stdout, stderr := execute(strings.Fields(row.line)...)
		if code != exitMisuse || stdout != "" || strings.Count(stderr, "\n") != 1 {
			t.Errorf("itermle %s: exit %d, stdout %q, stderr %q: want exit 2, no output, one line", row.line, code,
				stdout, stderr)
		}
		for _, want := range row.want {
			if !strings.Contains(stderr, want) {
				t.Errorf("itermle %s: %q does not say %q", row.line, stderr, want)
			}
		}
	}
}

func TestSimulateFollowsTheExactLaw(t *testing.T) {
	const n, generations, replicates = 20, 5, 4000
	code, stdout, stderr := execute("simulate", "--family", "gaussian-mean", "--theta", "3", "--schedule", "const:20",
		"--T", "5",
		"--reps", "4000", "--seed", strconv.FormatUint(suiteseed.Seed(), 10), "--json")
	if code != exitHolds || stderr != "" {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	var got simulation
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	if got.Family != "gaussian-mean" || got.Schedule != "const:20" || got.Workflow != "accumulate" ||
		got.Replicates != replicates ||
		len(got.Generations) != generations {
		t.Fatalf("header: %+v", got)
	}
	for i, g := range got.Generations {
		// θ^(t) ~ N(3, S_t/n), so R·mse·n/S_t ~ χ²_R. A χ²_R leaves R(1 ± 6.5 √(2/R)) with probability
		// below 1e-9 for R = 4000 (Laurent and Massart: P(χ² ≥ R + 2√(Rx) + 2x) ≤ e^{-x}, x = 21).
		want := estimators.ConstantSchedule(n).VarianceSum(i + 1)
		slack := (2*math.Sqrt(replicates*21) + 2*21) / replicates
		if ratio := g.MSE[0] / want; !(math.Abs(ratio-1) <= slack) {
			t.Errorf("t=%d: mse %g, exact %g", g.T, g.MSE[0], want)
		}
		if g.T != i+1 || g.N != n || g.Defined != replicates || g.Variation == nil {
			t.Errorf("row %d: %+v", i, g)
		}
		d := g.Distance
		if !(0 < d.Q50 && d.Q50 < d.Q90 && d.Q90 < d.Q95 && d.Q95 < d.Q99) {
			t.Errorf("t=%d: quantiles out of order: %+v", g.T, d)
		}
	}
}

func TestSimulateDoesNotDependOnWorkers(t *testing.T) {
	for _, line := range []string{
		"--family gaussian-mean --schedule poly:5,0.5 --T 7 --reps 333",
		"--family bernoulli-logit --theta 2 --schedule const:3 --T 4 --reps 333",
		"--family weibull-shape --schedule const:20 --T 3 --reps 70 --workflow subsample:15",
		"--family construction1 --schedule const:50 --T 3 --reps 130",
		"--family construction2 --schedule const:50 --T 20 --reps 130",
		"--family construction2 --schedule const:50 --T 20 --reps 130 --h-only",
	} {
		var outputs []string
		for _, workers := range []string{"1", "2", "16"} {
			arguments := append([]string{"simulate", "--json", "--seed", strconv.FormatUint(suiteseed.Seed(), 10),
				"--workers", workers}, strings.Fields(line)...)
			code, stdout, stderr := execute(arguments...)
			if code != exitHolds {
				t.Fatalf("%s: exit %d: %s", line, code, stderr)
			}
			outputs = append(outputs, stdout)
		}
		for _, other := range outputs[1:] {
			if difference := cmp.Diff(outputs[0], other); difference != "" {
				t.Errorf("%s: output depends on --workers:\n%s", line, difference)
			}
		}
	}
}

func TestSimulateCountsMissingEstimates(t *testing.T) {
	// One logit sample is all success or all failure, so no replicate has an MLE at t = 1.
	code, stdout, stderr := execute("simulate", "--family", "bernoulli-logit", "--theta", "0", "--schedule", "const:1",
		"--T", "2",
		"--reps", "10", "--json")
	if code != exitHolds {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	var got simulation
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	if event := got.Events["mle_does_not_exist"]; event.Count != 10 || got.Generations[0].Defined != 0 {
		t.Errorf("events %v, generation 1 %+v: want 10 replicates without MLE", got.Events, got.Generations[0])
	}
}
