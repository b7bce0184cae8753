package construction1

import (
	"math"
	"math/rand/v2"

	"itermle/estimators"
	"itermle/internal/nested"
	"itermle/internal/philox"
	"itermle/internal/random"
)

// Pool runs Algorithm 1 on the family of Construction 1. It is an estimators.Pool: Draw samples the
// mixture exactly and Fit is the exact maximiser over all of Θ. Of the points in [0, 1] it draws only those that the
// maximiser asks for (type complements), of those in [2, 3] all, each exactly where it is (type position), so
// that nothing underflows or ties however narrow the spike is and however many spikes lie in one another.
//
// Cost of a generation: O(log n) before [2, 3] is hit, flat in n; the same after a collapse, where points in [2, 3] are
// counts (type highCluster); while they are held one by one, because n is small or no spike stands out, in proportion
// to their number.
type Pool struct {
	family Family

	parameter [2]float64
	truth     float64       // α*
	spike     *nested.Spike // the spike of the current model
	started   *nested.Spike // that of θ*, kept over restarts
	low       complements
	high      nested.Windows
	cluster   highCluster // after a collapse: high then holds the first and the last point of the spikes only
	reserve   rand.Rand   // draws the points that Fit asks for; reseeded by every Draw
	source    philox.Source

	search   search
	last     fitted
	happened [len(eventNames)]bool
	fits     int
	first    int64 // samples of generation 0
}

// fitted says more about the last Fit than its θ.
type fitted struct {
	dropped int64 // points of [0, 1] above 1−2α
	high    int   // points in [2, 3]
	covered int   // of these, in the spike
	// logLikelihood is log of the product of p_θ̂ over the pool, relative to U[0,1] on the points in [0, 1].
	logLikelihood float64
}

// New returns the pool for the paper's family with N = n, 1 ≤ n ≤ 2^53.
func New(n int64) (*Pool, error) {
	if n < 1 || n > 1<<53 {
		return nil, &estimators.RangeError{What: "construction1: n", Value: float64(n), Accept: "1 ≤ n ≤ 2^53"}
	}
	return NewOf(Paper(n)), nil
}

// NewOf returns the pool for a family with another f, or another N than the samples a generation.
func NewOf(family Family) *Pool {
	c := &Pool{family: family}
	c.reserve = *rand.New(&c.source)
	return c
}

// Truth is θ* of Theorem 5.1: U[0, 1].
func Truth() []float64 { return []float64{0, 2} }

// Symbols names the coordinates of Theta.
func Symbols() []string { return []string{"α", "μ"} }

// Start implements estimators.Pool; θ* of the paper is (0, 2).
func (c *Pool) Start(truth []float64) error {
	if err := c.family.Check(truth); err != nil {
		return err
	}
	left := nested.Position{Near: uint64(math.Ldexp(truth[1]-2, 63))}
	size := nested.Width{Log: c.family.LogWidth(truth[0])}
	if s := c.started; s == nil || s.Anchor != left || s.Width.Log != size.Log {
		c.started = nested.NewSpike(left, 0, size)
		// μ = 3 − f(α), rounded up by float64
		if nested.Compare(c.started.RightEnd(), nested.Position{Near: nested.Unit}) > 0 {
			c.started = nested.NewSpike(nested.Position{Near: nested.Unit}, -nested.OffsetUnit, size)
		}
	}
	c.spike = c.started
	c.parameter, c.truth = [2]float64{truth[0], truth[1]}, truth[0]
	c.last, c.fits, c.first = fitted{}, 0, 0
	clear(c.happened[:])
	c.Clear()
	return nil
}

// Clear implements estimators.Pool.
func (c *Pool) Clear() {
	c.low.reset()
	c.high.Reset()
	c.cluster = highCluster{}
}

// Theta implements estimators.Pool: (α, μ), μ rounded to a float64.
func (c *Pool) Theta() []float64 { return c.parameter[:] }

// maxHighPoints keeps a mistyped schedule from exhausting the machine: points in [2, 3] are held one by one.
const maxHighPoints = 1 << 28

