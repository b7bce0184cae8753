package construction1

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"itermle/estimators"
	"itermle/internal/kolmogorov"
	"itermle/internal/nested"
	"itermle/internal/philox"
	"itermle/internal/suiteseed"
)

// listedPool holds every point of [2, 3] by itself: it never makes a cluster.
type listedPool struct{ *Pool }

func (c listedPool) Draw(n int64, r *rand.Rand) error {
	inSpike, others, err := c.drawLow(n, r)
	if err == nil {
		err = c.drawListed(inSpike, others, r)
	}
	c.source = *philox.New([2]uint64{r.Uint64(), r.Uint64()})
	return err
}

// After the collapse counts stand for the points of [2, 3]: the same law of what is in the spike, in [2, 3] and above
// the cut, of α and of how far the points in the spike reach, as with all points held one by one.
//
// Design: as in TestAgainstRawSamples of construction2, m = 1500 runs each, critical distance 2√(log(2e11)/(2m)) =
// 0.186 for each of six statistics under either workflow, a false-alarm probability below 10^-9 together.
func TestClusterAgainstListedPoints(t *testing.T) {
	t.Run("accumulate", func(t *testing.T) { clusterAgainstListedPoints(t, estimators.Accumulate()) })
	t.Run("replace", func(t *testing.T) { clusterAgainstListedPoints(t, estimators.Replace()) })
}

func clusterAgainstListedPoints(t *testing.T, workflow estimators.Workflow) {
	const runs, n, generations = 1500, 1000, 5
	critical := 2 * math.Sqrt(math.Log(2e11)/(2*runs))
	simulate := func(listed bool) (statistics [6][]float64, clustered int) {
		c, err := New(n)
		if err != nil {
			t.Fatal(err)
		}
		it := estimators.Iteration{Pool: c, Truth: Truth(), Schedule: estimators.ConstantSchedule(n),
			Workflow: workflow, Generations: generations}
		s := estimators.NewStream(suiteseed.Seed(), "cluster")
		if listed {
			it.Pool = listedPool{c}
			s = estimators.NewStream(suiteseed.Seed(), "listed")
		}
		for i := range runs {
			if err := it.Run(s, uint64(i), nil); err != nil {
				t.Fatal(err)
			}
			h := c.cluster
			if c.clustered() {
				clustered++
			} else if c.last.covered > 1 {
				h, _, _ = c.collect()
			}
			reach := 0.0
			if h.inside > 1 {
				reach = math.Exp(h.width.Log - c.spike.Width.Log)
			}
			for k, v := range []float64{float64(c.last.covered), float64(c.last.high - c.last.covered),
				float64(c.last.dropped), float64(c.last.high), c.parameter[0], reach} {
				statistics[k] = append(statistics[k], v)
			}
		}
		for k := range statistics {
			slices.Sort(statistics[k])
		}
		return statistics, clustered
	}
	counts, clustered := simulate(false)
	points, none := simulate(true)
	if none != 0 || clustered < runs/4 {
		t.Errorf("%d of %d runs made a cluster, %d where none may", clustered, runs, none)
	}
	for k := range counts {
		d := kolmogorov.Between(counts[k], points[k], 0)
		t.Logf("statistic %d: Kolmogorov distance %.4f, critical %.4f", k, d, critical)
		if !(d <= critical) {
			t.Errorf("statistic %d: Kolmogorov distance %.4f, critical %.4f", k, d, critical)
		}
	}
	// A cluster that took all points of [2, 3] for points of its core would show.
	if d := kolmogorov.Between(counts[3], points[0], 0); !(d > critical) {
		t.Errorf("a cluster without others survives at distance %.4f", d)
	}
}

// count puts the points of c into d, those of [2, 3] as counts.
func count(d, c *Pool, h highCluster, points []nested.Position) {
	d.low.pieces = append(d.low.pieces[:0], c.low.pieces...)
	d.low.beyond, d.low.total = c.low.beyond, c.low.total
	d.cluster, d.parameter, d.spike = h, c.parameter, c.spike
	d.high.Reset()
	for _, p := range points {
		d.high.Add(p)
	}
}

func tally(counter *int, holds bool) {
	if holds {
		*counter++
	}
}

