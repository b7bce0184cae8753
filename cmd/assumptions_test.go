package cmd

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"itermle/counterexamples/departures"
	"itermle/internal/suiteseed"
)

func TestAssumptionsPrintsEveryFamilyUnderBothWorkflows(t *testing.T) {
	line := []string{"assumptions", "--reps", "200", "--T", "2", "--seed", strconv.FormatUint(suiteseed.Seed(), 10)}
	code, stdout, stderr := execute(append(line, "--json")...)
	if code != exitHolds || stderr != "" {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	type estimate struct {
		Value       *float64 `json:"value"`
		Uncertainty float64  `json:"uncertainty"`
	}
	var got struct {
		Rows []struct {
			Breaks, Family, Workflow, Verdict string
			Growth                            struct{ Norm, KL, TV estimate } `json:"growth_in_T"`
		}
		Summary []string
	}
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	if want := 2 * len(departures.All()); len(got.Rows) != want || len(got.Summary) < 2 {
		t.Fatalf("%d rows, %d sentences: want %d rows", len(got.Rows), len(got.Summary), want)
	}
	for _, r := range got.Rows {
		if r.Verdict == "" || r.Growth.Norm.Value == nil || r.Growth.TV.Value == nil {
			t.Errorf("%+v is incomplete", r)
		}
		// The support moves at the first fit, and an accumulating maximum does not move again.
		if uniform := strings.HasPrefix(r.Family, "U["); uniform != (r.Growth.KL.Value == nil) &&
			!strings.Contains(r.Family, "+Exp") {
			t.Errorf("%s: KL growth %v", r.Family, r.Growth.KL.Value)
		} else if uniform && r.Workflow == "accumulate" && *r.Growth.Norm.Value != 1 {
			t.Errorf("%s: growth %g, want exactly 1", r.Family, *r.Growth.Norm.Value)
		}
	}
	code, stdout, stderr = execute(line...)
	if code != exitHolds || stderr != "" {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	for _, d := range departures.All() {
		if strings.Count(stdout, d.Family) != 2 {
			t.Errorf("the table has %d rows of %s, want 2", strings.Count(stdout, d.Family), d.Family)
		}
	}
}
