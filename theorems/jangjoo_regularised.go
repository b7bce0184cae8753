package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
)

// regularised is replacement on n Bernoulli samples with the model (k + a)/(n + a + b) of k successes: the mean under a
// Beta(a, b) prior, or the mode under Beta(a+1, b+1).
type regularised struct {
	n, a, b     int64
	p           *big.Rat
	generations int
}

func (r regularised) model(k int64) *big.Rat { return big.NewRat(k+r.a, r.n+r.a+r.b) }

// jangjooRegularised is what a prior does under replacement, ours. The model never leaves (0, 1): nothing is absorbed;
// but with π = a/(a+b) and λ = n/(n+a+b)
//
//	E p_t − π = λ^t (p* − π),   U_{t+1} = λ² [(1 − 1/n) U_t + π(1−π)/n + (1−2π) E(p_t − π)/n],   U_t = E(p_t − π)²:
//
// both forget p* geometrically, and the limit law is the prior's, whatever the truth.
func jangjooRegularised() Claim {
	type rate func(r regularised) *big.Rat
	scenario := func(r regularised, rate rate, size int64) Scenario { // size: of the limit, n but for a mutant
		name := fmt.Sprintf("n=%d a=%d b=%d p*=%s t=%d", r.n, r.a, r.b, r.p.RatString(), r.generations)
		return exactly(name, func() Outcome {
			one, pi, lambda := big.NewRat(1, 1), big.NewRat(r.a, r.a+r.b), rate(r)
			law := binomialLaw(r.n, r.p)
			for range r.generations - 1 {
				law = pushed(law, r.n, func(k int64) []*big.Rat { return binomialLaw(r.n, r.model(k)) }, nowhere)
			}
			d := rational.Sub(r.p, pi)
			u := rational.Mul(d, d)
			step := func(u, d *big.Rat) *big.Rat {
				noise := rational.Mul(pi, rational.Sub(one, pi))
				noise.Add(noise, rational.Mul(rational.Sub(one, rational.Add(pi, pi)), d))
				next := rational.Add(rational.Mul(big.NewRat(r.n-1, r.n), u), noise.Mul(noise, big.NewRat(1, r.n)))
				return next.Mul(next, lambda).Mul(next, lambda)
			}
			for range r.generations {
				u, d = step(u, d), rational.Mul(d, lambda)
			}
			squared := rational.Mul(lambda, lambda)
			limit := rational.Mul(squared, rational.Mul(pi, rational.Sub(one, pi)))
			limit.Quo(limit, rational.Sub(big.NewRat(size, 1), rational.Mul(squared, big.NewRat(size-1, 1))))
			deviation := func(k int64) *big.Rat { return rational.Sub(r.model(k), pi) }
			out := identical(equality{"E p_t − π", expectation(law, deviation), d},
				equality{"E(p_t − π)²", expectation(law, func(k int64) *big.Rat {
					return rational.Mul(deviation(k), deviation(k))
				}), u}, equality{"the limit's next", step(limit, new(big.Rat)), limit})
			for _, k := range []int64{0, r.n} {
				x := r.model(k)
				out.Check(x.Sign() > 0 && x.Cmp(one) < 0, "the model %s is absorbing", x.RatString())
			}
			if out.Verdict == Refuted {
				out.Evidence = out.Counterexample
			}
			return out
		})
	}
	right := func(r regularised) *big.Rat { return big.NewRat(r.n, r.n+r.a+r.b) }
	fixed := regularised{5, 1, 2, big.NewRat(3, 4), 3}
	return Claim{
		ID: "jangjoo-regularised", Statement: "jangjoo-regularised", Expect: Supported,
		Title: "a prior under replacement: nothing is absorbed, and the truth is forgotten",
		Says: "With the model (k+a)/(n+a+b) under replacement of n Bernoulli samples E p_t − π = λ^t(p* − π), π = " +
			"a/(a+b), λ = n/(n+a+b), and E(p_t − π)² → λ²π(1−π)/(n(1 − λ²(1−1/n))): no state is absorbing, and the " +
			"limit is the prior's.",
		Deviation: "ours, on the abstract's remark that a prior or regularisation prevents absorption",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(fixed, right, fixed.n), scenario(regularised{1, 1, 1, big.NewRat(1, 5), 6},
				right, 1)}
		},
		Draw: func(choose Chooser) Scenario {
			r := regularised{DrawSize(choose, "n", 1, 9), 1 + int64(choose.Choose("a−1", 20)),
				1 + int64(choose.Choose("b−1", 20)), drawShare(choose, "128 p*−1"), 1 + choose.Choose("t−1", 4)}
			return scenario(r, right, r.n)
		},
		Mutants: func() []Mutant {
			absorbed := fixed
			absorbed.a = 0
			return []Mutant{{"truth-kept", scenario(fixed, func(regularised) *big.Rat { return big.NewRat(1, 1) }, 5)},
				{"one-pseudo-sample-fewer", scenario(fixed, func(r regularised) *big.Rat {
					return big.NewRat(r.n, r.n+r.a+r.b-1)
				}, 5)},
				{"limit-of-one-more", scenario(fixed, right, fixed.n+1)},
				{"no-prior-on-successes", scenario(absorbed, right, absorbed.n)}}
		},
	}
}
