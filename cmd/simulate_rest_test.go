package cmd

import (
	"encoding/json"
	"math"
	"testing"
)

// Under replacement by few samples a scale goes to 0. Where float64 holds no more of a model's samples than where they
// are, the replicate stays there, and counts: all replicates have a model at every t, and the scale's mean squared
// error is that of 0.
func TestReplicatesRestWhereFloat64ResolvesNoSamples(t *testing.T) {
	for _, line := range [][]string{
		{"gaussian", "1,1", "2", "300"},
		{"gaussian-variance", "1", "1", "1500"},
		{"exponential", "1", "1", "3000"},
		{"exponential", "1", "1", "3000", "--path", "raw"},
	} {
		code, stdout, stderr := execute(append([]string{"simulate", "--workflow", "replace", "--reps", "70", "--json",
			"--family", line[0], "--theta", line[1], "--schedule", "const:" + line[2], "--T", line[3]}, line[4:]...)...)
		if code != exitHolds {
			t.Errorf("%v: exit %d: %s", line, code, stderr)
			continue
		}
		var got simulation
		if err := json.Unmarshal([]byte(stdout), &got); err != nil {
			t.Fatal(err)
		}
		last := got.Generations[len(got.Generations)-1]
		scale := last.MSE[len(last.MSE)-1]
		if event := got.Events["absorbed_by_rounding"]; event.Count != 70 || last.Defined != 70 || scale == nil ||
			!(math.Abs(*scale-1) <= 1e-12) {
			t.Errorf("%v: events %v, at last %+v: want 70 replicates at rest", line, got.Events, last)
		}
	}
}
