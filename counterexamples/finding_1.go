package counterexamples

import (
	"fmt"
	"math"

	"itermle/counterexamples/construction1"
	"itermle/theorems"
)

// finding1ClosedForm: the proof's closed form is exact only for n ≤ 4. To drop one of n points pays at most
// (n−1)·log(5/4) − log 2, which is negative up to n = 4.
func finding1ClosedForm() theorems.Claim {
	never := func(r run1) theorems.Scenario {
		return r.rate(0, 0.01, func(p *construction1.Pool) bool { return p.HalfGap() < p.Alpha() })
	}
	return theorems.Claim{
		ID: "finding-1-closed-form", Statement: "finding-1",
		Title: "the proof's α^(1) = min(¼, (1 − x_max)/2), for every n",
		Says: "The maximum likelihood estimate of Construction 1 from n samples of U[0,1] has α^(1) = min(¼, (1 − " +
			"x_max)/2) with probability 1. True for n ≤ 4 and false for every n ≥ 5: to drop the k largest points " +
			"pays when the next gap is wide enough.",
		Expect: theorems.Refuted,
		Fixed:  always(never(paper1(10, 1)), never(paper1(limitN, 1))),
		Draw:   func(c theorems.Chooser) theorems.Scenario { return never(draw1(c, 10, 1e15, 1)) },
		Mutants: mutants{{Name: "n=4", Scenario: never(paper1(4, 1))},
			{Name: "n=1", Scenario: never(paper1(1, 1))}}.all,
	}
}

// finding1HalfGap: P(α^(1) = (1−x_max)/2) → θ0/4.
func finding1HalfGap() theorems.Claim {
	halfGap := func(r run1, value, tolerance float64) theorems.Scenario {
		return r.scenario(frequency(r.setup(), value, tolerance,
			func(p *construction1.Pool) bool { return p.Dropped() == 0 }))
	}
	large := paper1(limitN, 1)
	return theorems.Claim{
		ID: "finding-1-half-gap", Statement: "finding-1",
		Title: "P(α^(1) = (1 − x_max)/2) → θ0/4 = 0.9225",
		Says: "As n → ∞ the exact estimate is the proof's closed form with probability 1 − 2^{−θ0} = θ0/4 = 0.92252, " +
			"where θ0 > 0 solves θ/4 + 2^{−θ} = 1 (derived in construction1/first_estimator_limit.go).",
		Expect: theorems.Supported,
		Fixed:  always(halfGap(large, construction1.LimitHalfGap, 0.015)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return halfGap(draw1(c, limitN, 1e15, 1), construction1.LimitHalfGap, 0.05)
		},
		Mutants: mutants{
			// With a gain of n·α in place of n·α/2, θ0 = 1 and the limit is ½.
			{Name: "gain-doubled", Scenario: halfGap(large, 0.5, 0.015)},
			{Name: "always", Scenario: halfGap(large, 1, 0.015)},
		}.all,
	}
}

// finding1LimitLaw: 2n·α^(1) has the law of G.
func finding1LimitLaw() theorems.Claim {
	law := func(r run1, distance float64, cdf func(u float64) float64, statistic func(*construction1.Pool) float64,
	) theorems.Scenario {
		return r.scenario(theorems.Law{CDF: cdf, Distance: distance,
			New: after(r.setup(), func(p *construction1.Pool) float64 { return 2 * float64(r.n) * statistic(p) })})
	}
	limit := func(u float64) float64 { return 1 - construction1.LimitSurvival(u) }
	alpha, large := (*construction1.Pool).Alpha, paper1(limitN, 1)
	return theorems.Claim{
		ID: "finding-1-limit-law", Statement: "finding-1",
		Title: "2n·α^(1) → the argmax of u/4 − log 2·Poisson(u)",
		Says: "P(2n·α^(1) > u) → θ0 Σ_k [¼P(Poisson(a_k) ≤ k) − log 2·P(Poisson(a_k) ≤ k−1)], a_k = max(u, 4k·log " +
			"2), by Kendall's identity for the spectrally negative process u/4 − log 2·Poisson(u).",
		Expect: theorems.Supported,
		Fixed:  always(law(large, 0.03, limit, alpha)),
		Draw:   func(c theorems.Chooser) theorems.Scenario { return law(draw1(c, limitN, 1e15, 1), 0.1, limit, alpha) },
		Mutants: mutants{
			{Name: "closed-form-of-the-proof", Scenario: law(large, 0.03, limit, (*construction1.Pool).HalfGap)},
			{Name: "exponential",
				Scenario: law(large, 0.03, func(u float64) float64 { return -math.Expm1(-u) }, alpha)},
			{Name: "scale-doubled", Scenario: law(large, 0.03, func(u float64) float64 { return limit(2 * u) }, alpha)},
		}.all,
	}
}

