package properties

import (
	"math"
	"testing"

	"itermle/theorems"
)

// Wilson's interval once narrowed ends where (p̂ − p)² = z² p(1 − p)/n: n trials are refuted, or supported, if the
// share of good ones is below 1 − δ, or above 1 − δ′, by more than that.
func TestWilsonEndsAtTheScoreTest(t *testing.T) {
	const allowed, tolerated, level = 0.05, 0.2, 0.01
	verdict := wilsonRule(allowed, tolerated, level, 1)
	z := math.Sqrt2 * math.Erfcinv(level)
	seen := map[theorems.Verdict]int{}
	for _, n := range []int{5, 50, 500} {
		for s := range n + 1 {
			good := float64(n-s) / float64(n)
			beyond := func(p float64) bool { return (good-p)*(good-p) > z*z*p*(1-p)/float64(n) }
			want := theorems.Undecided
			switch {
			case good < 1-allowed && beyond(1-allowed):
				want = theorems.Refuted
			case good > 1-tolerated && beyond(1-tolerated):
				want = theorems.Supported
			}
			if got := verdict(n, s); got != want {
				t.Errorf("%d bad of %d: %s, want %s", s, n, got, want)
			}
			seen[want]++
		}
	}
	if len(seen) != 3 {
		t.Errorf("verdicts %v", seen)
	}
	// Narrowed twice it decides earlier, never later.
	twice := wilsonRule(allowed, tolerated, level, 2)
	earlier := 0
	for s := range 51 {
		if one, two := verdict(50, s), twice(50, s); one != two {
			earlier++
			if one != theorems.Undecided {
				t.Errorf("%d bad of 50: %s, narrowed twice %s", s, one, two)
			}
		}
	}
	if earlier == 0 {
		t.Error("narrowing changes nothing")
	}
}