// Draw implements estimators.Pool: the counts of the four components are multinomial.
func (c *Pool) Draw(n int64, r *rand.Rand) error {
	inSpike, others, err := c.drawLow(n, r)
	switch {
	case err != nil:
	case c.clustered() || c.gather(inSpike, others):
		err = c.drawClustered(inSpike, others, r)
	default:
		err = c.drawListed(inSpike, others, r)
	}
	c.source = *philox.New([2]uint64{r.Uint64(), r.Uint64()})
	return err
}

// drawLow draws the points of [0, 1], and how many of n go into the spike and elsewhere in [2, 3].
func (c *Pool) drawLow(n int64, r *rand.Rand) (inSpike, others int64, err error) {
	if c.low.total > math.MaxInt64/4 {
		return 0, 0, &estimators.RangeError{What: "construction1: samples", Value: float64(c.low.total),
			Accept: "at most 2^61"}
	}
	alpha := c.parameter[0]
	high := random.Binomial(n, alpha/2, 1-alpha/2, r)
	whole := random.Binomial(n-high, 1/(2-alpha), (1-alpha)/(2-alpha), r)
	inSpike = random.Binomial(high, 0.5, 0.5, r)
	if alpha == 0 {
		whole = n
	}
	c.low.add(whole, 0, r)
	if cut := n - high - whole; cut > 0 {
		c.low.add(cut, 2*alpha, r)
	}
	if c.fits == 0 {
		c.first += n
	}
	if c.fits == 1 && high > 0 {
		c.happened[eventHit] = true
	}
	return inSpike, high - inSpike, nil
}

// drawListed draws points of the spike and of U[2, 3] one by one.
func (c *Pool) drawListed(inSpike, others int64, r *rand.Rand) error {
	if held := int64(c.high.Len()); inSpike+others > maxHighPoints-held {
		return &estimators.RangeError{What: "construction1: samples in [2, 3] held in memory",
			Value: float64(held) + float64(inSpike+others), Accept: "at most 2^28"}
	}
	for range inSpike {
		c.high.Add(c.spike.Sample(r))
	}
	for range others {
		c.high.Add(nested.RawSample(r))
	}
	return nil
}

// Fit implements estimators.Pool.
func (c *Pool) Fit() error {
	if c.low.total == 0 && c.highCount() == 0 {
		return estimators.ErrEmptyPool
	}
	clustered := c.clustered()
	if clustered {
		if c.settleCluster(); !c.dominates() {
			return c.crowded()
		}
	} else {
		c.high.Settle()
	}
	best := c.argmax()
	if clustered {
		if err := c.placeCluster(best.size); err != nil {
			return err
		}
	} else if best.covered > 0 || best.size.Log != c.spike.Width.Log {
		c.spike = c.high.Place(c.spike, best.covered, best.size)
		c.high.Rehome(c.spike)
	}
	c.low.compact()
	c.parameter = [2]float64{best.alpha, min(c.spike.LeftEnd().Float(), 3)}
	c.last = fitted{best.dropped, c.highCount(), best.covered, best.value}
	c.fits++
	c.observe()
	return nil
}

// highCount is the number of points in [2, 3].
func (c *Pool) highCount() int {
	if c.clustered() {
		return int(c.cluster.count())
	}
	return c.high.Len()
}

// The events of the proof of Theorem 5.1 that a run can show, in the order of Events.
const (
	eventPart1 = iota
	eventHalfGap
	eventHit
	eventTenth
)

var eventNames = [...]string{"tv1_gt_logn_over_n", "alpha1_is_half_gap", "hit_23", "alpha2_gt_tenth"}

// Events names the events that Observed reports, for a run of at least two generations:
//
//	tv1_gt_logn_over_n   TV(p_θ(1), p_θ*) = α^(1) > log n/n, n the samples of generation 0
//	alpha1_is_half_gap   α^(1) = (1 − x_max)/2
//	hit_23               a sample of X^(1) lies in [2, 3]
//	alpha2_gt_tenth      α^(2) > 1/10
func (c *Pool) Events() []string { return append([]string(nil), eventNames[:]...) }