// finding1Threshold: the exact law at both sides of the threshold.
func finding1Threshold() theorems.Claim {
	// "n·P(α^(1) > K·log n/n) ≤ 1 if and only if n ≤ last"
	side := func(last, n int64, K float64) theorems.Scenario {
		return decided(fmt.Sprintf("n=%d/K=%g/last=%d", n, K, last), func() (theorems.Outcome, error) {
			out, err := exactTail(K, n)
			if out.Verdict == theorems.Undecided {
				return out, err
			}
			holds := out.Verdict == theorems.Supported
			out = theorems.Outcome{Evidence: out.Evidence}
			out.Check(holds == (n <= last), "%s", out.Evidence)
			return out, err
		})
	}
	return theorems.Claim{
		ID: "finding-1-threshold", Statement: "finding-1",
		Title: "Thm 5.1(1) as printed holds up to n = 168 and fails from n = 169 on",
		Says: "n·P(α^(1) > log n/n) ≤ 1 for n = 168 and smaller n, > 1 for n = 169 and larger n, by enclosures of " +
			"the law of α^(1) for finite n, sums on either side of it (derived in " +
			"construction1/first_estimator_law.go); profile deep looks at every n from 2 to 400; n = 1 is the " +
			"equality 1 ≤ 1. Drawn with other K beside 1, as the probability falls with K.",
		Expect: theorems.Supported,
		Fixed: func(profile theorems.Profile) []theorems.Scenario {
			scenarios := []theorems.Scenario{side(lastGoodN, lastGoodN, 1), side(lastGoodN, lastGoodN+1, 1)}
			for n := int64(2); n <= 400 && profile == theorems.Deep; n++ {
				scenarios = append(scenarios, side(lastGoodN, n, 1))
			}
			return scenarios
		},
		Draw: func(c theorems.Chooser) theorems.Scenario {
			if n := theorems.DrawSize(c, "n", 2, 1000); n <= lastGoodN {
				return side(lastGoodN, n, theorems.DrawReal(c, "K", 1, 2))
			} else {
				return side(lastGoodN, n, theorems.DrawReal(c, "K", 0.5, 1))
			}
		},
		Mutants: mutants{
			{Name: "threshold-off-by-one", Scenario: side(lastGoodN+1, lastGoodN+1, 1)},
			{Name: "threshold-minus-one", Scenario: side(lastGoodN-1, lastGoodN, 1)},
		}.all,
	}
}

