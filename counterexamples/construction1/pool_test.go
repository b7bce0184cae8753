package construction1

import (
	"math"
	"testing"

	"itermle/estimators"
	"itermle/internal/nested"
	"itermle/internal/suiteseed"
)

// The events as `simulate --family construction1` prints them, against what a run shows of itself: n is that of
// generation 0, whatever the next ones are, and each event both happens and does not.
func TestEvents(t *testing.T) {
	const first, second = 4, 30
	c, err := New(first)
	if err != nil {
		t.Fatal(err)
	}
	it := estimators.Iteration{Pool: c, Truth: Truth(), Schedule: estimators.ListSchedule(first, second),
		Generations: 2}
	s := estimators.NewStream(suiteseed.Seed(), "events")
	seen := map[string]int{}
	const runs = 4000 // α ≤ ¼ < log 4/4: with n = 4 first the first event never happens, with n = 30 it does
	for replicate := range uint64(runs) {
		if it.Schedule = estimators.ListSchedule(first, second); replicate%2 == 1 {
			it.Schedule = estimators.ListSchedule(second, first)
		}
		var want [len(eventNames)]bool
		err := it.Run(s, replicate, func(fit int, theta []float64) bool {
			n := float64(it.Schedule.Size(0))
			switch fit {
			case 1:
				want[eventPart1] = theta[0] > math.Log(n)/n
				points := c.low.look(nil, 0, 0.5, &c.reserve)
				want[eventHalfGap] = len(points) > 0 && points[0] == 2*theta[0]
			case 2:
				want[eventHit], want[eventTenth] = c.highCount() > 0, theta[0] > 0.1
			}
			return true
		})
		if err != nil {
			t.Fatal(err)
		}
		for i, happened := range c.Observed(nil) {
			if happened != want[i] {
				t.Errorf("replicate %d: %s is %v, seen %v", replicate, c.Events()[i], happened, want[i])
			}
			if happened {
				seen[eventNames[i]]++
			}
		}
	}
	for _, name := range eventNames {
		if seen[name] == 0 || seen[name] == runs {
			t.Errorf("%s in %d of %d runs", name, seen[name], runs)
		}
	}
}

// 3 − f(α) is no float64: a μ that rounds to it is in Θ, and its spike ends at 3, not beyond.
func TestCheckAllowsRounding(t *testing.T) {
	c := NewOf(Family{N: 1, Decay: PaperDecay})
	for i := range 26 {
		alpha := float64(i) / 100
		end := min(3, 3-math.Exp(c.family.LogWidth(alpha)))
		for _, mu := range []float64{2, end, math.Nextafter(end, 2), min(3, math.Nextafter(end, 4))} {
			if err := c.Start([]float64{alpha, mu}); err != nil {
				t.Error(err)
			} else if nested.Compare(c.spike.RightEnd(), nested.Position{Near: nested.Unit}) > 0 {
				t.Errorf("the spike at μ = %v of width f(%v) ends beyond 3", mu, alpha)
			}
		}
		for _, mu := range []float64{math.Nextafter(2, 0), end + 0x1p-40, math.NaN()} {
			if err := c.Start([]float64{alpha, mu}); err == nil {
				t.Errorf("(%v, %v) is not refused", alpha, mu)
			}
		}
	}
}
