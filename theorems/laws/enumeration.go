package laws

import "math/big"

// EnumerateBinomial is the exact law of the pool's count after the generations of the given sizes, for binomial samples
// of m trials (Bernoulli is m = 1): the entry at s is P(count = s) for s = 0, …, m N_{T−1}. It is pure counting:
//
//	P(S_t = s + j) = Σ_s P(S_{t−1} = s) C(m n_t, j) (s/M)^j (1 − s/M)^{m n_t − j},   M = m N_{t−1},
//
// with S_{−1}/M replaced by the success probability p* of the truth. Under replacement only the newest count is kept.
// The work is of order (m N)² multiplications of integers of (m N)·log(m N) bits: for m N up to about 60.
func EnumerateBinomial(m int64, p *big.Rat, sizes []int64, replace bool) []*big.Rat {
	// Numerators over one common denominator: no greatest common divisor is taken before the end.
	numerators, denominator := []*big.Int{big.NewInt(1)}, big.NewInt(1)
	success := func(int) *big.Int { return p.Num() }
	trialsBefore, base := int64(0), new(big.Int).Set(p.Denom())
	for _, n := range sizes {
		trials := m * n
		kept := trialsBefore
		if replace {
			kept = 0
		}
		next := make([]*big.Int, kept+trials+1)
		for i := range next {
			next[i] = new(big.Int)
		}
		for s, weight := range numerators {
			if weight.Sign() == 0 {
				continue
			}
			x := success(s)
			y := new(big.Int).Sub(base, x)
			powers := make([]*big.Int, trials+1) // y^i
			powers[0] = big.NewInt(1)
			for i := int64(1); i <= trials; i++ {
				powers[i] = new(big.Int).Mul(powers[i-1], y)
			}
			rising := new(big.Int).Set(weight) // weight x^j
			for j := int64(0); j <= trials; j++ {
				term := new(big.Int).Binomial(trials, j)
				term.Mul(term, rising).Mul(term, powers[trials-j])
				at := j
				if !replace {
					at += int64(s)
				}
				next[at].Add(next[at], term)
				rising.Mul(rising, x)
			}
		}
		denominator.Mul(denominator, new(big.Int).Exp(base, big.NewInt(trials), nil))
		numerators = next
		trialsBefore = kept + trials
		base = big.NewInt(trialsBefore)
		success = func(s int) *big.Int { return big.NewInt(int64(s)) }
	}
	law := make([]*big.Rat, len(numerators))
	for s, weight := range numerators {
		law[s] = new(big.Rat).SetFrac(weight, denominator)
	}
	return law
}

// GammaMoment is E μ_T^k of the gamma family of shape h per sample, by the product over independent gamma variables
// G_t ~ Gamma(h n_t)/(h n_t):
//
//	E μ_T^k = μ*^k Π_t E((N_{t−1} + n_t G_t)/N_t)^k,   E G^j = Π_{i<j} (h n_t + i)/(h n_t)
//
// Under replacement N_{t−1} counts as 0.
func GammaMoment(shape, mu *big.Rat, sizes []int64, replace bool, k int) *big.Rat {
	product := RationalPower(mu, k)
	var before int64
	for _, n := range sizes {
		if replace {
			before = 0
		}
		units := new(big.Rat).Mul(shape, big.NewRat(n, 1))
		factor, moment := new(big.Rat), big.NewRat(1, 1) // Σ_j, E G^j
		for j := 0; j <= k; j++ {
			term := new(big.Rat).SetInt(new(big.Int).Binomial(int64(k), int64(j)))
			term.Mul(term, RationalPower(big.NewRat(before, before+n), k-j))
			term.Mul(term, RationalPower(big.NewRat(n, before+n), j))
			factor.Add(factor, term.Mul(term, moment))
			rise := new(big.Rat).Add(units, big.NewRat(int64(j), 1))
			moment.Mul(moment, rise.Quo(rise, units))
		}
		product.Mul(product, factor)
		before += n
	}
	return product
}
