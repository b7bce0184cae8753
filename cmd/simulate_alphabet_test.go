package cmd

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

// simulate runs an alphabet of natural size, counts what is left of it, and says so on the terminal too.
func TestSimulateManyCategories(t *testing.T) {
	run := func(line string) (code int, stdout, stderr string) {
		var out, err strings.Builder
		code = Run(Suite(), strings.Fields("simulate "+line), &out, &err)
		return code, out.String(), err.String()
	}
	const k, n = 2000, 1000
	code, stdout, stderr := run("--family categorical:2000 --theta zipf:1 --schedule const:1000 --workflow replace " +
		"--T 2 --reps 100 --json")
	var s simulation
	if err := json.Unmarshal([]byte(stdout), &s); code != exitHolds || err != nil {
		t.Fatalf("exit %d, %v: %s", code, err, stderr)
	}
	total, want := 0.0, 0.0
	for i := range k {
		total += 1 / float64(i+1)
	}
	for i := range k {
		want += 1 - math.Pow(1-1/float64(i+1)/total, n)
	}
	first, second := s.Generations[0], s.Generations[1]
	if !(math.Abs(*first.Outcomes-want) <= 5**first.Errors.Outcomes) || !(*second.Outcomes < *first.Outcomes) ||
		*first.PAbsorbed != 0 {
		t.Errorf("%v ± %v categories are left, want %v; then %v; P(absorbed) = %v", *first.Outcomes,
			*first.Errors.Outcomes, want, *second.Outcomes, *first.PAbsorbed)
	}
	if code, stdout, stderr = run("--family categorical:100 --T 3 --reps 10"); code != exitHolds ||
		!strings.Contains(stdout, "  outcomes\n") || len(stdout) > 4000 {
		t.Errorf("exit %d, %s: no table of what is left:\n%s", code, stderr, stdout)
	}
	if code, _, stderr = run("--family categorical-softmax:300 --T 1 --reps 2 --theta uniform"); code != exitHolds {
		t.Errorf("uniform: exit %d, %s", code, stderr)
	}
	for line, want := range map[string]string{
		"--family categorical:100000 --theta zipf:-1": "zipf:S with 0 ≤ S ≤ 10",
		"--family categorical:100000 --theta zipf:x":  "zipf:S with 0 ≤ S ≤ 10",
		"--family categorical:1e6":                    "from 2 to 100000",
		"--family gaussian --theta uniform":           "numbers separated by commas",
		"--family categorical-softmax:5000 --theta 1": "want 4999",
		"--family categorical:100000 --T 1000":        "--memory",
	} {
		if code, _, stderr = run(line); code != exitMisuse || !strings.Contains(stderr, want) ||
			strings.Count(stderr, "\n") != 1 || len(stderr) > 400 {
			t.Errorf("%s: exit %d, %s, want %q in one line", line, code, stderr, want)
		}
	}
}
