package cmd

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"itermle/theorems"
)

// recordLines is a record without its seconds.
func recordLines(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`"seconds":[^,}]*`).ReplaceAllString(string(text), "")
}

// A run that a signal ends prints what it has decided and how to go on, even where a scenario does not end, and goes on
// to the lines of a run that nothing has ended.
func TestSignalsEndARunThatCanBeGoneOnWith(t *testing.T) {
	itself, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	var received atomic.Int32 // the signal that the second scenario of my-claim sends; 0: none. It may outlive a run
	forever := make(chan struct{})
	defer close(forever)
	registry := userRegistry(t)
	claim := &registry.Claims[len(registry.Claims)-1]
	sum := claim.Fixed(theorems.Quick)[0]
	claim.Fixed = func(theorems.Profile) []theorems.Scenario {
		return []theorems.Scenario{sum, {Name: "a signal",
			Experiment: theorems.Deterministic{Decide: func() (theorems.Outcome, error) {
				if signal := syscall.Signal(received.Load()); signal != 0 {
					if err := itself.Signal(signal); err != nil {
						return theorems.Outcome{}, err
					}
					<-forever
				}
				return theorems.Outcome{Verdict: theorems.Supported, Cases: 1}, nil
			}}}}
	}
	verify := func(line string) (int, string, string) {
		var stdout, stderr strings.Builder
		code := Run(registry, strings.Fields("verify my-claim --workers 1 "+line), &stdout, &stderr)
		return code, stdout.String(), stderr.String()
	}
	folder := t.TempDir()
	whole, ended := filepath.Join(folder, "whole"), filepath.Join(folder, "ended")
	_, verdicts, _ := verify("--record " + whole)
	for signal, want := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143} {
		received.Store(int32(signal))
		code, stdout, stderr := verify("--record " + ended)
		if goOn := "go on with: itermle verify my-claim --record " + ended + " --workers 1 --resume\n"; code != want ||
			stderr != "" || !strings.Contains(stdout, "?  my-claim  undecided, want supported") ||
			!strings.Contains(stdout, "left undecided: 1 scenarios that were planned, of 1 claims: my-claim\n"+goOn) {
			t.Errorf("%v: exit %d, stderr %q\n%s\nwant exit %d and\n%s", signal, code, stderr, stdout, want, goOn)
		}
		if code, stdout, stderr := verify("--json"); code != want || !strings.Contains(stdout, `"pending": 1`) ||
			!strings.Contains(stderr, "--record FILE would have kept") {
			t.Errorf("%v, without a record: exit %d, stderr %q\n%s", signal, code, stderr, stdout)
		}
		received.Store(0)
		if code, stdout, stderr := verify("--resume --record " + ended); code != exitHolds || stdout != verdicts ||
			stderr != "" || recordLines(t, ended) != recordLines(t, whole) {
			t.Errorf("gone on with: exit %d, stderr %q, stdout\n%s\nand record\n%s", code, stderr, stdout,
				recordLines(t, ended))
		}
		if err := os.Remove(ended); err != nil {
			t.Fatal(err)
		}
	}
}

// A budget that ends before all is decided leaves the rest undecided, and says so.
func TestBudgetsSayWhatIsLeft(t *testing.T) {
	code, stdout, stderr := execute("verify", "--budget", "1ns", "--run", "^law-")
	if code != exitUndecided || stderr != "" || !strings.Contains(stdout, "left undecided: ") ||
		!strings.Contains(stdout, "more\n--record FILE would have kept what is decided.\n") {
		t.Errorf("exit %d, stderr %q\n%s", code, stderr, stdout)
	}
	if code, stdout, _ := execute("verify", "--budget", "1h", "law-schedule"); code != exitHolds ||
		strings.Contains(stdout, "left undecided") {
		t.Errorf("a budget that suffices: exit %d\n%s", code, stdout)
	}
}

