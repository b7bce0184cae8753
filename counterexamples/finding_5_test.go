package counterexamples

import "testing"

// The n of finding-5 is the least that the printed hypotheses allow; the first rows are worked out by hand.
func TestLiteralSampleSize(t *testing.T) {
	for _, row := range []struct {
		c, C, delta float64
		n           int64
	}{
		{1, 1, 0.05, 25},      // log 140 = 4.9416…, squared 24.4198…
		{10, 1, 0.05, 245},    // 244.198…
		{0.01, 10, 0.05, 495}, // 100 log 140 = 494.16…
		{0.01, 0.1, 0.1, 1},   // 0.18…, 0.042…
		{100, 30, 0.01, 5896}, // 900 log 700 = 5895.97…, 100 log² 700 = 4291.…
	} {
		l := literalTheorem{row.c, row.C, row.delta, paperLogWidth}
		if n := l.n(); n != row.n {
			t.Errorf("%+v: n = %d, want %d", l, n, row.n)
		}
	}
	for _, l := range []literalTheorem{{1, 1, 0.05, 0}, {0.01, 10, 0.05, 0}, {100, 1, 0.1, 0}, {100, 30, 0.01, 0}} {
		if n := float64(l.n()); l.unmet(n) != "" || l.unmet(n-1) == "" {
			t.Errorf("%+v: n = %g: %q, one less: %q", l, n, l.unmet(n), l.unmet(n-1))
		}
	}
}
