package theorems

import (
	"fmt"
	"math"
	"math/big"

	"gonum.org/v1/gonum/mathext"

	"itermle/internal/rational"
	"itermle/theorems/laws"
)

// mixtureRisk is E‖p_t − p*‖²/(1 − ‖p*‖²) of categorical samples under mixture:α_t,
//
//	ρ_t = 1/n_t + (1 − 1/n_t)(1 − α_t)² ρ_{t−1}
//
// since a batch of n of the law q = α p* + (1−α) p has E‖p̂ − p*‖² = ‖q − p*‖² + (1 − ‖q‖²)/n, E q = p*, and E‖q‖² =
// ‖p*‖² + E‖q − p*‖².
func mixtureRisk(sizes []int64, share []*big.Rat) *big.Rat {
	one, risk := rational.Of(1, 1), new(big.Rat)
	for t, n := range sizes {
		synthetic := rational.Sub(one, share[t])
		kept := rational.Mul(rational.Of(n-1, n), rational.Mul(synthetic, synthetic))
		risk = rational.Add(rational.Of(1, n), rational.Mul(kept, risk))
	}
	return risk
}

// lawFreshThresholdExact compares the recursion with the enumerated law of two categories.
func lawFreshThresholdExact() Claim {
	scenario := func(p *big.Rat, sizes []int64, share []*big.Rat, claimed func([]int64, []*big.Rat) *big.Rat) Scenario {
		name := fmt.Sprintf("p*=%s n=%v α=", p.RatString(), sizes)
		for _, a := range share {
			name += a.RatString() + ","
		}
		return exactly(name, func() Outcome {
			law := laws.EnumerateMixture(p, sizes, share)
			variance := rational.Mul(p, rational.Sub(rational.Of(1, 1), p))
			got, want := rational.Quo(squaredDeviation(law, p), variance), claimed(sizes, share)
			var out Outcome
			out.Check(got.Cmp(want) == 0, "risk %.10g enumerated, %.10g claimed", rational.Nearest(got),
				rational.Nearest(want))
			out.Evidence = fmt.Sprintf("risk/(1 − ‖p*‖²) = %.8g", rational.Nearest(got))
			return out
		})
	}
	one := rational.Of(1, 1)
	shares := func(text ...string) []*big.Rat {
		all := []*big.Rat{one}
		for _, a := range text {
			all = append(all, rational.Parse(a))
		}
		return all
	}
	return Claim{
		ID: "law-fresh-threshold-exact", Statement: "law-fresh-threshold", Expect: Supported,
		Title: "the risk of a categorical mixture with fresh data, generation by generation",
		Says: "Batches of n_t of α_t p* + (1 − α_t) p_t have E‖p_{t+1} − p*‖² = (1 − ‖p*‖²) ρ_t, ρ_t = 1/n_t + (1 − " +
			"1/n_t)(1 − α_t)² ρ_{t−1}.",
		Deviation: "As quoted from arXiv:2602.10531, Theorem 3.1 (secondary source), with the proof derived here.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(rational.Of(1, 3), []int64{4, 3, 5}, shares("1/2", "1/4"), mixtureRisk),
				scenario(rational.Of(1, 8), []int64{2, 6, 2, 6}, shares("0", "1", "1/10"), mixtureRisk)}
		},
		Draw: func(choose Chooser) Scenario {
			sizes := drawSizes(choose, 5, 1, 9)
			all := []*big.Rat{one}
			for range sizes[1:] {
				all = append(all, drawShare(choose, "128 α−1"))
			}
			return scenario(drawShare(choose, "128 p*−1"), sizes, all, mixtureRisk)
		},
		Mutants: func() []Mutant {
			mutant := func(claimed func([]int64, []*big.Rat) *big.Rat) Scenario {
				return scenario(rational.Of(1, 4), []int64{4, 3, 5}, shares("1/2", "1/4"), claimed)
			}
			return []Mutant{
				{"shares-exchanged", mutant(func(n []int64, a []*big.Rat) *big.Rat {
					return mixtureRisk(n, []*big.Rat{a[0], rational.Sub(one, a[1]), rational.Sub(one, a[2])})
				})},
				{"sizes-late-by-one", mutant(func(n []int64, a []*big.Rat) *big.Rat {
					return mixtureRisk([]int64{n[0], n[0], n[1]}, a)
				})},
				{"no-fresh-share", mutant(func(n []int64, a []*big.Rat) *big.Rat {
					return mixtureRisk(n, []*big.Rat{one, new(big.Rat), new(big.Rat)})
				})},
			}
		},
	}
}

