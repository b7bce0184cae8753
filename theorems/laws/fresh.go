package laws

import (
	"math/big"

	"itermle/internal/rational"
)

// Fresh is iterative estimation of a mean where generation t ≥ 1 draws n_t samples, r_t of them of the truth and the
// others of the model; generation 0 is all real. The pool is kept, or the newest batch alone.
type Fresh struct {
	Sizes, Real []int64 // n_t and r_t; r_0 = n_0
	Replace     bool
}

// NewFresh is equal batches of n, r of them real, over T generations.
func NewFresh(n, r int64, generations int, replace bool) Fresh {
	f := Fresh{Replace: replace}
	for t := range generations {
		f.Sizes = append(f.Sizes, n)
		if f.Real = append(f.Real, r); t == 0 {
			f.Real[0] = n
		}
	}
	return f
}

// SquaredError is E(μ_T − μ*)² for a family with variance function V. With N_t the samples after generation t, kept,
//
//	m ← ((N_t − r_t)/N_t)² m + (r_t V(μ*) + (n_t − r_t)(V(μ*) + v2 m))/N_t²
//
// since μ_{t+1} has the conditional mean μ_t + (r_t/N_t)(μ* − μ_t), and E V(μ_t) = V(μ*) + v2 m where E μ_t = μ*.
func (f Fresh) SquaredError(v RationalVariance, mu *big.Rat) *big.Rat {
	m, total := new(big.Rat), int64(0)
	for t, n := range f.Sizes {
		if f.Replace {
			total = 0
		}
		total += n
		whole, real := rational.Of(total, 1), rational.Of(f.Real[t], 1)
		noise := rational.Mul(rational.Of(n, 1), v.At(mu))
		noise.Add(noise, rational.Mul(rational.Of(n-f.Real[t], 1), rational.Mul(v.V2, m)))
		stays := rational.Quo(rational.Sub(whole, real), whole)
		m = rational.Add(rational.Mul(rational.Mul(stays, stays), m), rational.Quo(noise, rational.Mul(whole, whole)))
	}
	return m
}

// Enumerate is the law of the count of successes among the N_T samples kept, for Bernoulli samples of mean p: entry s
// is P(count = s). Real and synthetic samples are drawn one binomial after the other.
func (f Fresh) Enumerate(p *big.Rat) []*big.Rat {
	law, total := []*big.Rat{rational.Of(1, 1)}, int64(0)
	for t, n := range f.Sizes {
		real := binomialLaw(f.Real[t], p)
		kept := total
		if f.Replace {
			kept = 0
		}
		next := zeros(kept + n + 1)
		for s, mass := range law {
			if mass.Sign() == 0 {
				continue
			}
			model := p
			if total > 0 {
				model = rational.Of(int64(s), total)
			}
			start := s
			if f.Replace {
				start = 0
			}
			for a, first := range real {
				for b, second := range binomialLaw(n-f.Real[t], model) {
					at := next[start+a+b]
					at.Add(at, rational.Mul(mass, rational.Mul(first, second)))
				}
			}
		}
		law, total = next, kept+n
	}
	return law
}

// EnumerateMixture is the law of the count of successes in the last of batches of n_t Bernoulli samples, each of the
// truth p with probability share_t and else of the model of the batch before; share_0 = 1.
func EnumerateMixture(p *big.Rat, sizes []int64, share []*big.Rat) []*big.Rat {
	law, before := []*big.Rat{rational.Of(1, 1)}, int64(1)
	for t, n := range sizes {
		next := zeros(n + 1)
		for s, mass := range law {
			mixed := rational.Mul(rational.Sub(rational.Of(1, 1), share[t]), rational.Of(int64(s), before))
			mixed.Add(mixed, rational.Mul(share[t], p))
			for k, probability := range binomialLaw(n, mixed) {
				next[k].Add(next[k], rational.Mul(mass, probability))
			}
		}
		law, before = next, n
	}
	return law
}

func zeros(n int64) []*big.Rat {
	all := make([]*big.Rat, n)
	for i := range all {
		all[i] = new(big.Rat)
	}
	return all
}

// binomialLaw is C(n, k) p^k (1−p)^{n−k}, k = 0 … n.
func binomialLaw(n int64, p *big.Rat) []*big.Rat {
	law, q := zeros(n+1), rational.Sub(rational.Of(1, 1), p)
	for k := range law {
		law[k].SetInt(new(big.Int).Binomial(n, int64(k)))
		law[k].Mul(law[k], rational.Mul(RationalPower(p, k), RationalPower(q, int(n)-k)))
	}
	return law
}