// finding1Constant: with K = 1/(2ρ) the bound holds.
func finding1Constant() theorems.Claim {
	K := construction1.SharpestConstant
	bound := func(n int64) theorems.Scenario { return paper1(n, 1).tailBound(K) }
	return theorems.Claim{
		ID: "finding-1-constant", Statement: "finding-1",
		Title: "TV(p_θ(1), p_θ*) ≤ 1.8415 log n/n w.p. ≥ 1 − 1/n",
		Says: "P(α^(1) > K log n/n) ≤ 1/n for every n ≥ 2 with K = 1/(2ρ) = 1.84150, ρ = 1 − c + c·log c, c = 1/(4 " +
			"log 2). No smaller K does for all n (claim finding-1-exponent).",
		Deviation: "print has K = 1",
		Expect:    theorems.Supported,
		Fixed: func(profile theorems.Profile) []theorems.Scenario {
			scenarios := []theorems.Scenario{bound(30), bound(1000), exactTailScenario(K, 100)}
			if profile >= theorems.CI {
				scenarios = append(scenarios, bound(10_000), exactTailScenario(K, 1000))
			}
			return scenarios
		},
		Draw: func(c theorems.Chooser) theorems.Scenario {
			if c.Choose("form", 2) == 1 {
				return exactTailScenario(theorems.DrawReal(c, "K", 1.8416, 3), theorems.DrawSize(c, "n", 2, 1000))
			}
			return draw1(c, 2, 300, 1).tailBound(theorems.DrawReal(c, "K", 1.8416, 3))
		},
		Mutants: mutants{
			{Name: "constant-halved", Scenario: paper1(1000, 1).tailBound(K / 2)},
			{Name: "constant-quartered", Scenario: paper1(100, 1).tailBound(K / 4)},
			{Name: "generation-2", Scenario: paper1(100, 2).tailBound(K)},
		}.all,
	}
}

// finding1Exponent: the tail of the limit law.
func finding1Exponent() theorems.Claim {
	// P(G > u)·u^power·e^{rate·u} must tend to a constant. It oscillates with period 4 log 2 by what a jump of the
	// Poisson count changes, under 1%, and approaches like 1/u.
	tail := func(rate, power float64, at ...float64) theorems.Scenario {
		name := fmt.Sprintf("exponent=%.6g/power=%g/u=%.6g", rate, power, at)
		return decided(name, func() (theorems.Outcome, error) {
			var out theorems.Outcome
			scaled := func(u float64) float64 {
				return construction1.LimitSurvival(u) * math.Pow(u, power) * math.Exp(rate*u)
			}
			limit := scaled(2000)
			for _, u := range at {
				ratio := scaled(u) / limit
				atMost(&out, math.Abs(ratio-1), 15/u+0.01, 1e-9, "%g times its limit at u = %g", ratio, u)
				out.Evidence += fmt.Sprintf("P(G > u) u^%.4g e^{%.6g u} = %.4g at u = %.4g, ", power, rate, scaled(u),
					u)
			}
			out.Evidence += fmt.Sprintf("%.4g at 2000", limit)
			return out, nil
		})
	}
	return theorems.Claim{
		ID: "finding-1-exponent", Statement: "finding-1",
		Title: "P(TV > K log n/n) decays as n^{−0.543 K}(log n)^{−3/2}: K = 1 fails, 1.8415 is least",
		Says: "P(G > u)·u^{3/2}·e^{ρu} tends to a constant, ρ = 0.271518, for the limit G of 2n·α^(1). At u = 2K log " +
			"n this is n^{−2Kρ}(log n)^{−3/2} up to a constant, which is ≤ 1/n for all large n if and only if K ≥ " +
			"1/(2ρ) = 1.84150.",
		Expect: theorems.Supported,
		Fixed:  always(tail(construction1.TailExponent, 1.5, 20, 200, 1000)),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			return tail(construction1.TailExponent, 1.5, theorems.DrawReal(c, "u", 10, 100),
				theorems.DrawReal(c, "u′", 100, 2000))
		},
		Mutants: mutants{
			{Name: "exponent-half", Scenario: tail(0.5, 1.5, 200)},
			{Name: "exponent-plus-one-percent", Scenario: tail(construction1.TailExponent*1.01, 1.5, 20, 200)},
			{Name: "power-half", Scenario: tail(construction1.TailExponent, 0.5, 20, 200)},
		}.all,
	}
}
