package cmd

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"itermle/estimators"
	"itermle/properties"
	"itermle/theorems"
)

// full is a device that has room for some bytes.
type full struct{ room int }

func (f *full) Write(text []byte) (int, error) {
	if len(text) > f.room {
		return f.room, errors.New("no space left on device")
	}
	f.room -= len(text)
	return len(text), nil
}

func TestOutputThatCannotBeWrittenIsExit5(t *testing.T) {
	for _, line := range []string{"", "--help", "--version", "help verify", "completion bash", "completion", "list",
		"list --json", "verify law-schedule", "verify law-schedule --json",
		"simulate --family gaussian-mean --T 2 --reps 5",
		"simulate --family gaussian-mean --T 2 --reps 5 --json", "certify --family gaussian-mean --r 1 --T 2",
		"certify --family gaussian-mean --r 1 --T 2 --json", "audit --family gaussian-mean",
		"audit --family gaussian-mean --json",
		"show law-schedule", "show law-schedule --json", "simulate --family gaussian-mean --T 2 --reps 5 --csv",
		"certify --family gaussian-mean --sweep r=1 --csv", "certify --family gaussian-mean --sweep r=1 --latex",
		"assumptions --run ^boundary$ --T 2 --schedule const:5", "__complete verify t"} {
		for _, room := range []int{0, 10} {
			var stderr strings.Builder
			code := Run(Suite(), strings.Fields(line), &full{room}, &stderr)
			said := strings.HasSuffix(stderr.String(),
				"itermle: the output could not be written: no space left on device\n")
			if lines := strings.Count(stderr.String(), "\n"); code != exitOutput || !said ||
				lines != 1 && !strings.HasPrefix(line, "__complete") {
				t.Errorf("itermle %s into %d bytes: exit %d, %q: want exit 5 and one line", line, room, code,
					stderr.String())
			}
		}
	}
}

// Every table fits its width, whatever is in it, and --wide cuts nothing.
func TestTablesFit(t *testing.T) {
	for _, line := range []string{"list", "verify --run law-schedule", "audit --family gaussian",
		"audit --family logistic-location", "certify --family bernoulli-logit --r 1 --T 5",
		"certify --family cauchy-location --r 0.08 --schedule const:10 --T 5 --reps 0",
		"certify --family gaussian-mean --sweep r=1;n=10,1000000;T=1,1000000", "show finding-4",
		"simulate --family gaussian-vector:5 --theta 0,0,0,0,0 --T 20 --reps 5",
		"simulate --family construction2 --T 9 --reps 5",
		"simulate --family gaussian-mean --theta 1e12 --schedule list:1000000,2000000,3000000,4000000 --T 4 --reps 5",
		"plan --family gaussian --theta 10,2 --n0 50 --T 3 --epsilon 1 --reps 100"} {
		code, stdout, stderr := execute(strings.Fields(line)...)
		if code != exitHolds {
			t.Fatalf("%s: exit %d: %s", line, code, stderr)
		}
		for text := range strings.Lines(stdout) {
			if n := utf8.RuneCountInString(strings.TrimRight(text, "\n")); n > pageWidth {
				t.Errorf("%s: %d columns: %s", line, n, text)
			}
		}
		var ascii, problems strings.Builder
		run(Suite(), strings.Fields(line), &ascii, &problems, true)
		for text := range strings.Lines(ascii.String()) {
			if n := len(strings.TrimRight(text, "\n")); n > pageWidth {
				t.Errorf("%s in ASCII: %d columns: %s", line, n, text)
			}
		}
		if _, wide, _ := execute(append(strings.Fields(line), "--wide")...); strings.Contains(wide, "--wide shows") {
			t.Errorf("%s --wide leaves columns out:\n%s", line, wide)
		}
	}
}

// within is what a command prints on a screen of a width.
func within(t *testing.T, width int, line string) string {
	t.Helper()
	var stdout, stderr strings.Builder
	s := newScreen(&stdout, false)
	s.width = width
	registry := Suite()
	if err := perform(&registry, strings.Fields(line), s, &stderr); err != nil || s.buffer.Flush() != nil {
		t.Fatalf("%s: %v, %s", line, err, stderr.String())
	}
	return stdout.String()
}

