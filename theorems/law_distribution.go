package theorems

import (
	"cmp"
	"fmt"
	"math/big"

	"itermle/estimators"
	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// lawDistribution is the whole law of θ^(T) where it is known (ours):
//
//	normal mean           N(θ*, σ² Σ n_t/N_t²)
//	exponential, gamma    μ* Π (1 + w_t(G_t − 1))          (laws.ScaleProduct)
//	normal variance       likewise with χ²_{n_t}/n_t
//	θx^{θ−1}              θ* / Π (1 + w_t(G_t − 1))
//	Bernoulli             the enumerated law of the pool, or Pólya's urn where n_t = 1 for t ≥ 1
func lawDistribution() Claim {
	return Claim{
		ID: "law-distribution", Statement: "law-distribution", Expect: Supported,
		Title: "the whole law of θ^(T): normal, gamma products, Pólya's urn",
		Says: "θ^(T) has the law N(θ*, σ² Σ n_t/N_t²) (normal mean), θ* Π(1 + w_t(G_t − 1)) with Gamma means G_t " +
			"(exponential and gamma mean, normal variance; inverted for θx^{θ−1}), and for Bernoulli data the " +
			"enumerated law, Pólya's urn under slow:n,1.",
		Fixed: func(profile Profile) []Scenario {
			scenarios := []Scenario{
				gaussianScenario("gaussian-mean", 1, 0, estimators.MustSchedule("const:100"), 10, false, 0.03),
				scaleScenario(scaleFamilies[0], 1, estimators.MustSchedule("const:2"), 5, false, 0.03),
				scaleScenario(scaleFamilies[1], 1, estimators.MustSchedule("const:20"), 10, false, 0.03),
				scaleScenario(scaleFamilies[3], 1, estimators.MustSchedule("const:3"), 5, false, 0.03),
				bernoulliScenario("1/2", estimators.MustSchedule("const:5"), 6, false, 0.03),
				bernoulliScenario("1/4", estimators.MustSchedule("slow:5,1"), 20, true, 0.03),
			}
			if profile >= CI {
				scenarios = append(scenarios,
					gaussianScenario("gaussian-mean", 1, 0, estimators.MustSchedule("const:1000000000"), 1000, false,
						0.03),
					scaleScenario(scaleFamilies[0], 1, estimators.MustSchedule("const:20"), 100, false, 0.03),
					scaleScenario(scaleFamilies[1], 0.1, estimators.MustSchedule("const:20"), 100, false, 0.03),
					bernoulliScenario("1/10", estimators.MustSchedule("slow:10,1"), 100, true, 0.03))
			}
			return scenarios
		},
		Draw: func(choose Chooser) Scenario {
			generations := int(DrawSize(choose, "T", 1, 10))
			switch choose.Choose("law", 3) {
			case 0:
				sigma := DrawLog(choose, "σ", 0.1, 10)
				schedule := DrawSchedule(choose, DrawSize(choose, "n", 1, 1e9), generations)
				return gaussianScenario("gaussian-mean:"+number(sigma), sigma, DrawReal(choose, "θ*", -5, 5), schedule,
					generations, false, 0.03)
			case 1:
				f := Pick(choose, "family", scaleFamilies...)
				schedule := DrawSchedule(choose, DrawSize(choose, "n", 2, 1e6), generations)
				return scaleScenario(f, DrawLog(choose, "θ*", 0.1, 100), schedule, generations, false, 0.03)
			}
			sizes := drawSizes(choose, 5, 1, 30)
			return bernoulliScenario(number(DrawReal(choose, "p*", 0.02, 0.98)), estimators.ListSchedule(sizes...),
				len(sizes), false, 0.03)
		},
		Mutants: func() []Mutant {
			two, five := estimators.MustSchedule("const:2"), estimators.MustSchedule("const:5")
			return []Mutant{
				{"accumulate-to-replace-gaussian", gaussianScenario("gaussian-mean", 1, 0, five, 5, false, 0.05,
					replacing)},
				{"reused-stream-gaussian", gaussianScenario("gaussian-mean", 1, 0, five, 5, false, 0.05, reusingSeed)},
				{"off-by-one-generation-gaussian", gaussianScenario("gaussian-mean", 1, 0, five, 1, false, 0.015,
					oneTooFar)},
				{"n-minus-one-gaussian", gaussianScenario("gaussian-mean", 1, 0, two, 5, false, 0.05, oneSampleLess)},
				{"accumulate-to-replace-exponential",
					scaleScenario(scaleFamilies[0], 1, two, 5, false, 0.05, replacing)},
				{"n-minus-one-exponential", scaleScenario(scaleFamilies[0], 1, two, 5, false, 0.05, oneSampleLess)},
				{"biased-estimator-variance", scaleScenario(scaleFamilies[3], 1, five, 5, false, 0.05,
					biasedBy(5.0/4))},
				{"inverted-power", scaleScenario(scaleFamily{"power", 1, 1}, 1, two, 3, false, 0.03)},
				{"accumulate-to-replace-bernoulli", bernoulliScenario("1/2", five, 6, false, 0.05,
					func(run *iteratedEstimate) {
						run.workflow, run.schedule = estimators.Replace(), estimators.ListSchedule(5, 5, 5, 5, 5, 30)
					})},
				{"urn-wrong-start", bernoulliScenario("1/4", estimators.MustSchedule("slow:5,1"), 20, true, 0.05,
					func(run *iteratedEstimate) { run.truth = []float64{0.35} })},
			}
		},
	}
}

// lawPolyaUrn says that Bernoulli accumulation with single synthetic samples is Pólya's urn: the enumerated law of the
// pool's count equals the closed form of laws.PolyaCount, as rationals.
func lawPolyaUrn() Claim {
	scenario := func(n, k int64, p string, urn func(n, k int64, p *big.Rat) []*big.Rat) Scenario {
		return exactly(fmt.Sprintf("bernoulli p*=%s slow:%d,1 T=%d", p, n, k+1), func() Outcome {
			sizes := laws.ScheduleSizes(estimators.SlowSchedule(n, 1), int(k)+1)
			enumerated, closed := laws.EnumerateBinomial(1, rational.Parse(p), sizes, false),
				urn(n, k, rational.Parse(p))
			var out Outcome
			for s := range closed {
				out.Check(enumerated[s].Cmp(closed[s]) == 0, "P(S = %d): enumerated %.10g, urn %.10g", s,
					rational.Nearest(enumerated[s]), rational.Nearest(closed[s]))
			}
			out.Evidence = cmp.Or(out.Counterexample, fmt.Sprintf("%d probabilities equal as rationals", len(closed)))
			return out
		})
	}
	return Claim{
		ID: "law-polya-urn", Statement: "law-distribution", Expect: Supported,
		Title: "Bernoulli with single synthetic samples is Pólya's urn, as rationals",
		Says: "Under slow:n,1 the number of successes in the pool is Pólya's urn started from Binomial(n, p*): " +
			"exactly beta-binomial given the real data.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(1, 5, "1/2", laws.PolyaCount), scenario(5, 10, "1/4", laws.PolyaCount),
				scenario(12, 12, "7/8", laws.PolyaCount)}
		},
		Draw: func(choose Chooser) Scenario {
			n, k := 1+int64(choose.Choose("n−1", 15)), 1+int64(choose.Choose("T−2", 15))
			return scenario(n, k, number(DrawReal(choose, "p*", 0.005, 0.995)), laws.PolyaCount)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"urn-without-return", scenario(5, 10, "1/4", func(n, k int64, p *big.Rat) []*big.Rat {
					// Copies drawn from the real data only: binomial successes given S_0 = i, a mixture of i/n.
					mass := make([]*big.Rat, n+k+1)
					for s := range mass {
						mass[s] = new(big.Rat)
					}
					for i, first := range laws.EnumerateBinomial(1, p, []int64{n}, false) {
						for j, later := range laws.EnumerateBinomial(1, big.NewRat(int64(i), n), []int64{k}, false) {
							mass[i+j].Add(mass[i+j], new(big.Rat).Mul(first, later))
						}
					}
					return mass
				})},
			}
		},
	}
}
