package properties

import (
	"fmt"
	"math"

	"itermle/internal/binomial"
	"itermle/theorems"
)

// FixedBinomial is the exact binomial test of P(bad) ≤ δ against P(bad) ≥ δ′ with a number of trials fixed beforehand:
// refuted iff at least Critical of N trials are bad, supported otherwise. Both error rates are exact tails, rounded
// outwards:
//
//	P_δ(S ≥ Critical) ≤ α,   P_δ′(S ≤ Critical − 1) ≤ β
//
// It may be looked at once. Who wants to look earlier uses a RateRule.
type FixedBinomial struct {
	Allowed, Tolerated, Alpha, Beta float64
	N, Critical                     int64
}

// NewFixedBinomial finds the design with the smallest Critical among neighbours, and the smallest N for it. Errors are
// those of NewRateRule, and a δ′ too near to δ for 2^40 trials.
func NewFixedBinomial(allowed, tolerated, alpha, beta float64) (*FixedBinomial, error) {
	if _, err := NewRateRule(allowed, tolerated, alpha, beta); err != nil {
		return nil, err
	}
	f := &FixedBinomial{Allowed: allowed, Tolerated: tolerated, Alpha: alpha, Beta: beta}
	logAlpha, logBeta := math.Nextafter(math.Log(alpha), math.Inf(-1)), math.Nextafter(math.Log(beta), math.Inf(-1))
	const most = int64(1) << 40
	// smallest is the least n ≥ from that a monotone condition holds for.
	smallest := func(from, to int64, holds func(n int64) bool) int64 {
		for from < to {
			if middle := from + (to-from)/2; holds(middle) {
				to = middle
			} else {
				from = middle + 1
			}
		}
		return from
	}
	// needed is the least n that supports with power for a critical value: P_δ′(S ≤ c−1) falls with n.
	needed := func(c int64) int64 {
		return smallest(c, most, func(n int64) bool { return binomial.LowerTail(c-1, n, tolerated).High <= logBeta })
	}
	feasible := func(c int64) bool {
		n := needed(c)
		return n < most && binomial.UpperTail(c, n, allowed).High <= logAlpha
	}
	high := int64(1)
	for !feasible(high) {
		if high *= 2; high > most/4 {
			return nil, fmt.Errorf("fixed binomial design for δ = %g, δ′ = %g: more than %d trials", allowed, tolerated,
				most)
		}
	}
	c := smallest(high/2+1, high, feasible)
	// Feasibility is monotone in c but for the granularity of n: look a little below.
	for lower := c - 1; lower >= max(1, c-8); lower-- {
		if feasible(lower) {
			c = lower
		}
	}
	f.Critical, f.N = c, needed(c)
	return f, nil
}

// Verdict of s bad trials among N.
func (f *FixedBinomial) Verdict(s int64) theorems.Verdict {
	if s >= f.Critical {
		return theorems.Refuted
	}
	return theorems.Supported
}
