package theorems

import (
	"fmt"
	"math"

	"itermle/internal/bisect"
)

// anchored is curation by one reward with an anchor, in the limit of infinite pools: p_{g+1} = α p_ref + (1−α) p_g
// e^r/E e^r.
type anchored struct {
	reference, reward []float64 // p_ref and e^r
	alpha             float64
}

func (a anchored) next(p []float64) []float64 {
	total := meanUnder(p, a.reward)
	after := make([]float64, len(p))
	for x := range p {
		after[x] = a.alpha*a.reference[x] + (1-a.alpha)*p[x]*a.reward[x]/total
	}
	return after
}

// fixed is α p_ref/(1 − (1−α)e^r/Z), with the Z above (1−α) max e^r that makes it sum to 1: the sum falls in Z.
func (a anchored) fixed() []float64 {
	largest := 0.0
	for _, u := range a.reward {
		largest = math.Max(largest, u)
	}
	at := func(z float64) (p []float64, total float64) {
		p = make([]float64, len(a.reward))
		for x, u := range a.reward {
			p[x] = a.alpha * a.reference[x] / (1 - (1-a.alpha)*u/z)
			total += p[x]
		}
		return p, total
	}
	low := (1 - a.alpha) * largest
	p, _ := at(bisect.Float(low, largest, func(z float64) bool {
		_, total := at(z)
		return total > 1
	}))
	return p
}

// hilbert is Hilbert's distance, log max p/q − log min p/q.
func hilbert(p, q []float64) float64 {
	least, most := math.Inf(1), math.Inf(-1)
	for x := range p {
		r := math.Log(p[x] / q[x])
		least, most = math.Min(least, r), math.Max(most, r)
	}
	return most - least
}

// zhaoAnchor is the fixed point of curation with an anchor, ours in this form, and the contraction to it: weighting by
// e^r leaves Hilbert's distance of two laws as it is, and adding α p_ref to both makes it smaller. So every start leads
// to
//
//	p_∞(x) = α p_ref(x)/(1 − (1−α)e^{r(x)}/Z),   Z = E_{p_∞} e^r,
//
// which is above α p_ref: the anchor's share is kept for ever.
func zhaoAnchor() Claim {
	type step func(a anchored, p []float64) []float64
	scenario := func(a anchored, start []float64, limit func(a anchored) []float64, next step) Scenario {
		name := fmt.Sprintf("p_ref=%.4g e^r=%.4g α=%g p_0=%.4g", a.reference, a.reward, a.alpha, start)
		return exactly(name, func() Outcome {
			var out Outcome
			goal, p := limit(a), start
			const rounding = 1e-11
			for g := 1; g <= 3000; g++ {
				after := next(a, p)
				before, now := hilbert(p, goal), hilbert(after, goal)
				if !out.Check(now <= before+rounding, "Hilbert's distance %.9g after %.9g, generation %d", now, before,
					g) {
					break
				}
				p = after
			}
			left := hilbert(p, goal)
			out.Check(left <= 1e-9, "Hilbert's distance %.3g is left", left)
			out.Evidence = out.Counterexample
			if out.Verdict == Supported {
				out.Evidence = fmt.Sprintf("Hilbert's distance %.3g is left", left)
			}
			return out
		})
	}
	mixed := anchored.next
	fixed := anchored{[]float64{0.2, 0.3, 0.5}, []float64{2, 1, 0.5}, 0.1}
	flat := []float64{0.25, 0.25, 0.5}
	return Claim{
		ID: "zhao-anchor", Statement: "zhao-anchor", Expect: Supported,
		Title: "curation with an anchor: p_∞ = α p_ref/(1 − (1−α)e^r/Z), a contraction in Hilbert's distance",
		Says: "p_{g+1} = α p_ref + (1−α)p_g e^r/E e^r comes nearer in Hilbert's distance to α p_ref/(1 − " +
			"(1−α)e^r/Z), Z = E_{p_∞}e^r, from every start.",
		Deviation: "that infinite pools have an explicit fixed point is as quoted by a secondary source; the form " +
			"is ours",
		Fixed: func(Profile) []Scenario { return []Scenario{scenario(fixed, flat, anchored.fixed, mixed)} },
		Draw: func(choose Chooser) Scenario {
			a, start := anchored{alpha: DrawReal(choose, "α", 0.02, 0.98)}, []float64(nil)
			total, all := 0.0, 0.0
			for range 2 + choose.Choose("outcomes−2", 5) {
				a.reward = append(a.reward, DrawLog(choose, "e^r", 0.1, 10))
				x, y := DrawLog(choose, "p_ref", 0.01, 1), DrawLog(choose, "p_0", 0.01, 1)
				a.reference, start = append(a.reference, x), append(start, y)
				total, all = total+x, all+y
			}
			for x := range start {
				a.reference[x] /= total
				start[x] /= all
			}
			return scenario(a, start, anchored.fixed, mixed)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"no-anchor", scenario(fixed, flat, anchored.fixed, func(a anchored, p []float64) []float64 {
					a.alpha = 0
					return a.next(p)
				})},
				{"mixture-of-one-step", scenario(fixed, flat, func(a anchored) []float64 { return a.next(a.reference) },
					mixed)},
				{"reward-inverted", scenario(fixed, flat, func(a anchored) []float64 {
					inverse := a
					inverse.reward = []float64{0.5, 1, 2}
					return inverse.fixed()
				}, mixed)},
			}
		},
	}
}