// Four shards merge to the lines, and to the output, of one run; what a record lacks is named.
func TestShardsMergeToTheLinesOfOneRun(t *testing.T) {
	const claims = "^(law-schedule|theorem-5.1-part-1|lemma-pinsker|scale-product)"
	folder := t.TempDir()
	whole, union := filepath.Join(folder, "whole"), filepath.Join(folder, "union")
	_, verdicts, _ := execute("verify", "--run", claims, "--record", whole)
	var files []string
	for i := range 4 {
		file := filepath.Join(folder, fmt.Sprint(i))
		files = append(files, file)
		code, stdout, stderr := execute("verify", "--run", claims, "--record", file, "--shard", fmt.Sprintf("%d/4", i))
		if want := fmt.Sprintf("shard %d/4: %d scenarios decided, in %s; when all", i,
			strings.Count(recordLines(t, file), "\n"), file); code != exitHolds || stderr != "" ||
			!strings.HasPrefix(stdout, want) || strings.Count(stdout, "\n") != 1 {
			t.Errorf("exit %d, stderr %q, stdout %q, want %q", code, stderr, stdout, want)
		}
	}
	merge := func(files ...string) (int, string, string) {
		return execute(append([]string{"merge", "--run", claims, "--record", union}, files...)...)
	}
	if code, stdout, stderr := merge(files...); code != exitHolds || stderr != "" || stdout != verdicts ||
		recordLines(t, union) != recordLines(t, whole) || strings.Count(recordLines(t, whole), "\n") < 8 {
		t.Errorf("exit %d, stderr %q, stdout\n%s\nwant\n%s", code, stderr, stdout, verdicts)
	}
	if code, _, stderr := merge(files[1:]...); code != exitUndecided ||
		strings.Count(stderr, "itermle: no record has ") != strings.Count(recordLines(t, files[0]), "\n") {
		t.Errorf("without a shard: exit %d, %s", code, stderr)
	}
	if code, _, stderr := execute("merge", "--run", "^law-schedule$", whole); code != exitMisuse ||
		!strings.Contains(stderr, "it is of claims") {
		t.Errorf("records of more claims: exit %d, %s", code, stderr)
	}
}

// What failed is a failure in JUnit's XML and an annotation of GitHub's, each with the line that repeats it.
func TestBuildServersAreTold(t *testing.T) {
	registry := userRegistry(t)
	claim := &registry.Claims[len(registry.Claims)-1]
	claim.Expect = theorems.Refuted
	file := filepath.Join(t.TempDir(), "junit.xml")
	var stdout, stderr strings.Builder
	code := Run(registry, strings.Fields("verify my-claim law-schedule --annotations --junit "+file), &stdout, &stderr)
	want := "::error title=my-claim,file=mine/my_lemma.go::supported, want refuted: sum: the sum is 2%0A" +
		"reproduce: itermle verify --run '^my-claim$' --seed 1 --profile quick\n"
	if code != exitRefuted || stderr.String() != want {
		t.Errorf("exit %d, annotations %q, want %q", code, stderr.String(), want)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var suite junitSuite
	if err := xml.Unmarshal(text, &suite); err != nil || suite.Tests != 2 || suite.Failures != 1 || suite.Errors != 0 ||
		suite.Cases[0].Failure != nil || suite.Cases[1].Failure == nil || suite.Cases[1].Claim != "my-claim" ||
		!strings.Contains(suite.Cases[1].Failure.Text, "reproduce: itermle") {
		t.Errorf("%v\n%s", err, text)
	}
	claim.Expect, claim.Fixed = theorems.Supported, func(theorems.Profile) []theorems.Scenario { return nil }
	stderr.Reset()
	if Run(registry, strings.Fields("verify my-claim --annotations"), &stdout, &stderr); !strings.HasPrefix(
		stderr.String(), "::warning title=my-claim,") {
		t.Errorf("undecided: %q", stderr.String())
	}
	claim.Fixed = func(theorems.Profile) []theorems.Scenario { panic("boom, 100%") }
	stderr.Reset()
	if Run(registry, strings.Fields("verify my-claim --annotations --junit "+file), &stdout,
		&stderr); !strings.Contains(
		stderr.String(), "panic: boom, 100%25") || !strings.HasPrefix(stderr.String(), "::error ") {
		t.Errorf("broken: %q", stderr.String())
	}
	if text, err = os.ReadFile(file); err != nil || !strings.Contains(string(text), `<error type="undecided"`) {
		t.Errorf("broken: %v\n%s", err, text)
	}
	if code, _, errors := execute("verify", "law-schedule", "--junit", "none/junit.xml"); code != exitOutput {
		t.Errorf("into no folder: exit %d, %s", code, errors)
	}
}