// Argmax for argmax: with every point listed, before each fit the pool is also put into counts, with the same points of
// [0, 1], and both are fitted. Parameters, counts, likelihood and spike agree exactly wherever (a) to (d) hold.
// Families are from the widest that may have a cluster to the paper's, and start in spikes from f(¼) to e^20·f(¼).
func TestClusterFitsAsListedPoints(t *testing.T) {
	compared, below, refused, moved, second, killed := 0, 0, 0, 0, 0, 0
	s := estimators.NewStream(suiteseed.Seed(), "counted")
	for i := range uint64(30) {
		family := []Family{{1000, 0.062, 0}, {1000, 0.2, 0}, {1000, 8, 40}}[i%3]
		n := []int64{300, 2000}[i/3%2]
		c, d, mutant := NewOf(family), NewOf(family), NewOf(family)
		alpha := LargestAlpha - []float64{0, 0.01, 0.5, 3, 20}[i/6%5]/family.slope()
		truth := []float64{alpha, 2.5}
		if err := errors.Join(c.Start(truth), d.Start(truth), mutant.Start(truth)); err != nil {
			t.Fatal(err)
		}
		var kept highCluster
		for g := range uint64(7) {
			first := c.high.Len() == 0
			if err := (listedPool{c}).Draw(n, s.At(i, g)); err != nil {
				t.Fatal(err)
			}
			c.high.Settle()
			c.low.look(nil, 2*eighthAlpha, 0.5, &c.reserve) // nothing there is left to chance
			h, points, ok := c.collect()
			if !ok {
				t.Fatalf("run %d: no cluster in %d points", i, c.high.Len())
			}
			if !first && kept.full {
				h.ends = endsOf(c, points)
			}
			count(d, c, h, points)
			count(mutant, c, h, points)
			mutant.high.Reset()
			mutant.cluster.width = nested.Width{Log: math.Inf(-1)}
			holds, spike := d.dominates(), c.spike
			if err := c.Fit(); err != nil {
				t.Fatal(err)
			}
			err := d.Fit()
			if holds != (err == nil) {
				t.Fatalf("run %d: conditions %v, error %v", i, holds, err)
			}
			tally(&killed, mutant.Fit() == nil && mutant.parameter != c.parameter)
			if kept = d.cluster; !holds {
				refused++
				kept.full = false
				continue
			}
			compared++
			narrowest := family.LogWidth(LargestAlpha)
			tally(&below, c.parameter[0] < LargestAlpha)
			tally(&moved, c.spike != spike)
			tally(&second, float64(h.inside)*(h.width.Log-narrowest) > -narrowest)
			if c.parameter != d.parameter || c.last != d.last ||
				nested.Compare(c.spike.LeftEnd(), d.spike.LeftEnd()) != 0 ||
				nested.Compare(c.spike.RightEnd(), d.spike.RightEnd()) != 0 {
				t.Errorf("run %d.%d: counts %v %+v, points %v %+v", i, g, d.parameter, d.last, c.parameter, c.last)
			}
		}
	}
	t.Logf("%d fits compared: %d below ¼, %d with another spike, %d that need the ends; %d refused; "+
		"%d fits of the mutant differ", compared, below, moved, second, refused, killed)
	if compared < 90 || below < 40 || moved < 15 {
		t.Error("too little was exercised")
	}
	if killed < 40 {
		t.Errorf("counts that forget how far their points reach survive but for %d fits", killed)
	}
}

// endsOf counts the points in the first and the last endShare of those inside.
func endsOf(c *Pool, inside []nested.Position) (ends [2]int64) {
	if len(inside) < 2 {
		return ends
	}
	_, w := nested.Difference(inside[1], inside[0])
	limit := w.Log + math.Log(endShare)
	for _, p := range c.high.Points {
		if nestedWithin(p, c.spike) {
			for i, end := range inside {
				if _, size := nested.Difference(p, end); size.Log < limit {
					ends[i]++
				}
			}
		}
	}
	return ends
}

