package properties_test

import (
	"math"
	"testing"

	"itermle/properties"
	"itermle/properties/search"
	"itermle/theorems"
)

// FuzzChecker: any rule for a rate has, by dynamic programming, the levels that it promises at δ and below, and at δ′
// and above; its boundaries are where its e-processes cross 1/α and 1/β.
func FuzzChecker(f *testing.F) {
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		choose := search.Play(nil, search.Bytes(data))
		allowed := theorems.DrawReal(choose, "δ", 0, 0.95)
		tolerated := allowed + theorems.DrawLog(choose, "δ′ − δ", 1e-3, 1)
		tolerated = math.Min(tolerated, 1)
		alpha, beta := theorems.DrawLog(choose, "α", 1e-12, 0.5), theorems.DrawLog(choose, "β", 1e-12, 0.5)
		rule, err := properties.NewRateRule(allowed, tolerated, alpha, beta)
		if err != nil {
			t.Fatalf("%v: %v", choose.Played, err)
		}
		limit := int(theorems.DrawSize(choose, "n", 1, 400))
		share := theorems.DrawReal(choose, "share", 0, 1)
		for _, at := range []float64{allowed, allowed * share} {
			if r := rule.ErrorRates(at, limit); !(r.Refuted <= alpha && total(r)) {
				t.Errorf("δ = %g, δ′ = %g, α = %g, β = %g: refuted at %g with %+v", allowed, tolerated, alpha, beta, at,
					r)
			}
		}
		for _, at := range []float64{tolerated, tolerated + (1-tolerated)*share} {
			if r := rule.ErrorRates(at, limit); !(r.Supported <= beta && total(r)) {
				t.Errorf("δ = %g, δ′ = %g, α = %g, β = %g: supported at %g with %+v", allowed, tolerated, alpha, beta,
					at,
					r)
			}
		}
		refute, support := rule.Boundaries(limit)
		n := 1 + choose.Choose("at", limit)
		for s := range n + 1 {
			e1, e2 := rule.LogE(n, s)
			if rule.Refutes(n, s) != (s >= int(refute[n])) || rule.Supports(n, s) != (s <= int(support[n])) ||
				disagrees(e1, alpha, rule.Refutes(n, s)) || disagrees(e2, beta, rule.Supports(n, s)) {
				t.Errorf("%d bad of %d: log e = %g and %g, boundaries %d and %d", s, n, e1, e2, refute[n], support[n])
			}
		}
	})
}

// total says whether the three outcomes add up to one, but for rounding and what was trimmed.
func total(r properties.ErrorRates) bool {
	return math.Abs(r.Refuted+r.Supported+r.Undecided-1) <= 1e-9
}

// disagrees says whether a log e-process contradicts that it has crossed 1/level, or has not, beyond rounding.
func disagrees(logE, level float64, crossed bool) bool {
	over := logE + math.Log(level)
	return crossed && over < -1e-9*(1+math.Abs(logE)) || !crossed && over > 1e-9*(1+math.Abs(logE))
}
