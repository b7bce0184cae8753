package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
)

// chiSquare is χ²(q‖p) = Σ (q_i − p_i)²/p_i.
func chiSquare(q, p []*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for i := range p {
		d := rational.Sub(q[i], p[i])
		sum.Add(sum, rational.Quo(rational.Mul(d, d), p[i]))
	}
	return sum
}

// mixtures are q_t = α_t p + (1 − α_t) q_{t−1}, q_0 = q.
func mixtures(p, q, share []*big.Rat) []*big.Rat {
	for _, a := range share {
		next := make([]*big.Rat, len(p))
		for i := range p {
			next[i] = rational.Add(rational.Mul(a, p[i]), rational.Mul(rational.Sub(rational.Of(1, 1), a), q[i]))
		}
		q = next
	}
	return q
}

// lawFreshChiSquare is what fresh shares do to an error that no fit adds to: q_t − p = (1 − α_t)(q_{t−1} − p), so
//
//	χ²(q_t‖p) = Π_{s≤t} (1 − α_s)² χ²(q_0‖p),
//
// the discount of past errors in arXiv:2602.16601. Every outcome has p_i > 0.
func lawFreshChiSquare() Claim {
	scenario := func(p, q, share []*big.Rat, factor func(a *big.Rat) *big.Rat) Scenario {
		return exactly(fmt.Sprintf("p=%v q=%v α=%v", texts(p), texts(q), texts(share)), func() Outcome {
			got, want := chiSquare(mixtures(p, q, share), p), chiSquare(q, p)
			for _, a := range share {
				want = rational.Mul(want, factor(a))
			}
			var out Outcome
			out.Check(got.Cmp(want) == 0, "χ²(q_t‖p) = %.10g, claimed %.10g", rational.Nearest(got),
				rational.Nearest(want))
			out.Evidence = fmt.Sprintf("χ²(q_t‖p) = %.8g", rational.Nearest(got))
			return out
		})
	}
	one := rational.Of(1, 1)
	discount := func(a *big.Rat) *big.Rat {
		rest := rational.Sub(one, a)
		return rational.Mul(rest, rest)
	}
	law := func(counts ...int64) []*big.Rat {
		total, all := int64(0), make([]*big.Rat, len(counts))
		for _, n := range counts {
			total += n
		}
		for i, n := range counts {
			all[i] = rational.Of(n, total)
		}
		return all
	}
	shares := []*big.Rat{rational.Of(1, 4), rational.Of(1, 2)}
	return Claim{
		ID: "law-fresh-chi-square", Statement: "law-fresh-chi-square", Expect: Supported,
		Title: "a fresh share α discounts χ² by (1 − α)² a generation",
		Says:  "Where q_t = α_t p + (1 − α_t) q_{t−1}, χ²(q_t‖p) = Π (1 − α_s)² χ²(q_0‖p).",
		Deviation: "The discounted sum of errors is as quoted from arXiv:2602.16601 (abstract and secondary source); " +
			"the identity behind it is derived here.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(law(2, 3, 5), law(6, 1, 3), shares, discount),
				scenario(law(1, 1), law(1, 0), shares[:1], discount)}
		},
		Draw: func(choose Chooser) Scenario {
			var p, q []int64
			for range 2 + choose.Choose("outcomes−2", 5) {
				p, q = append(p, 1+int64(choose.Choose("p−1", 20))), append(q, int64(choose.Choose("q", 20)))
			}
			q[0]++
			var all []*big.Rat
			for range 1 + choose.Choose("T−1", 5) {
				all = append(all, drawShare(choose, "128 α−1"))
			}
			return scenario(law(p...), law(q...), all, discount)
		},
		Mutants: func() []Mutant {
			mutant := func(factor func(a *big.Rat) *big.Rat) Scenario {
				return scenario(law(2, 3, 5), law(6, 1, 3), shares, factor)
			}
			return []Mutant{
				{"discount-once", mutant(func(a *big.Rat) *big.Rat { return rational.Sub(one, a) })},
				{"share-for-its-complement", mutant(func(a *big.Rat) *big.Rat { return rational.Mul(a, a) })},
				{"no-discount", mutant(func(*big.Rat) *big.Rat { return one })},
			}
		},
	}
}

func texts(values []*big.Rat) (all []string) {
	for _, v := range values {
		all = append(all, v.RatString())
	}
	return all
}
