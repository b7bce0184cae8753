package counterexamples

import (
	"math"
	"math/rand/v2"

	"itermle/estimators"
	"itermle/internal/nested"
	"itermle/internal/random"
)

// highCluster is the pool's part in [2, 3] after a collapse, as counts: of a spike of width f(¼), its core, how many points are
// in it, and of the other points how many lie in each eighth of [2, 3]. A generation then costs what it cost before the collapse, whatever n is.
//
// This is exact as long as (a) no other point is within f(1/8) of the core, (b) all points of a wider spike that starts where the core starts fall
// into the core, and (c) dominates holds. Each generation draws whether (a) and (b) stay true; the first one for which they do not ends the
// run with an error, it is never ignored. Where (a) to (c) hold, with h = inside + others and l(α) = log(1 + 1/f(α)):
//
//   - α ≤ 1/8: a window holds at most h points, each worth l(1/8); α = ¼ has at least `inside` worth l(¼), and loses at most log(5/2) for each
//     point of [0, 1]. So L(¼) > L(α) if inside·(l(¼)−l(1/8)) > others·l(1/8) + low·log(5/2).
//   - 1/8 ≤ α ≤ ¼: a window of width f(α) ≤ f(1/8) holds points of the core only, at most all of them, which it does where it starts with
//     the core; or others only, of at most two neighbouring eighths: not the best if (inside − those)·l(¼) > low·log(5/2).
//
// That leaves 1/8 ≤ α ≤ ¼ with W(α) = inside for argmax, and the spike at the start of the core.
type highCluster struct {
	core   *nested.Spike // nil: points are held one by one
	inside int64
	others [8]int64
}

const (
	// clusterFamilyN is the N from which on a cluster is made at once, and clusterPoints the size from which on for smaller N: (c) then
	// fails with a probability below 10^-15, where the points inside are fewer than a fifth of the others and both are binomial with the same mean.
	clusterFamilyN, clusterPoints = 1000, 4096
	// narrowestCluster is the log f(1/8) that keeps other points away.
	narrowestCluster = -64
)

func (h *highCluster) count() int64 {
	sum := h.inside
	for _, k := range h.others {
		sum += k
	}
	return sum
}

// dominates is condition (c).
func (c *Construction1) dominates() bool {
	gain := func(alpha float64) float64 { w := c.Family.LogWidth(alpha); return math.Log1p(math.Exp(w)) - w }
	h := &c.cluster
	inside, others, pair := float64(h.inside), float64(h.count()-h.inside), int64(0)
	for i := range h.others[1:] {
		pair = max(pair, h.others[i]+h.others[i+1])
	}
	low := float64(c.low.total) * math.Log(2.5)
	return inside*(gain(largestAlpha)-gain(eighthAlpha)) > others*gain(eighthAlpha)+low &&
		(inside-float64(pair))*gain(largestAlpha) > low
}

// gather turns the points of [2, 3] into counts if the fit that has just been made allows it.
func (c *Construction1) gather() {
	margin := c.Family.LogWidth(eighthAlpha)
	if c.theta[0] != largestAlpha || c.fit.Covered == 0 || margin > narrowestCluster ||
		c.Family.N < clusterFamilyN && c.fit.Covered < clusterPoints {
		return
	}
	h := highCluster{core: c.spike}
	left, right := c.spike.LeftEnd(), c.spike.RightEnd()
	for _, p := range c.high.Points {
		below, toLeft := nested.Difference(p, left)
		above, toRight := nested.Difference(p, right)
		switch {
		case below >= 0 && above <= 0:
			h.inside++
		case toLeft.Log <= margin+1 || toRight.Log <= margin+1: // 1 for the rounding of a logarithm
			return
		default:
			h.others[min(7, p.Near>>60)]++
		}
	}
	if h.inside != int64(c.fit.Covered) {
		return
	}
	if c.cluster = h; !c.dominates() {
		c.cluster = highCluster{}
		return
	}
	c.high.Reset()
}

// drawClustered adds points of the spike and of U[2, 3] to the counts.
func (c *Construction1) drawClustered(inSpike, others int64, r *rand.Rand) error {
	h := &c.cluster
	beyond := c.cluster.core.Width.Log - c.spike.Width.Log // log of the core's share of the spike
	near := 3 * math.Exp(c.Family.LogWidth(eighthAlpha))   // the core and f(1/8) on either side of it
	if random.Binomial(inSpike, -math.Expm1(beyond), math.Exp(beyond), r) > 0 || random.Binomial(others, near, 1-near, r) > 0 {
		return c.crowded()
	}
	h.inside += inSpike
	// That no point is near changes the shares of the eighths by less than e^{−63}.
	for i := range h.others {
		rest := float64(len(h.others) - i)
		k := random.Binomial(others, 1/rest, (rest-1)/rest, r)
		h.others[i] += k
		others -= k
	}
	return nil
}

func (c *Construction1) crowded() error {
	return &estimators.UnsupportedError{What: "construction1", Action: "points of [2, 3], too many to hold one by one, that are not all in the spike or far from it",
		Accept: "a smaller n or fewer generations"}
}