// thresholdRisk runs ρ_t in float64 for α_t = c/t (at most 1) and n_t = max(1, κ t^power).
func thresholdRisk(c, kappa, power float64, generations int) float64 {
	risk := 1.0
	for t := 1; t <= generations; t++ {
		x := float64(t)
		n, synthetic := math.Max(1, kappa*math.Pow(x, power)), 1-math.Min(1, c/x)
		risk = 1/n + (1-1/n)*synthetic*synthetic*risk
	}
	return risk
}

// lawFreshThreshold is the sharp threshold, derived here: with α_t = c/t and n_t = κ t^s, t ρ' = −(2c + t^{1−s}/κ) ρ +
// t^{1−s}/κ to leading order, so that
//
//	s < 1: 1 − ρ ~ 2cκ t^{s−1}     s = 1: ρ → 1/(1 + 2cκ)     s > 1: ρ ~ t^{1−s}/(κ(2c + 1 − s)), 2c > s − 1
func lawFreshThreshold() Claim {
	limit := func(c, kappa, power float64, t int) float64 {
		x := math.Pow(float64(t), power-1)
		switch {
		case power < 1:
			return 1 / (1 + 2*c*kappa*x)
		case power > 1:
			return 1 / (kappa * (2*c + 1 - power) * x)
		}
		return 1 / (1 + 2*c*kappa)
	}
	scenario := func(c, kappa, power float64, generations int,
		claimed func(c, kappa, power float64, t int) float64) Scenario {
		return exactly(fmt.Sprintf("c=%g κ=%g s=%g T=%d", c, kappa, power, generations), func() Outcome {
			risk, want := thresholdRisk(c, kappa, power, generations), claimed(c, kappa, power, generations)
			var out Outcome
			// The start is forgotten like t^{−2c}, beside a risk of order t^{1−s} for s > 1; other terms are of
			// relative order t^{−|1−s|} and (1 + c²)/t.
			t := float64(generations)
			width := 8*(1+c*c)*(1+1/kappa)/t + 4*math.Pow(t, math.Max(0, power-1)-2*c)
			if power != 1 {
				width += 4 * (1 + c + 1/(c*kappa)) * math.Pow(t, -math.Abs(1-power))
			}
			out.Check(math.Abs(risk/want-1) <= width, "risk/(1 − ‖p*‖²) = %.6g, claimed %.6g within %.2g of itself",
				risk,
				want, width)
			out.Check(width < 0.2, "no power: within %.2g", width)
			out.Evidence = fmt.Sprintf("risk/(1 − ‖p*‖²) = %.6g, claimed %.6g", risk, want)
			return out
		})
	}
	return Claim{
		ID: "law-fresh-threshold", Statement: "law-fresh-threshold", Expect: Supported,
		Title: "fresh data save a fixed size iff n_t α_t → ∞",
		Says: "With real shares α_t = c/t and sizes n_t = κ t^s the risk over 1 − ‖p*‖² tends to 1 for s < 1 " +
			"although Σ α_t n_t may be infinite, to 1/(1 + 2cκ) for s = 1, and to 0 like t^{1−s}/(κ(2c + 1 − s)) for " +
			"1 < s < 1 + 2c.",
		Deviation: "arXiv:2602.10531 has a sufficient condition (as quoted, Proposition 3.4, secondary source); the " +
			"sharp one is derived here.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(1, 1, 1, 20000, limit), scenario(1, 4, 1, 20000, limit),
				scenario(0.5, 10, 1, 20000, limit), scenario(1, 20, 0, 20000, limit), scenario(2, 1, 2, 20000, limit)}
		},
		Draw: func(choose Chooser) Scenario {
			c, kappa := DrawReal(choose, "c", 0.6, 3), DrawLog(choose, "κ", 0.5, 20)
			return scenario(c, kappa, Pick(choose, "s", 1.0, 0.0, 0.25, 1.75), int(DrawSize(choose, "T", 10000, 20000)),
				limit)
		},
		Mutants: func() []Mutant {
			return []Mutant{
				{"twice-lost", scenario(1, 4, 1, 20000,
					func(c, k, s float64, t int) float64 { return limit(c/2, k, s, t) })},
				{"consistent-at-the-threshold", scenario(1, 4, 1, 20000,
					func(c, k, _ float64, t int) float64 { return limit(c, k, 1.5, t) })},
				{"sizes-doubled", scenario(2, 1, 2, 20000,
					func(c, k, s float64, t int) float64 { return limit(c, 2*k, s, t) })},
				{"collapse-at-the-threshold", scenario(0.5, 1, 1, 20000,
					func(c, k, _ float64, t int) float64 { return limit(c, k, 0, t) })},
			}
		},
	}
}

