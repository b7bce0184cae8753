package counterexamples

import (
	"fmt"

	"itermle/counterexamples/construction2"
	"itermle/estimators"
	"itermle/theorems"
)

// levels is Construction 2 with f(2) = ½e^{−y_2}, f(3) = ½e^{−y_3}: which level decides is a matter of n (derived
// here).
//
// A spike over [J−1, J] that holds one of the N samples has log-likelihood ≥ y_J − N log 2J, and the best h at most
// N log(3/2): it wins for y_J ≥ N log 3J, N = n(T+1). At 2n log 4 > y_2 + 200 log n, say, it does not win for J = 2 at
// any T ≥ 1: the best h has at least −k log(nα_0 …), k the few samples beyond [0, 1]. [1, 2] is hit by generation T but
// for a probability of 2/(T+2) + 1/(5n) (theorem-5.2), [2, 3] after a median of 19 (lemma-F.6-looseness). So level 2
// decides up to n of the order y_2, after 2 generations as a rule, and level 3 from there up to the order y_3, after
// 19: a step of T as a function of n, which in print is no more than T ≤ C φ(n).
type levels struct {
	y2, y3 float64
	n      int64
	level  int
}

const levelGenerations = 1500

func (l levels) scenario() theorems.Scenario {
	run := on(fmt.Sprintf("nats:%g,%g", l.y2, l.y3), l.n, levelGenerations)
	return theorems.Scenario{Name: fmt.Sprintf("f=½e^-%g,½e^-%g n=%d level=%d", l.y2, l.y3, l.n, l.level),
		Experiment: theorems.Rate{Allowed: 0.15, Tolerated: 0.35,
			New: estimators.Along(run, func(_ *construction2.Pool, run runner) (bool, error) {
				level := 0
				err := run(func(_ int, theta []float64) bool {
					if theta[6] == 1 {
						level = int(theta[5])
					}
					return level == 0
				})
				return level != l.level, err
			})}}
}

func theorem52Levels() theorems.Claim {
	at := levels{1e4, 1e9, 10, 2}
	with := func(change func(*levels)) theorems.Scenario { l := at; change(&l); return l.scenario() }
	return theorems.Claim{
		ID: "theorem-5.2-levels", Statement: "theorem-5.2-levels",
		Title: "the growth of Theorem 5.2 in n, seen: level 2 collapses n ≤ y_2/500, level 3 n from y_2 on",
		Says: "With f(2) = ½e^{−y_2} and f(3) = ½e^{−y_3}, y_3 ≥ 10^5 y_2, the first collapse is at level 2 for n ≤ " +
			"y_2/500 and at level 3 for y_2 ≤ n ≤ 10 y_2, each with probability ≥ 0.85 within 1,500 generations.",
		Deviation: "Print has T ≤ C φ(n) alone; the steps are ours.",
		Expect:    theorems.Supported,
		Fixed:     always(at.scenario(), with(func(l *levels) { l.n, l.level = 20_000, 3 })),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			l := levels{y2: theorems.DrawLog(c, "y_2", 1e4, 1e8), level: theorems.Pick(c, "level", 2, 3)}
			l.y3 = l.y2 * theorems.DrawLog(c, "y_3/y_2", 1e5, 1e7)
			if l.level == 2 {
				l.n = theorems.DrawSize(c, "n", 2, int64(l.y2/500))
			} else {
				l.n = theorems.DrawSize(c, "n", int64(l.y2), int64(10*l.y2))
			}
			return l.scenario()
		},
		Mutants: mutants{
			{Name: "level-3-for-small-n", Scenario: with(func(l *levels) { l.level = 3 })},
			{Name: "level-2-for-large-n", Scenario: with(func(l *levels) { l.n = 20_000 })},
			{Name: "level-3-too-wide", Scenario: with(func(l *levels) { l.n, l.level, l.y3 = 20_000, 3, 2e4 })},
		}.all,
	}
}
