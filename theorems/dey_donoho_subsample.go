package theorems

import (
	"fmt"
	"math"
	"math/big"

	"itermle/internal/rational"
)

// subsampling is the workflow augment-subsample on Bernoulli data: the pool holds k batches of n, and model k is the
// mean of n points drawn from it, with replacement or without.
type subsampling struct {
	n           int64
	generations int64
	p           *big.Rat
	replacement bool
}

func (s subsampling) String() string {
	return fmt.Sprintf("bernoulli p*=%s n=%d T=%d with replacement=%v", s.p.RatString(), s.n, s.generations,
		s.replacement)
}

// drawn is the law of the successes among n points of a pool of size N with S.
func (s subsampling) drawn(size, successes int64) []*big.Rat {
	if s.replacement {
		return binomialLaw(s.n, big.NewRat(successes, size))
	}
	law := make([]*big.Rat, s.n+1)
	all := new(big.Int).Binomial(size, s.n)
	for j := range law {
		ways := new(big.Int).Binomial(size-successes, s.n-int64(j)) // 0 where fewer are left
		ways.Mul(ways, new(big.Int).Binomial(successes, int64(j)))
		law[j] = new(big.Rat).SetFrac(ways, all)
	}
	return law
}

// diversity is E m_T(1 − m_T), by counting.
func (s subsampling) diversity() *big.Rat {
	law := binomialLaw(s.n, s.p)
	for k := int64(1); ; k++ {
		if k == s.generations {
			counts := pushed(law, s.n, func(successes int64) []*big.Rat { return s.drawn(k*s.n, successes) }, nowhere)
			return expectation(counts, func(x int64) *big.Rat { return big.NewRat(x*(s.n-x), s.n*s.n) })
		}
		batch := func(successes int64) []*big.Rat {
			return pushed(s.drawn(k*s.n, successes), s.n,
				func(x int64) []*big.Rat { return binomialLaw(s.n, big.NewRat(x, s.n)) }, nowhere)
		}
		law = pushed(law, (k+1)*s.n, batch, func(successes int64) int64 { return successes })
	}
}

// shares are f_k and q_k: what drawing n of a pool of k batches, and then a batch of that model, take from E V.
func (s subsampling) shares(k int64) (drawing, batch *big.Rat) {
	drawing = big.NewRat(1, s.n)
	if !s.replacement {
		drawing = new(big.Rat)
		if k > 1 {
			drawing = big.NewRat(k-1, k*s.n-1)
		}
	}
	kept := rational.Sub(big.NewRat(1, 1), drawing)
	return drawing, rational.Add(drawing, kept.Mul(kept, big.NewRat(1, s.n)))
}

// formula is V(p*) (1 − 1/n) Π_{k<T} (1 − q_k/(k+1)²) (1 − f_T), multiplied out.
func (s subsampling) formula() *big.Rat {
	one := big.NewRat(1, 1)
	value := rational.Mul(s.p, rational.Sub(one, s.p))
	value.Mul(value, rational.Sub(one, big.NewRat(1, s.n)))
	for k := int64(1); k < s.generations; k++ {
		_, batch := s.shares(k)
		value.Mul(value, rational.Sub(one, batch.Mul(batch, big.NewRat(1, (k+1)*(k+1)))))
	}
	drawing, _ := s.shares(s.generations)
	return value.Mul(value, rational.Sub(one, drawing))
}

