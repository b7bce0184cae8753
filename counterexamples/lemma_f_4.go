package counterexamples

import (
	"math"

	"itermle/theorems"
)

// crowd is "the first generation to hit [J, J+1] puts at most q = offset + e²λ + 2 log(1/δ) samples there, and then α_J
// ≥ share·δ/q".
func crowd(v firstVisit, delta, offset, slope, weight, share float64) theorems.Scenario {
	return v.bound(delta, 2*delta, 3*delta, func(found visited) float64 {
		if !found.hit {
			return 0
		}
		q := offset + slope*found.lambda - weight*math.Log(delta)
		return math.Max(found.count/q, math.Min(0.25, share*delta/q)/found.alpha)
	})
}

// lemmaF4 states what the proof of Theorem 5.2 takes from a first hit.
//
// Given λ = nΠ_{k<J} α_k and that some of the n samples hit [J, J+1], their number K is a binomial of mean λ given that
// it is not 0, K ≤ q = 2 + e²λ + 2 log(1/δ) but for δ (Lemma F.7), and of at most q uniform points the largest is above
// 1−δ/q with probability at most δ; else α_J ≥ min(¼, δ/(2q)).
func lemmaF4() theorems.Claim {
	square := math.Exp(2)
	explicit := func(v firstVisit, delta float64) theorems.Scenario { return crowd(v, delta, 2, square, 2, 0.5) }
	return theorems.Claim{
		ID: "lemma-F.4", Statement: "lemma-F.4",
		Demands: []theorems.Share{{AtLeast: 0.6, Within: 10}},
		Title:   "a first hit of [J,J+1] has at most q = 2 + e²λ + 2 log(1/δ) samples and leaves α_J ≥ min(¼, δ/(2q))",
		Says: "With λ = nΠ_{k<J} α_k, P(K > q or α_J < min(¼, δ/(2q))) ≤ 2δ for the K samples of the first " +
			"generation that hits [J, J+1], whatever n.",
		Deviation: "Our own explicit form: the display was not available.",
		Expect:    theorems.Supported,
		Fixed:     always(explicit(firstVisit{1, 1e15, 60}, 0.1), explicit(firstVisit{2, 10, 120}, 0.05)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			v := firstVisit{J: theorems.Pick(c, "J", 1, 2), n: theorems.DrawSize(c, "n", 5, 1e15),
				limit: int(theorems.DrawSize(c, "limit", 60, 200))}
			return explicit(v, theorems.DrawLog(c, "delta", 0.02, 0.3))
		},
		Mutants: func() []theorems.Mutant {
			v := firstVisit{1, 1e15, 60}
			return []theorems.Mutant{
				{Name: "one-sample-only", Scenario: crowd(v, 0.05, 1, 0, 0, 0.5)},
				{Name: "alpha-bound-fortyfold", Scenario: crowd(v, 0.1, 2, square, 2, 20)},
			}
		},
	}
}
