package theorems

import (
	"fmt"
	"math"
	"math/big"

	"itermle/estimators"
	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// lawGaussian is the Gaussian with both parameters under iterative MLE (divisor n), ours; c_t = n_t/N_t², or 1/n_t
// under replacement:
//
//	E σ_T² = σ² Π_{t<T} (1 − c_t),   E(μ_T − μ)² = σ² − E σ_T²
//
// Equal batches under accumulation: E σ_T² → σ² sin(π/√n)/(π/√n): variance is lost, but a bounded amount. Under
// replacement E σ_T² = (1 − 1/n)^T σ² → 0. By simulation σ_T² has mean 1 in units of its exact mean, and variance Π E
// R²/(E R)² − 1 (laws.GaussianSquaredError).
func lawGaussian() Claim {
	product := func(replace bool) func(sizes []int64) *big.Rat {
		minus := laws.RationalVariance{V2: big.NewRat(-1, 1)}
		return func(sizes []int64) *big.Rat { return minus.Growth(laws.StepVariances(sizes, replace)) }
	}
	simulatedAt := func(truth []float64, schedule estimators.Schedule, generations int, flaws ...flaw) Scenario {
		claimed, spread := laws.GaussianVariance(schedule, generations)
		claimed *= truth[1] * truth[1]
		run := iteratedEstimate{family: "gaussian", truth: truth, schedule: schedule, generations: generations}
		run = run.with(flaws...)
		return Scenario{
			Name: fmt.Sprintf("gaussian μ=%g σ=%g %v T=%d E σ²", truth[0], truth[1], schedule, generations),
			Experiment: Mean{
				Value: 1, Tolerance: 0.05 * math.Sqrt(spread), Variance: spread, Unit: "× its exact value",
				New: iterated(run, func(theta []float64) float64 { return theta[1] * theta[1] / claimed }),
			},
		}
	}
	simulated := func(schedule estimators.Schedule, generations int, flaws ...flaw) Scenario {
		return simulatedAt([]float64{0, 1}, schedule, generations, flaws...)
	}
	return Claim{
		ID: "law-gaussian", Statement: "law-gaussian", Expect: Supported,
		Title: "Gaussian (μ,σ): E σ_T² = σ² Π(1 − n_t/N_t²), E(μ_T − μ)² = σ² − E σ_T²",
		Says: "Under accumulation E σ_T² = σ² Π_{t<T}(1 − n_t/N_t²) and E(μ_T − μ)² = σ² − E σ_T²; under replacement " +
			"with 1/n_t in place of n_t/N_t².",
		Fixed: func(Profile) []Scenario {
			return []Scenario{
				gaussianShareScenario([]int64{2, 1, 5, 3}, false, product(false)),
				gaussianShareScenario([]int64{20, 20, 20, 20, 20}, false, product(false)),
				gaussianShareScenario([]int64{5, 5, 5, 5}, true, product(true)),
				simulated(estimators.MustSchedule("const:3"), 10), simulated(estimators.MustSchedule("const:20"), 30),
			}
		},
		Draw: func(choose Chooser) Scenario {
			if choose.Choose("exact", 2) == 0 {
				sizes, replace := drawSizes(choose, 8, 2, 1e6), choose.Choose("replace", 2) == 1
				return gaussianShareScenario(sizes, replace, product(replace))
			}
			truth := DrawTheta(choose, estimators.NewGaussian(), []float64{0, 1})
			generations := int(DrawSize(choose, "T", 1, 20))
			return simulatedAt(truth, DrawSchedule(choose, DrawSize(choose, "n", 5, 1e6), generations), generations)
		},
		Mutants: func() []Mutant {
			three := estimators.MustSchedule("const:3")
			return []Mutant{
				{"accumulate-to-replace-exact", gaussianShareScenario([]int64{5, 5, 5}, true, product(false))},
				{"accumulate-to-replace", simulated(three, 10, replacing)},
				{"unbiased-variance", simulated(three, 1, biasedBy(math.Sqrt(1.5)))},
				{"off-by-one-generation", simulated(three, 1, oneTooFar)},
			}
		},
	}
}

// gaussianShareScenario compares E σ_T² with the product of the sizes, and E μ_T² + E σ_T² with 1.
func gaussianShareScenario(sizes []int64, replace bool, product func(sizes []int64) *big.Rat) Scenario {
	return exactly(fmt.Sprintf("gaussian %v replace=%v exact", sizes, replace), func() Outcome {
		mean, variance := laws.GaussianShares(sizes, replace)
		want := product(sizes)
		var out Outcome
		out.Check(variance.Cmp(want) == 0, "E σ² is not the product")
		out.Check(new(big.Rat).Add(mean, want).Cmp(big.NewRat(1, 1)) == 0, "E μ² + E σ² is not 1")
		out.Evidence = fmt.Sprintf("E σ² = %.8g, product %.8g, E μ² = %.8g", rational.Nearest(variance),
			rational.Nearest(want), rational.Nearest(mean))
		return out
	})
}