// verify and show fit every width from the narrowest terminal on, but for the command that is to be copied, and a row
// that needs a second line has all its cells.
func TestVerdictsFitEveryWidth(t *testing.T) {
	for _, width := range []int{leastWidth, 80, 96, pageWidth} {
		for _, line := range []string{"verify lemma-jin-4 law-replace-as-accumulate law-first-extinction-printed",
			"verify theorem-B.1-adversaries", "show theorem-B.1-adversaries", "show finding-4",
			"exact --family bernoulli --theta 0.5 --schedule const:4 --T 1 --rho 0.3"} {
			stdout := within(t, width, line)
			for text := range strings.Lines(stdout) {
				if n := utf8.RuneCountInString(text) - 1; n > width && !strings.Contains(text, "itermle verify --run") {
					t.Errorf("%s in %d columns: %d: %s", line, width, n, text)
				}
			}
			if strings.HasPrefix(line, "verify") && !strings.Contains(stdout, "EVIDENCE") {
				t.Errorf("%s in %d columns has no evidence:\n%s", line, width, stdout)
			}
		}
	}
	narrow := within(t, leastWidth, "verify law-replace-as-accumulate")
	if !strings.Contains(narrow, "✓  law-replace-as-accumulate") || !strings.Contains(narrow, "contrast must") {
		t.Errorf("what does not fit a line is lost:\n%s", narrow)
	}
}

func TestTablesLeaveOutByRank(t *testing.T) {
	x := table{columns: []column{{title: "A"}, {title: "B", rank: 2}, {title: "C", rank: 1, right: true},
		{title: "TEXT"}}}
	x.add("aaaa", "bbbb", "1", "one two three four five six seven")
	x.add("a line across")
	for width, want := range map[int]string{
		0:  "A     B     C  TEXT\naaaa  bbbb  1  one two three four five six seven\na line across\n",
		48: "A     B     C  TEXT\naaaa  bbbb  1  one two three four five six seven\na line across\n",
		44: "A     C  TEXT\naaaa  1  one two three four five six seven\na line across\n--wide shows also: B\n",
		30: "A     TEXT\naaaa  one two three four five…\na line across\n--wide shows also: B, C\n",
	} {
		var out strings.Builder
		if err := x.print(&out, width); err != nil || out.String() != want {
			t.Errorf("width %d: %v\n%swant\n%s", width, err, out.String(), want)
		}
	}
	for width, want := range map[int]string{
		24: "A\n    TEXT\naaaa\n    one two three four …\na line across\n--wide shows also: B, C\n",
		15: "A\n    TEXT\naaaa\n    one two th…\na line across\n--wide shows\nalso: B, C\n",
	} {
		var out strings.Builder
		if err := x.print(&out, width); err != nil || out.String() != want {
			t.Errorf("width %d: %v\n%swant\n%s", width, err, out.String(), want)
		}
	}
	x.wrap = true
	var out strings.Builder
	if err := x.print(&out, 30); err != nil || !strings.Contains(out.String(), "four five\n      six seven\n") {
		t.Errorf("wrapped: %v\n%s", err, out.String())
	}
}

// A locale without UTF-8 gets ASCII, in columns as before, and JSON as it is.
func TestLocalesWithoutUTF8GetASCII(t *testing.T) {
	for locale, want := range map[string]bool{"": false, "C": true, "POSIX": true, "de_DE.ISO-8859-1": true,
		"en_US.UTF-8": false, "C.utf8": false} {
		if got := asciiLocale(func(name string) string {
			return map[string]string{"LANG": locale}[name]
		}); got != want {
			t.Errorf("LANG=%s: %v, want %v", locale, got, want)
		}
	}
	if asciiLocale(func(name string) string { return map[string]string{"LC_ALL": "C.UTF-8", "LANG": "C"}[name] }) {
		t.Error("LC_ALL does not come before LANG")
	}
	for _, line := range []string{"verify --run law-schedule", "verify --run law-schedule --wide", "list",
		"list --wide", "audit --family gaussian", "simulate --family gaussian-mean --T 2 --reps 2",
		"certify --family gaussian-mean --r 1 --T 3", "show finding-4", "certify --family gaussian-mean --sweep r=1",
		"--help", "simulate --help", "certify --family gaussian-mean", "audit --family gaussian-mean --r 0"} {
		var out, problems strings.Builder
		run(Suite(), strings.Fields(line), &out, &problems, true)
		if i := strings.IndexFunc(out.String()+problems.String(),
			func(r rune) bool { return r >= utf8.RuneSelf }); i >= 0 {
			t.Errorf("itermle %s prints %.40q", line, (out.String() + problems.String())[i:])
		}
	}
	var out, problems strings.Builder
	run(Suite(), []string{"list", "--json"}, &out, &problems, true)
	if !json.Valid([]byte(out.String())) || !strings.Contains(out.String(), "θ") {
		t.Error("JSON is not UTF-8")
	}
}

