package theorems

import (
	"math/big"

	"itermle/internal/rational"
)

// seddikSampled is the paper's experiment on randomly sampled data, exact, ours: each of n draws of generation m is
// from a model chosen uniformly among the truth and p^(1), …, p^(m−1). Their average is a martingale whose steps are
// 1/(m+1) of a binomial deviation, so
//
//	S_m = 1 − (1 − S_0) Π_{k≤m} (1 − 1/(n k²)) → 1 − (1 − S_0) sin(π/√n)/(π/√n),
//
// a plateau, below 1.
func seddikSampled() Claim {
	scenario := func(p []*big.Rat, n, m, claimed int64) Scenario {
		return exactly(unigramName(p, n, int(m))+" sampled", func() Outcome {
			sum := collision(p, func(share *big.Rat) *big.Rat {
				// The state is the sum of the counts of all generations so far.
				law := []*big.Rat{big.NewRat(1, 1)}
				for k := int64(1); ; k++ {
					batch := func(s int64) []*big.Rat {
						average := rational.Add(share, big.NewRat(s, n))
						return binomialLaw(n, average.Mul(average, big.NewRat(1, k)))
					}
					if k == m {
						return expectation(pushed(law, n, batch, nowhere),
							func(s int64) *big.Rat { return square(s, n) })
					}
					law = pushed(law, k*n, batch, func(s int64) int64 { return s })
				}
			})
			return identical(equality{"S_m", sum, sampledCollision(p, n, claimed)})
		})
	}
	p := []*big.Rat{big.NewRat(1, 6), big.NewRat(1, 3), big.NewRat(1, 2)}
	return Claim{
		ID: "seddik-sampled", Statement: "seddik-sampled", Expect: Supported,
		Title: "unigrams on draws from all past models: S_m = 1 − (1 − S_0) Π(1 − 1/(nk²)), as rationals",
		Says: "Where each draw of generation m is from a uniformly chosen earlier model or the truth, S_m = 1 − (1 − " +
			"S_0) Π_{k≤m}(1 − 1/(nk²)): the law of accumulation.",
		Deviation: "the formula is ours: print has the experiment",
		Fixed:     func(Profile) []Scenario { return []Scenario{scenario(p, 4, 4, 4), scenario(p, 1, 2, 2)} },
		Draw: func(choose Chooser) Scenario {
			m := 1 + int64(choose.Choose("m−1", 4))
			return scenario(drawShares(choose, Pick(choose, "s", 2, 3, 4), 30), DrawSize(choose, "n", 1, 5), m, m)
		},
		Mutants: func() []Mutant {
			replaced := exactly("replaced", func() Outcome {
				return identical(equality{"S_m", replacedCollision(p, 4, 3), sampledCollision(p, 4, 3)})
			})
			return []Mutant{{"one-generation-fewer", scenario(p, 4, 4, 3)}, {"one-more", scenario(p, 4, 4, 5)},
				{"newest-model-alone", replaced}}
		},
	}
}

// sampledCollision is the formula of seddikSampled.
func sampledCollision(p []*big.Rat, n, m int64) *big.Rat {
	kept := rational.Sub(big.NewRat(1, 1), collisionOf(p))
	for k := int64(1); k <= m; k++ {
		kept.Mul(kept, big.NewRat(n*k*k-1, n*k*k))
	}
	return rational.Sub(big.NewRat(1, 1), kept)
}
