package theorems

import (
	"math/big"

	"itermle/internal/rational"
)

// seddikCollision is the unigram model under replacement: the probability that two draws agree rises to one,
//
//	S_m = 1 − (1 − 1/n)^m (1 − S_0),   S_0 = Σ p_i².
func seddikCollision() Claim {
	scenario := func(p []*big.Rat, n int64, m, claimed int) Scenario {
		return exactly(unigramName(p, n, m), func() Outcome {
			return identical(equality{"S_m", replacedCollision(p, n, m),
				rational.Sub(big.NewRat(1, 1), decayed(p, n, claimed))})
		})
	}
	p := []*big.Rat{big.NewRat(1, 6), big.NewRat(1, 3), big.NewRat(1, 2)}
	return Claim{
		ID: "seddik-collision", Statement: "seddik-collision", Expect: Supported,
		Title: "unigrams, replacing: S_m = 1 − (1 − 1/n)^m (1 − S_0), as rationals",
		Says:  "Under replacement E Σ (p_i^(m))² = 1 − (1 − 1/n)^m (1 − Σ p_i²) for every vocabulary.",
		Fixed: func(Profile) []Scenario { return []Scenario{scenario(p, 5, 4, 4), scenario(p, 1, 1, 1)} },
		Draw: func(choose Chooser) Scenario {
			m := 1 + choose.Choose("m−1", 5)
			return scenario(drawShares(choose, Pick(choose, "s", 2, 3, 4), 30), DrawSize(choose, "n", 1, 9), m, m)
		},
		Mutants: func() []Mutant {
			other := exactly("n plus one", func() Outcome {
				return identical(equality{"S_m", replacedCollision(p, 5, 4),
					rational.Sub(big.NewRat(1, 1), decayed(p, 6, 4))})
			})
			return []Mutant{{"one-generation-fewer", scenario(p, 5, 4, 3)}, {"one-more", scenario(p, 5, 4, 5)},
				{"n-plus-one", other}}
		},
	}
}
