package properties

import (
	"math"
	"slices"

	"itermle/internal/bisect"
	"itermle/theorems"
)

// tightnessLevel is the probability that either end of an estimated tightness misses, at any time at all.
const tightnessLevel = 0.005

// boundedRatios estimates the (1−δ)-quantile Q of max(0, L/R) from the ratios of the trials: the ⌈(1−δ)n⌉-th smallest,
// in an interval with confidence 99% whenever the trials stop and whatever law the ratios have.
//
// Derived here, after Robbins (Ann. Math. Statist. 41, 1970) and Howard and Ramdas (Bernoulli 28, 2022). Q is a fixed
// number with P(ratio > Q) ≤ δ ≤ P(ratio ≥ Q). So the ratios above Q are trials of a rate ≤ δ, and those at or above Q
// of a rate ≥ δ; by Ville's inequality the two mixtures of RateRule ever reject either with probability at most 0.005.
// Let k be the fewest bad trials of n that reject a rate ≤ δ, and l the most that reject a rate ≥ δ. Then fewer than k
// ratios lie above Q, which makes Q no less than the k-th largest, and more than l at or above it, which makes Q no
// more than the (l+1)-th largest. Without such a k, Q ≥ 0 is all that is known; without such an l there is no upper
// end, never for δ = 0.
type boundedRatios struct {
	values       []float64 // the largest, at least as many as any n up to the limit asks for
	n, kept      int
	allowed      float64
	above, below mixture
}

// newBoundedRatios is for at most limit trials.
func newBoundedRatios(allowed, tolerated float64, limit int) (*boundedRatios, error) {
	above, err := NewRateRule(allowed, tolerated, tightnessLevel, tightnessLevel)
	if err != nil {
		return nil, err
	}
	r := &boundedRatios{allowed: allowed, above: above.refute}
	r.kept = r.fewestBad(limit)
	if allowed > 0 {
		var below *RateRule
		if below, err = NewRateRule(allowed/2, allowed, tightnessLevel, tightnessLevel); err == nil {
			r.below = below.support
		}
	}
	return r, err
}

// fewestBad is the least number of bad trials of n that rejects a rate ≤ δ; n+1: none does.
func (r *boundedRatios) fewestBad(n int) int {
	return bisect.Int(n+1, 0, func(k int) bool { return k > n || r.above.reached(k, n-k) })
}

// observe keeps the ratio where it is among the largest.
func (r *boundedRatios) observe(ratio float64) {
	r.n++
	if r.values = append(r.values, math.Max(0, ratio)); len(r.values) == 2*r.kept {
		slices.Sort(r.values)
		r.values = r.values[:copy(r.values, r.values[r.kept:])]
	}
}

// tightness is nil before the first trial.
func (r *boundedRatios) tightness() *theorems.Tightness {
	n := r.n
	if n == 0 {
		return nil
	}
	slices.Sort(r.values)
	largest := func(k int) float64 { return r.values[len(r.values)-k] }
	t := &theorems.Tightness{Ratio: largest(min(n, 1+int(math.Floor(r.allowed*float64(n))))), High: math.Inf(1)}
	if k := r.fewestBad(n); k <= n {
		t.Low = largest(k)
	}
	if r.allowed == 0 {
		return t
	}
	if l := bisect.Int(-1, n, func(l int) bool { return l < 0 || r.below.reached(l, n-l) }); l >= 0 {
		t.High = largest(l + 1)
	}
	return t
}
