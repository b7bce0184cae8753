package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
)

// alemohammadFresh is the fresh data loop on Gaussians with unbiased mean and variance, no bias of the sampler (λ = 1):
// n_r new real samples of N(0, 1) and n_s of the last model, n = n_r + n_s. With V = E μ_t² and C = E s_t², ours,
//
//	V = (n − 1)/(n(n − 1) − n_s²),   C = 1 + n_s/(n(n − 1) − n_s²)
//
// are fixed by the moments of the pool, E x̄² = (n_r + n_s C)/n² + (n_s/n)² V and E Σ x² = n_r + n_s(C + V), of which
// (E Σ x² − n E x̄²)/(n − 1) is the next C; and the effective size 1/V = n_r + n_s(n_r − 1)/(n − 1) lies in [n_r,
// 2n_r − 1).
func alemohammadFresh() Claim {
	type moments struct{ mean, variance *big.Rat }
	fixed := func(real, synthetic int64) moments {
		n := real + synthetic
		scale := rational.Sub(big.NewRat(n*(n-1), 1), big.NewRat(synthetic*synthetic, 1))
		return moments{rational.Quo(big.NewRat(n-1, 1), scale),
			rational.Add(big.NewRat(1, 1), rational.Quo(big.NewRat(synthetic, 1), scale))}
	}
	scenario := func(real, synthetic int64, claimed moments, most *big.Rat) Scenario {
		name := fmt.Sprintf("n_r=%d n_s=%d V=%s most %s", real, synthetic, claimed.mean.RatString(), most.RatString())
		return exactly(name, func() Outcome {
			n, r, s := big.NewRat(real+synthetic, 1), big.NewRat(real, 1), big.NewRat(synthetic, 1)
			mean := rational.Add(r, rational.Mul(s, claimed.variance))
			mean.Add(mean, rational.Mul(square(synthetic, 1), claimed.mean)).Quo(mean, rational.Mul(n, n))
			sum := rational.Add(r, rational.Mul(s, rational.Add(claimed.variance, claimed.mean)))
			variance := rational.Quo(rational.Sub(sum, rational.Mul(n, mean)), big.NewRat(real+synthetic-1, 1))
			out := identical(equality{"E s²", variance, claimed.variance}, equality{"E μ²", mean, claimed.mean})
			size := rational.Quo(big.NewRat(1, 1), claimed.mean)
			out.Check(size.Cmp(r) >= 0 && size.Cmp(most) < 0, "the effective size is %.9g, not from %d to %s",
				rational.Nearest(size), real, most.RatString())
			// n_r ≤ size, and most < 2n_r.
			out.Pin("the effective size", rational.Nearest(rational.Quo(most, size)), 1, 2)
			return out
		})
	}
	twice := func(real int64) *big.Rat { return big.NewRat(2*real-1, 1) }
	return Claim{
		ID: "alemohammad-fresh", Statement: "alemohammad-fresh", Expect: Supported,
		Title: "fresh real and synthetic Gaussians: effective size n_r + n_s(n_r − 1)/(n − 1) < 2n_r − 1",
		Says: "With n_r new real and n_s synthetic samples a generation E μ_t² → (n − 1)/(n(n − 1) − n_s²) and E " +
			"s_t² → 1 + n_s/(n(n − 1) − n_s²): the effective size lies in [n_r, 2n_r − 1).",
		Deviation: "the closed form is ours: print defines the limit and finds it by simulation",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(100, 900, fixed(100, 900), twice(100)), scenario(2, 1, fixed(2, 1), twice(2))}
		},
		Draw: func(choose Chooser) Scenario {
			real, synthetic := DrawSize(choose, "n_r", 2, 1e6), DrawSize(choose, "n_s", 1, 1e9)
			return scenario(real, synthetic, fixed(real, synthetic), twice(real))
		},
		Mutants: func() []Mutant {
			biased := fixed(5, 10)
			biased.variance = big.NewRat(1, 1)
			return []Mutant{{"unbiased-limit", scenario(5, 10, biased, twice(5))},
				{"one-synthetic-fewer", scenario(5, 10, fixed(5, 9), twice(5))},
				{"most-1.5", scenario(100, 900, fixed(100, 900), big.NewRat(150, 1))}}
		},
	}
}
