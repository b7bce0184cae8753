package cmd

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shared runs a command line as it is and in shards on different numbers of workers, and merges the records of these.
func shared(t *testing.T, registry Registry, line string, shards int) (whole, merged run3, folder string) {
	t.Helper()
	folder = t.TempDir()
	whole = runLine(registry, line+" --record "+filepath.Join(folder, "whole"))
	merge := "merge --record " + filepath.Join(folder, "merged")
	for i := range shards {
		path := filepath.Join(folder, fmt.Sprint(i))
		got := runLine(registry, fmt.Sprintf("%s --shard %d/%d --record %s --workers %d", line, i, shards, path, 1+i))
		if got.code != exitHolds || got.stderr != "" ||
			!strings.HasPrefix(got.stdout, fmt.Sprintf("shard %d/%d: ", i, shards)) {
			t.Fatalf("%s: shard %d: %+v", line, i, got)
		}
		merge += " " + path
	}
	return whole, runLine(registry, merge), folder
}

// run3 is what a command line gave.
type run3 struct {
	code           int
	stdout, stderr string
}

func runLine(registry Registry, line string) run3 {
	var stdout, stderr strings.Builder
	code := Run(registry, strings.Fields(line), &stdout, &stderr)
	return run3{code, stdout.String(), stderr.String()}
}

func fileText(t *testing.T, elements ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(elements...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// simulations are command lines whose results are of every kind: total variation, marks, replicates without MLE,
// events, hitting times and the share collapsed; the last block is not full.
var simulations = []string{
	"simulate --family bernoulli-logit --theta 2 --schedule const:5 --T 6 --reps 300 --kl",
	"simulate --family gaussian --T 3 --reps 129 --seed 7 --workflow replace",
	"simulate --family construction1 --schedule const:50 --T 2 --reps 200",
	"simulate --family construction2 --h-only --schedule const:100 --T 40 --reps 130",
	"simulate --family leak:0.4,0.1 --schedule const:100 --T 5 --reps 200",
}

// What shards have computed merges to what a run without shards prints and records, line for line.
func TestShardsOfSimulateAndTightMergeToOneRun(t *testing.T) {
	lines := append([]string{"tight --archive none --evaluations 100 --claim exact|random|law",
		"tight --archive none --evaluations 50",
		"sweep --families bernoulli-logit@2;gaussian --n 5,50 --T 3,6 --workflows accumulate;replace " +
			"--delta 0.1,0.01 --reps 100"}, simulations...)
	for _, line := range lines {
		registry := Suite()
		if strings.HasPrefix(line, "tight") {
			registry = searched(0.3, 2)
		}
		whole, merged, folder := shared(t, registry, line, 3)
		if merged != whole {
			t.Errorf("%s: merged\n%+v\nwant\n%+v", line, merged, whole)
		}
		if got, want := fileText(t, folder, "merged"), fileText(t, folder, "whole"); got != want {
			t.Errorf("%s: the union is\n%.2000s\nwant\n%.2000s", line, got, want)
		}
		files := fmt.Sprintf(" %s %[2]s %[2]s", filepath.Join(folder, "1"), filepath.Join(folder, "0"))
		less := runLine(registry, "merge"+files)
		if less.code != exitUndecided || less.stdout != "" ||
			!strings.HasPrefix(less.stderr, "itermle: no record has ") {
			t.Errorf("%s: merged without a shard: %+v", line, less)
		}
		json := runLine(registry, "merge --json "+filepath.Join(folder, "whole"))
		if want := runLine(registry, line+" --json"); json != want {
			t.Errorf("%s: merged as JSON\n%+v\nwant\n%+v", line, json, want)
		}
		csv := runLine(registry, "merge --csv "+filepath.Join(folder, "whole"))
		switch want := runLine(registry, line+" --csv"); {
		case strings.HasPrefix(line, "tight"):
			if csv.code != exitMisuse || csv.stdout != "" || !strings.Contains(csv.stderr, "--csv has no effect") {
				t.Errorf("%s: merged as CSV: %+v", line, csv)
			}
		case csv != want:
			t.Errorf("%s: merged as CSV\n%+v\nwant\n%+v", line, csv, want)
		}
	}
}

// Wherever a run is killed, within a line too, going on ends with the same lines.
func TestPartRecordsAreGoneOnWith(t *testing.T) {
	path := filepath.Join(t.TempDir(), "record")
	line := simulations[0] + " --record " + path
	whole := runLine(Suite(), line)
	want := fileText(t, path)
	for _, cut := range []int{0, 10, len(want) / 2, strings.Index(want, "\n") + 1, len(want) - 1, len(want)} {
		if err := os.WriteFile(path, []byte(want[:cut]), 0o600); err != nil {
			t.Fatal(err)
		}
		got := runLine(Suite(), line+" --resume")
		damaged := cut > 0 && want[cut-1] != '\n'
		if damaged != strings.Contains(got.stderr, "damaged and dropped") || got.stdout != whole.stdout ||
			got.code != whole.code || fileText(t, path) != want {
			t.Errorf("killed after %d bytes: %+v", cut, got)
		}
	}
}

func TestPartRecordsThatDoNotFitAreRefused(t *testing.T) {
	folder := t.TempDir()
	path := func(name string) string { return filepath.Join(folder, name) }
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(path(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(line, want string) {
		t.Helper()
		if got := runLine(Suite(), line); got.code != exitMisuse || !strings.Contains(got.stderr, want) ||
			got.stdout != "" || strings.Count(got.stderr, "\n") != 1 {
			t.Errorf("%s: %+v, want %q", line, got, want)
		}
	}
	line := simulations[1]
	runLine(Suite(), line+" --record "+path("whole"))
	runLine(Suite(), line+" --kl --record "+path("another"))
	whole := fileText(t, folder, "whole")
	first, second, _ := strings.Cut(whole, "\n")
	write("differs", strings.Replace(whole, `"sums":"`, `"sums":"AAAA`, 1))
	write("beyond", strings.Replace(whole, `"part":1`, `"part":3`, 1))
	write("damaged", first[:40]+"\n"+second)
	write("short", strings.Replace(whole, `"err":["`, `"err":["","`, 1))
	write("program", strings.ReplaceAll(whole, `"version":"`, `"version":"v9`))
	write("renamed", strings.ReplaceAll(whole, `"command":"simulate"`, `"command":"verify"`))
	write("flag", strings.ReplaceAll(whole, `--seed=7`, `--seed=seven`))
	run("merge "+path("whole")+" "+path("another"), "line 1: it is of simulate --T=3 --family=gaussian --kl=true")
	run("merge "+path("whole")+" "+path("differs"), "line 1: part 0 differs")
	run("merge "+path("beyond"), "line 2: part 3 of 3")
	run("merge "+path("damaged"), "line 1: damaged")
	run("merge "+path("short"), "as large")
	run("merge "+path("program"), "the records are of simulate")
	run("merge "+path("renamed"), "no line")
	run("merge "+path("flag"), `--seed "seven"`)
	run("merge --run a "+path("whole"), "--run has no effect beside records of simulate")
	run("merge "+path("none"), "no such file")
	run(line+" --record "+path("whole"), "it has lines")
	run(line+" --kl --resume --record "+path("whole"), "line 1: it is of")
	run(line+" --shard 1/2", "--record is missing")
	run(line+" --shard 1/2 --json --record "+path("new"), "--json has no effect beside --shard")
	if got := runLine(Suite(), line+" --record "+path("none/x")); got.code != exitOutput {
		t.Errorf("a record that cannot be made: %+v", got)
	}
}
