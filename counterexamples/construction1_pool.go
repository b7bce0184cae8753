package counterexamples

import (
	"math"
	"math/rand/v2"

	"itermle/estimators"
	"itermle/internal/nested"
	"itermle/internal/philox"
	"itermle/internal/random"
)

// Construction1 runs Algorithm 1 on the family of Construction 1. It is an estimators.Pool: Draw samples the
// mixture exactly and Fit is the exact maximiser over all of Θ. Of the points in [0, 1] it draws only those that the
// maximiser asks for (type complements), of those in [2, 3] all, each exactly where it is (type position), so
// that nothing underflows or ties however narrow the spike is and however many spikes lie in one another.
//
// Cost of a generation: O(log n) before [2, 3] is hit, flat in n; the same after a collapse, where points in [2, 3] are counts (type highCluster);
// while they are held one by one, because n is small or no spike stands out, in proportion to their number.
type Construction1 struct {
	Family Construction1Family

	theta   [2]float64
	truth   float64       // α*
	spike   *nested.Spike // the spike of the current model
	started *nested.Spike // that of θ*, kept over restarts
	low     complements
	high    nested.Windows
	cluster highCluster // after a collapse: high then holds the first and the last point of the spikes only
	listed  bool        // never make a cluster: for tests
	reserve rand.Rand   // draws the points that Fit asks for; reseeded by every Draw
	source  philox.Source

	search search
	fit    Construction1Fit
	events [len(construction1Events)]bool
	fits   int
	first  int64 // samples of generation 0
}

// Construction1Fit says more about the last Fit than its θ.
type Construction1Fit struct {
	Dropped int64 // points of [0, 1] above 1−2α
	High    int   // points in [2, 3]
	Covered int   // of these, in the spike
	// LogLikelihood is log of the product of p_θ̂ over the pool, relative to U[0,1] on the points in [0, 1].
	LogLikelihood float64
}

// NewConstruction1 returns the pool for the paper's family with N = n.
func NewConstruction1(n int64) (*Construction1, error) {
	family, err := NewConstruction1Family(n)
	if err != nil {
		return nil, err
	}
	return newConstruction1(family), nil
}

func newConstruction1(family Construction1Family) *Construction1 {
	c := &Construction1{Family: family}
	c.reserve = *rand.New(&c.source)
	return c
}

// Construction1Truth is θ* of Theorem 5.1: U[0, 1].
func Construction1Truth() []float64 { return []float64{0, 2} }

// Construction1Symbols names the coordinates of Theta.
func Construction1Symbols() []string { return []string{"α", "μ"} }

// Start implements estimators.Pool; θ* of the paper is (0, 2).
func (c *Construction1) Start(truth []float64) error {
	if err := c.Family.Check(truth); err != nil {
		return err
	}
	left := nested.Position{Near: uint64(math.Ldexp(truth[1]-2, 63))}
	size := nested.Width{Log: c.Family.LogWidth(truth[0])}
	if s := c.started; s == nil || s.Anchor != left || s.Width.Log != size.Log {
		c.started = nested.NewSpike(left, 0, size)
		if nested.Compare(c.started.RightEnd(), nested.Position{Near: nested.Unit}) > 0 { // μ = 3 − f(α), rounded up by float64
			c.started = nested.NewSpike(nested.Position{Near: nested.Unit}, -nested.OffsetUnit, size)
		}
	}
	c.spike = c.started
	c.theta, c.truth = [2]float64{truth[0], truth[1]}, truth[0]
	c.fit, c.fits, c.first = Construction1Fit{}, 0, 0
	clear(c.events[:])
	c.Clear()
	return nil
}

// Clear implements estimators.Pool.
func (c *Construction1) Clear() {
	c.low.reset()
	c.high.Reset()
	c.cluster = highCluster{}
}

// Theta implements estimators.Pool: (α, μ), μ rounded to a float64.
func (c *Construction1) Theta() []float64 { return c.theta[:] }

// maxHighPoints keeps a mistyped schedule from exhausting the machine: points in [2, 3] are held one by one.
const maxHighPoints = 1 << 28

// Draw implements estimators.Pool: the counts of the four components are multinomial.
func (c *Construction1) Draw(n int64, r *rand.Rand) error {
	alpha := c.theta[0]
	high := random.Binomial(n, alpha/2, 1-alpha/2, r)
	if c.low.total > math.MaxInt64/4 {
		return &estimators.RangeError{What: "construction1: samples", Value: float64(c.low.total), Accept: "at most 2^61"}
	}
	whole := random.Binomial(n-high, 1/(2-alpha), (1-alpha)/(2-alpha), r)
	inSpike := random.Binomial(high, 0.5, 0.5, r)
	if alpha == 0 {
		whole = n
	}
	c.low.add(whole, 0, r)
	if cut := n - high - whole; cut > 0 {
		c.low.add(cut, 2*alpha, r)
	}
	if c.clustered() || c.gather(inSpike, high-inSpike) {
		if err := c.drawClustered(inSpike, high-inSpike, r); err != nil {
			return err
		}
	} else {
		if held := int64(c.high.Len()); high > maxHighPoints-held {
			return &estimators.RangeError{What: "construction1: samples in [2, 3] held in memory", Value: float64(held) + float64(high),
				Accept: "at most 2^28"}
		}
		for range inSpike {
			c.high.Add(c.spike.Sample(r))
		}
		for range high - inSpike {
			c.high.Add(nested.RawSample(r))
		}
	}
	c.source = *philox.New([2]uint64{r.Uint64(), r.Uint64()})
	if c.fits == 0 {
		c.first += n
	}
	if c.fits == 1 && high > 0 {
		c.events[eventHit] = true
	}
	return nil
}

// Fit implements estimators.Pool.
func (c *Construction1) Fit() error {
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
	c.theta = [2]float64{best.alpha, min(c.spike.LeftEnd().Float(), 3)}
	c.fit = Construction1Fit{Dropped: best.dropped, High: c.highCount(), Covered: best.covered, LogLikelihood: best.value}
	c.fits++
	c.observe()
	return nil
}

// highCount is the number of points in [2, 3].
func (c *Construction1) highCount() int {
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

var construction1Events = [...]string{"tv1_gt_logn_over_n", "alpha1_is_half_gap", "hit_23", "alpha2_gt_tenth"}

// Events names the events that Observed reports, for a run of at least two generations:
//
//	tv1_gt_logn_over_n   TV(p_θ(1), p_θ*) = α^(1) > log n/n, n the samples of generation 0
//	alpha1_is_half_gap   α^(1) = (1 − x_max)/2
//	hit_23               a sample of X^(1) lies in [2, 3]
//	alpha2_gt_tenth      α^(2) > 1/10
func (c *Construction1) Events() []string { return append([]string(nil), construction1Events[:]...) }

// Observed appends to dst, for each name of Events, whether it happened since Start.
func (c *Construction1) Observed(dst []bool) []bool { return append(dst, c.events[:]...) }

func (c *Construction1) observe() {
	alpha := c.theta[0]
	switch c.fits {
	case 1:
		n := float64(c.first)
		c.events[eventPart1] = alpha > math.Log(n)/n
		// With nothing dropped α is half a gap, the cap or f⁻¹ of a window; of the last two neither is, but by chance of probability 0.
		c.events[eventHalfGap] = c.fit.Dropped == 0 && c.low.holds(2*alpha)
	case 2:
		c.events[eventTenth] = alpha > plateauAlpha
	}
}
