package construction1

import (
	"math"
	"math/rand/v2"

	"itermle/estimators"
	"itermle/internal/nested"
	"itermle/internal/random"
)

// highCluster is the pool's part in [2, 3] after a collapse, as counts: of the points inside the spikes since then the
// number, the first and the last, and of the other points how many lie in each eighth of [2, 3]. A generation then
// costs what it cost before the collapse, whatever n is.
//
// Let w be the distance from the first point inside to the last, h = inside + others, l(α) = log(1 + 1/f(α)), and top
// the largest α ≤ ¼ with f(α) ≥ w: below ¼ if a spike wider than f(¼) has been filled. Between the first and the last
// nothing need be known, as a window either covers both, hence all points inside, or is not the best. This is exact as
// long as
//
//	(a) no other point is within 2f(1/8) of the point in the first spike, which all later spikes cover,
//
// so that a window of width ≤ f(1/8) that holds a point inside holds no other one, and, against L(top),
//
//	(b) inside·(l(top) − l(1/8)) > others·l(1/8) + low·log(5/2): not α ≤ 1/8, where a window holds at most h points,
//	    each worth l(1/8), and each point of [0, 1] gains at most log(5/2);
//	(c) inside > pair and inside·l(top) > pair·l(¼) + slack: not a window without points inside, as it lies in two
//	    neighbouring eighths, with at most `pair` points. Above top all else gains at most
//	    slack = (¼ − top)(1.6·low + 8h): g′/g ≤ 1.6, and log(¼/top) ≤ 8(¼ − top);
//	(d) if top < ¼: not a window of width w·e^−y, 0 < y ≤ y_max = log w − log f(¼), that loses points inside. With k
//	    of them left it gains at most k·y + slack, as l grows at most as −log f does, and loses (inside − k)·l(top).
//	    At least one is lost; and of a window shorter than (1 − 2·endShare)·w so is all that lies in the first or in
//	    the last endShare of w. So it is enough that l(top) > inside·y_max + slack, or both
//	    l(top) > −inside·log(1 − 2·endShare) + slack and ends·l(top) > inside·y_max + slack.
//
// Each generation draws whether (a) stays true, and each fit looks whether (b) to (d) do; the first one for which they
// do not ends the run with an error, it is never ignored. That leaves 1/8 ≤ α ≤ top with W(α) = inside for argmax, and
// a spike that covers the first and the last.
type highCluster struct {
	inside int64 // 0: points are held one by one
	others [8]int64
	// Windows.Points are the first and the last point inside (one point if they are the same sample), and width is w.
	width nested.Width
	// full says that the spike goes from the first to the last: its samples move neither.
	full bool
	// ends counts points in the first and the last endShare/2 of a spike at most 4w/3 wide, while log w grew by at most
	// endShare/4 beyond base: so they lie in the first and the last endShare·(¼ + ⅔) of w.
	ends [2]int64
	base float64
}

const (
	// clusterFamilyN is the N from which on a cluster is made at once, and clusterPoints the samples of the spike from
	// which on for smaller N: (b) then fails later with a probability below 10^-15, where the points inside are fewer
	// than a fifth of the others and both are binomial with the same mean.
	clusterFamilyN, clusterPoints = 1000, 4096
	// narrowestCluster is the log f(1/8) that keeps other points away.
	narrowestCluster = -64
	// endShare serves (d) up to inside = 48N/0.0078, that is for 10^5 generations.
	endShare = 0x1p-8
)

func (h *highCluster) count() int64 {
	sum := h.inside
	for _, k := range h.others {
		sum += k
	}
	return sum
}

// top is the largest α ≤ ¼ at which a spike covers all points inside, with its width.
func (c *Pool) top() (alpha float64, size nested.Width) {
	narrowest := nested.WidthOfLog(c.family.LogWidth(LargestAlpha))
	if w := c.cluster.width; nested.CompareWidths(w, narrowest) > 0 {
		return c.family.alphaOfLogWidth(w.Log), w
	}
	return LargestAlpha, narrowest
}