// failing is the suite with a claim of a user's that comes out as decide says.
func failing(t *testing.T, decide func() (theorems.Outcome, error)) Registry {
	t.Helper()
	registry := userRegistry(t)
	claim := &registry.Claims[len(registry.Claims)-1]
	claim.Fixed = func(theorems.Profile) []theorems.Scenario {
		return []theorems.Scenario{{Name: "n=1", Experiment: theorems.Deterministic{Decide: decide}},
			{Name: "n=2", Experiment: theorems.Deterministic{Decide: decide}}}
	}
	return registry
}

// The exit codes of verify, and the failures below the table, with the command that repeats them.
func TestVerifySaysWhatFailed(t *testing.T) {
	for name, row := range map[string]struct {
		decide func() (theorems.Outcome, error)
		code   int
		says   string
	}{
		"contradicted": {func() (theorems.Outcome, error) {
			return theorems.Outcome{Verdict: theorems.Refuted, Cases: 1, Evidence: "the sum is 3"}, nil
		}, exitRefuted, "the sum is 3"},
		"undecided": {func() (theorems.Outcome, error) {
			return theorems.Outcome{Cases: 1, Evidence: "no time"}, nil
		}, exitUndecided, "no time"},
		"error": {func() (theorems.Outcome, error) { return theorems.Outcome{}, errors.New("disk on fire") },
			exitBroken, "disk on fire"},
		"panic": {func() (theorems.Outcome, error) { panic("index out of range") }, exitBroken, "index out of range"},
	} {
		var stdout, stderr strings.Builder
		code := Run(failing(t, row.decide), []string{"verify", "my-claim", "--seed", "7"}, &stdout, &stderr)
		_, end, found := strings.Cut(stdout.String(), "\nmy-claim: one and one (")
		if code != row.code || !found || !strings.Contains(end, "n=1: ") || !strings.Contains(end, row.says) ||
			!strings.Contains(end, "reproduce: itermle verify --run '^my-claim$' --seed 7 --profile quick\n") ||
			strings.Contains(stdout.String()+stderr.String(), "goroutine") {
			t.Errorf("%s: exit %d, want %d, and the failures at the end:\n%s%s", name, code, row.code, stdout.String(),
				stderr.String())
		}
		if strings.Index(end, "n=1: ") > strings.Index(end, "n=2: ") {
			t.Errorf("%s: the simplest scenario does not come first:\n%s", name, end)
		}
	}
}

// Means are accurate where they are small beside θ*: replacing exponential samples one by one sends θ^(t) towards 0 in
// nearly every replicate, and θ* + mean(θ − θ*) would leave rounding of 10⁻¹⁶.
func TestMeansFarBelowTheTruthDoNotCancel(t *testing.T) {
	code, stdout, stderr := execute(strings.Fields("simulate --family exponential --theta 1 --workflow replace " +
		"--schedule const:1 --T 400 --reps 50 --json")...)
	var got simulation
	if err := json.Unmarshal([]byte(stdout), &got); code != exitHolds || err != nil {
		t.Fatalf("exit %d, %v: %s", code, err, stderr)
	}
	// log θ^(t) is a walk with steps of mean −0.577 and variance π²/6: below −100 at t = 400 in all 50, or else with
	// probability < 50 P(N > 3) even for its maximum.
	last := got.Generations[399]
	if !(last.Mean[0] > 0 && last.Mean[0] < 1e-17) || last.Bias[0] != -1 || *last.MSE[0] != 1 {
		t.Errorf("mean %g, bias %g, mse %g: want a mean within (0, 1e-17), −1, 1", last.Mean[0], last.Bias[0],
			*last.MSE[0])
	}
}

// Errors that float64 does not resolve beside θ* are announced, others are not; squares that leave float64 are null.
func TestWhatFloat64DoesNotHoldIsSaid(t *testing.T) {
	for line, want := range map[string]bool{"gaussian-mean --theta 1e12": true, "gaussian-mean --theta 1e14": true,
		"gaussian-mean --theta 1e9": false, "exponential --theta 1e100": false, "bernoulli --theta 1": false,
		"gaussian --theta 1e300,1e-10": true} {
		code, stdout, _ := execute(strings.Fields("simulate --T 2 --reps 5 --family " + line)...)
		// A family may refuse what it cannot sample.
		if got := strings.Contains(stdout, "warning:") || code == exitMisuse; got != want {
			t.Errorf("%s: warning %v, want %v\n%s", line, got, want, stdout)
		}
	}
	code, stdout, stderr := execute(
		strings.Fields("simulate --T 2 --reps 5 --json --family exponential --theta 1e-200")...)
	var got simulation
	if err := json.Unmarshal([]byte(stdout), &got); code != exitHolds || err != nil {
		t.Fatalf("exit %d, %v: %s", code, err, stderr)
	}
	if g := got.Generations[0]; g.MSE[0] != nil || !(g.Distance.Mean > 1e-202) || math.Abs(g.Mean[0]/1e-200-1) > 1 {
		t.Errorf("%+v: want an mse that is null and errors near 1e-201", g)
	}
}

