package theorems

import (
	"fmt"
	"math"
	"math/big"

	"itermle/estimators"
	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// unbiasedProduct is E σ̂²_T/σ² of the unbiased variance (divisor n−1): 1 under replacement, and under accumulation
//
//	Π_{0<t<T} (1 − n_t/(N_t (N_t − 1)))
//
// because the pool's scatter is (N−1)σ̂² + (n−1)s² + (Nn/N')(x̄ − μ̂)² with N' = N + n and E s² = σ̂², E(x̄ − μ̂)² =
// σ̂²/n,
// of sum (N' − 1 − n/N') σ̂².
func unbiasedProduct(sizes []int64, replace bool) *big.Rat {
	product, total := rational.Of(1, 1), int64(0)
	for _, n := range sizes {
		if total += n; total > n && !replace {
			product = rational.Mul(product, rational.Sub(rational.Of(1, 1), rational.Quo(rational.Of(n, total),
				rational.Of(total-1, 1))))
		}
	}
	return product
}

// unbiasedMoments is E σ̂²_T/σ² from E Σx² and E(Σx)² of the training set, sample by sample, from μ = 0, σ = 1.
func unbiasedMoments(sizes []int64, replace bool) *big.Rat {
	squares, square, variance, total := new(big.Rat), new(big.Rat), rational.Of(1, 1), int64(0)
	for t, n := range sizes {
		count, m := rational.Of(n, 1), new(big.Rat) // m: E μ̂²
		if t > 0 {
			m = rational.Quo(square, rational.Of(total*total, 1))
		}
		newSquares := rational.Mul(count, rational.Add(m, variance))
		newSquare := rational.Add(rational.Mul(rational.Mul(count, count), m), rational.Mul(count, variance))
		if replace || t == 0 {
			squares, square, total = newSquares, newSquare, n
		} else {
			cross := rational.Mul(rational.Of(2*n*total, 1), m)
			squares, square = rational.Add(squares, newSquares), rational.Add(rational.Add(square, cross), newSquare)
			total += n
		}
		scatter := rational.Sub(squares, rational.Quo(square, rational.Of(total, 1)))
		variance = rational.Quo(scatter, rational.Of(total-1, 1))
	}
	return variance
}

// lawUnbiasedVarianceExact is what the divisor n−1 mends, and what it does not.
func lawUnbiasedVarianceExact() Claim {
	scenario := func(sizes []int64, replace bool, formula func(sizes []int64, replace bool) *big.Rat) Scenario {
		return exactly(fmt.Sprintf("gaussian %v replace=%v", sizes, replace), func() Outcome {
			exact, claimed := unbiasedMoments(sizes, replace), formula(sizes, replace)
			var out Outcome
			out.Check(exact.Cmp(claimed) == 0, "E σ̂² = %.10g, formula %.10g", rational.Nearest(exact),
				rational.Nearest(claimed))
			biased := rational.Nearest(laws.RationalVariance{V2: rational.Of(-1, 1)}.Growth(laws.StepVariances(sizes,
				replace)))
			out.Check(rational.Nearest(exact) > biased, "E σ̂² = %.10g is not above the MLE's %.10g",
				rational.Nearest(exact), biased)
			out.Evidence = fmt.Sprintf("E σ̂²/σ² = %.8g, of the MLE %.8g", rational.Nearest(exact), biased)
			return out
		})
	}
	return Claim{
		ID: "law-unbiased-variance-exact", Statement: "law-unbiased-variance", Expect: Supported,
		Title: "the unbiased variance is a martingale under replacement alone",
		Says: "Iterating N(μ, σ²) with the divisor n − 1, E σ̂²_T = σ² under replacement, and σ² Π_{0<t<T} (1 − " +
			"n_t/(N_t(N_t − 1))) under accumulation, above what the MLE has.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario([]int64{2, 1, 5, 3}, false, unbiasedProduct),
				scenario([]int64{5, 5, 5, 5}, true, unbiasedProduct),
				scenario([]int64{20, 1, 1, 1}, false, unbiasedProduct)}
		},
		Draw: func(choose Chooser) Scenario {
			return scenario(drawSizes(choose, 8, 2, 1e6), choose.Choose("replace", 2) == 1, unbiasedProduct)
		},
		Mutants: func() []Mutant {
			other := func(alter func(sizes []int64) *big.Rat) Scenario {
				return scenario([]int64{5, 5, 5}, false, func(sizes []int64, _ bool) *big.Rat { return alter(sizes) })
			}
			return []Mutant{
				{"martingale-under-accumulation",
					other(func(sizes []int64) *big.Rat { return unbiasedProduct(sizes, true) })},
				{"product-of-the-mle", other(func(sizes []int64) *big.Rat {
					return laws.RationalVariance{V2: rational.Of(-1, 1)}.Growth(laws.StepVariances(sizes, false))
				})},
				{"off-by-one-generation",
					other(func(sizes []int64) *big.Rat { return unbiasedProduct(sizes[1:], false) })},
			}
		},
	}
}

