package counterexamples

import (
	"fmt"
	"math"

	"itermle/counterexamples/construction1"
	"itermle/estimators"
	"itermle/theorems"
)

// theorem51ConsistencyClaims: Definition 5.1 for the family of Construction 1 with N fixed.
//
// The rate is that of the jumps: α moves the end 1−2α of a uniform law, and μ, f(α) those of another, so TV is of order 1/m
// once m is a large multiple of N. Before that the spike of width e^{−48N}/39 on a single sample wins even on real data, if
// θ* puts samples into [2, 3]: the family is TV-consistent for each N, not uniformly in N.
func theorem51ConsistencyClaims() []theorems.Claim {
	consistent := func(familyN, m int64, alpha, mu float64) theorems.Scenario {
		name := fmt.Sprintf("N=%d, m=%d, θ*=(%g, %g)", familyN, m, alpha, mu)
		limit := 10 * math.Log(float64(m)) / float64(m)
		return theorems.Scenario{Name: name, Experiment: theorems.Rate{Allowed: 0.05, Tolerated: 0.25,
			New: func() (estimators.Trial[bool], error) {
				c, err := construction1.New(familyN)
				if err != nil {
					return nil, err
				}
				truth := []float64{alpha, mu}
				return func(s *estimators.Stream, replicate uint64) (bool, error) {
					if err := c.Start(truth); err != nil {
						return false, err
					}
					if err := c.Draw(m, s.At(replicate, 0)); err != nil {
						return false, err
					}
					err := c.Fit()
					return !(c.TotalVariation() <= limit), err
				}, nil
			}}}
	}
	return []theorems.Claim{{
		ID:        "theorem-5.1-consistency",
		Statement: "theorem-5.1-consistency",
		Title:     "Construction 1 is TV-consistent: TV ≤ 10 log m/m from m real samples, N fixed",
		Says: "For N fixed and θ* anywhere in Θ (a grid of 26 × 21, ends included), the exact estimate from m real samples, m at least 1000 N, has " +
			"TV(p_θ̂, p_θ*) ≤ 10 log m/m with probability ≥ 0.95: TV → 0 in probability (Definition 5.1), at the rate 1/m up to a logarithm.",
		Deviation: "Definition 5.1 asks for TV → 0 in probability; the rate is ours. Checked at finite m, on a grid of θ* and N.",
		Expect:    theorems.Supported,
		Fixed: func(profile theorems.Profile) []theorems.Scenario {
			scenarios := []theorems.Scenario{
				consistent(1, 1000, 0, 2), consistent(100, 1_000_000_000, 0, 2),
				consistent(1, 10_000, 0.05, 2.3), consistent(10, 10_000, 0.15, 2.5), consistent(10, 10_000, 0.25, 2.6),
			}
			if profile >= theorems.CI {
				scenarios = append(scenarios, consistent(10, 100_000, 0.1, 2.9), consistent(100, 100_000, 0.05, 2.3))
			}
			return scenarios
		},
		Draw: func(c theorems.Chooser) theorems.Scenario {
			familyN := choose[int64](c, "N", 1, 2, 5)
			m := choose[int64](c, "m", 1000, 2000) * familyN
			// θ* anywhere in Θ: α* = i/100, μ* = 2 + j/20·(1 − f(α*)), both ends of both included.
			alpha := float64(c.Choose("100 α*", 26)) / 100
			narrow := math.Exp(construction1.Family{N: familyN, Decay: construction1.PaperDecay}.LogWidth(alpha))
			return consistent(familyN, m, alpha, 2+float64(c.Choose("20 (μ*−2)/(1−f)", 21))/20*(1-narrow))
		},
		Mutants: func() []theorems.Mutant {
			return []theorems.Mutant{
				mutant("N-grows-with-m", consistent(1000, 1000, 0.05, 2.3)),
				mutant("too-few-samples", consistent(100, 1000, 0.1, 2.9)),
			}
		},
	}, {
		ID:        "theorem-5.1-more-real-data",
		Statement: "theorem-5.1-part-2",
		Title:     "with real data in place of synthetic, 2n samples: no collapse",
		Says: "The same number of samples, all real, does not collapse: P(α̂ > 1/10) ≤ 1/n from 2n samples of U[0,1], at N = n. It is " +
			"the synthetic half of the data that makes Theorem 5.1 (2).",
		Expect: theorems.Supported,
		Fixed: func(theorems.Profile) []theorems.Scenario {
			return []theorems.Scenario{moreRealData(200, false), moreRealData(1000, false)}
		},
		Mutants: func() []theorems.Mutant {
			return []theorems.Mutant{mutant("second-half-synthetic", moreRealData(200, true))}
		},
	}}
}

// moreRealData draws n real samples, then n more, either real too or, after a fit, synthetic; it collapses if α̂ > 1/10.
func moreRealData(n int64, synthetic bool) theorems.Scenario {
	return theorems.Scenario{Name: fmt.Sprintf("n=%d", n), Experiment: theorems.Rate{Allowed: 1 / float64(n), Tolerated: 2 / float64(n),
		New: func() (estimators.Trial[bool], error) {
			c, err := construction1.New(n)
			if err != nil {
				return nil, err
			}
			truth := construction1.Truth()
			return func(s *estimators.Stream, replicate uint64) (bool, error) {
				if err := c.Start(truth); err != nil {
					return false, err
				}
				if err := c.Draw(n, s.At(replicate, 0)); err != nil {
					return false, err
				}
				if synthetic {
					if err := c.Fit(); err != nil {
						return false, err
					}
				}
				if err := c.Draw(n, s.At(replicate, 1)); err != nil {
					return false, err
				}
				err := c.Fit()
				return construction1.Collapsed(c), err
			}, nil
		}}}
}
