package laws

import "math/big"

// EnumerateCategorical is the exact law of the pool's counts of three categories under accumulation: pure counting of
// multinomials. The work is of order N⁴ for N samples in all.
func EnumerateCategorical(p [3]*big.Rat, sizes []int64) map[[3]int64]*big.Rat {
	law := map[[3]int64]*big.Rat{{}: big.NewRat(1, 1)}
	shares := func(c [3]int64) [3]*big.Rat {
		total := c[0] + c[1] + c[2]
		if total == 0 {
			return p
		}
		return [3]*big.Rat{big.NewRat(c[0], total), big.NewRat(c[1], total), big.NewRat(c[2], total)}
	}
	for _, n := range sizes {
		next := map[[3]int64]*big.Rat{}
		for c, weight := range law { // rationals: the order of summation does not matter
			q := shares(c)
			for i := int64(0); i <= n; i++ {
				for j := int64(0); i+j <= n; j++ {
					ways := new(big.Int).Mul(new(big.Int).Binomial(n, i), new(big.Int).Binomial(n-i, j))
					term := new(big.Rat).SetInt(ways)
					for k, drawn := range [3]int64{i, j, n - i - j} {
						term.Mul(term, RationalPower(q[k], int(drawn)))
					}
					if term.Sign() == 0 {
						continue
					}
					to := [3]int64{c[0] + i, c[1] + j, c[2] + n - i - j}
					if next[to] == nil {
						next[to] = new(big.Rat)
					}
					next[to].Add(next[to], term.Mul(term, weight))
				}
			}
		}
		law = next
	}
	return law
}