// deyDonohoSubsample is the exact variance of augment-subsample for Bernoulli data, ours. With S of N = kn in the pool,
// M = S/N, n points have a mean of variance f_k M(1−M), f_k = 1/n with replacement and (k−1)/(kn−1) without; a batch of
// that model has variance q_k M(1−M), q_k = f_k + (1 − f_k)/n; and the next pool moves by 1/(k+1) of it:
//
//	E m_T(1−m_T) = p*(1−p*)(1 − 1/n) Π_{k<T} (1 − q_k/(k+1)²) (1 − f_T).
func deyDonohoSubsample() Claim {
	scenario := func(s subsampling, claimed *big.Rat) Scenario {
		return exactly(s.String(), func() Outcome {
			return identical(equality{"E m_T(1 − m_T)", s.diversity(), claimed})
		})
	}
	third := big.NewRat(1, 3)
	return Claim{
		ID: "dey-donoho-subsample-exact", Statement: "dey-donoho-subsample", Expect: Supported,
		Title: "training on n points of the pool: Var(m_T) for Bernoulli data, as rationals",
		Says: "Where each model is the mean of n points drawn from the accumulated pool, E m_T(1−m_T) = p*(1−p*)(1 − " +
			"1/n) Π_{k<T}(1 − q_k/(k+1)²)(1 − f_T), with f_k = 1/n with replacement, (k−1)/(kn−1) without.",
		Deviation: "the factor is ours: print's abstract, all that was read, names the workflow alone",
		Fixed: func(Profile) []Scenario {
			with, without := subsampling{3, 4, third, true}, subsampling{3, 4, third, false}
			return []Scenario{scenario(with, with.formula()), scenario(without, without.formula())}
		},
		Draw: func(choose Chooser) Scenario {
			s := subsampling{n: 1 + int64(choose.Choose("n−1", 5)), generations: 1 + int64(choose.Choose("T−1", 3)),
				replacement: choose.Choose("without replacement", 2) == 0, p: drawShares(choose, 2, 97)[0]}
			return scenario(s, s.formula())
		},
		Mutants: func() []Mutant {
			with, without := subsampling{3, 3, third, true}, subsampling{3, 3, third, false}
			return []Mutant{
				{"without-for-with", scenario(with, without.formula())},
				{"with-for-without", scenario(without, with.formula())},
				{"off-by-one-generation", scenario(with, subsampling{3, 2, third, true}.formula())},
			}
		},
	}
}

// deyDonohoSubsampleLimit is what the exact law tends to. n Var(m_T)/V is n(1 − Π(1 − x)) with Σ x = L_T/n + O(n^{−2}),
//
//	with replacement     L_T = 2 Σ_{k≤T} 1/k² → π²/3 = 3.290
//	without              L_T = 2 − 1/T + Σ_{k<T} (2 − 1/k)/(k+1)² → π²/2 − 2 = 2.935
//
// and lies within 7/n + 3/T of the limit: (Σ x)² n/2 ≤ 5.5/n; |n Σ x − L_T| ≤ 1.5/n; the terms from T on add up to less
// than 3/T.
func deyDonohoSubsampleLimit() Claim {
	scenario := func(n, generations int64, replacement bool, limit float64) Scenario {
		return exactly(fmt.Sprintf("n=%d T=%d with replacement=%v", n, generations, replacement), func() Outcome {
			s := subsampling{n: n, generations: generations, replacement: replacement}
			size, kept := float64(n), 0.0
			add := func(x float64) { kept += math.Log1p(-x) }
			add(1 / size)
			for k := int64(1); k < generations; k++ {
				_, batch := s.shares(k)
				add(rational.Nearest(batch) / float64((k+1)*(k+1)))
			}
			drawing, _ := s.shares(generations)
			add(rational.Nearest(drawing))
			inflation, slack := -size*math.Expm1(kept), 7/size+3/float64(generations)
			var out Outcome
			out.Check(math.Abs(inflation-limit) <= slack, "n Var(m_T)/V = %.7g, not within %.2g of %.7g", inflation,
				slack,
				limit)
			if out.Counterexample == "" {
				out.Evidence = fmt.Sprintf("n Var(m_T)/V = %.7g, limit %.7g", inflation, limit)
			}
			return out
		})
	}
	with, without := math.Pi*math.Pi/3, math.Pi*math.Pi/2-2
	return Claim{
		ID: "dey-donoho-subsample", Statement: "dey-donoho-subsample", Expect: Supported,
		Title: "training on n points of the pool: n Var(m_T)/V → π²/3, or π²/2 − 2 without replacement",
		Says: "Where each model is fitted to n points of the accumulated pool, the variance of real data alone is " +
			"multiplied by π²/3 with replacement and π²/2 − 2 without, within 7/n + 3/T: bounded, as without " +
			"subsampling.",
		Deviation: "the factors are ours: print's abstract, all that was read, names the workflow alone",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(1e6, 3000, true, with), scenario(1e6, 3000, false, without)}
		},
		Draw: func(choose Chooser) Scenario {
			n, generations := DrawSize(choose, "n", 100, 1e9), DrawSize(choose, "T", 50, 3000)
			if choose.Choose("without replacement", 2) == 1 {
				return scenario(n, generations, false, without)
			}
			return scenario(n, generations, true, with)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"limit-of-the-whole-pool", scenario(1e6, 3000, true, math.Pi*math.Pi/6)},
				{"without-for-with", scenario(1e6, 3000, true, without)},
				{"with-for-without", scenario(1e6, 3000, false, with)},
			}
		},
	}
}
