package counterexamples

import (
	"math"
	"math/big"
	"testing"

	"itermle/internal/rational"
)

// TestBinomialTail: the bracket of log P(B ≥ k) holds the sum of C(n, i)u^i(1−u)^{n−i} in rationals, and as the terms
// that it adds up are all there are, its lower end is that sum.
func TestBinomialTail(t *testing.T) {
	for _, n := range []int64{1, 2, 7, 40, 64} {
		for _, u := range []*big.Rat{rational.Of(1, 1024), rational.Of(1, 8), rational.Of(3, 4)} {
			value, tail := rational.Nearest(u), new(big.Rat)
			for k := n; float64(k) > float64(n)*value; k-- {
				term := new(big.Rat).SetInt(new(big.Int).Binomial(n, k))
				for i := range n {
					if i < k {
						term = rational.Mul(term, u)
					} else {
						term = rational.Mul(term, rational.Sub(rational.Of(1, 1), u))
					}
				}
				tail = rational.Add(tail, term)
				want := math.Log(rational.Nearest(tail))
				lower, upper := logBinomialTail(float64(n), float64(k), value)
				if !(math.Abs(lower-want) <= 1e-12*(1-want)) || !(upper >= want-1e-12*(1-want)) {
					t.Errorf("P(B ≥ %d), n = %d, u = %g: e^[%g, %g], exactly e^%g", k, n, value, lower, upper, want)
				}
			}
		}
	}
}