// A fit refuses counts of which the conditions do not hold, one by one.
func TestClusterRefuses(t *testing.T) {
	base := func() *Pool {
		c := NewOf(Family{N: 1000, Decay: 8})
		if err := c.Start([]float64{LargestAlpha - 1/c.family.slope(), 2.5}); err != nil {
			t.Fatal(err)
		}
		c.low.total, c.low.beyond = 10_000, 10_000
		c.high.Add(c.spike.LeftEnd())
		c.high.Add(c.spike.RightEnd())
		c.cluster = highCluster{inside: 1000, width: c.spike.Width}
		return c
	}
	for _, row := range []struct {
		name   string
		change func(c *Pool)
		ok     bool
	}{
		{"none", func(*Pool) {}, true},
		{"b-others", func(c *Pool) { c.cluster.others = [8]int64{900, 0, 900, 0, 900, 0, 900, 0} }, true},
		{"b-more-others", func(c *Pool) {
			for i := range c.cluster.others {
				c.cluster.others[i] = 999
			}
			c.cluster.others[0] = 0
		}, false},
		{"b-low", func(c *Pool) { c.low.total, c.low.beyond = 1e9, 1e9 }, false},
		{"c-pair", func(c *Pool) { c.cluster.others[3], c.cluster.others[4] = 500, 500 }, false},
		{"d-no-ends", func(c *Pool) { c.cluster.inside = 100_000 }, false},
		{"d-ends", func(c *Pool) { c.cluster.inside, c.cluster.ends = 100_000, [2]int64{400, 400} }, true},
		{"d-one-end", func(c *Pool) { c.cluster.inside, c.cluster.ends = 100_000, [2]int64{400, 0} }, false},
		{"d-too-many", func(c *Pool) { c.cluster.inside, c.cluster.ends = 10_000_000, [2]int64{40_000, 40_000} },
			false},
	} {
		c := base()
		row.change(c)
		err := c.Fit()
		if row.ok && err != nil || !row.ok && !errors.As(err, new(*estimators.UnsupportedError)) {
			t.Errorf("%s: error %v", row.name, err)
		}
	}
}

// (d) holds by the ends also of a spike that its points do not fill to its last cell. Of the 10⁶ samples 62500 fall
// into the spike, and 122 into each end: below 30 with a probability below 10^-20.
func TestClusterCountsEndsBeforeItIsFull(t *testing.T) {
	c := NewOf(Family{N: 1000, Decay: 8})
	if err := c.Start([]float64{LargestAlpha - 1/c.family.slope(), 2.5}); err != nil {
		t.Fatal(err)
	}
	c.low.total, c.low.beyond = 10_000, 10_000
	c.high.Add(c.spike.At(c.spike.Left + 1<<20))
	c.high.Add(c.spike.At(c.spike.Left + nested.OffsetUnit - 1<<20))
	c.cluster = highCluster{inside: 100_000, width: c.spike.Width}
	if err := c.Draw(1_000_000, estimators.NewStream(suiteseed.Seed(), "ends").At(0, 0)); err != nil {
		t.Fatal(err)
	}
	if ends := c.cluster.ends; !(min(ends[0], ends[1]) >= 30 && max(ends[0], ends[1]) <= 300) {
		t.Errorf("%v points in the ends", ends)
	}
	if err := c.Fit(); err != nil {
		t.Error(err)
	}
}

// The least and the largest of n lattice points: P(least ≥ a, largest < b) = ((b−a)/2^62)^n. Each marginal and the
// range are compared with their laws at a distance of dkw(20000) = 0.0243; largest drawn independently of the least is
// seen in the range of two.
func TestLatticeExtremesLaw(t *testing.T) {
	const replicates = 20_000
	r := rand.New(rand.NewPCG(suiteseed.Seed(), 3))
	for _, n := range []int64{1, 2, 3, 20, 100_000} {
		k := float64(n)
		var least, most, ranges, independent []float64
		for range replicates {
			a, b := latticeExtremes(n, r)
			_, other := latticeExtremes(n, r)
			if a > b || a < 0 || b >= nested.OffsetUnit || n == 1 && a != b {
				t.Fatalf("extremes %d, %d of %d", a, b, n)
			}
			least = append(least, float64(a)*0x1p-62)
			most = append(most, float64(nested.OffsetUnit-b)*0x1p-62)
			ranges = append(ranges, float64(b-a)*0x1p-62)
			independent = append(independent, math.Abs(float64(other-a))*0x1p-62)
		}
		smallest := func(x float64) float64 { return -math.Expm1(k * math.Log1p(-x)) }
		spread := func(x float64) float64 { return k*math.Pow(x, k-1) - (k-1)*math.Pow(x, k) } // Beta(n−1, 2)
		for i, d := range []float64{kolmogorov.OneSample(least, smallest), kolmogorov.OneSample(most, smallest),
			kolmogorov.OneSample(ranges, spread)} {
			if !(d <= dkw(replicates)) && !(n == 1 && i == 2) { // the range of one point is 0
				t.Errorf("n = %d: statistic %d at distance %g", n, i, d)
			}
		}
		if d := kolmogorov.OneSample(independent, spread); n == 2 && d <= 2*dkw(replicates) {
			t.Errorf("the mutant with independent extremes is at distance %g only", d)
		}
	}
}
