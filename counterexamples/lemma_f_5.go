package counterexamples

import (
	"math"

	"itermle/estimators"
	"itermle/theorems"
)

// overdue is "[J, J+1] is not hit within ⌈scale·log(1/δ)/λ⌉ generations", λ = nΠ_{k<J} α_k, counted from the one after
// [J−1, J] was first hit. Where the run ends before that nothing is held against the claim.
func overdue(v firstVisit, delta, scale float64) theorems.Scenario {
	return v.bound(delta, delta, 2*delta, func(found visited) float64 {
		wait := math.Ceil(-scale * math.Log(delta) / found.lambda)
		switch {
		case found.lambda == 0:
			return 0
		case found.hit:
			return float64(found.at-found.from+1) / wait
		}
		return float64(v.limit-found.from+1) / wait // at least
	})
}

// waitLaw is "given the α's below, the wait for [J, J+1] is geometric": its distribution function, made continuous by a
// uniform number in the atom, is uniform. A wait that the run does not see the end of is somewhere beyond the run.
func waitLaw(v firstVisit, misses func(n, reach, lambda float64) float64) theorems.Scenario {
	return theorems.Scenario{Name: v.String() + "/law", Experiment: theorems.Law{
		CDF: func(x float64) float64 { return math.Max(0, math.Min(1, x)) }, Distance: 0.08,
		New: func() (estimators.Trial[float64], error) {
			follow, err := visiting(v, func(found visited) visited { return found })()
			return func(s *estimators.Stream, replicate uint64) (float64, error) {
				found, err := follow(s, replicate)
				u := s.At(replicate, math.MaxUint64).Float64()
				if err != nil || found.lambda == 0 {
					return u, err // [J−1, J] itself not hit: no wait begins
				}
				size := float64(v.n)
				miss := misses(size, found.lambda/size, found.lambda) // log P(a generation misses)
				if !found.hit {
					// P(wait > w) = e^{w·miss}, w generations seen.
					return 1 - u*math.Exp(float64(v.limit-found.from)*miss), nil
				}
				w := float64(found.at - found.from)
				return -math.Expm1(w*miss) - u*math.Exp(w*miss)*math.Expm1(miss), nil
			}, err
		}}}
}

// lemmaF5 states the wait given the α's of the intervals below.
//
// Until [J, J+1] is hit α_J = 0, so each sample that gets beyond J−1 falls there: a generation misses with probability
// (1−Π)^n ≤ e^{−λ}, Π = Π_{k<J} α_k, λ = nΠ. Where an α_J ∈ (0, ¼] is left from an earlier model the share is at least
// ¾Π: the ¾ of WaitingTime, which is not needed from θ* = h_0 on.
func lemmaF5() theorems.Claim {
	exact := func(n, reach, _ float64) float64 { return n * math.Log1p(-reach) }
	return theorems.Claim{
		ID: "lemma-F.5", Statement: "lemma-F.5",
		Demands: []theorems.Share{{AtLeast: 0.25, Within: 1.25}},
		Title:   "given the α's below, [J,J+1] is hit within ⌈log(1/δ)/λ⌉ generations; the wait is geometric",
		Says: "With λ = nΠ_{k<J} α_k, [J, J+1] is hit within ⌈log(1/δ)/λ⌉ generations after [J−1, J] with " +
			"probability ≥ 1−δ; exactly, P(wait > w | α_0, …, α_{J−1}) = (1−λ/n)^{nw}.",
		Deviation: "Our own explicit form: the display was not available. Sharper than the ¾ of lemma-F.6, which " +
			"allows for any starting α_J.",
		Expect: theorems.Supported,
		Fixed: always(
			overdue(firstVisit{1, 1e15, 200}, 0.1, 1), overdue(firstVisit{2, 100, 400}, 0.1, 1),
			waitLaw(firstVisit{1, 10, 60}, exact), waitLaw(firstVisit{2, 1e15, 120}, exact),
		),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			v := firstVisit{J: theorems.Pick(c, "J", 1, 2), n: theorems.DrawSize(c, "n", 2, 1e15),
				limit: int(theorems.DrawSize(c, "limit", 60, 200))}
			if c.Choose("form", 2) == 1 {
				return waitLaw(v, exact)
			}
			return overdue(v, theorems.DrawLog(c, "delta", 0.02, 0.3), 1)
		},
		Mutants: func() []theorems.Mutant {
			v := firstVisit{1, 1e15, 200}
			return []theorems.Mutant{
				{Name: "half-the-wait", Scenario: overdue(v, 0.1, 0.5)},
				{Name: "rate-doubled", Scenario: waitLaw(v, func(_, _, lambda float64) float64 { return -2 * lambda })},
				{Name: "rate-times-0.6", Scenario: waitLaw(firstVisit{1, 1e15, 60},
					func(_, _, lambda float64) float64 { return -0.6 * lambda })},
			}
		},
	}
}
