package cmd

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"itermle/theorems"
)

// show prints all that the registry and the run know of a claim, within the width.
func TestShow(t *testing.T) {
	code, stdout, stderr := execute("show", "law-schedule")
	if code != exitHolds || stderr != "" {
		t.Fatalf("exit %d, %s", code, stderr)
	}
	registry := Suite()
	claim := registry.claim("law-schedule")
	for _, want := range []string{"CLAIM         law-schedule\n", "✓ supported", "exact law", claim.Title,
		"theorems/law_schedule.go", "constant-halved", "itermle verify --run '^law-schedule$' --seed 1 --profile quick",
		"const:100 T=15", "1.58044028 ≤ 1.93333333"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("no %q in\n%s", want, stdout)
		}
	}
	for line := range strings.Lines(stdout) {
		if n := len([]rune(line)) - 1; n > pageWidth {
			t.Errorf("%d columns: %s", n, line)
		}
	}
}

func TestShowJSON(t *testing.T) {
	code, stdout, _ := execute("show", "law-schedule", "--json")
	var got struct {
		Statement struct {
			ID     string
			Claims []struct{ ID, Says string }
		}
		Mutants []string
		Report  struct {
			Verdict   string
			Scenarios []struct{ Name, Evidence string }
		}
	}
	if err := json.Unmarshal([]byte(stdout), &got); code != exitHolds || err != nil {
		t.Fatalf("exit %d, %v", code, err)
	}
	if got.Statement.ID != "law-schedule" || got.Statement.Claims[0].Says == "" || len(got.Report.Scenarios) < 5 ||
		got.Report.Verdict != "supported" || !slices.Contains(got.Mutants, "telescope-twice") {
		t.Errorf("%+v", got)
	}
}

func TestShowRefuses(t *testing.T) {
	for line, want := range map[string]string{"show": "one claim, not 0", "show a b": "one claim, not 2",
		"show law-schedul": "want law-schedule, perhaps", "show law-schedule --profile slow": "quick, ci or deep",
		"show law-schedule --memory 1B": "--memory"} {
		if code, stdout, stderr := execute(strings.Fields(line)...); code != exitMisuse || stdout != "" ||
			!strings.Contains(stderr, want) {
			t.Errorf("%s: exit %d, %q, %q", line, code, stdout, stderr)
		}
	}
}

// What fails has the exit code of verify and the command that repeats it.
func TestShowSaysWhatFailed(t *testing.T) {
	var stdout, stderr strings.Builder
	code := Run(failing(t, func() (theorems.Outcome, error) { return theorems.Outcome{}, errors.New("disk on fire") }),
		[]string{"show", "my-claim"}, &stdout, &stderr)
	if code != exitBroken || !strings.Contains(stdout.String(), "? undecided, want supported") ||
		!strings.Contains(stdout.String(), "disk on fire") || !strings.Contains(stdout.String(), "reproduce: itermle") {
		t.Errorf("exit %d, %s%s", code, stdout.String(), stderr.String())
	}
}

// Verdicts are coloured on a screen with colours only, and colours take no columns.
func TestColours(t *testing.T) {
	x := table{columns: []column{{title: " ", toned: true}, {title: "A"}, {title: "B", toned: true}},
		tone: func(cells []string) string { return toneOf(cells[0]) }}
	x.add("✓", "a", "supported")
	x.add("✗", "b", "refuted")
	x.add(" ", "c", "")
	var texts [2]string
	for i, colours := range []bool{false, true} {
		var out bytes.Buffer
		s := newScreen(&out, false)
		s.colours = colours
		if err := x.print(s, 60); err != nil || s.buffer.Flush() != nil {
			t.Fatal(err)
		}
		texts[i] = out.String()
	}
	if strings.Contains(texts[0], "\x1b") ||
		!strings.Contains(texts[1], good+"✓"+plain+"  a  "+good+"supported"+plain) ||
		!strings.Contains(texts[1], bad+"refuted") {
		t.Errorf("%q", texts)
	}
	if without := strings.NewReplacer(good, "", bad, "", plain, "").Replace(texts[1]); without != texts[0] {
		t.Errorf("columns move:\n%s%s", texts[0], without)
	}
	for environment, want := range map[string]bool{"": true, "NO_COLOR=1": false, "TERM=dumb": false,
		"TERM=xterm": true} {
		name, value, _ := strings.Cut(environment, "=")
		if got := colourful(func(asked string) string { return map[string]string{name: value}[asked] }); got != want {
			t.Errorf("%s: %v, want %v", environment, got, want)
		}
	}
}
