package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
)

// weightedLoop is n fresh real samples and m of the last model a generation, the mean being w times that of the real
// ones and 1 − w times that of the others; the first model is fitted to n real samples.
type weightedLoop struct {
	n, m        int64
	w           *big.Rat
	generations int
}

// step is E(μ_{t+1} − μ*)²/V(μ*) of E(μ_t − μ*)²/V(μ*), with the variance function's v2.
func (l weightedLoop) step(v2, risk *big.Rat) *big.Rat {
	rest := rational.Sub(big.NewRat(1, 1), l.w)
	synthetic := rational.Add(big.NewRat(1, 1), rational.Mul(v2, risk))
	synthetic.Mul(synthetic, big.NewRat(1, l.m)).Add(synthetic, risk)
	real := rational.Mul(rational.Mul(l.w, l.w), big.NewRat(1, l.n))
	return real.Add(real, rational.Mul(rational.Mul(rest, rest), synthetic))
}

// squaredError is E(μ_T − p)² of Bernoulli samples from the model at generation t on, over all counts.
func (l weightedLoop) squaredError(p, model *big.Rat, t int) *big.Rat {
	if t == l.generations {
		d := rational.Sub(model, p)
		return d.Mul(d, d)
	}
	real, rest := binomialLaw(l.n, p), rational.Sub(big.NewRat(1, 1), l.w)
	synthetic := []*big.Rat{big.NewRat(1, 1)}
	if t == 0 {
		rest = new(big.Rat)
	} else {
		synthetic = binomialLaw(l.m, model)
	}
	sum := new(big.Rat)
	for i, a := range real {
		for j, b := range synthetic {
			next := rational.Mul(rational.Sub(big.NewRat(1, 1), rest), big.NewRat(int64(i), l.n))
			next.Add(next, rational.Mul(rest, big.NewRat(int64(j), l.m)))
			if weight := rational.Mul(a, b); weight.Sign() != 0 {
				sum.Add(sum, weight.Mul(weight, l.squaredError(p, next, t+1)))
			}
		}
	}
	return sum
}

// heWeighted is the risk of a weighted mean with fresh data, ours, for a family with variance function V, v2 = V″/2,
//
//	E(μ_{t+1} − μ*)² = w² V/n + (1−w)² [e + (V + v2 e)/m],   e = E(μ_t − μ*)²,   V = V(μ*)
//
// for Bernoulli samples (v2 = −1) by counting.
func heWeighted() Claim {
	scenario := func(l weightedLoop, p *big.Rat, claimed func(l weightedLoop, risk *big.Rat) *big.Rat) Scenario {
		name := fmt.Sprintf("p*=%s n=%d m=%d w=%s T=%d", p.RatString(), l.n, l.m, l.w.RatString(), l.generations)
		return exactly(name, func() Outcome {
			risk := big.NewRat(1, l.n)
			for range l.generations - 1 {
				risk = claimed(l, risk)
			}
			variance := rational.Mul(p, rational.Sub(big.NewRat(1, 1), p))
			return identical(equality{"E(μ_T − p*)²", l.squaredError(p, p, 0), risk.Mul(risk, variance)})
		})
	}
	bernoulli := func(l weightedLoop, risk *big.Rat) *big.Rat { return l.step(big.NewRat(-1, 1), risk) }
	quarter, instance := big.NewRat(1, 4), weightedLoop{2, 3, big.NewRat(3, 5), 3}
	return Claim{
		ID: "he-weighted", Statement: "he-weighted", Expect: Supported,
		Title: "a weight w on fresh real samples: the risk, generation by generation",
		Says: "With weight w on the mean of n fresh real samples and 1 − w on that of m synthetic ones E(μ_{t+1} − " +
			"μ*)² = w²V/n + (1−w)²[e + (V + v2 e)/m], e the risk before; for Bernoulli samples by counting.",
		Deviation: "ours, on the workflow of the authors' abstract and code",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(instance, quarter, bernoulli),
				scenario(weightedLoop{1, 1, big.NewRat(1, 3), 5}, quarter, bernoulli)}
		},
		Draw: func(choose Chooser) Scenario {
			return scenario(weightedLoop{DrawSize(choose, "n", 1, 4), DrawSize(choose, "m", 1, 4),
				drawShare(choose, "128 w−1"), 1 + choose.Choose("T−1", 3)}, drawShare(choose, "128 p*−1"), bernoulli)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"v2-forgotten", scenario(instance, quarter, func(l weightedLoop, risk *big.Rat) *big.Rat {
					return l.step(new(big.Rat), risk)
				})},
				{"weight-of-synthetic", scenario(instance, quarter, func(l weightedLoop, risk *big.Rat) *big.Rat {
					l.w = rational.Sub(big.NewRat(1, 1), l.w)
					return bernoulli(l, risk)
				})},
				{"one-synthetic-more", scenario(instance, quarter, func(l weightedLoop, risk *big.Rat) *big.Rat {
					l.m++
					return bernoulli(l, risk)
				})},
			}
		},
	}
}
