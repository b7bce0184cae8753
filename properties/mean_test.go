package properties

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"itermle/internal/suiteseed"
	"itermle/theorems"
)

// fold sums the probabilities of a mean test's verdicts by replicate limit over all paths of a coin X ∈ {0, 1} with
// P(X=1) = p, by dynamic programming over (n, ones): the capital depends on the counts alone, up to the order of its
// roundings.
func fold(t *testing.T, e theorems.Mean, d Design, p float64) (refuted, supported float64) {
	t.Helper()
	fresh := func() *meanTest {
		m, err := newMeanTest(e, d)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	type state struct {
		test *meanTest
		mass float64
	}
	row := []state{{fresh(), 1}}
	for n := 0; n < d.MaxReplicates; n++ {
		next := make([]state, n+2)
		for s, now := range row {
			if now.mass == 0 {
				continue
			}
			for x, mass := range [2]float64{now.mass * (1 - p), now.mass * p} {
				if next[s+x].test == nil {
					next[s+x].test = now.test.clone()
					verdict, err := next[s+x].test.observe(float64(x))
					if err != nil {
						t.Fatal(err)
					}
					switch verdict {
					case theorems.Refuted:
						next[s+x].mass = math.Inf(-1)
					case theorems.Supported:
						next[s+x].mass = math.Inf(1)
					}
				}
				switch {
				case math.IsInf(next[s+x].mass, -1):
					refuted += mass
				case math.IsInf(next[s+x].mass, 1):
					supported += mass
				default:
					next[s+x].mass += mass
				}
			}
		}
		for i := range next {
			if math.IsInf(next[i].mass, 0) {
				next[i].mass = 0
			}
		}
		row = next
	}
	return refuted, supported
}

func (t *meanTest) clone() *meanTest {
	c := *t
	for _, p := range []**Capital{&c.up, &c.down, &c.over, &c.under} {
		if *p != nil {
			copied := **p
			copied.part = append([]float64(nil), copied.part...)
			*p = &copied
		}
	}
	return &c
}

// TestMeanErrorRates computes the error rates of the mean test for coins exactly, at the claimed mean and at the two
// tolerated ones. A coin's variance is at most ¼, so the variance form may be used as well.
func TestMeanErrorRates(t *testing.T) {
	const limit = 150
	for _, e := range []theorems.Mean{
		{Value: 0.5, Tolerance: 0.2, Upper: 1},
		{Value: 0.2, Tolerance: 0.15, Upper: 1},
		{Value: 0.1, Tolerance: 0.3, Upper: 1}, // 0.1 − 0.3 is no mean at all, 0 is one
		{Value: 0.9, Tolerance: 0.3, Upper: 1},
		{Value: 0.5, Tolerance: 0.2, Variance: 0.25},
		{Value: 0.3, Tolerance: 0.2, Variance: 0.25},
	} {
		for _, d := range []Design{{Alpha: 0.05, Beta: 0.05, MaxReplicates: limit},
			{Alpha: 1e-3, Beta: 1e-2, MaxReplicates: limit},
			{Alpha: 1e-9, Beta: 1e-9, MaxReplicates: 60}} {
			refuted, supported := fold(t, e, d, e.Value)
			if !(refuted <= d.Alpha) {
				t.Errorf("%+v %+v: refuted at rate %g under the claim", e, d, refuted)
			}
			t.Logf("Value %g ± %g (variance %g), α %g: under the claim refuted %.2g, supported %.3g by %d", e.Value,
				e.Tolerance, e.Variance, d.Alpha, refuted, supported, d.MaxReplicates)
			for _, p := range []float64{e.Value + e.Tolerance, e.Value - e.Tolerance} {
				if p < 0 || p > 1 {
					continue
				}
				if _, supported := fold(t, e, d, p); !(supported <= d.Beta) {
					t.Errorf("%+v %+v: supported at rate %g at a mean of %g", e, d, supported, p)
				}
			}
			// power as reported: at the detectable distance support by the limit is no more likely than 0.01
			m, err := newMeanTest(e, d)
			if err != nil {
				t.Fatal(err)
			}
			m.n = d.MaxReplicates
			distance := m.detectable()
			for _, p := range []float64{e.Value + distance, e.Value - distance} {
				if distance > e.Tolerance || p <= 0 || p >= 1 { // a coin, and not its bound up to rounding
					continue
				}
				if _, supported := fold(t, e, d, p); !(supported <= 0.01) {
					t.Errorf("%+v %+v: supported at rate %g at the detectable distance %g, a mean of %g", e, d,
						supported, distance, p)
				}
			}
		}
	}
	// The mutant whose bets know the mean too well: both one-sided processes at full α, summed instead of averaged.
	e, d := theorems.Mean{Value: 0.5, Tolerance: 0.2, Upper: 1}, Design{Alpha: 0.05, Beta: 0.05, MaxReplicates: limit}
	generous := d
	generous.Alpha = 4 * d.Alpha
	if refuted, _ := fold(t, e, generous, 0.5); !(refuted > d.Alpha) {
		t.Errorf("a threshold of 1/(4α) refutes at rate %g only: the test has no power to see it", refuted)
	}
}

// TestBetsAreFair: one step of a bet has mean at most 1 under every law of the null, here two-point laws with mean
// exactly the null or beyond it. The mutants exp(λ(X−m) − λ²v/2), right for Gaussians only, and a one-sided bet on the
// wrong side, are not fair.
func TestBetsAreFair(t *testing.T) {
	random := rand.New(rand.NewPCG(suiteseed.Seed(), 3))
	step := func(c *Capital, x float64) float64 {
		c.part = []float64{1}
		c.Observe(x)
		return c.part[0]
	}
	gaussianUnfair, wrongSide := false, false
	for range 20_000 {
		sign := float64(1 - 2*random.IntN(2))
		// X = m + sign·(shift + {−a with probability b/(a+b), b}): mean m + sign·shift, variance ab
		a, b := math.Exp(6*random.Float64()-3), math.Exp(6*random.Float64()-3)
		shift := -math.Exp(10*random.Float64() - 8)
		if random.IntN(2) == 0 {
			shift = 0
		}
		low, high := sign*(shift-a), sign*(shift+b)
		p := b / (a + b)
		lambda := math.Exp(8*random.Float64() - 6)
		variance := a * b
		c := NewVarianceCapital(0, sign, variance, []float64{lambda})
		if mean := p*step(c, low) + (1-p)*step(c, high); !(mean <= 1+1e-12) {
			t.Fatalf("variance bet %g on sign %g: mean %g under {%g, %g}", lambda, sign, mean, low, high)
		}
		gaussian := func(x float64) float64 { return math.Exp(lambda*sign*x - lambda*lambda*variance/2) }
		gaussianUnfair = gaussianUnfair || p*gaussian(low)+(1-p)*gaussian(high) > 1+1e-6
		c = NewVarianceCapital(0, -sign, variance, []float64{lambda})
		wrongSide = wrongSide || p*step(c, low)+(1-p)*step(c, high) > 1+1e-6
		// bounded: X ≥ m − room on the losing side
		room := a - shift
		bounded := NewBoundedCapital(0, sign, []float64{0.95 / room})
		if mean := p*step(bounded, low) + (1-p)*step(bounded, high); !(mean <= 1+1e-12) {
			t.Fatalf("bounded bet: mean %g under {%g, %g}", mean, low, high)
		}
		// beyond the null by h, on the gambler's side, the wealth grows by LogGrowth at most; the bounded bet by just
		// that
		h := -shift
		forward := NewVarianceCapital(0, sign, variance, []float64{lambda})
		mean := p*step(forward, low+2*sign*h) + (1-p)*step(forward, high+2*sign*h)
		if !(math.Log(mean) <= forward.LogGrowth(h, 1)+1e-12) {
			t.Fatalf("variance bet at a distance of %g: mean log growth %g, bound %g", h, math.Log(mean),
				forward.LogGrowth(h, 1))
		}
		mean = p*step(bounded, low+2*sign*h) + (1-p)*step(bounded, high+2*sign*h)
		if !(math.Abs(math.Log(mean)-bounded.LogGrowth(h, 1)) <= 1e-9) {
			t.Fatalf("bounded bet at a distance of %g: mean log growth %g, bound %g", h, math.Log(mean),
				bounded.LogGrowth(h, 1))
		}
		if least := step(bounded, low); !(least > 0) {
			t.Fatalf("bounded bet loses everything: %g", least)
		}
	}
	if !gaussianUnfair || !wrongSide {
		t.Errorf("mutants passed: Gaussian bet %v, wrong side %v", !gaussianUnfair, !wrongSide)
	}
}

// TestBetsSurviveExtremes: no overflow, no NaN, no wealth from nothing.
func TestBetsSurviveExtremes(t *testing.T) {
	for _, x := range []float64{1e308, -1e308, 0, 1e-320} {
		c := NewVarianceCapital(0, 1, 1, []float64{1e-3, 1, 1e3})
		for range 10 {
			c.Observe(x)
		}
		c.Observe(-1e308)
		c.Observe(1e308)
		if e := c.LogE(); math.IsNaN(e) || math.IsInf(e, 1) {
			t.Errorf("x = %g: log e = %g", x, e)
		}
	}
	var impossible *Capital
	impossible.Observe(1)
	if !math.IsInf(impossible.LogE(), 1) {
		t.Errorf("an impossible null must have lost")
	}
}

// TestMeanMargin: the margin is what is left of the tolerance, 1 at the claimed mean and 0 at its edge; the standard
// error of n values ±a about their mean is a/√(n−1).
func TestMeanMargin(t *testing.T) {
	for _, share := range []float64{0, 0.25, 0.75, 1} {
		m, err := newMeanTest(theorems.Mean{Value: 0.5, Tolerance: 0.02, Upper: 1}, Design{Alpha: 1e-9, Beta: 1e-9,
			MaxReplicates: 100})
		if err != nil {
			t.Fatal(err)
		}
		for i := range 50 {
			if _, err := m.observe(0.5 + 0.02*share + 0.07*float64(2*(i%2)-1)); err != nil {
				t.Fatal(err)
			}
		}
		var report ScenarioReport
		m.describe(&report)
		if !(math.Abs(report.margin-(1-share)) <= 1e-9) || !strings.Contains(report.Evidence, "(s.e. 0.01)") {
			t.Errorf("%g of the tolerance: margin %g, %s", share, report.margin, report.Evidence)
		}
	}
}
