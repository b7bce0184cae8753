package cmd

import (
	"encoding/json"
	"strings"
	"testing"
)

// Under replacement the information's dial passes δ within its strengths at n = 40, T = 3, and the edge is between
// them.
func TestDiagramCommand(t *testing.T) {
	line := "diagram --dial information --workflow replace --schedule const:40 --T 3 --bisections 2"
	code, stdout, stderr := execute(strings.Fields(line + " --json")...)
	var got diagrams
	if err := json.Unmarshal([]byte(stdout), &got); code != exitHolds || err != nil || len(got.Diagrams) != 1 {
		t.Fatalf("exit %d, %v, %s%s", code, err, stdout, stderr)
	}
	edge := got.Diagrams[0].Edges[0]
	if !(edge.Bad > 0 && edge.Bad < edge.Good && edge.Good <= 1) {
		t.Errorf("edge %+v: want 0 < bad < good ≤ 1", edge)
	}
	for _, cell := range got.Diagrams[0].Cells {
		above := cell.Bad > 0.05
		if (cell.Verdict == "above") != above || !(cell.Error < 1e-9) {
			t.Errorf("cell %+v: P(bad) against δ = 0.05", cell)
		}
	}
	if code, stdout, _ := execute(strings.Fields(line)...); code != exitHolds ||
		!strings.Contains(stdout, "information") {
		t.Errorf("exit %d, %s", code, stdout)
	}
	for _, wrong := range []string{"--dial nope", "--loss nope", "--delta 2", "--T 0", "--schedule x",
		"--workflow bootstrap:3"} {
		code, _, stderr := execute(append([]string{"diagram"}, strings.Fields(wrong)...)...)
		if code != exitMisuse || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: exit %d, %q", wrong, code, stderr)
		}
	}
}
