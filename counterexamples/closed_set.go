package counterexamples

import (
	"fmt"
	"math"
	"slices"

	"itermle/counterexamples/departures"
	"itermle/estimators"
	"itermle/theorems"
)

// closedSet is N(θ, 1) with the MLE over any closed Θ ⊆ R that holds θ* = 0: the nearest point P(x̄) of Θ. Assumption
// 1A fails in every way it can; and as N(m(θ), 1) over a compact set is that with Θ = m(…), so do 1B, 2B, 2C and 3 with
// it.
//
// Theorem (ours). With equal batches, whatever Θ is, P(|θ^(t)| ≤ C √(log(1/δ)/n) for all t) ≥ 1 − δ, so KL ≤ C²
// log(1/δ)/2n.
//
// Proof. x_t, the pool's mean, has x_0 = 0 and x_{t+1} = x_t + (P(x_t) − x_t)/(t+1) + M_{t+1} − M_t, M_t = Σ_{s<t}
// ξ̄_s/(s+1), ξ̄_s ~ N(0, 1/n). Window k has 2^k ≤ t+1 < 2^{k+1}, so Σ 1/(t+1) ≤ 1 over it; s is its first t, |M_u −
// M_v| ≤ m_k for all u, v ≥ s, h_k = Σ_{i≥k} m_i, and R_k = max(z, P(z)), z = x_s + h_k. Then R_{k+1} ≤ R_k + 3h_k:
//
//  1. Let c ≥ P(z) be the least point of Θ from which the next is more than 2h_k away, b the midpoint. No x_t +
//
// h_{k+1}, t
//
//	   in the window, reaches b. As long as none has, P(x_t) ≤ c. If v is the last time with x_v ≤ c, the drift is ≤ 0
//	   after v and cannot pass c at v, so x_t ≤ c + m_k; with no such v x_t ≤ x_s + m_k = z − h_{k+1}, and P(z) ≤ c.
//	2. So above R_k the drift leads over gaps of at most 2h_k only, and P(x) − x ≤ h_k; at x ≤ R_k it leads to P(x) ≤
//
// R_k.
//
//	From the last time at or below R_k on, x_t ≤ R_k + h_k·Σ1/(t+1) + m_k ≤ R_k + h_k + m_k, and R_{k+1} follows.
//
// R_0 = max(h_0, P(h_0)) ≤ 2h_0, as 0 ∈ Θ. So sup_t max(x_t, θ^(t)) ≤ 2h_0 + 3 Σ_k h_k = Σ_k (3k+5) m_k, and the same
// below. With V_k = 1/(n(2^k − ½)) ≥ Σ_{u ≥ 2^k} 1/(nu²), Lévy's inequality gives m_k = 2√(2V_k log(2(k+1)(k+2)/δ)) for
// all k at once with probability ≥ 1 − δ: the sum converges. ∎
type closedSet struct {
	n           int64
	generations int
	points      []float64 // of Θ, ascending, in units of n^{−½}
	delta       float64
	share       float64 // of the radius: 1, or a mutant's
}

// radius is Σ_k (3k+5) m_k √n.
func (c closedSet) radius() float64 {
	sum := 0.0
	for k := range 200 {
		m := 2 * math.Sqrt(2/(math.Exp2(float64(k))-0.5)*math.Log(2*float64((k+1)*(k+2))/c.delta))
		sum += float64(3*k+5) * m
	}
	return c.share * sum
}

func (c closedSet) scenario() theorems.Scenario {
	unit := 1 / math.Sqrt(float64(c.n))
	family := departures.CurvedMean{Name: "closed-set-mean", Lower: math.Inf(-1), Accept: "a finite θ",
		Mean: func(theta float64) float64 { return theta },
		Inverse: func(average, from float64, _ bool) float64 {
			x := average / unit
			i, _ := slices.BinarySearch(c.points, x)
			switch {
			case i == 0:
				return unit * c.points[0]
			case i == len(c.points):
				return unit * c.points[i-1]
			}
			below, above := c.points[i-1], c.points[i]
			if x-below < above-x || x-below == above-x && from <= below*unit {
				return unit * below
			}
			return unit * above
		}}
	run := setup([]float64{0}, c.n, c.generations, func() (estimators.Pool, error) { return family.Pool(), nil })
	radius := c.radius() * unit
	return theorems.Scenario{Name: fmt.Sprintf("n=%d T=%d δ=%g Θ√n=%.4g "+
		"radius*%g", c.n, c.generations, c.delta, c.points,
		c.share),
		Experiment: theorems.Rate{Allowed: c.delta, Tolerated: c.delta + 0.1,
			Ratio: ever(run, func(theta float64) float64 { return math.Abs(theta) / radius })}}
}

// drawClosedSet draws 0 with points on both sides: a lattice, a geometric sequence, or any.
func drawClosedSet(c theorems.Chooser) []float64 {
	points := []float64{0}
	kind, scale := theorems.Pick(c, "Θ", "lattice", "geometric", "any"), theorems.DrawLog(c, "scale", 0.1, 3)
	ratio := theorems.DrawReal(c, "ratio", 1.2, 4)
	for i := 1; i <= 12; i++ {
		switch kind {
		case "lattice":
			points = append(points, scale*float64(i), -scale*float64(i))
		case "geometric":
			points = append(points, scale*math.Pow(ratio, float64(i-6)), -scale*math.Pow(ratio, float64(i-6)))
		default:
			points = append(points, theorems.DrawReal(c, "point", -10, 10))
		}
	}
	slices.Sort(points)
	return slices.Compact(points)
}

func closedSetMean() theorems.Claim {
	at := closedSet{n: 100, generations: 30, points: []float64{-8, -4, -2, -1, 0, 1, 2, 4, 8}, delta: 0.05, share: 1}
	with := func(share float64) closedSet { c := at; c.share = share; return c }
	away := at
	away.points = []float64{1e4, 2e4}
	return theorems.Claim{
		ID: "closed-set", Statement: "closed-set",
		Title: "1A, 1B or 3 dropped in N(m(θ), 1): no collapse, whatever the closed Θ is and whatever T is",
		Says: "The MLE of a Gaussian mean over any closed Θ ∋ θ* has |θ^(t) − θ*| ≤ C √(log(1/δ)/n) for all t at " +
			"once with probability ≥ 1−δ: P(|θ^(t)−θ*| > n^{−½} Σ_k (3k+5) m_k for some t ≤ T) ≤ δ.",
		Deviation: "Not in the paper. Equal batches, one dimension; the constant is the proof's, some hundred times " +
			"too large.",
		Expect: theorems.Supported,
		Fixed:  always(at.scenario()),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return closedSet{n: theorems.DrawSize(c, "n", 1, 1e12), generations: int(theorems.DrawSize(c, "T", 1, 40)),
				points: drawClosedSet(c), delta: theorems.DrawLog(c, "δ", 0.01, 0.3), share: 1}.scenario()
		},
		Mutants: mutants{
			{Name: "radius-over-500", Scenario: with(0.002).scenario()},
			{Name: "rate-1/n", Scenario: with(0.001).scenario()},
			{Name: "truth-outside", Scenario: away.scenario()},
		}.all,
	}
}
