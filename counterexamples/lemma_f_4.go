package counterexamples

import (
	"fmt"
	"math"

	"itermle/counterexamples/construction1"
	"itermle/counterexamples/construction2"
	"itermle/estimators"
	"itermle/theorems"
)

// firstVisit follows Algorithm 1 on the h's alone up to the generation that first hits [J, J+1], but for at most `limit` generations.
type firstVisit struct {
	J     int
	n     int64
	limit int
}

func (v firstVisit) String() string { return fmt.Sprintf("J=%d/n=%d", v.J, v.n) }

// visited is what a replicate finds: λ_J = n·Π_{k<J} α_k, the generation before which it was first known, and the generation that hit.
type visited struct {
	hit      bool
	lambda   float64
	from, at int
	count    float64 // samples of that generation in [J, J+1]
	alpha    float64 // α_J afterwards
}

// follow makes a worker's run.
func (v firstVisit) follow() (estimators.Trial[visited], error) {
	pool, iteration, err := wideRun(v.n, v.limit, construction2.NoMutation)
	if err != nil {
		return nil, err
	}
	return func(s *estimators.Stream, replicate uint64) (visited, error) {
		err := iteration.Run(s, replicate, func(int, []float64) bool { _, hit := pool.HittingTime(v.J); return !hit })
		found := visited{lambda: float64(v.n)}
		for k := range v.J {
			found.lambda *= pool.Alpha(k)
		}
		before, known := pool.HittingTime(v.J - 1)
		found.from = before + 1
		if !known {
			found.lambda = 0
		}
		if found.at, found.hit = pool.HittingTime(v.J); found.hit {
			found.count, found.alpha = pool.Intervals[v.J].Count, pool.Alpha(v.J)
		}
		return found, err
	}, nil
}

// rate claims that what a replicate finds is bad with probability at most allowed.
func (v firstVisit) rate(name string, allowed, tolerated float64, bad func(visited) bool) theorems.Scenario {
	return theorems.Scenario{Name: v.String() + name, Experiment: theorems.Rate{Allowed: allowed, Tolerated: tolerated,
		New: func() (estimators.Trial[bool], error) {
			follow, err := v.follow()
			if err != nil {
				return nil, err
			}
			return func(s *estimators.Stream, replicate uint64) (bool, error) {
				found, err := follow(s, replicate)
				return bad(found), err
			}, nil
		}}}
}

// crowd is "the first generation to hit [J, J+1] puts at most q = offset + e²λ + 2 log(1/δ) samples there, and then α_J ≥ share·δ/q".
func crowd(v firstVisit, delta, offset, slope, weight, share float64) theorems.Scenario {
	return v.rate(fmt.Sprintf("/delta=%g", delta), 2*delta, 3*delta, func(found visited) bool {
		q := offset + slope*found.lambda - weight*math.Log(delta)
		return found.hit && (found.count > q || found.alpha < math.Min(construction1.LargestAlpha, share*delta/q))
	})
}

// lemmaF4Claims state what the proof of Theorem 5.2 takes from a first hit.
//
// Given λ = nΠ_{k<J} α_k and that some of the n samples hit [J, J+1], their number K is a binomial of mean λ given that it is not 0,
// K ≤ q = 2 + e²λ + 2 log(1/δ) but for δ (Lemma F.7), and of at most q uniform points the largest is above 1−δ/q with probability
// at most δ; else α_J ≥ min(¼, δ/(2q)).
func lemmaF4Claims() []theorems.Claim {
	square := math.Exp(2)
	explicit := func(v firstVisit, delta float64) theorems.Scenario { return crowd(v, delta, 2, square, 2, 0.5) }
	return []theorems.Claim{{
		ID: "lemma-F.4", Statement: "lemma-F.4",
		Title: "a first hit of [J,J+1] has at most q = 2 + e²λ + 2 log(1/δ) samples and leaves α_J ≥ min(¼, δ/(2q))",
		Says: "With λ = nΠ_{k<J} α_k, P(K > q or α_J < min(¼, δ/(2q))) ≤ 2δ for the K samples of the first generation that hits [J, J+1], " +
			"whatever n.",
		Deviation: "Our own explicit form: the display was not available.",
		Expect:    theorems.Supported,
		Fixed: func(theorems.Profile) []theorems.Scenario {
			return []theorems.Scenario{explicit(firstVisit{1, 1e15, 60}, 0.1), explicit(firstVisit{2, 10, 120}, 0.05)}
		},
		Draw: func(c theorems.Chooser) theorems.Scenario {
			v := firstVisit{J: choose(c, "J", 1, 2), n: choose[int64](c, "n", 10, 100, 1000, 1e6, 1e9, 1e12, 1e15), limit: 100}
			return explicit(v, choose(c, "delta", 0.1, 0.2, 0.05))
		},
		Mutants: func() []theorems.Mutant {
			v := firstVisit{1, 1e15, 60}
			return []theorems.Mutant{
				mutant("one-sample-only", crowd(v, 0.05, 1, 0, 0, 0.5)),
				mutant("alpha-bound-fortyfold", crowd(v, 0.1, 2, square, 2, 20)),
			}
		},
	}}
}
