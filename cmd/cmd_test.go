package cmd

import (
	"encoding/json"
	"math"
	"os"
	"os/exec"
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

func TestSimulateFollowsTheExactLaw(t *testing.T) {
	const n, generations, replicates = 20, 5, 4000
	code, stdout, stderr := execute("simulate", "--family", "gaussian-mean", "--theta", "3", "--schedule", "const:20",
		"--T", "5", "--reps", "4000", "--seed", strconv.FormatUint(suiteseed.Seed(), 10), "--json")
	if code != exitHolds || stderr != "" {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	var got simulation
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	if got.Family != "gaussian-mean" || got.Schedule != "const:20" || got.Workflow != "accumulate" ||
		got.Replicates != replicates || len(got.Generations) != generations {
		t.Fatalf("header: %+v", got)
	}
	for i, g := range got.Generations {
		// θ^(t) ~ N(3, S_t/n), so R·mse·n/S_t ~ χ²_R. A χ²_R leaves R(1 ± 6.5 √(2/R)) with probability
		// below 1e-9 for R = 4000 (Laurent and Massart: P(χ² ≥ R + 2√(Rx) + 2x) ≤ e^{-x}, x = 21).
		want := estimators.ConstantSchedule(n).VarianceSum(i + 1)
		slack := (2*math.Sqrt(replicates*21) + 2*21) / replicates
		if ratio := *g.MSE[0] / want; !(math.Abs(ratio-1) <= slack) {
			t.Errorf("t=%d: mse %g, exact %g", g.T, *g.MSE[0], want)
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
		"--T", "2", "--reps", "10", "--json")
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

// Main with a standard output that the caller has closed cannot write, and says so; what goes to os.DevNull is written.
// The test runs itself.
func TestClosedOutputIsExit5(t *testing.T) {
	if line, again := os.LookupEnv("CMD_AGAIN"); again {
		os.Args = append([]string{"itermle"}, strings.Fields(line)...)
		os.Exit(Main(Suite()))
	}
	for redirected, want := range map[string]int{">&-": exitOutput, "> /dev/null": exitHolds} {
		for _, line := range []string{"--version", "list --json"} {
			command := exec.Command("sh", "-c", `exec "$0" -test.run='^TestClosedOutputIsExit5$' `+redirected,
				os.Args[0])
			command.Env = append(os.Environ(), "CMD_AGAIN="+line)
			var stderr strings.Builder
			command.Stderr = &stderr
			err := command.Run()
			if got := command.ProcessState.ExitCode(); got != want ||
				strings.Count(stderr.String(), "\n") != min(want, 1) {
				t.Errorf("itermle %s %s: %v, exit %d, stderr %q, want exit %d", line, redirected, err, got,
					stderr.String(), want)
			}
		}
	}
}

// Of a single replicate the mean squared error is the square of the bias, digit by digit, and every quantile its size.
func TestOneReplicateIsItsOwnMean(t *testing.T) {
	_, stdout, _ := execute("simulate", "--family", "gaussian", "--theta", "3,2", "--T", "3", "--reps", "1", "--json")
	var got simulation
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	for _, g := range got.Generations {
		square := 0.0
		for i, bias := range g.Bias {
			if square += *g.MSE[i]; *g.MSE[i] != bias*bias || !(math.Abs(g.Mean[i]-got.Theta[i]-bias) <= 1e-15) {
				t.Errorf("t = %d: %+v", g.T, g)
			}
		}
		if d := g.Distance; !(math.Abs(d.Mean*d.Mean-square) <= 1e-15) || d.Q50 != d.Mean || d.Q99 != d.Mean {
			t.Errorf("t = %d: %+v", g.T, d)
		}
	}
}

// Hitting times are over all replicates: those that never hit are later than any that did.
func TestHittingTimes(t *testing.T) {
	hits := make([][hittingLevels]int, 10)
	for i := range hits {
		hits[i] = [hittingLevels]int{i, -1, -1}
		if i < 5 {
			hits[i][1] = 10 - i
		}
	}
	for level, want := range map[int]hittingTime{1: {4, 8, 10}, 2: {10, -1, 5}, 3: {-1, -1, 0}} {
		if got := newHittingTime(hits, level); got != want {
			t.Errorf("level %d: %+v, want %+v", level, got, want)
		}
	}
}

// The events of Construction 1 are those of its α: in a single replicate each either happens or does not.
func TestEventsOfConstruction1(t *testing.T) {
	happened := 0
	for seed := range 20 {
		_, stdout, _ := execute("simulate", "--family", "construction1", "--schedule", "const:100", "--T", "2",
			"--reps", "1", "--seed", strconv.Itoa(seed), "--json")
		var got simulation
		if err := json.Unmarshal([]byte(stdout), &got); err != nil {
			t.Fatal(err)
		}
		for event, is := range map[string]bool{"tv1_gt_logn_over_n": got.Generations[0].Mean[0] > math.Log(100)/100,
			"alpha2_gt_tenth": got.Generations[1].Mean[0] > 0.1} {
			if count := got.Events[event].Count; count != map[bool]int{true: 1}[is] {
				t.Errorf("seed %d: %s counted %d times: %+v", seed, event, count, got.Generations)
			}
			if is {
				happened++
			}
		}
	}
	if happened == 0 || happened == 40 {
		t.Errorf("%d of 40 events happened", happened)
	}
}

// A certificate that holds for ever is said to hold beyond the largest T tried, and not for that one.
func TestCertifyBeyondTheLargestT(t *testing.T) {
	_, stdout, _ := execute("certify", "--family", "gaussian-mean", "--r", "1", "--T", "10", "--reps", "0")
	if !strings.Contains(stdout, "> 2^20") {
		t.Errorf("no T beyond 2^20:\n%s", stdout)
	}
}