// dominates says whether (b), (c) and (d) hold.
func (c *Pool) dominates() bool {
	worth := func(log float64) float64 { return math.Log1p(math.Exp(log)) - log }
	h := &c.cluster
	inside, others, pair := float64(h.inside), float64(h.count()-h.inside), int64(0)
	for i := range h.others[1:] {
		pair = max(pair, h.others[i]+h.others[i+1])
	}
	alpha, size := c.top()
	// 2^-40 is more than all of this is rounded by.
	const safe = 1 + 0x1p-40
	low := float64(c.low.total)
	l, eighth, quarter := worth(size.Log), worth(c.family.LogWidth(eighthAlpha)), worth(c.family.LogWidth(LargestAlpha))
	slack := (LargestAlpha - alpha) * (1.6*low + 8*(inside+others))
	if !(alpha > eighthAlpha && inside*(l-eighth) > (others*eighth+low*math.Log(2.5))*safe &&
		h.inside > pair && inside*l > (float64(pair)*quarter+slack)*safe) {
		return false
	}
	if alpha == LargestAlpha {
		return true
	}
	narrowest := c.family.LogWidth(LargestAlpha)
	// the difference of two logarithms is rounded by a share of these
	most := (inside*(size.Log-narrowest+(1-safe)*narrowest) + slack) * safe
	return l > most || l > (-inside*math.Log1p(-2*endShare)+slack)*safe && float64(min(h.ends[0], h.ends[1]))*l > most
}

// gather turns the points of [2, 3] into counts, before samples of the spike and others join them, if the fit
// afterwards will allow it: if (b) to (d) hold where the points inside reach over all of the spike, and no eighth gets
// 3√others more than its share, which has a probability below 10^-17.
func (c *Pool) gather(inSpike, others int64) bool {
	if c.parameter[0] <= eighthAlpha || c.family.N < clusterFamilyN && inSpike < clusterPoints {
		return false
	}
	c.high.Settle()
	h, points, ok := c.collect()
	if !ok {
		return false
	}
	c.cluster = h
	c.cluster.inside += inSpike
	c.cluster.width = c.spike.Width
	for i := range c.cluster.others {
		c.cluster.others[i] += others/8 + int64(3*math.Sqrt(float64(others)))
	}
	if !c.dominates() {
		c.cluster = highCluster{}
		return false
	}
	c.cluster = h
	c.high.Points = append(c.high.Points[:0], points...)
	c.measure()
	return true
}

// collect counts the points of [2, 3] in the spike and elsewhere, and finds the first and the last of the spike. It is
// not ok if others are too near.
func (c *Pool) collect() (h highCluster, points []nested.Position, ok bool) {
	margin := c.family.LogWidth(eighthAlpha)
	if margin > narrowestCluster {
		return highCluster{}, nil, false
	}
	left, right := c.spike.LeftEnd(), c.spike.RightEnd()
	for _, p := range c.high.Points {
		below, toLeft := nested.Difference(p, left)
		above, toRight := nested.Difference(p, right)
		switch {
		case below >= 0 && above <= 0:
			h.inside++
			if len(points) < 2 {
				points = append(points, p)
			} else {
				points[1] = p
			}
		case toLeft.Log <= margin+1 || toRight.Log <= margin+1: // e > 2, whatever a logarithm is rounded by
			return highCluster{}, nil, false
		default:
			h.others[min(7, p.Near>>60)]++
		}
	}
	h.width = nested.Width{Log: math.Inf(-1)}
	if len(points) == 2 {
		_, h.width = nested.Difference(points[1], points[0])
	}
	h.base = h.width.Log
	return h, points, true
}

