package theorems

import "math"

// shumailovSizes is replacement with the unbiased mean and variance of M_t samples: E s_t² = σ² and E(μ_t − μ)² = σ²
// Σ_{i≤t} 1/M_i, so that a sample of the last model has
//
//	Var X = σ² (1 + Σ_{i≤t} 1/M_i)
//
// whatever was drawn before, bounded iff Σ 1/M_i converges.
func shumailovSizes() Claim {
	scenario := func(c twoPoint, claimed func(sizes []int64) (square, variance float64)) Scenario {
		return exactly(c.String(), func() Outcome {
			var out Outcome
			square, variance := claimed(c.synthetic)
			c.agree(&out, square, variance)
			return out
		})
	}
	sums := func(sizes []int64) (square, variance float64) {
		for _, m := range sizes {
			square += 1 / float64(m)
		}
		return square, 1
	}
	unbiased := func(sizes ...int64) twoPoint { return twoPoint{synthetic: sizes, lambda: 1, unbiased: true} }
	return Claim{
		ID: "shumailov-sizes", Statement: "shumailov-sizes", Expect: Supported,
		Title: "Gaussian, replacing, unbiased, M_t samples: Var X = σ²(1 + Σ 1/M_i)",
		Says: "With the unbiased mean and variance of M_t samples a generation E s_t² = σ² and E(μ_t − μ)² = σ² " +
			"Σ_{i≤t} 1/M_i: a sample of the last model has variance σ²(1 + Σ 1/M_i), for every law of the samples.",
		Deviation: "as quoted elsewhere; derived here",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(unbiased(2, 2, 2), sums), scenario(unbiased(4, 8, 12), sums)}
		},
		Draw: func(choose Chooser) Scenario {
			c := unbiased()
			for range 2 + choose.Choose("t−2", 2) {
				c.synthetic = append(c.synthetic, 2+int64(choose.Choose("M−2", 50)))
			}
			return scenario(c, sums)
		},
		Mutants: func() []Mutant {
			biased := unbiased(3)
			biased.unbiased = false
			return []Mutant{{"divisor-M", scenario(biased, sums)},
				{"degrees-of-freedom", scenario(unbiased(3, 5), func(sizes []int64) (square, variance float64) {
					for _, m := range sizes {
						square += 1 / float64(m-1)
					}
					return square, 1
				})},
				{"widths-multiply", scenario(unbiased(3, 5), func(sizes []int64) (square, variance float64) {
					product := 1.0
					for _, m := range sizes {
						product *= 1 + 1/float64(m)
					}
					return product - 1, 1
				})},
				{"independent-sums", scenario(unbiased(3, 5), func(sizes []int64) (square, variance float64) {
					square, variance = sums(sizes)
					return math.Sqrt(square), variance
				})}}
		},
	}
}
