package cmd

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestInstancesCommand(t *testing.T) {
	lines := func(arguments string) []drawnInstance {
		code, stdout, stderr := execute(strings.Fields("instances --json " + arguments)...)
		if code != exitHolds {
			t.Fatalf("%s: exit %d, %s", arguments, code, stderr)
		}
		var drawn []drawnInstance
		for line := range strings.Lines(stdout) {
			var instance drawnInstance
			if err := json.Unmarshal([]byte(line), &instance); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			drawn = append(drawn, instance)
		}
		return drawn
	}
	first, again, other := lines("--claim theorem-4.1 --n 40"), lines("--claim theorem-4.1 --n 40"),
		lines("--claim theorem-4.1 --n 40 --seed 2")
	if len(first) != 40 || first[0].Claim != "theorem-4.1" || first[0].Instance == "" || len(first[0].Parameters) == 0 {
		t.Fatalf("%d draws, the first %+v", len(first), first[0])
	}
	same, differ := 0, 0
	for i := range first {
		if first[i].Instance == again[i].Instance {
			same++
		}
		if first[i].Instance != other[i].Instance {
			differ++
		}
	}
	if same != 40 || differ < 20 {
		t.Errorf("the same seed gives %d of 40 draws again, another %d different ones", same, differ)
	}
	if drawn := lines("--claim theorem-B.1-constant"); len(drawn) != 0 {
		t.Errorf("a claim that draws nothing printed %d lines", len(drawn))
	}
	code, stdout, _ := execute("instances", "--claim", "law-schedule", "--n", "50")
	if code != exitHolds || !strings.Contains(stdout, "50 draws") || !strings.Contains(stdout, "distinct") {
		t.Errorf("exit %d, %s", code, stdout)
	}
	for _, arguments := range []string{"", "--claim nope", "--claim law-schedule --n 0",
		"--claim law-schedule --n 9999999"} {
		code, _, stderr := execute(append([]string{"instances"}, strings.Fields(arguments)...)...)
		if code != exitMisuse || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%q: exit %d, %q", arguments, code, stderr)
		}
	}
}

// What is not met is counted by the words before the colon, and values by how often they were drawn.
func TestInstancesAreCounted(t *testing.T) {
	draw := func(name, unmet string, n any) drawnInstance {
		return drawnInstance{"a", name, unmet, map[string]any{"n": n}}
	}
	var out strings.Builder
	err := printInstances(&out, []drawnInstance{draw("x", "not certified: n too small", 2.), draw("y", "", 7.),
		draw("x", "not certified: T too large", 2.)}, 0)
	want := "a: 3 draws, 2 distinct\n\nCHOICE   VALUES  MOST FREQUENT\nnot met       2  not certified\nn             " +
		"2  2, 7\n"
	if err != nil || out.String() != want {
		t.Errorf("%v\n%s\nwant\n%s", err, out.String(), want)
	}
}
