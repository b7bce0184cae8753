package cmd

import (
	"math"
	"strings"
	"testing"
)

// A figure of a phase diagram has the line of δ once, before the workflows, whatever their number.
func TestPhaseDiagramsHaveDeltaOnce(t *testing.T) {
	row := func(workflow string) *phaseRow {
		near := &phaseCell{Epsilon: 1, Estimate: 0.01, Exact: true}
		far := &phaseCell{Epsilon: 0.1, Estimate: 0.2, Exact: true}
		return &phaseRow{Breaks: "2A", Violation: "second sheet", Workflow: workflow, Schedule: "const:20",
			Generations: 1, Cells: []*phaseCell{near, far}}
	}
	workflows := []string{"accumulate", "replace", "fresh:0.5"}
	for rows := 1; rows <= len(workflows); rows++ {
		d := &phaseDiagram{Delta: 0.05, Loss: "theta"}
		for _, workflow := range workflows[:rows] {
			d.Rows = append(d.Rows, row(workflow))
		}
		page := d.page()
		if len(page.Charts) != 1 {
			t.Fatalf("%d figures, want 1", len(page.Charts))
		}
		wide, _, _ := strings.Cut(string(page.Charts[0].SVG), "</svg>")
		if got := strings.Count(wide, ">δ<"); got != 1 {
			t.Errorf("%d workflows: the line of δ %d times", rows, got)
		}
		for _, workflow := range workflows[:rows] {
			if got := strings.Count(wide, ">"+workflow+", T=1<"); got != 1 {
				t.Errorf("%d workflows: %s %d times", rows, workflow, got)
			}
		}
	}
}

// A quantile without an upper limit is drawn to +Inf, which the chart leaves out.
func TestCurveOfFewReplicates(t *testing.T) {
	s := curve("few", [][]float64{{1, 2, 3}, {4, 5, 6}}, 0.99)
	if len(s.Y) != 2 || s.X[1] != 2 || !math.IsInf(s.High[0], 1) || !math.IsInf(s.High[1], 1) {
		t.Errorf("%+v", s)
	}
}
