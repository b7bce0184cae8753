package familytest

import (
	"math"
	"slices"
	"sort"

	"itermle/estimators"
	"itermle/internal/kolmogorov"
)

// Samples of p_θ: so many for the empirical distribution, at most so many for a bet.
const (
	fewest = 8000
	most   = 200_000
)

// law decides whether Sample has the law of LogDensity, and whether CDF is its integral.
//
// A fortune bets at odds that are fair under p_θ: with q a density (∫ q ≤ 1), the product over the samples of
//
//	(1 − λ) + λ q(x)/p_θ(x)
//
// has mean at most 1, so it exceeds 1/level with probability at most level, and so does the mean over several q.
// Against samples of q it grows as fast as anything can, by KL(q‖p_θ) a sample but for λ. The q are p_θ itself with its
// scale 5% off and its location 0.05 standard deviations off, and its neighbours in the family 0.05 units off (see
// bets). The number of samples is such that the slowest of K gains G nats on average with
//
//	G − 2.6 √(2G) = log(K/level),
//
// √(2G) being the standard deviation of the gain: it is refuted with probability Φ(2.6) = 0.995. For K = 6, G = 57.
//
// For whatever else may be wrong, the Kolmogorov distance of one real observation a sample: see distribution.
func (c *conformance) law(q *measure, theta []float64) {
	pilot := c.samples(theta, 1000)
	bets, n := c.distinct(c.bets(q, theta, pilot), theta, pilot)
	wealth := newFortune(len(bets))
	stakes := c.stakes(bets, wealth.dead, theta, pilot)
	x := c.samples(theta, fewest)
	drawn := fewest
	if !c.play(wealth, stakes, theta, x) {
		return
	}
	for ; drawn < n && !wealth.over(); drawn += 1024 {
		if !c.play(wealth, stakes, theta, c.samples(theta, 1024)) {
			return
		}
	}
	gain := wealth.gain()
	c.require(gain < -math.Log(level), "sampler",
		"θ=%v: bets that scale or location of Sample are off gain %.3g nats in %d samples, %.3g allowed (each: %.3g)",
		theta, gain, drawn, -math.Log(level), wealth.logs)
	if q != nil {
		c.distribution(q, x)
	}
}

// play bets on every sample of x. It is false where one has no density.
func (c *conformance) play(wealth *fortune, stakes stakes, theta, x []float64) bool {
	m := c.Family.SampleDim()
	for i := 0; i < len(x); i += m {
		factors, log := stakes(x[i : i+m])
		if !c.require(log > math.Inf(-1), "support",
			"θ=%v: Sample draws %v, where the log-density is %v", theta, x[i:i+m], log) {
			return false
		}
		for k, factor := range factors {
			if !wealth.dead[k] {
				wealth.products[k] *= factor
			}
		}
		wealth.next()
	}
	return true
}

// stakes are the factors of the bets on a sample, a view, and log p_θ of it.
type stakes func(at []float64) (factors []float64, log float64)

// stakes returns the factors of the bets on a sample, but for those given up, and log p_θ of it. The factors are a
// view. Integers come again and again: theirs are kept.
func (c *conformance) stakes(bets []bet, dead []bool, theta, pilot []float64) stakes {
	type staked struct {
		factors []float64
		log     float64
	}
	evaluate := func(factors, at []float64) staked {
		log := c.Family.LogDensity(theta, at)
		for k, bet := range bets {
			if !dead[k] {
				factors[k] = stake(bet(at, log))
			}
		}
		return staked{factors, log}
	}
	if c.Family.SampleDim() > 1 || !whole(pilot) {
		factors := make([]float64, len(bets))
		return func(at []float64) ([]float64, float64) {
			s := evaluate(factors, at)
			return s.factors, s.log
		}
	}
	kept := map[float64]staked{}
	return func(at []float64) ([]float64, float64) {
		s, ok := kept[at[0]]
		if !ok {
			s = evaluate(make([]float64, len(bets)), at)
			kept[at[0]] = s
		}
		return s.factors, s.log
	}
}

// stake is (1 − λ) + λ e^r with λ = 0.9: it gains as r does while r is small, and a sample that is impossible under q
// leaves a tenth. A ratio above e^10 counts as e^10, so that no product of 64 overflows: less than fair.
func stake(r float64) float64 { return 0.1 + 0.9*math.Exp(math.Min(r, 10)) }

// distinct drops the bets that are p_θ itself or, up to 1% of their own variance in the pilot, another bet (a shift in
// a location family), and says after how many samples the slowest of the others would have gained G nats against its q.
// A bet's rate is half the variance of q/p_θ, as is KL(q‖p_θ) to third order.
func (c *conformance) distinct(bets []bet, theta, pilot []float64) (kept []bet, n int) {
	m, slowest := c.Family.SampleDim(), math.Inf(1)
	size := len(pilot) / m
	var profiles [][]float64
	for _, bet := range bets {
		profile, variance := make([]float64, size), 0.0
		for i := range profile {
			at := pilot[i*m : (i+1)*m]
			profile[i] = stake(bet(at, c.Family.LogDensity(theta, at))) - 1
			variance += profile[i] * profile[i] / float64(size)
		}
		same := func(other []float64) bool {
			distance := 0.0
			for i, v := range other {
				distance += (v - profile[i]) * (v - profile[i]) / float64(size)
			}
			return distance < 0.01*variance
		}
		if variance > 1e-12 && !slices.ContainsFunc(profiles, same) {
			kept, profiles = append(kept, bet), append(profiles, profile)
			slowest = math.Min(slowest, variance/2)
		}
	}
	const quantile = 2.6
	root := (quantile*math.Sqrt2 + math.Sqrt(2*quantile*quantile+4*math.Log(float64(len(kept))/level))) / 2
	return kept, int(math.Min(most, math.Max(fewest, root*root/slowest)))
}