// Observed appends to dst, for each name of Events, whether it happened since Start.
func (c *Pool) Observed(dst []bool) []bool { return append(dst, c.happened[:]...) }

// observe records the events of the fit that has just been made.
func (c *Pool) observe() {
	alpha := c.parameter[0]
	switch c.fits {
	case 1:
		n := float64(c.first)
		c.happened[eventPart1] = alpha > math.Log(n)/n
		// With nothing dropped α is half a gap, the cap or f⁻¹ of a window; of the last two neither is, but by chance
		// of probability 0.
		c.happened[eventHalfGap] = c.last.dropped == 0 && c.low.holds(2*alpha)
	case 2:
		c.happened[eventTenth] = alpha > plateauAlpha
	}
}

// TotalVariation is TV(p_θ(t), p_θ*) for the current model and the θ* of Start, exact for every pair in Θ: both
// densities are piecewise constant, and where the two spikes meet only the share of each that the other covers enters,
// which is a difference of logarithms. For θ* = (0, 2) it is α^(t).
func (c *Pool) TotalVariation() float64 {
	alpha, beta := c.parameter[0], c.truth
	low, high := min(alpha, beta), max(alpha, beta)
	// On [0, 1]: g(high) − g(low) = 2(high−low)/((2−4·high)(2−4·low)) up to 1−2·high, then g(low) − ½ up to 1−2·low.
	sum := 2 * (high - low) / ((2 - 4*high) * (2 - 4*low)) * (1 - 2*high)
	sum += (0.5 + low/(2-4*low)) * 2 * (high - low)

	s, t := c.spike, c.started
	left, right := s.LeftEnd(), s.RightEnd()
	if nested.Compare(t.LeftEnd(), left) > 0 {
		left = t.LeftEnd()
	}
	if nested.Compare(t.RightEnd(), right) < 0 {
		right = t.RightEnd()
	}
	widthS, widthT := math.Exp(s.Width.Log), math.Exp(t.Width.Log)
	common, shareS, shareT := 0.0, 0.0, 0.0 // length of the common part, and the part of either spike that it is
	if sign, size := nested.Difference(right, left); sign > 0 {
		common = math.Exp(size.Log)
		shareS, shareT = min(1, math.Exp(size.Log-s.Width.Log)), min(1, math.Exp(size.Log-t.Width.Log))
	}
	a, b := alpha/4, beta/4
	sum += math.Abs(a*(common+shareS) - b*(common+shareT))
	sum += math.Abs((a-b)*(widthS-common) + a*(1-shareS))
	sum += math.Abs((b-a)*(widthT-common) + b*(1-shareT))
	sum += math.Abs(a-b) * max(0, 1-widthS-widthT+common)
	return sum / 2
}

// HalfGap is (1 − x_max)/2 for the points of [0, 1] drawn so far, capped at ¼.
func (c *Pool) HalfGap() float64 {
	if c.last.dropped == 0 {
		return c.parameter[0]
	}
	// The point is below the current cut 2α: drop by drop is cheap.
	points := c.low.look(nil, 0, 2*c.parameter[0], &c.reserve)
	return points[0] / 2
}

// Alpha is α^(t), which is TV(p_θ(t), p_θ*) where θ* = (0, 2).
func (c *Pool) Alpha() float64 { return c.parameter[0] }

// Dropped is the number of pooled points of [0, 1] above 1−2α^(t).
func (c *Pool) Dropped() int64 { return c.last.dropped }

// Covered is the number of pooled points in the spike of the last fit.
func (c *Pool) Covered() int { return c.last.covered }

// Hit says whether a sample of generation 1, the first synthetic one, lies in [2, 3].
func (c *Pool) Hit() bool { return c.happened[eventHit] }

// Collapsed says whether α^(t) > 1/10.
func (c *Pool) Collapsed() bool { return c.parameter[0] > plateauAlpha }