// lawUnbiasedVariance is the same of the estimator itself by simulation, from real data on: σ̂²_T is a product of
// independent factors, each (N − 1 + χ²_{n−1} + (N/N')χ²_1)/(N' − 1) with a variance of at most 2n/(N' − 1)², χ²_{n−1}/
// (n−1) under replacement.
func lawUnbiasedVariance() Claim {
	scenario := func(theta []float64, n int64, generations int, workflow, performed estimators.Workflow,
		family estimators.Family) Scenario {
		schedule, replace := estimators.ConstantSchedule(n), workflow == estimators.Replace()
		mean := rational.Nearest(unbiasedProduct(laws.ScheduleSizes(schedule, generations), replace))
		spread := 1 + 2/float64(n-1)
		for t := 2; t <= generations; t++ {
			total := float64(n) * float64(t)
			if replace {
				total = float64(n)
			}
			factor := 1 - float64(n)/total/(total-1)
			if replace {
				factor = 1
			}
			spread *= 1 + 2*float64(n)/((total-1)*(total-1)*factor*factor)
		}
		setup := estimators.Setup[estimators.Pool]{Truth: theta, Schedule: schedule, Workflow: performed,
			Generations: generations, NewPool: estimators.FamilyPool(family, estimators.AutoPath, performed)}
		unit := mean * theta[1] * theta[1]
		return Scenario{
			Name: fmt.Sprintf("gaussian μ=%g σ=%g n=%d T=%d %v", theta[0], theta[1], n, generations, workflow),
			Experiment: Mean{Value: 1, Tolerance: 0.08 * math.Sqrt(spread-1), Variance: spread - 1,
				Unit: "× its exact value", New: estimators.After(setup, func(pool estimators.Pool) (float64, error) {
					return pool.Theta()[1] * pool.Theta()[1] / unit, nil
				})},
		}
	}
	unbiased := estimators.Unbiased(estimators.NewGaussian())
	accumulate, replace := estimators.Accumulate(), estimators.Replace()
	return Claim{
		ID: "law-unbiased-variance", Statement: "law-unbiased-variance", Expect: Supported,
		Title: "E σ̂²_T with the divisor n − 1, simulated",
		Says: "Iterating N(μ, σ²) with the divisor n − 1, the average of σ̂²_T is σ² under replacement and the " +
			"product " +
			"under accumulation.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario([]float64{0, 1}, 5, 6, accumulate, accumulate, unbiased)}
		},
		Draw: func(choose Chooser) Scenario {
			theta := DrawTheta(choose, estimators.NewGaussian(), []float64{0, 1})
			workflow := Pick(choose, "workflow", accumulate, replace)
			return scenario(theta, DrawSize(choose, "n", 20, 1000), int(DrawSize(choose, "T", 1, 6)), workflow,
				workflow,
				unbiased)
		},
		Mutants: func() []Mutant {
			one := []float64{0, 1}
			return []Mutant{
				{"mle", scenario(one, 5, 6, accumulate, accumulate, estimators.NewGaussian())},
				{"mle-under-replacement", scenario(one, 20, 6, replace, replace, estimators.NewGaussian())},
				{"accumulate-to-replace", scenario(one, 3, 2, accumulate, replace, unbiased)},
			}
		},
	}
}
