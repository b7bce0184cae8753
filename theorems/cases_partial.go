package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
)

// partial is the unigram model on N real samples, drawn once, and n synthetic ones of the last model: p^(1) are the
// real shares, and p^(m+1) those of the N + n samples. A token's count is a chain of its own given its count among the
// real.
type partial struct {
	real, synthetic int64
	p               []*big.Rat
	generations     int // m ≥ 1
}

// partialInstance is an instance of three generations that the claims and their mutants share.
var partialInstance = partial{3, 5, []*big.Rat{big.NewRat(1, 4), big.NewRat(3, 4)}, 3}

func (l partial) String() string {
	return fmt.Sprintf("unigrams p*=%v N=%d n=%d m=%d", ratios(l.p), l.real, l.synthetic, l.generations)
}

// expect is E f(r/N, p^(m)) for the token of the given share, by counting; r of its N real samples.
func (l partial) expect(share *big.Rat, f func(first, last *big.Rat) *big.Rat) *big.Rat {
	return expectation(binomialLaw(l.real, share), func(r int64) *big.Rat {
		first := big.NewRat(r, l.real)
		if l.generations == 1 {
			return f(first, first)
		}
		of := func(s int64) *big.Rat { return big.NewRat(r+s, l.real+l.synthetic) }
		law := binomialLaw(l.synthetic, first)
		for range l.generations - 2 {
			law = pushed(law, l.synthetic, func(s int64) []*big.Rat { return binomialLaw(l.synthetic, of(s)) }, nowhere)
		}
		return expectation(law, func(s int64) *big.Rat { return f(first, of(s)) })
	})
}

// collision is S_m = E Σ (p_i^(m))².
func (l partial) collision() *big.Rat {
	return collision(l.p, func(share *big.Rat) *big.Rat {
		return l.expect(share, func(_, last *big.Rat) *big.Rat { return rational.Mul(last, last) })
	})
}

// drawPartial draws up to 5 real and 6 synthetic samples, up to 5 generations and 3 tokens.
func drawPartial(choose Chooser, least int) partial {
	return partial{1 + int64(choose.Choose("N−1", 5)), 1 + int64(choose.Choose("n−1", 6)),
		drawShares(choose, Pick(choose, "s", 2, 3), 40), least + choose.Choose("m−"+fmt.Sprint(least), 5)}
}
