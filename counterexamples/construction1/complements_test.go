package construction1

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"itermle/internal/kolmogorov"
	"itermle/internal/nested"
	"itermle/internal/suiteseed"
)

// dkw is the distance that D_n exceeds with probability at most 1e-10 under the law (Massart 1990).
func dkw(n int) float64 { return math.Sqrt(math.Log(2e10) / (2 * float64(n))) }

// TestComplementsKeepCount: whatever is cut, looked at and added, in whatever order, the pieces tile [0, ½), their
// counts add up, and what has been seen stays.
func TestComplementsKeepCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		var c complements
		c.reset()
		total := int64(0)
		var seen []float64
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			s := rapid.SampledFrom([]float64{0, 0.001, 0.125, 0.2, 0.25, 0.3, 0.499, 0.5}).Draw(t, "s")
			switch rapid.SampledFrom([]string{"add", "below", "look", "compact"}).Draw(t, "step") {
			case "add":
				n := rapid.Int64Range(0, 40).Draw(t, "n")
				c.add(n, s, r)
				total += n
				seen = nil
			case "below":
				count := c.below(s, r)
				if again := c.below(s, r); again != count {
					t.Fatalf("%d points below %g, then %d", count, s, again)
				}
			case "look":
				points := c.look(nil, 0, s, r)
				if !slices.IsSorted(points) || int64(len(points)) != c.below(s, r) {
					t.Fatalf("%d points below %g: %v", c.below(s, r), s, points)
				}
				if k := min(len(points), len(seen)); !slices.Equal(points[:k], seen[:k]) {
					t.Fatalf("points moved: %v, %v", seen, points)
				}
				if len(points) > len(seen) {
					seen = points
				}
			case "compact":
				c.compact()
			}
			right, sum := 0.0, c.beyond
			for _, p := range c.pieces {
				if p.left != right || p.right < p.left || p.count < 0 {
					t.Fatalf("pieces do not tile: %v", c.pieces)
				}
				right, sum = p.right, sum+p.count
			}
			if right != 0.5 || sum != total || c.total != total {
				t.Fatalf("pieces end at %g with %d of %d points", right, sum, total)
			}
		}
	})
}

// TestComplementsLaw: the smallest of n complements is > s with probability (1−s)^n, the second with n·s(1−s)^{n−1}
// more, with points from two batches and cuts at awkward places on the way.
func TestComplementsLaw(t *testing.T) {
	const replicates, low = 10_000, 0.3
	r := rand.New(rand.NewPCG(suiteseed.Seed(), 1))
	law := func(whole, cut int64, blind bool) float64 {
		var values []float64
		var c complements
		for range replicates {
			c.reset()
			c.add(whole, 0, r)
			c.below(0.37, r)
			c.look(nil, 0.1, 0.11, r)
			if blind {
				c.add(cut, 0, r) // the mutant: the second batch forgets where it begins
			} else {
				c.add(cut, low, r)
			}
			c.below(0.05, r)
			c.compact()
			var points []float64
			for s := 0x1p-20; len(points) == 0 && s <= 0.5; s *= 2 { // not all of them: looking at k points costs k²
				points = c.look(nil, 0, s, r)
			}
			smallest := 0.5 + 0.5*r.Float64() // not among [0, ½): any continuous law beyond ½ does
			if len(points) > 0 {
				smallest = points[0]
			}
			values = append(values, smallest)
		}
		none := func(s float64) float64 {
			p := math.Pow(1-s, float64(whole))
			if s > low {
				p *= math.Pow((1-s)/(1-low), float64(cut))
			}
			return p
		}
		return kolmogorov.OneSample(values, func(s float64) float64 {
			if s > 0.5 {
				return 1 - none(0.5)*(2-2*s)
			}
			return 1 - none(s)
		})
	}
	for _, n := range [][2]int64{{1, 0}, {3, 2}, {1, 10}, {40, 40}, {2000, 100}} {
		if d := law(n[0], n[1], false); !(d <= dkw(replicates)) {
			t.Errorf("n = %v: distance %g from the law, critical %g", n, d, dkw(replicates))
		}
	}
	// The mutant is at distance 0.3 or more for {1, 10}: it exceeds the critical value with probability 1 −
	// e^{−2·10000·0.07}.
	if d := law(1, 10, true); d <= 3*dkw(replicates) {
		t.Errorf("the mutant that ignores where a batch begins is at distance %g only", d)
	}
}

// drawOneByOne adds n samples of the model, each drawn from its component.
func drawOneByOne(c *Pool, n int, r *rand.Rand) {
	alpha := c.parameter[0]
	points := c.low.look(nil, 0, 0.5, &c.reserve)
	for range n {
		complement := 2.0
		switch u := r.Float64(); {
		case u < 0.5:
			complement = 1 - r.Float64()
		case u < 1-alpha/2:
			complement = 1 - r.Float64()*(1-2*alpha)
		case u < 1-alpha/4:
			c.high.Add(nested.RawSample(r))
		default:
			c.high.Add(c.spike.Sample(r))
		}
		if complement < 0.5 {
			points = append(points, complement)
		} else if complement <= 1 {
			c.low.beyond++
		}
		if complement <= 1 {
			c.low.total++
		}
	}
	slices.Sort(points)
	c.low.pieces = c.low.pieces[:0]
	left := 0.0
	for _, s := range points {
		c.low.pieces = append(c.low.pieces, piece{left, s, 0}, piece{s, s, 1})
		left = s
	}
	c.low.pieces = append(c.low.pieces, piece{left, 0.5, 0})
}

// TestDrawIsTheMixture compares α^(2) of the pool with α^(2) where every sample is drawn one by one from its component,
// over [0, 1], and handed over as a point: two samples of 6000, at a Kolmogorov distance whose probability is below
// 1e-10.
func TestDrawIsTheMixture(t *testing.T) {
	const n, replicates = 12, 6000
	r := rand.New(rand.NewPCG(suiteseed.Seed(), 2))
	family := Family{N: n, Decay: PaperDecay}
	second := func(raw func(c *Pool)) []float64 {
		c := NewOf(family)
		var values []float64
		for range replicates {
			if err := c.Start(Truth()); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				raw(c)
				if err := c.Fit(); err != nil {
					t.Fatal(err)
				}
			}
			values = append(values, c.parameter[0])
		}
		slices.Sort(values)
		return values
	}
	distance := func(a, b []float64) (d float64) {
		i := 0
		for j, y := range b {
			if j+1 < len(b) && b[j+1] == y {
				continue // α = ¼ has an atom: both distribution functions are compared right of it
			}
			for i < len(a) && a[i] <= y {
				i++
			}
			d = max(d, math.Abs(float64(i)/replicates-float64(j+1)/replicates))
		}
		return d
	}
	pool := second(func(c *Pool) {
		if err := c.Draw(n, r); err != nil {
			t.Fatal(err)
		}
	})
	if d := distance(pool, second(func(c *Pool) { drawOneByOne(c, n, r) })); !(d <= 2*dkw(replicates)) {
		t.Errorf("α^(2) at distance %g from sampling one by one, critical %g", d, 2*dkw(replicates))
	}
	// A pool whose second generation forgets the spike family is far away: α^(2) then is that of real data.
	real := second(func(c *Pool) {
		c.parameter[0] = 0
		if err := c.Draw(n, r); err != nil {
			t.Fatal(err)
		}
	})
	if d := distance(pool, real); d <= 2*dkw(replicates) {
		t.Errorf("the mutant that draws real data twice is at distance %g only", d)
	}
}
