package theorems

import (
	"fmt"
	"math/big"

	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// bertrandMean is the loop on N fixed real samples of mean x̄ and n = λN of the last model, in a mean parametrisation,
// from any model m_0, ours:
//
//	E m_t − x̄ = (λ/(1+λ))^t (m_0 − x̄)
//
// a contraction for every λ, where the sufficient condition of Theorem 1 asks λ < ½. Bernoulli samples, by counting.
func bertrandMean() Claim {
	type rate func(real, synthetic int64) *big.Rat
	scenario := func(real, successes, synthetic int64, start *big.Rat, generations int, rate rate) Scenario {
		name := fmt.Sprintf("N=%d x̄=%d/%d n=%d m_0=%s t=%d", real, successes, real, synthetic, start.RatString(),
			generations)
		return exactly(name, func() Outcome {
			model := func(k int64) *big.Rat { return big.NewRat(successes+k, real+synthetic) }
			law := binomialLaw(synthetic, start)
			for range generations - 1 {
				law = pushed(law, synthetic, func(k int64) []*big.Rat {
					return binomialLaw(synthetic, model(k))
				}, nowhere)
			}
			mean := big.NewRat(successes, real)
			claimed := rational.Mul(laws.RationalPower(rate(real, synthetic), generations), rational.Sub(start, mean))
			return identical(equality{"E m_t − x̄", rational.Sub(expectation(law, model), mean), claimed})
		})
	}
	right := func(real, synthetic int64) *big.Rat { return big.NewRat(synthetic, real+synthetic) }
	third := big.NewRat(1, 3)
	return Claim{
		ID: "bertrand-mean", Statement: "bertrand-mean", Expect: Supported,
		Title: "a fixed real set, mean parameters: a contraction by λ/(1+λ) for every ratio λ",
		Says: "On N real samples of mean x̄ and λN of the last model E m_t − x̄ = (λ/(1+λ))^t(m_0 − x̄) from every " +
			"m_0: stable for every λ, not just below ½.",
		Deviation: "ours, on Theorem 1 as quoted by a secondary source: λ(1 + Lε/α) < ½ is sufficient",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(2, 1, 8, third, 3, right), scenario(5, 0, 2, third, 4, right)}
		},
		Draw: func(choose Chooser) Scenario {
			real := DrawSize(choose, "N", 1, 20)
			return scenario(real, int64(choose.Choose("N x̄", int(real)+1)), DrawSize(choose, "n", 1, 10),
				drawShare(choose, "128 m_0−1"), 1+choose.Choose("t−1", 4), right)
		},
		Mutants: func() []Mutant {
			mutant := func(rate rate) Scenario { return scenario(5, 1, 2, third, 3, rate) }
			return []Mutant{
				{"ratio-for-share", mutant(func(real, synthetic int64) *big.Rat {
					return big.NewRat(synthetic, real)
				})},
				{"rate-of-the-sufficient-condition", mutant(func(real, synthetic int64) *big.Rat {
					return big.NewRat(synthetic, real-synthetic) // λ/(1−λ)
				})},
				{"real-share", mutant(func(real, synthetic int64) *big.Rat {
					return big.NewRat(real, real+synthetic)
				})},
			}
		},
	}
}
