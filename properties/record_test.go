package properties

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"itermle/internal/suiteseed"
	"itermle/theorems"
)

// recorded runs the coins with a record, and returns its text without the seconds.
func recorded(t *testing.T, path string, resume bool, options Options) (string, Summary, *Record) {
	t.Helper()
	record, err := OpenRecord(path, resume)
	if err != nil {
		t.Fatal(err)
	}
	options.Record = record
	summary := mustRun(t, coinClaims(), options)
	return secondless(t, path), summary, record
}

var secondsField = regexp.MustCompile(`"seconds":[^,}]*`)

func secondless(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return secondsField.ReplaceAllString(string(text), `"seconds":0`)
}

// asJSON is a summary as it is printed, without the seconds.
func asJSON(t *testing.T, s Summary) string {
	t.Helper()
	text, err := json.Marshal(timeless(s))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestResumedRecordsAreThoseOfOneRun: wherever a run is killed, within a line too, going on ends with the same lines
// and the same summary; what was dropped is told.
func TestResumedRecordsAreThoseOfOneRun(t *testing.T) {
	folder := t.TempDir()
	options := Options{Seed: suiteseed.Seed(), Workers: 1}
	want, whole, _ := recorded(t, filepath.Join(folder, "whole"), false, options)
	if n := strings.Count(want, "\n"); n != 12 {
		t.Fatalf("%d lines, want 12:\n%s", n, want)
	}
	complete, err := os.ReadFile(filepath.Join(folder, "whole"))
	if err != nil {
		t.Fatal(err)
	}
	first := strings.Index(string(complete), "\n")
	for cut := 0; cut <= len(complete); cut += 131 {
		for _, at := range []int{cut, first, first + 1}[:1+2*map[bool]int{true: 1}[cut == 0]] {
			path := filepath.Join(folder, "killed")
			if err := os.WriteFile(path, complete[:at], 0o600); err != nil {
				t.Fatal(err)
			}
			options.Workers = 1 + at%3
			got, summary, record := recorded(t, path, true, options)
			if got != want || asJSON(t, summary) != asJSON(t, whole) {
				t.Fatalf("killed after %d bytes:\n%s\nwant\n%s", at, got, want)
			}
			if whole := at == 0 || complete[at-1] == '\n'; whole != (len(record.Warnings) == 0) {
				t.Errorf("killed after %d bytes: warnings %q", at, record.Warnings)
			}
		}
	}
}

// TestStoppedRunsKeepWhatTheyDecided: a run that is stopped says what is left, and can be gone on with to the same
// lines.
func TestStoppedRunsKeepWhatTheyDecided(t *testing.T) {
	folder := t.TempDir()
	options := Options{Seed: suiteseed.Seed(), Workers: 2}
	want, whole, _ := recorded(t, filepath.Join(folder, "whole"), false, options)
	for _, telling := range []bool{false, true} {
		path := filepath.Join(folder, "stopped")
		stop := make(chan struct{})
		options := options
		options.TellingFirst, options.Stop = telling, stop
		if telling { // in the order of the plan
			options.Workers = 1
		}
		var err error
		if options.Record, err = OpenRecord(path, false); err != nil {
			t.Fatal(err)
		}
		summary, err := Run(registry(coinClaims()...), options, func(done, _ int, _ string) {
			if done == 5 {
				close(stop)
			}
		})
		pending, claims := 0, map[string]bool{}
		for _, r := range summary.Reports {
			pending += r.Pending
			for _, s := range r.Scenarios {
				claims[r.Claim] = claims[r.Claim] || !s.pending
			}
			if r.Pending > 0 && (len(r.Failures) > 0 || r.Verdict == theorems.Supported) {
				t.Errorf("%+v", r)
			}
		}
		if lines := strings.Count(secondless(t, path), "\n"); err != nil || lines != 5 || pending > 7 ||
			summary.Pending == 0 || summary.ExitCode() != 3 {
			t.Errorf("%v, %d lines, %d pending, exit code %d: %+v", err, lines, pending, summary.ExitCode(), summary)
		}
		if telling && !(claims["supported"] && claims["only-exact"] && pending == 7) {
			t.Errorf("the first five scenarios are of %v, %d pending", claims, pending)
		}
		options.Stop = nil
		if got, summary, _ := recorded(t, path, true, options); got != want || asJSON(t, summary) != asJSON(t, whole) {
			t.Errorf("gone on with:\n%s\nwant\n%s", got, want)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	told := []string{}
	options.Decided = func(r *Report) {
		if told = append(told, r.Claim); r.Verdict != r.Expected || len(r.Scenarios) == 0 {
			t.Errorf("%s is told before it is decided: %+v", r.Claim, r)
		}
	}
	if s := mustRun(t, coinClaims(), options); asJSON(t, s) != asJSON(t, whole) ||
		!slices.Equal(told, []string{"supported",
			"refuted", "refuted-in-one-scenario", "partly-unmet", "only-exact"}) {
		t.Errorf("told of %v", told)
	}
	stopped := make(chan struct{})
	close(stopped)
	options.Stop = stopped
	options.Decided = func(r *Report) { t.Errorf("%s is told, and nothing was decided", r.Claim) }
	if s := mustRun(t, coinClaims(), options); s.Pending != 5 || s.ExitCode() != 3 || s.Reports[0].Replicates != 0 {
		t.Errorf("stopped before it began: %+v", s)
	}
}

// merged reads records and draws the verdicts of the coins from them.
func merged(t *testing.T, out string, files ...string) (Summary, error) {
	t.Helper()
	record, err := ReadRecords(files)
	if err != nil {
		return Summary{}, err
	}
	record.KeepIn(out)
	options := Options{Seed: record.Origin().Seed, Instances: record.Origin().Instances, Record: record, Recall: true}
	return Run(registry(coinClaims()...), options, nil)
}

// TestShardsMergeToOneRun: whatever their number, each scenario is in one, and the union is the run as a whole.
func TestShardsMergeToOneRun(t *testing.T) {
	folder := t.TempDir()
	options := Options{Seed: suiteseed.Seed(), Workers: 1}
	want, whole, _ := recorded(t, filepath.Join(folder, "whole"), false, options)
	for _, of := range []int{1, 4, 30} {
		var files []string
		lines := 0
		for i := range of {
			path := filepath.Join(folder, strings.Repeat("s", i+1))
			options.Shard = Shard{i, of}
			text, _, _ := recorded(t, path, false, options)
			lines += strings.Count(text, "\n")
			files = append(files, path)
		}
		slices.Reverse(files)
		out := filepath.Join(folder, "merged")
		summary, err := merged(t, out, append(files, files[0])...)
		if err != nil || secondless(t, out) != want || asJSON(t, summary) != asJSON(t, whole) || lines != 12 {
			t.Errorf("%d shards: %v, %d lines\n%s\nwant\n%s", of, err, lines, secondless(t, out), want)
		}
		if summary, err := merged(t, out, files[:of-1]...); of > 1 && (err != nil || summary.Pending == 0) {
			t.Errorf("without the first of %d shards: %v, %+v", of, err, summary)
		}
		for _, file := range files {
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
		}
	}
	options.Shard = Shard{4, 4}
	if _, err := Run(registry(coinClaims()...), options, nil); err == nil {
		t.Error("shard 4 of 0 … 3")
	}
}

// TestRecordsOfOtherRunsAreRefused: what is wrong is named by file and line.
func TestRecordsOfOtherRunsAreRefused(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "record")
	options := Options{Seed: 1, Workers: 1}
	recorded(t, path, false, options)
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(sound), "\n")
	change := func(line int, old, by string) string {
		changed := slices.Clone(lines)
		changed[line-1] = strings.Replace(changed[line-1], old, by, 1)
		return strings.Join(changed, "")
	}
	again := lines[2]
	for name, row := range map[string]struct {
		text string
		line int
	}{
		"no JSON":           {change(3, `{"key"`, `{"key`), 3},
		"an empty line":     {change(3, lines[2], "\n"), 3},
		"no claim":          {change(3, `"claim":"supported"`, `"claim":""`), 3},
		"an unknown field":  {change(3, `"kind"`, `"kinds"`), 3},
		"no verdict":        {change(3, `"verdict":"supported"`, `"verdict":"held"`), 3},
		"two objects":       {change(3, "}\n", "} {}\n"), 3},
		"another seed":      {change(3, `"seed":1`, `"seed":2`), 3},
		"another profile":   {change(3, `"profile":"quick"`, `"profile":"deep"`), 3},
		"another version":   {change(3, `"version":"`, `"version":"v9`), 3},
		"two that differ":   {change(12, lines[11], strings.Replace(again, `"replicates":`, `"replicates":1`, 1)), 12},
		"one of no one":     {change(4, `"key":"`, `"key":"0`), 4},
		"all of other seed": {strings.ReplaceAll(string(sound), `"seed":1,`, `"seed":2,`), 1},
	} {
		if err := os.WriteFile(path, []byte(row.text), 0o600); err != nil {
			t.Fatal(err)
		}
		record, err := OpenRecord(path, true)
		if err == nil {
			options.Record = record
			_, err = Run(registry(coinClaims()...), options, nil)
		}
		var wrong *RecordError
		if !errors.As(err, &wrong) || wrong.Line != row.line || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v, want a *RecordError at line %d", name, err, row.line)
		}
		if text, err := os.ReadFile(path); err != nil || string(text) != row.text {
			t.Errorf("%s: the record was changed, %v", name, err)
		}
	}
	var wrong *RecordError
	if _, err := OpenRecord(path, false); !errors.As(err, &wrong) || wrong.Line != 0 {
		t.Errorf("a record with lines, not resumed: %v", err)
	}
	if _, err := OpenRecord(folder, true); !errors.As(err, &wrong) {
		t.Errorf("a folder: %v", err)
	}
	if _, err := OpenRecord(filepath.Join(folder, "none", "record"), true); err == nil || errors.As(err, &wrong) {
		t.Errorf("in no folder: %v", err)
	}
}

// TestLinesAreTheReports: what a line keeps of a report is all of it, infinities and what is private included.
func TestLinesAreTheReports(t *testing.T) {
	inf := func(sign float64) float64 { return sign / zero }
	for _, report := range []ScenarioReport{
		{Name: "n=1", Verdict: theorems.Refuted, LogERefute: LogE(inf(1)), LogESupport: LogE(inf(-1)), margin: 0.25,
			Parameters: map[string]string{"n": "1"}, Interval: [2]float64{0.1, 1e-300}, Draws: 1 << 63},
		{Name: "a<b", Verdict: theorems.Supported, margin: inf(1), Warnings: []string{"w"}, Error: "e",
			Tightness: &theorems.Tightness{Ratio: 0.1, Low: 0.05, High: inf(1)}},
	} {
		text, err := newLine("k", "c", report, Origin{}).text()
		if err != nil {
			t.Fatal(err)
		}
		l, err := readLine(text)
		if err != nil || !reflect.DeepEqual(l.ScenarioReport, report) || strings.Contains(string(text), `"name"`) {
			t.Errorf("%v, %s\n%+v, want\n%+v", err, text, l.ScenarioReport, report)
		}
	}
}

// zero is no constant, so that it may be divided by.
var zero = 0.0