// stationaryCounts is the law that Binomial(n, αp + (1−α)k/n) leaves as it is, by iteration from p until the mean
// square has settled to 10^-9 of itself: it comes nearer by (1−α)² a step.
func stationaryCounts(n int, p, alpha float64) []float64 {
	kernel := make([][]float64, n+1)
	for k := range kernel {
		kernel[k] = binomialMasses(n, alpha*p+(1-alpha)*float64(k)/float64(n))
	}
	law := binomialMasses(n, p)
	for range int(math.Ceil(math.Log(1e-6) / (2 * math.Log1p(-alpha)))) {
		next := make([]float64, n+1)
		for k, mass := range law {
			for j, w := range kernel[k] {
				next[j] += mass * w
			}
		}
		law = next
	}
	return law
}

// lawFreshThresholdLaw is the law at the threshold: n α = λ leaves Wright's Beta(2λp*, 2λ(1−p*)), to the order of the
// lattice (derived here, by the diffusion limit of the counts; as a check, for both categories at once).
func lawFreshThresholdLaw() Claim {
	scenario := func(p, lambda float64, n int, shape float64) Scenario {
		return exactly(fmt.Sprintf("p*=%g λ=%g n=%d", p, lambda, n), func() Outcome {
			law, below, worst := stationaryCounts(n, p, lambda/float64(n)), 0.0, 0.0
			for k, mass := range law[:n] {
				below += mass
				x := (float64(k) + 0.5) / float64(n)
				worst = math.Max(worst, math.Abs(below-mathext.RegIncBeta(shape*p, shape*(1-p), x)))
			}
			least := math.Min(1, 2*lambda*math.Min(p, 1-p))
			width := math.Pow(float64(n), -least) * (1 + lambda)
			var out Outcome
			out.Check(worst <= width, "Kolmogorov distance %.3g from Beta, want at most %.3g", worst, width)
			out.Evidence = fmt.Sprintf("Kolmogorov distance %.3g from Beta(%.3g, %.3g)", worst, shape*p, shape*(1-p))
			return out
		})
	}
	return Claim{
		ID: "law-fresh-threshold-law", Statement: "law-fresh-threshold", Expect: Supported,
		Title: "at the threshold n α = λ: Beta(2λp*, 2λ(1−p*))",
		Says: "Bernoulli batches of n of the mixture with real share λ/n leave a law of p_t within (1 + λ) " +
			"n^{−min(1, 2λp*, 2λ(1−p*))} of Beta(2λp*, 2λ(1−p*)).",
		Deviation: "The order of the distance is observed on the exact chain, not proved.",
		Fixed: func(Profile) []Scenario {
			return []Scenario{scenario(0.3, 2, 100, 4), scenario(0.5, 1, 80, 2)}
		},
		Draw: func(choose Chooser) Scenario {
			p := DrawReal(choose, "p*", 0.3, 0.7)
			lambda := DrawReal(choose, "λ", 1.7, 4)
			return scenario(p, lambda, int(DrawSize(choose, "n", 40, 60)), 2*lambda)
		},
		Mutants: func() []Mutant {
			return []Mutant{{"twice-lost", scenario(0.3, 2, 100, 2)}, {"four-times", scenario(0.3, 2, 100, 8)},
				{"lambda-of-the-other", scenario(0.5, 3, 60, 2)}}
		},
	}
}