// breaking is a family of a user's that panics where it is sampled.
type breaking struct{ *estimators.GaussianMean }

func (breaking) Sample([]float64, []float64, *rand.Rand) { panic("no sampler") }

// What breaks is a code of its own and one line, without a dump.
func TestPanicsAndBrokenCheckersAreExit4(t *testing.T) {
	registry := userRegistry(t)
	last := &registry.Families[len(registry.Families)-1]
	member, err := last.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	last.New = func([]float64) (estimators.Family, error) { return breaking{member.(renamed).GaussianMean}, nil }
	var stdout, stderr strings.Builder
	code := Run(registry, strings.Fields("simulate --family mine --path raw --T 2 --reps 200"), &stdout, &stderr)
	if code != exitBroken || stdout.Len() > 0 || stderr.String() != "itermle: replicate 0: panic: no sampler\n" {
		t.Errorf("exit %d, %q %q: want exit 4 and a line with the replicate", code, stdout.String(), stderr.String())
	}
	last.New = func([]float64) (estimators.Family, error) { panic("no family") }
	stdout.Reset()
	stderr.Reset()
	if code := Run(registry, []string{"list"}, &stdout, &stderr); code != exitBroken ||
		stderr.String() != "itermle: panic: no family\n" {
		t.Errorf("exit %d, %q: want exit 4 and one line", code, stderr.String())
	}
	for err, want := range map[error]int{nil: exitHolds, errors.New("x"): exitMisuse,
		exitError{exitRefuted}:                         exitRefuted,
		&properties.CheckerError{Err: errors.New("x")}: exitBroken, &outputError{errors.New("x")}: exitOutput} {
		if got := exitCode(err); got != want {
			t.Errorf("%v: exit %d, want %d", err, got, want)
		}
	}
}

// The need counts what a run holds: replicates, coordinates, blocks of sums, workers with raw samples, and their fits.
func TestNeedsCountEverything(t *testing.T) {
	large := subject{Setup: estimators.Setup[estimators.Pool]{Truth: make([]float64, 50), Generations: 1000},
		need: func() poolNeed { return poolNeed{memory: 1 << 20} }}
	if got := large.memory(6400, 3); !(got >= 6400*1000*8+100*1000*50*sumsOfBlock*8+3<<20) {
		t.Errorf("50 coordinates, 3 large pools: %g bytes", got)
	}
	small := large
	small.need = func() poolNeed { return poolNeed{memory: 1 << 10} }
	if got := small.memory(6400, 3); !(got >= windowBytes/2+6400<<11 && got < windowBytes+64<<20) {
		t.Errorf("50 coordinates, a small pool for each replicate: %g bytes", got)
	}
	if narrow, wide := rowsMemory(1000, 1, true), rowsMemory(1000, 100, true); !(wide > 8*narrow) {
		t.Errorf("100 coordinates need %g, 1 needs %g", wide, narrow)
	}
	laplace, err := estimators.ParseFamily("laplace-location")
	if err != nil {
		t.Fatal(err)
	}
	for workflow, want := range map[string]poolNeed{
		"accumulate": {8 * 30 * 7, 30 + 60}, "replace": {8*10*7 + 8*10*2, 30 + 30}, // X^(0) beside the pool
		"bootstrap:1000000": {8 * 30 * 7, 30 + 60},
		"subsample:5":       {8 * 30 * 7, 30 + 15}, "original:0.5": {8 * 20 * 7, 30 + 60},
		"weighted:0.5": {8*20*7 + 8*10*2, 60 + 60},
	} {
		parsed, err := estimators.ParseWorkflow(workflow)
		if err != nil {
			t.Fatal(err)
		}
		var got poolNeed
		got.memory, got.draws = estimators.PoolNeed(laplace, estimators.AutoPath, parsed,
			estimators.ConstantSchedule(10), 3)
		if got != want {
			t.Errorf("%s: %+v, want %+v", workflow, got, want)
		}
	}
}
