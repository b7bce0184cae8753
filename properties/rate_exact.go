package properties

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"itermle/internal/rounding"
)

// ErrorRates is what a RateRule does to trials with a given P(bad), computed and not simulated.
type ErrorRates struct {
	Refuted    float64 // probability of Refuted by replicate N, rounded upwards
	Supported  float64 // probability of Supported by replicate N, rounded upwards
	Undecided  float64 // probability of neither
	Replicates float64 // expected number of replicates, at most N
}

// trimmedMass is what the dynamic program drops at either end of its window; it is added to both error rates.
const trimmedMass = 1e-40

// Boundaries are the stopping boundaries: after n trials the rule has refuted iff s ≥ refute[n] (n+1: never), and
// supported iff s ≤ support[n] (−1: never), n = 0, …, limit.
//
// A bad trial raises e₁ and a good one lowers it, so refute[n+1] is refute[n] or one more; likewise for support.
func (r *RateRule) Boundaries(limit int) (refute, support []int32) {
	refute, support = make([]int32, limit+1), make([]int32, limit+1)
	refute[0], support[0] = 1, -1
	for n := 1; n <= limit; n++ {
		refute[n], support[n] = refute[n-1], support[n-1]
		if !r.Refutes(n, int(refute[n])) {
			refute[n]++
		}
		if r.Supports(n, int(support[n])+1) {
			support[n]++
		}
	}
	return refute, support
}

// ErrorRates follows the law of s over n = 1, …, limit when P(bad) = p, absorbing at the boundaries. All terms are
// positive and a step has 3 roundings (and 1−p one), so the relative error is below 2^-51 a step; that and the trimmed
// mass are added to the two error rates.
func (r *RateRule) ErrorRates(p float64, limit int) ErrorRates {
	refute, support := r.Boundaries(limit)
	return absorb(refute, support, p)
}

// absorb runs the dynamic program for given boundaries; a rule that peeks without correction has boundaries too.
func absorb(refute, support []int32, p float64) ErrorRates {
	var rates ErrorRates
	limit := len(refute) - 1
	alive := make([]float64, limit+3)
	alive[0] = 1
	low, high, trimmed := 0, 0, 0.0 // states with mass
	for n := 1; n <= limit && low <= high; n++ {
		for s := low; s <= high; s++ {
			rates.Replicates += alive[s]
		}
		high++
		alive[high] = 0
		for s := high; s > low; s-- {
			alive[s] = alive[s]*(1-p) + alive[s-1]*p
		}
		alive[low] *= 1 - p
		for ; low <= high && low <= int(support[n]); low++ {
			rates.Supported += alive[low]
			alive[low] = 0
		}
		for ; low <= high && high >= int(refute[n]); high-- {
			rates.Refuted += alive[high]
			alive[high] = 0
		}
		for ; low <= high && alive[low] < trimmedMass; low++ {
			trimmed += alive[low]
			alive[low] = 0
		}
		for ; low <= high && alive[high] < trimmedMass; high-- {
			trimmed += alive[high]
			alive[high] = 0
		}
	}
	for s := low; s <= high; s++ {
		rates.Undecided += alive[s]
	}
	outward := func(p float64) float64 { return math.Min(1, rounding.Up(p, 8*(limit+1))+2*trimmed) }
	rates.Refuted, rates.Supported = outward(rates.Refuted), outward(rates.Supported)
	return rates
}

// missProbability is the probability below which a violation counts as detected: 1 − 0.99.
const missProbability = 0.01

// exactReplicates is up to where Detectable runs the dynamic program; beyond it a closed-form bound is as good
// for the purpose and costs nothing.
const exactReplicates = 20000

// Detectable is the smallest P(bad), to about 1 part in 100 of its distance from δ or 1 in 500 of itself, that would
// have been supported by replicate n with probability at most 0.01. P(supported) falls as P(bad) rises, because the
// boundary is monotone, so bisection finds it. It is at most δ′ whenever β ≤ 0.01, and 1 if no violation would have
// been seen.
//
// Beyond 20,000 replicates it is a bound from above: under P(bad) = p < δ′ the i-th term of e₂ is at most g_i^n times a
// martingale, g_i = p q_i/δ′ + (1−p)(1−q_i)/(1−δ′), so P(supported by n) ≤ β Σ v_i g_i^n.
func (r *RateRule) Detectable(n int) float64 {
	missed := func(p float64) bool { return r.support.growth(p, n) > math.Log(missProbability/r.Beta) }
	if n <= exactReplicates {
		refute, support := r.Boundaries(n)
		missed = func(p float64) bool { return absorb(refute, support, p).Supported > missProbability }
	}
	low, high := r.Allowed, r.Tolerated
	if missed(high) {
		low, high = r.Tolerated, 1
		if missed(high) {
			return 1
		}
	}
	if !missed(low) {
		low = 0
	}
	for high-low > 0.01*(high-r.Allowed) && high-low > 0.002*high {
		if middle := low + (high-low)/2; missed(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}

// growth is log Σ_i w_i g_i^n, g_i the mean factor of the i-th term when P(bad) = p.
func (m *mixture) growth(p float64, n int) float64 {
	if m.null == 1 && p < 1 {
		return math.Inf(1) // the first good trial decides
	}
	terms := make([]float64, len(m.point))
	for i, q := range m.point {
		g := p*q/m.null + (1-p)*(1-q)/(1-m.null)
		terms[i] = m.logWeight[i] + scaled(n, math.Log(math.Max(g, 1)))
	}
	return floats.LogSumExp(terms)
}
