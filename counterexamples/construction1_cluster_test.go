package counterexamples

import (
	"errors"
	"math"
	"slices"
	"testing"

	"itermle/estimators"
	"itermle/internal/nested"
	"itermle/internal/suiteseed"
)

// After the collapse counts stand for the points of [2, 3]: the same law of what is in the spike, in [2, 3] and above the cut as with all
// points held one by one.
//
// Design: as in TestConstruction2AgainstRawSamples, m = 1500 runs each, critical distance 2√(log(2e10)/(2m)) = 0.178 for each of four
// statistics, a false-alarm probability below 10^-9 together.
func TestClusterAgainstListedPoints(t *testing.T) {
	const runs, n, generations = 1500, 1000, 5
	critical := 2 * math.Sqrt(math.Log(2e10)/(2*runs))
	simulate := func(listed bool) (statistics [4][]float64, clustered int) {
		c, err := NewConstruction1(n)
		if err != nil {
			t.Fatal(err)
		}
		c.listed = listed
		it := estimators.Iteration{Pool: c, Truth: Construction1Truth(), Schedule: estimators.ConstantSchedule(n), Generations: generations}
		s := estimators.NewStream(suiteseed.Seed(), "cluster")
		if listed {
			s = estimators.NewStream(suiteseed.Seed(), "listed")
		}
		for i := range runs {
			if err := it.Run(s, uint64(i), nil); err != nil {
				t.Fatal(err)
			}
			if c.cluster.core != nil {
				clustered++
			}
			for k, v := range []float64{float64(c.fit.Covered), float64(c.fit.High - c.fit.Covered), float64(c.fit.Dropped), float64(c.fit.High)} {
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
		d := twoSample(counts[k], points[k])
		t.Logf("statistic %d: Kolmogorov distance %.4f, critical %.4f", k, d, critical)
		if !(d <= critical) {
			t.Errorf("statistic %d: Kolmogorov distance %.4f, critical %.4f", k, d, critical)
		}
	}
	// A cluster that took all points of [2, 3] for points of its core would show.
	if d := twoSample(counts[3], points[0]); !(d > critical) {
		t.Errorf("a cluster without others survives at distance %.4f", d)
	}
}

// With every point listed, what the cluster takes for granted is seen to be true: from the fit on that would have made one, each fit has
// α ≥ 1/8 and covers exactly the points of the core, and the spike starts where the core does.
func TestClusterConditionsOnListedPoints(t *testing.T) {
	const n, generations = 2000, 8
	c, err := NewConstruction1(n)
	if err != nil {
		t.Fatal(err)
	}
	c.listed = true
	it := estimators.Iteration{Pool: c, Truth: Construction1Truth(), Schedule: estimators.ConstantSchedule(n), Generations: generations}
	s := estimators.NewStream(suiteseed.Seed(), "conditions")
	seen := 0
	for i := range 60 {
		var core *highCluster
		if err := it.Run(s, uint64(i), func(_ int, theta []float64) bool {
			if core == nil {
				points := slices.Clone(c.high.Points)
				c.gather()
				if c.cluster.core != nil {
					kept := c.cluster
					core = &kept
				}
				c.cluster, c.high.Points = highCluster{}, points
				return true
			}
			seen++
			inside := 0
			for _, p := range c.high.Points {
				if nestedWithin(p, core.core) {
					inside++
				}
			}
			if theta[0] < eighthAlpha || c.fit.Covered != inside || !sameStart(c.spike, core.core) {
				t.Errorf("run %d: θ = %v covers %d points, %d in the core", i, theta, c.fit.Covered, inside)
			}
			return true
		}); err != nil {
			t.Fatal(err)
		}
	}
	// Half of the runs collapse within 4 generations (theorem-5.1-eventually): none of 60 has a probability below 10^-15.
	if seen == 0 {
		t.Error("no run collapsed")
	}
	t.Logf("%d generations after a collapse", seen)
}

// n = 10⁶ and T = 10⁴, collapsed from the second generation or so on: every sample is accounted for, α stays within 1/n of ¼.
func TestConstruction1TenThousandGenerations(t *testing.T) {
	const n, generations = 1_000_000, 10_000
	c, err := NewConstruction1(n)
	if err != nil {
		t.Fatal(err)
	}
	it := estimators.Iteration{Pool: c, Truth: Construction1Truth(), Schedule: estimators.ConstantSchedule(n), Generations: generations}
	s := estimators.NewStream(suiteseed.Seed(), "long")
	// A run collapses into a cluster within 4 generations with probability ≥ 0.3, so one of 80 does, but for 10^-12.
	for replicate := range uint64(80) {
		clustered, least := false, 1.0
		err := it.Run(s, replicate, func(g int, theta []float64) bool {
			clustered = c.cluster.core != nil
			if clustered {
				least = min(least, theta[0])
			}
			return clustered || g < 4
		})
		// Leaving the core has a probability of about 10^-6 a run: the engine says so, and another run takes its place.
		if errors.As(err, new(*estimators.UnsupportedError)) || !clustered {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if total := c.low.total + c.cluster.count(); total != n*generations {
			t.Errorf("%d samples in the pool, want %d", total, n*generations)
		}
		if !(least >= 0.25-1./n) || c.TotalVariation() != c.theta[0] {
			t.Errorf("α went down to %v, TV %v at α = %v", least, c.TotalVariation(), c.theta[0])
		}
		return
	}
	t.Error("no run collapsed")
}

func nestedWithin(p nested.Position, s *nested.Spike) bool {
	return nested.Compare(p, s.LeftEnd()) >= 0 && nested.Compare(p, s.RightEnd()) <= 0
}

func sameStart(a, b *nested.Spike) bool { return nested.Compare(a.LeftEnd(), b.LeftEnd()) == 0 }