// bet is log q(x)/p_θ(x) for a density q, given log p_θ(x).
type bet func(x []float64, log float64) float64

// bets are the alternatives against which samples of θ are held.
//
// Where samples have a density on R^m: that of p_θ shifted by ±0.05 spreads and stretched by 1 ± 0.05 about the median,
// coordinate by coordinate, median and spread (quartile distance over that of the standard normal) from the pilot. On
// the integers: q ∝ p_θ exp(±t z²), z standardised and |z| ≤ 5, with t such that the variance moves by 10%. With one
// observation a sample or on the integers also p_η, η_j = θ_j ± 0.05/√I_jj.
func (c *conformance) bets(q *measure, theta, pilot []float64) (bets []bet) {
	m, lattice := c.Family.SampleDim(), whole(pilot)
	if !lattice {
		for k := range m {
			bets = append(bets, c.moved(theta, pilot, k)...)
		}
	} else if q != nil {
		bets = q.tilted()
	}
	if m > 1 && !lattice {
		return bets
	}
	for j, unit := range c.unit(theta) {
		for _, step := range []float64{-0.05, 0.05} {
			eta := slices.Clone(theta)
			if eta[j] += step * unit; c.Family.Check(eta) == nil {
				bets = append(bets, func(x []float64, log float64) float64 { return c.Family.LogDensity(eta, x) - log })
			}
		}
	}
	return bets
}

// moved are the bets on p_θ shifted and stretched along coordinate k.
func (c *conformance) moved(theta, pilot []float64, k int) (bets []bet) {
	m := c.Family.SampleDim()
	values, y := make([]float64, len(pilot)/m), make([]float64, m)
	for i := range values {
		values[i] = pilot[i*m+k]
	}
	sort.Float64s(values)
	median, n := values[len(values)/2], len(values)
	spread := (values[n*3/4] - values[n/4]) / 1.349
	for _, move := range []struct{ shift, stretch float64 }{{0.05, 1}, {-0.05, 1}, {0, 1.05}, {0, 0.95}} {
		shift, stretch := move.shift*spread, move.stretch
		bets = append(bets, func(x []float64, log float64) float64 {
			copy(y, x)
			y[k] = median + (x[k]-median-shift)/stretch
			if c.Support != nil && !(y[k] >= c.Support[0] && y[k] <= c.Support[1]) {
				return math.Inf(-1)
			}
			return c.Family.LogDensity(theta, y) - math.Log(stretch) - log
		})
	}
	return bets
}

// tilted are the bets on p_θ(x) e^{±t z²}/M, z² at most 25, of an enumerated law. There is none where z² is constant.
func (q *measure) tilted() (bets []bet) {
	expect := func(f func(x float64) float64) float64 {
		value, _, _ := q.integrate(func(x, log float64) float64 { return math.Exp(log) * f(x) }, 0)
		return value
	}
	mean := expect(func(x float64) float64 { return x })
	variance := expect(func(x float64) float64 { return (x - mean) * (x - mean) })
	square := func(x float64) float64 { return math.Min(25, (x-mean)*(x-mean)/variance) }
	average := expect(square)
	spread := expect(func(x float64) float64 { return (square(x) - average) * (square(x) - average) })
	if !(spread > 1e-6) {
		return nil
	}
	for _, t := range []float64{-0.1 / spread, 0.1 / spread} {
		t = math.Max(-0.1, math.Min(0.1, t))
		norm := math.Log(expect(func(x float64) float64 { return math.Exp(t * (square(x) - average)) }))
		bets = append(bets, func(x []float64, _ float64) float64 { return t*(square(x[0])-average) - norm })
	}
	return bets
}

// whole says that all samples are integers.
func whole(x []float64) bool {
	return !slices.ContainsFunc(x, func(v float64) bool { return v != math.Trunc(v) })
}

// distribution compares the empirical distribution of the samples x, and CDF, with the integral of the density: by the
// Dvoretzky–Kiefer–Wolfowitz–Massart inequality at level, and to 1e-8. It sorts x.
func (c *conformance) distribution(q *measure, x []float64) {
	sort.Float64s(x)
	n := len(x)
	critical := kolmogorov.Critical(n, level)
	distribution, _ := c.Family.(estimators.Distribution)
	q.cumulate(func(at, mass, bound float64, err error) {
		if !c.require(err == nil, "sampler", "θ=%v: integral of the density up to %v: %v", q.theta, at, err) {
			return
		}
		empirical := float64(sort.Search(n, func(i int) bool { return x[i] > at })) / float64(n)
		c.require(math.Abs(empirical-mass) <= critical+bound, "sampler",
			"θ=%v: P(X ≤ %v) is %v by the density, %v in %d samples", q.theta, at, mass, empirical, n)
		if distribution != nil {
			value := distribution.CDF(q.theta, at)
			c.require(math.Abs(value-mass) <= 1e-8+bound, "cdf",
				"θ=%v: CDF(%v) = %v, the density integrates to %v", q.theta, at, value, mass)
		}
	})
	if distribution != nil {
		below, above := distribution.CDF(q.theta, math.Inf(-1)), distribution.CDF(q.theta, math.Inf(1))
		c.require(below == 0 && above == 1, "cdf", "θ=%v: CDF is %v at −∞ and %v at +∞", q.theta, below, above)
	}
}