// drawClustered adds points of the spike and of U[2, 3] to the counts.
func (c *Pool) drawClustered(inSpike, others int64, r *rand.Rand) error {
	h := &c.cluster
	near := 5 * math.Exp(c.family.LogWidth(eighthAlpha)) // 2f(1/8) on either side, and to spare
	if random.Binomial(others, near, 1-near, r) > 0 {
		return c.crowded()
	}
	h.inside += inSpike
	least, most := int64(0), nested.OffsetUnit-1
	if !h.full && inSpike > 0 {
		least, most = latticeExtremes(inSpike, r)
		c.high.Add(c.spike.At(c.spike.Left + least))
		if inSpike > 1 {
			c.high.Add(c.spike.At(c.spike.Left + most))
		}
		inSpike -= 2 // the others lie between them
	}
	if inSpike > 0 && most-least > nested.OffsetUnit/4*3 {
		share := func(cells int64) float64 { return max(0, float64(cells)/float64(most-least)) }
		const end = int64(endShare / 2 * float64(nested.OffsetUnit))
		low, high := share(end-least), share(most-(nested.OffsetUnit-end))
		first := random.Binomial(inSpike, low, 1-low, r)
		h.ends[0] += first
		h.ends[1] += random.Binomial(inSpike-first, high/(1-low), (1-low-high)/(1-low), r)
	}
	// That no point is near changes the shares of the eighths by less than e^{−62}.
	for i := range h.others {
		rest := float64(len(h.others) - i)
		k := random.Binomial(others, 1/rest, (rest-1)/rest, r)
		h.others[i] += k
		others -= k
	}
	return nil
}

// latticeExtremes draws the least and the largest of n ≥ 1 points uniform on {0, …, 2^62 − 1}, as Spike.Sample draws
// them: halves get binomial shares of the points, of which only the outermost are followed, in O(log n).
func latticeExtremes(n int64, r *rand.Rand) (least, most int64) {
	low, size := int64(0), nested.OffsetUnit
	for n > 1 && size > 1 {
		size /= 2
		left := random.Binomial(n, 0.5, 0.5, r)
		if left > 0 && left < n {
			return latticeExtreme(low, size, left, true, r), latticeExtreme(low+size, size, n-left, false, r)
		}
		if left == 0 {
			low += size
		}
	}
	least = low + r.Int64N(size)
	return least, least
}

// latticeExtreme draws the least or the largest of n ≥ 1 points uniform on {low, …, low + size − 1}, size a power of 2.
func latticeExtreme(low, size, n int64, least bool, r *rand.Rand) int64 {
	for n > 1 && size > 1 {
		size /= 2
		k := random.Binomial(n, 0.5, 0.5, r) // those in the half looked for
		if least == (k == 0) {
			low += size
		}
		if k > 0 {
			n = k
		}
	}
	return low + r.Int64N(size)
}

// settleCluster sorts the new points in and keeps the first and the last.
func (c *Pool) settleCluster() {
	if c.high.Settle(); len(c.high.Points) < 2 {
		return
	}
	first, last := c.high.Points[0], c.high.Points[len(c.high.Points)-1]
	c.high.Points = append(c.high.Points[:0], first, last)
	h := &c.cluster
	_, w := nested.Difference(last, first)
	// Logarithms are rounded by less than 2^-48 of themselves: where that is too much, ends starts anew whenever w
	// grows.
	if nested.CompareWidths(w, h.width) != 0 && !(w.Log-h.base <= endShare/4+0x1p-48*w.Log) {
		h.ends, h.base = [2]int64{}, w.Log
	}
	h.width = w
}

// placeCluster moves the spike as Windows.Place does with all points one by one. It stays where it is if its width
// does, as all samples since it was placed lie in it.
func (c *Pool) placeCluster(size nested.Width) error {
	if nested.CompareWidths(c.cluster.width, size) > 0 {
		return c.crowded()
	}
	if nested.CompareWidths(c.spike.Width, size) != 0 {
		c.spike = c.high.Place(c.spike, len(c.high.Points), size)
		c.high.Rehome(c.spike)
	}
	c.measure()
	return nil
}

// measure finds out whether the spike is full.
func (c *Pool) measure() {
	p := c.high.Points
	c.cluster.full = len(p) == 2 && nested.Compare(p[0], c.spike.LeftEnd()) == 0 &&
		nested.Compare(p[1], c.spike.RightEnd()) == 0
}

func (c *Pool) clustered() bool { return c.cluster.inside > 0 }

func (c *Pool) crowded() error {
	return &estimators.UnsupportedError{What: "construction1", Action: "points of [2, 3], too many to hold one by " +
		"one, that are not all in the spike or far from it",
		Accept: "a smaller n or fewer generations"}
}
