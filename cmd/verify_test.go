package cmd

import (
	"encoding/json"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"itermle/estimators"
	"itermle/theorems"
)

// boundRegistry has a claim of a user's that draws: a bound whose ratio is uniform on [0, 0.9], at three n.
func boundRegistry(t *testing.T, demands ...theorems.Share) Registry {
	t.Helper()
	registry := userRegistry(t)
	registry.Claims = registry.Claims[len(registry.Claims)-1:]
	registry.Statements = registry.Statements[len(registry.Statements)-1:]
	claim := &registry.Claims[0]
	claim.Fixed, claim.Demands = nil, demands
	claim.Draw = func(choose theorems.Chooser) theorems.Scenario {
		n := theorems.Pick(choose, "n", "1", "20", "300", "4000", "50000")
		return theorems.Scenario{Name: "gaussian-mean n=" + n + " const:" + n + " T=3 replace",
			Experiment: theorems.Rate{
				Allowed: 0.1, Tolerated: 0.2, Ratio: func() (estimators.Trial[float64], error) {
					return func(s *estimators.Stream, replicate uint64) (float64, error) {
						return 0.9 * s.At(replicate, 0).Float64(), nil
					}, nil
				}}}
	}
	return registry
}

// The tightness is a column and a field, and what was drawn stands below the table in at most six lines.
func TestVerifySaysHowTightAndWhatWasDrawn(t *testing.T) {
	registry := boundRegistry(t, theorems.Share{AtLeast: 0.1, Within: 2})
	verify := func(line string) (int, string) {
		var stdout, stderr strings.Builder
		code := Run(registry, strings.Fields("verify "+line), &stdout, &stderr)
		return code, stdout.String()
	}
	code, wide := verify("--wide --instances 40")
	row := rows(wide)["my-claim"]
	if column := regexp.MustCompile(`  0\.\d+ \[0\.\d+, 0\.\d+\]  `); code != exitHolds || !column.MatchString(row) ||
		!strings.Contains(wide, "TIGHTNESS") {
		t.Errorf("exit %d: no tightness in %q", code, row)
	}
	_, drawn, _ := strings.Cut(wide, "\ndrawn: ")
	for _, want := range []string{"40 of 40, 100% [", "come within a factor 2", "family gaussian-mean",
		"schedule const", "workflow replace", "n 10^", "and 2 more", "T 10^0", "demands on what is drawn: 1, "} {
		if !strings.Contains(drawn, want) {
			t.Errorf("verify does not print %q:\n%s", want, wide)
		}
	}
	if lines := strings.Count("drawn: "+drawn, "\n"); lines > 6 {
		t.Errorf("%d lines on what was drawn:\n%s", lines, drawn)
	}
	_, text := verify("--json --instances 40")
	var summary struct {
		Instances int
		Reports   []struct {
			Planned   int
			Tightness struct{ Ratio, Low, High float64 }
			Coverage  struct {
				Near    struct{ Count, Of int }
				Demands []struct{ Judged, Missed bool }
			}
		}
	}
	if err := json.Unmarshal([]byte(text), &summary); err != nil {
		t.Fatal(err)
	}
	r := summary.Reports[0]
	if tight := r.Tightness; summary.Instances != 40 || r.Planned != 40 ||
		!(0.5 < tight.Low && tight.Low <= tight.Ratio &&
			tight.Ratio <= tight.High && tight.High < 1) || r.Coverage.Near.Count != 40 ||
		len(r.Coverage.Demands) != 1 {
		t.Errorf("%+v", summary)
	}
	registry = boundRegistry(t, theorems.Share{AtLeast: 0.5, Within: 2})
	if _, text := verify("--instances 40"); !strings.Contains(text, "1 judged by so many draws, 0 missed") {
		t.Errorf("a demand that is met:\n%s", text)
	}
	registry = boundRegistry(t, theorems.Share{AtLeast: 0.9, Within: 1})
	if code, text := verify("--instances 40"); code != exitUndecided ||
		!strings.Contains(text, "--instances 40\n") || !strings.Contains(text, "1 judged by so many draws, 1 missed") {
		t.Errorf("a demand that is missed: exit %d\n%s", code, text)
	}
	registry = userRegistry(t)
	if _, text := verify("my-claim"); strings.Contains(text, "drawn:") {
		t.Errorf("nothing was drawn:\n%s", text)
	}
}

