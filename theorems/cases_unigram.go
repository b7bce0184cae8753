package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// collision is S = Σ_i E f_i under exact marginal laws of the categories' counts: a category's count is binomial
// whatever the others do, so that any vocabulary is a list of two-category chains.
func collision(p []*big.Rat, of func(p *big.Rat) *big.Rat) *big.Rat {
	sum := new(big.Rat)
	for _, share := range p {
		sum.Add(sum, of(share))
	}
	return sum
}

// square is (s/n)².
func square(s, n int64) *big.Rat { return big.NewRat(s*s, n*n) }

// collisionOf is S_0 = Σ p_i².
func collisionOf(p []*big.Rat) *big.Rat {
	return collision(p, func(share *big.Rat) *big.Rat { return rational.Mul(share, share) })
}

// replacedCollision is S_m = E Σ (p_i^(m))² under replacement with n samples a generation, by counting.
func replacedCollision(p []*big.Rat, n int64, generations int) *big.Rat {
	sizes := make([]int64, generations)
	for t := range sizes {
		sizes[t] = n
	}
	return collision(p, func(share *big.Rat) *big.Rat {
		return expectation(laws.EnumerateBinomial(1, share, sizes, true),
			func(s int64) *big.Rat { return square(s, n) })
	})
}

// decayed is (1 − 1/n)^m (1 − S_0).
func decayed(p []*big.Rat, n int64, m int) *big.Rat {
	kept := laws.RationalPower(big.NewRat(n-1, n), m)
	return kept.Mul(kept, rational.Sub(big.NewRat(1, 1), collisionOf(p)))
}

// fixation are, of the two-category chain of n samples under replacement, by solving its linear equations, the
// probability to end at n and the expected number of generations until 0 or n, from every count.
func fixation(n int64) (ends, time []*big.Rat) {
	inner := int(n - 1)
	a, b := make([][]*big.Rat, inner), make([][]*big.Rat, inner)
	for i := range inner {
		law := binomialLaw(n, big.NewRat(int64(i)+1, n))
		a[i], b[i] = zeros(inner), []*big.Rat{law[n], big.NewRat(1, 1)}
		for j := range inner {
			a[i][j].Neg(law[j+1])
		}
		a[i][i].Add(a[i][i], big.NewRat(1, 1))
	}
	ends, time = zeros(int(n)+1), zeros(int(n)+1)
	ends[n].SetInt64(1)
	for i, x := range solved(a, b) {
		ends[i+1], time[i+1] = x[0], x[1]
	}
	return ends, time
}

// unigramName names a vocabulary with its sample size.
func unigramName(p []*big.Rat, n int64, generations int) string {
	return fmt.Sprintf("unigrams p*=%v n=%d m=%d", ratios(p), n, generations)
}
