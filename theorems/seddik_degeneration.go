package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// seddikDegeneration bounds ρ_m, the probability that a single token is left after m generations of replacement,
//
//	1 − n (1 − 1/n)^m (1 − S_0) ≤ ρ_m ≤ 1 − (1 − S_0)/(1 − 1/s) (1 − 1/n)^m
//
// against the exact chain of s = 2 tokens: 1 − S of a state that is not absorbed lies in [2(n−1)/n², 1 − 1/s], and
// n²/(2(n−1)) ≤ n.
func seddikDegeneration() Claim {
	scenario := func(share *big.Rat, n int64, m int, lower, upper *big.Rat) Scenario {
		p := []*big.Rat{share, rational.Sub(big.NewRat(1, 1), share)}
		return exactly(fmt.Sprintf("%s factors %s %s", unigramName(p, n, m), lower.RatString(), upper.RatString()),
			func() Outcome {
				law := binomialLaw(n, share)
				for range m - 1 {
					law = pushed(law, n, func(s int64) []*big.Rat { return binomialLaw(n, big.NewRat(s, n)) }, nowhere)
				}
				alive, left := rational.Sub(big.NewRat(1, 1), rational.Add(law[0], law[n])), decayed(p, n, m)
				low, high := rational.Mul(upper, left), rational.Mul(lower, left)
				out := atMost(fmt.Sprintf("1 − ρ_m = %.7g ≤ %.7g", rational.Nearest(alive), rational.Nearest(high)),
					alive, high)
				out.Check(low.Cmp(alive) <= 0, "1 − ρ_m = %.9g < %.9g", rational.Nearest(alive),
					rational.Nearest(low))
				if out.Verdict == Refuted {
					out.Evidence = out.Counterexample
				}
				// alive/left ≥ 2: the bound is at most n/2 times what it bounds.
				out.Pin("ρ_m from below", rational.Nearest(rational.Quo(high, alive)), 1, float64(n)/2)
				return out
			})
	}
	full := func(n int64) *big.Rat { return big.NewRat(n, 1) }
	two := big.NewRat(2, 1)
	quarter := big.NewRat(1, 4)
	return Claim{
		ID: "seddik-degeneration", Statement: "seddik-degeneration", Expect: Supported,
		Title: "unigrams, replacing: the probability that one token is left",
		Says: "1 − n(1 − 1/n)^m (1 − S_0) ≤ ρ_m ≤ 1 − (1 − S_0)/(1 − 1/s) (1 − 1/n)^m, against the exact chain of " +
			"two tokens.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(quarter, 4, 6, full(4), two), scenario(quarter, 2, 3, full(2), two)}
		},
		Draw: func(choose Chooser) Scenario {
			n := DrawSize(choose, "n", 2, 9)
			return scenario(drawShares(choose, 2, 60)[0], n, 1+choose.Choose("m−1", 7), full(n), two)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"lower-factor-1", scenario(quarter, 4, 6, big.NewRat(1, 1), two)},
				{"upper-factor-n", scenario(quarter, 6, 6, full(6), full(6))},
				{"lower-factor-3/2", scenario(quarter, 4, 6, big.NewRat(3, 2), two)},
			}
		},
	}
}

// seddikDegenerationSharp is the lower bound with the least diversity of a state that is not absorbed, ours:
// n²/(2(n−1)) in place of n, attained at n = 2 and 3, where there is no other state.
func seddikDegenerationSharp() Claim {
	scenario := func(share *big.Rat, n int64, m int, factor *big.Rat) Scenario {
		p := []*big.Rat{share, rational.Sub(big.NewRat(1, 1), share)}
		return exactly(unigramName(p, n, m)+" factor "+factor.RatString(), func() Outcome {
			sizes := make([]int64, m)
			for t := range sizes {
				sizes[t] = n
			}
			law := laws.EnumerateBinomial(1, share, sizes, true)
			alive := rational.Sub(big.NewRat(1, 1), rational.Add(law[0], law[n]))
			high := rational.Mul(factor, decayed(p, n, m))
			return atMost(fmt.Sprintf("1 − ρ_m = %.7g ≤ %.7g", rational.Nearest(alive), rational.Nearest(high)), alive,
				high)
		})
	}
	least := func(n int64) *big.Rat { return big.NewRat(n*n, 2*(n-1)) }
	third := big.NewRat(1, 3)
	return Claim{
		ID: "seddik-degeneration-sharp", Statement: "seddik-degeneration", Expect: Supported,
		Title:     "unigrams, replacing: ρ_m ≥ 1 − n²/(2(n−1)) (1 − 1/n)^m (1 − S_0)",
		Says:      "The factor n of the lower bound can be n²/(2(n−1)), which is attained for n = 2 and n = 3.",
		Deviation: "ours: print has n",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(third, 2, 5, least(2)), scenario(third, 3, 5, least(3)),
				scenario(third, 9, 9, least(9))}
		},
		Draw: func(choose Chooser) Scenario {
			n := DrawSize(choose, "n", 2, 10)
			return scenario(drawShares(choose, 2, 60)[0], n, 1+choose.Choose("m−1", 8), least(n))
		},
		Mutants: func() []Mutant {
			short := func(n int64) *big.Rat { return rational.Mul(least(n), big.NewRat(99, 100)) }
			return []Mutant{{"a-percent-less", scenario(third, 2, 5, short(2))},
				{"a-percent-less-at-3", scenario(third, 3, 5, short(3))},
				{"factor-1", scenario(third, 5, 5, big.NewRat(1, 1))}}
		},
	}
}