// A claim that comes out as the opposite is marked ✗, and the first three scenarios that fail are repeated, with --wide
// all.
func TestVerifyMarksContradictions(t *testing.T) {
	registry := userRegistry(t)
	claim := &registry.Claims[len(registry.Claims)-1]
	one := claim.Fixed(theorems.Quick)[0]
	claim.Expect, claim.Fixed = theorems.Refuted, func(theorems.Profile) (five []theorems.Scenario) {
		for _, name := range []string{"a", "b", "c", "d", "e"} {
			one.Name = name
			five = append(five, one)
		}
		return five
	}
	var stdout, stderr strings.Builder
	code := Run(registry, []string{"verify", "my-claim"}, &stdout, &stderr)
	text := stdout.String()
	if code != exitRefuted || !strings.Contains(text, "✗  my-claim  supported, want refuted") ||
		strings.Count(text, "supported, want refuted: ") != 3 || !strings.Contains(text, "and 2 more scenarios") ||
		strings.Count(text, "reproduce: ") != 1 {
		t.Errorf("exit %d\n%s", code, text)
	}
	stdout.Reset()
	Run(registry, []string{"verify", "my-claim", "--wide"}, &stdout, &stderr)
	if text := stdout.String(); strings.Count(text, "supported, want refuted: ") != 5 ||
		strings.Count(text, "reproduce: ") != 1 || strings.Contains(text, "more scenarios") {
		t.Errorf("--wide does not have all failures, or not the command once:\n%s", text)
	}
}

func TestTightnessIsPrinted(t *testing.T) {
	for want, of := range map[string]*theorems.Tightness{"—": nil, "0.5": {Ratio: 0.5, Low: 0.5, High: 0.5},
		"0.5 ≥ 0.25":       {Ratio: 0.5, Low: 0.25, High: math.Inf(1)},
		"0.5 [0.25, 0.75]": {Ratio: 0.5, Low: 0.25, High: 0.75}} {
		if got := tightness(of); got != want {
			t.Errorf("%+v: %s, want %s", of, got, want)
		}
	}
}

// A seed that the system draws differs from run to run, is told on stderr, and gives the same output when it is given.
func TestRandomSeedsAreTold(t *testing.T) {
	told := map[string]bool{}
	for range 2 {
		code, stdout, stderr := execute("verify", "law-schedule", "--seed", "random", "--json")
		seed, found := strings.CutPrefix(strings.TrimSpace(stderr), "random: --seed ")
		if _, err := strconv.ParseUint(seed, 10, 64); code != exitHolds || !found || err != nil ||
			!strings.Contains(stdout, `"seed": `+seed) {
			t.Fatalf("exit %d, stderr %q, stdout %.300s", code, stderr, stdout)
		}
		told[seed] = true
	}
	if len(told) != 2 {
		t.Errorf("two runs drew one seed: %v", told)
	}
	for _, line := range []string{"simulate --family gaussian-mean --T 2 --reps 5",
		"instances --claim law-schedule --n 5"} {
		_, first, stderr := execute(append(strings.Fields(line), "--seed", "random")...)
		seed := strings.TrimPrefix(strings.TrimSpace(stderr), "random: --seed ")
		if code, again, stderr := execute(append(strings.Fields(line), "--seed", seed)...); code != exitHolds ||
			first != again || stderr != "" {
			t.Errorf("%s: seed %s, exit %d\n%s\nand\n%s", line, seed, code, first, again)
		}
	}
}
