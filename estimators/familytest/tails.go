package familytest

import (
	"math"
	"slices"

	"itermle/estimators"
	"itermle/internal/binomial"
	"itermle/internal/bisect"
)

// Of so many samples a tail of this probability gets 32: that all are missing has the probability e^{−32}.
const (
	tailSamples = 1 << 17
	tailShare   = 0x1p-12
)

// tails counts the samples beyond extreme quantiles on both sides, where the bets of law see nothing: of n samples
// Binomial(n, P) lie at or below the last t with P = CDF(t) ≤ 2^-12, and as many above the first with 1 − CDF(t) ≤
// 2^-12. The counts are judged by the exact tails of that law, at half the level each way.
func (c *conformance) tails(theta []float64) {
	family, ok := c.Family.(estimators.Distribution)
	if !ok || family.SampleDim() != 1 {
		return
	}
	x := c.samples(theta, tailSamples)
	slices.Sort(x)
	low, high := x[0], x[len(x)-1]
	width := 8 * (high - low)
	cdf := func(t float64) float64 { return family.CDF(theta, t) }
	lower := bisect.Float(low-width, high+width, func(t float64) bool { return cdf(t) <= tailShare })
	upper := bisect.Float(high+width, low-width, func(t float64) bool { return 1-cdf(t) <= tailShare })
	atMost := func(t float64) int {
		above, _ := slices.BinarySearchFunc(x, t, func(v, t float64) int {
			if v <= t {
				return -1
			}
			return 1
		})
		return above
	}
	for _, side := range []struct {
		name        string
		at          float64
		count       int
		probability float64
	}{{"at or below", lower, atMost(lower), cdf(lower)}, {"above", upper, len(x) - atMost(upper), 1 - cdf(upper)}} {
		if !(side.probability > 0 && side.probability <= tailShare) {
			continue // an atom, or the end of the support
		}
		k, n := int64(side.count), int64(len(x))
		many := binomial.UpperTail(k, n, side.probability).High
		few := binomial.LowerTail(k, n, side.probability).High
		c.require(math.Min(many, few) >= math.Log(level/2), "sampler tail",
			"θ=%v: %d of %d samples are %s %v, which has the probability %v", theta, side.count, len(x), side.name,
			side.at, side.probability)
	}
}
