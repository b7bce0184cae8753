package theorems

import (
	"math"
	"testing"
)

// TestOutcome: what a sequence of comparisons (h holds, f fails, d is in doubt) comes to.
func TestOutcome(t *testing.T) {
	for _, row := range []struct {
		comparisons    string
		verdict        Verdict
		counterexample string
	}{
		{"", Undecided, ""},
		{"h", Supported, ""},
		{"hhh", Supported, ""},
		{"f", Refuted, "case 0 fails"},
		{"hfhf", Refuted, "case 1 fails"},
		{"d", Undecided, "case 0 is open"},
		{"hdhd", Undecided, "case 1 is open"},
		{"dh", Undecided, "case 0 is open"},
		{"dhf", Refuted, "case 2 fails"},
		{"fd", Refuted, "case 0 fails"},
	} {
		for _, start := range []Outcome{{}, {Verdict: Supported}} {
			out := start
			for i, c := range row.comparisons {
				switch {
				case c == 'd':
					out.Doubt("case %d is open", i)
				case out.Check(c == 'h', "case %d fails", i) != (c == 'h'):
					t.Errorf("%q: Check does not return whether comparison %d holds", row.comparisons, i)
				}
			}
			want := Outcome{Verdict: row.verdict, Cases: len(row.comparisons), Counterexample: row.counterexample}
			if row.comparisons == "" {
				want = start
			}
			if out != want {
				t.Errorf("%q from %+v: %+v, want %+v", row.comparisons, start, out, want)
			}
		}
	}
}

type lastOf struct{ asked int }

func (l *lastOf) Choose(_ string, n int) int { l.asked = n; return n - 1 }

// TestPick: every value can be picked, the last one too.
func TestPick(t *testing.T) {
	last := &lastOf{}
	if got := Pick(last, "n", 1, 2, 3); got != 3 || last.asked != 3 {
		t.Errorf("%d of %d values: want the last of 3", got, last.asked)
	}
}

// TestPin: a ratio is checked on both sides, kept, and never passes where it or its range is no number.
func TestPin(t *testing.T) {
	for _, row := range []struct {
		ratio, low, high float64
		want             Verdict
	}{
		{1.2, 1.2, 1.2, Supported}, {1.25, 1.2, 1.3, Supported}, {1.31, 1.2, 1.3, Refuted}, {1.19, 1.2, 1.3, Refuted},
		{math.NaN(), 1, 2, Refuted}, {1.5, 1, math.Inf(1), Refuted}, {1.5, math.NaN(), 2, Refuted},
	} {
		var out Outcome
		if out.Pin("radius", row.ratio, row.low, row.high) != (row.want == Supported) || out.Verdict != row.want ||
			out.Cases != 1 || out.Tightness == nil || (out.Counterexample == "") != (row.want == Supported) {
			t.Errorf("%+v: %+v", row, out)
		}
	}
}

// TestReaches: the tightness is the largest ratio of an outcome; what is no ratio is not kept.
func TestReaches(t *testing.T) {
	var out Outcome
	for _, row := range []struct{ ratio, want float64 }{{0.25, 0.25}, {0.5, 0.5}, {0.125, 0.5}, {math.NaN(), 0.5},
		{math.Inf(1), 0.5}, {-1, 0.5}, {1, 1}} {
		if out.reaches(row.ratio); out.Tightness == nil || *out.Tightness != (Tightness{row.want, row.want, row.want}) {
			t.Errorf("after %g: %+v, want %g", row.ratio, out.Tightness, row.want)
		}
	}
}
